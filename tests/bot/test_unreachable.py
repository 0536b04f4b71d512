"""Who hears of what will never arrive, and what Slack is asked about whoever it was for."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from bot.unreachable import Unreachable
from flows import channel, saying
from flows.ids import ConversationId, MemberId, WorkspaceId
from flows.notices import Channel, Dm, Effect, Home, Lane, Notice, Pair, Priority
from flows.partnership import PartnershipState
from handlers.seams import Person
from storage.row import Row
from tests.flows.conftest import room
from tests.staffroom import ADMIN, CHANNEL, MAYA, TOMAS, Staffroom, at

__all__ = ["room"]


@dataclass
class Known:
    """Slack's members: those named here are deactivated, everybody else is there."""

    gone: set[MemberId] = field(default_factory=set)
    asked: list[MemberId] = field(default_factory=list)

    async def person(self, workspace: WorkspaceId, member: MemberId) -> Person | None:
        self.asked.append(member)
        person = Person(member, member, "Europe/Dublin")
        return replace(person, deleted=member in self.gone)

    def forget(self, workspace: WorkspaceId, member: MemberId) -> None:
        self.asked.clear()


async def row(room: Staffroom, lane: Lane, effect: Effect = Effect.POST) -> Row:
    refs = {"program": room.program.id}
    notice = Notice("weekly", lane, effect, Priority.CHANNEL, "one", "test", room.now, refs)
    await room.write(lambda work: work.outbox.say(notice))
    rows = await room.store.outbox.claim(room.now, datetime.now(UTC), 50, 60.0, "me")
    return next(each for each in rows if each.notice.key == "one")


async def told(room: Staffroom) -> list[str]:
    return [said.lane for said in await room.said(channel.LOST, sent=True)]


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    await room.all_sent()
    room.now = at("2026-03-03 12:00")
    return room


@pytest.mark.parametrize("reason", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_who_looks_after_a_program_hears_that_its_channel_is_lost(
    pair: Staffroom, reason: str
) -> None:
    await Unreachable(pair.store, Known()).failed(await row(pair, Channel(CHANNEL)), reason)

    assert await told(pair) == [f"dm:{ADMIN}"]


@pytest.mark.parametrize(
    ("lane", "effect", "reason"),
    [
        (Channel(CHANNEL), Effect.POST, "unrenderable"),
        (Channel(CHANNEL), Effect.UPDATE, "is_archived"),
        (Channel(ConversationId("C0BEFORE")), Effect.POST, "is_archived"),
        (Home(MAYA), Effect.POST, "not_enabled"),
        (Dm(MAYA), Effect.POST, "messages_tab_disabled"),
    ],
)
async def test_what_nobody_there_can_mend_tells_nobody(
    pair: Staffroom, lane: Lane, effect: Effect, reason: str
) -> None:
    known = Known(gone={MAYA})

    await Unreachable(pair.store, known).failed(await row(pair, lane, effect), reason)

    assert await told(pair) == []
    assert known.asked == []


async def test_a_conversation_of_several_is_nobodys_account(pair: Staffroom) -> None:
    known = Known(gone={MAYA})

    await Unreachable(pair.store, known).failed(await row(pair, Pair(pair.pair.id)), "is_archived")

    assert known.asked == []


async def test_an_account_that_is_gone_is_known_as_gone(pair: Staffroom) -> None:
    """Its event came while nobody listened."""
    failed = Unreachable(pair.store, Known(gone={MAYA}))

    await failed.failed(await row(pair, Dm(MAYA)), "user_disabled")

    member = await pair.read(lambda r: r.members.get(MAYA))
    assert member is not None
    assert member.deactivated
    ended = await pair.read(lambda r: r.partnerships.get(pair.pair.id))
    assert ended is not None
    assert ended.state is PartnershipState.ENDED
    assert [s.lane for s in await pair.said() if s.kind.startswith("ended")] != []


async def test_whoever_is_there_all_the_same_loses_nothing(pair: Staffroom) -> None:
    known = Known()
    await pair.write(lambda w: saying.event(w, TOMAS, "shared", "other"))

    await Unreachable(pair.store, known).failed(await row(pair, Dm(TOMAS)), "channel_not_found")

    assert known.asked == [TOMAS]
    member = await pair.read(lambda r: r.members.get(TOMAS))
    assert member is not None
    assert not member.deactivated
