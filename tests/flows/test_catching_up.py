"""What could not be said in its time is decided again: one message, at an hour of its reader's."""

from datetime import timedelta

import pytest

from flows import catching_up, delivering, postponing, saying
from flows.ids import ConversationId, PartnershipId
from flows.notices import Channel, Dm, Effect, Home, Lane, Notice, Pair, Priority
from flows.nudge import Kind, Why
from flows.ports import Work
from flows.slip import SlipState
from tests.flows.test_delivering import nudge, plan, slip, tell
from tests.staffroom import MAYA, TOMAS, Staffroom, at


async def waiting(room: Staffroom) -> list[str]:
    """What waits to be sent to Maya."""
    return [row.kind for row in await room.said() if row.lane == f"dm:{MAYA}"]


async def sends(room: Staffroom) -> None:
    await room.write(lambda work: delivering.deliver(work, MAYA))


@pytest.fixture
async def quiet(room: Staffroom) -> Staffroom:
    """A school in which nothing waits."""
    await room.all_sent()
    return room


async def test_what_piled_up_becomes_one_message(quiet: Staffroom) -> None:
    quiet.now = at("2026-03-03 10:00")
    await tell(quiet, "one")
    quiet.now = at("2026-03-03 10:05")
    await tell(quiet, "two")
    assert await waiting(quiet) == ["shared", "shared"]
    await plan(quiet, nudge(Kind.REVIEW, "2026-03-03 07:30"))

    quiet.now = at("2026-03-03 16:00")
    await sends(quiet)

    (bundle,) = [row for row in await quiet.said() if row.lane == f"dm:{MAYA}"]
    assert bundle.kind == "bundle"
    assert len(str(bundle.refs["parts"]).split("\n")) == 3


async def test_what_is_on_its_way_in_time_stays_as_it_is(quiet: Staffroom) -> None:
    quiet.now = at("2026-03-03 10:00")
    await tell(quiet, "one")
    quiet.now += catching_up.LATE
    await tell(quiet, "two")
    assert await waiting(quiet) == ["shared", "shared"]


async def test_late_at_night_it_waits_for_the_morning(quiet: Staffroom) -> None:
    quiet.now = at("2026-03-03 17:00")
    await tell(quiet, "one")
    quiet.now = at("2026-03-03 23:00")
    await sends(quiet)
    assert await waiting(quiet) == []
    assert (await slip(quiet, "one")).state is SlipState.PLANNED

    quiet.now = at("2026-03-04 07:30")
    await sends(quiet)
    assert await waiting(quiet) == ["shared"]


async def test_nobody_is_asked_to_pause_whom_nothing_had_reached(quiet: Staffroom) -> None:
    quiet.now = at("2026-03-03 16:00")
    asked = nudge(Kind.PAUSE_ASK, "2026-03-03 15:45", "ask", why=Why.WEEKS_LOOK_FULL)
    await plan(quiet, asked, partnership="p")
    await sends(quiet)
    quiet.now = at("2026-03-04 16:00")

    assert await quiet.write(lambda work: catching_up.take_back(work, MAYA))
    assert (await slip(quiet, "ask")).state is SlipState.DROPPED
    assert not await quiet.write(lambda work: catching_up.take_back(work, MAYA))


def post(lane: Lane, program: str = "") -> Notice:
    return Notice(
        kind="weekly",
        lane=lane,
        effect=Effect.POST,
        priority=Priority.CHANNEL,
        key="k",
        why="a test",
        due=at("2026-03-03 17:00"),
        refs={"program": program},
    )


async def later(room: Staffroom, notice: Notice) -> bool:
    def body(work: Work) -> bool:
        work.outbox.say(notice)
        return postponing.later(work, notice, held=notice.key)

    return await room.write(body)


async def test_a_late_post_in_a_channel_waits_for_the_morning(room: Staffroom) -> None:
    notice = post(Channel(ConversationId("C0COACH")), room.program.id)
    room.now = at("2026-03-03 17:30")
    assert not await later(room, notice)
    room.now = at("2026-03-03 19:00")
    assert await later(room, notice)
    (row,) = await room.said("weekly")
    assert row.due == at("2026-03-04 07:30")


async def test_what_is_in_no_program_and_what_is_one_persons_is_sent(room: Staffroom) -> None:
    room.now = at("2026-03-03 19:00")
    lanes: tuple[Lane, ...] = (Channel(ConversationId("C0")), Dm(MAYA), Home(MAYA))
    for lane in lanes:
        assert not await later(room, post(lane))


async def test_a_pairs_post_waits_for_an_hour_of_both(room: Staffroom) -> None:
    pair = await room.partnered()
    await room.all_sent()
    warsaw = await room.put(TOMAS, zone="Europe/Warsaw")
    assert warsaw.zone == "Europe/Warsaw"

    room.now = at("2026-03-03 17:30", "Europe/Dublin")
    due = await room.read(lambda reader: saying.for_all(reader, pair))
    maya = await room.read(lambda reader: delivering.person_of(reader, MAYA))
    tomas = await room.read(lambda reader: delivering.person_of(reader, TOMAS))
    assert maya.open_from(due) == tomas.open_from(due) == due

    await room.put(TOMAS, zone="Pacific/Auckland")
    assert await room.read(lambda reader: saying.for_all(reader, pair)) > room.now
    room.now = at("2026-03-03 21:00")
    await room.write(lambda work: saying.in_pair(work, pair, "ended_pair", "gone"))
    (row,) = await room.said("ended_pair")
    assert row.due > room.now + timedelta(hours=1)


async def test_a_pairs_late_post_is_judged_by_its_members(room: Staffroom) -> None:
    pair = await room.partnered()
    await room.all_sent()
    room.now = at("2026-03-03 21:00")
    assert await later(room, post(Pair(pair.id)))
    (row,) = await room.said("weekly")
    assert row.due == at("2026-03-04 07:30")
    assert not await later(room, post(Pair(PartnershipId("p:gone"))))
