"""Do-not-disturb is asked once a day for everybody, and declined it is not asked again."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.undisturbed import Undisturbed
from flows.ids import MemberId
from flows.timetable import Span
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom, at

START, END = at("2026-03-03 22:00"), at("2026-03-04 08:00")
SCHEDULE = {
    "dnd_enabled": True,
    "next_dnd_start_ts": int(START.timestamp()),
    "next_dnd_end_ts": int(END.timestamp()),
}


class Asked:
    """Slack's dnd.teamInfo: answers for the people asked, or refuses."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.refused: Exception | None = None

    async def dnd_teamInfo(self, users: list[str]) -> dict[str, Any]:  # noqa: N802 - The SDK's name.
        self.asked.append(users)
        if self.refused is not None:
            raise self.refused
        return {"ok": True, "users": {MAYA: SCHEDULE, TOMAS: {"dnd_enabled": False}}}


class Still(Clock):
    """Time is the staffroom's."""

    def __init__(self, room: Staffroom) -> None:
        super().__init__()
        self._room = room

    def now(self) -> Any:
        return self._room.now


@pytest.fixture
async def room() -> Any:
    staffroom = Staffroom()
    await staffroom.found()
    await staffroom.joined(MAYA, TOMAS, AYA, OLE)
    yield staffroom
    await staffroom.store.close()


async def look(room: Staffroom, slack: Asked, watch: Undisturbed | None = None) -> Undisturbed:
    client = cast(AsyncWebClient, slack)
    found = watch or Undisturbed(room.store, lambda _: client, Still(room))
    await found.look()
    return found


async def span_of(room: Staffroom, who: MemberId) -> Span | None:
    member = await room.member(who)
    assert member is not None
    return member.undisturbed


async def test_everybody_who_gets_messages_is_asked_for_once_a_day(room: Staffroom) -> None:
    slack = Asked()
    await room.put(OLE, stopped=True)

    watch = await look(room, slack)
    await look(room, slack, watch)

    assert [sorted(asked) for asked in slack.asked] == [sorted([AYA, MAYA, TOMAS])]
    assert await span_of(room, MAYA) == Span(START, END)
    assert await span_of(room, TOMAS) is None
    room.now = at("2026-03-04 12:00")
    await look(room, slack, watch)
    assert len(slack.asked) == 2


@pytest.mark.parametrize(("word", "again"), [("missing_scope", 1), ("internal_error", 2)])
async def test_a_refusal_costs_nothing_and_a_declined_scope_is_not_asked_for_again(
    room: Staffroom, word: str, again: int
) -> None:
    slack = Asked()
    answer = SimpleNamespace(status_code=200, data={"ok": False, "error": word}, headers={})
    slack.refused = SlackApiError("no", cast(Any, answer))
    watch = await look(room, slack)
    room.now = at("2026-03-04 12:00")

    await look(room, slack, watch)

    assert len(slack.asked) == again
    assert await span_of(room, MAYA) is None


async def test_slack_that_cannot_be_reached_is_asked_tomorrow(room: Staffroom) -> None:
    slack = Asked()
    slack.refused = TimeoutError()
    watch = await look(room, slack)
    slack.refused = None
    room.now = at("2026-03-04 12:00")

    await look(room, slack, watch)

    assert await span_of(room, MAYA) == Span(START, END)
