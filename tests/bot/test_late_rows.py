"""Rows that could not go out in their time are judged again before they are called."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.calendars import HolidayCalendars
from bot.clock import Clock
from bot.late_rows import LateRows
from bot.sweeps import Sweeps
from flows import delivering, saying
from flows.ids import ConversationId
from flows.notices import Channel, Dm, Effect, Home, Notice, Pair, Priority
from flows.ports import Work
from flows.slip import SlipState
from tests.flows.conftest import room
from tests.staffroom import MAYA, Staffroom, at

__all__ = ["room"]

NOON = at("2026-03-03 12:00")


class RoomClock(Clock):
    """Tells the staffroom's time."""

    def __init__(self, room: Staffroom) -> None:
        super().__init__()
        self._room = room

    def now(self) -> datetime:
        return self._room.now


@pytest.fixture
async def late(room: Staffroom) -> LateRows:
    await room.all_sent()
    room.now = NOON
    clock = RoomClock(room)
    return LateRows(room.store, Sweeps(room.store, clock, HolidayCalendars()), clock)


async def taken(room: Staffroom, late: LateRows) -> list[bool]:
    rows = await room.store.outbox.claim(room.now, datetime.now(UTC), 10, 60.0, "me")
    return [await late.taken_back(row) for row in rows]


def told(key: str) -> Notice:
    return Notice(
        kind="shared",
        lane=Dm(MAYA),
        effect=Effect.POST,
        priority=Priority.NOTICE,
        key=key,
        why="a test",
        due=NOON,
    )


async def event(room: Staffroom, key: str) -> None:
    await room.write(lambda work: saying.event(work, MAYA, "shared", key))


async def test_what_is_in_time_is_sent(room: Staffroom, late: LateRows) -> None:
    await event(room, "one")
    assert await taken(room, late) == [False]


async def test_what_is_late_becomes_one_message(room: Staffroom, late: LateRows) -> None:
    await event(room, "one")
    room.now += timedelta(minutes=5)
    await event(room, "two")
    room.now += timedelta(hours=2)

    assert await taken(room, late) == [True]
    (row,) = [row for row in await room.said() if row.lane == f"dm:{MAYA}"]
    assert row.kind == "bundle"
    assert row.due == room.now


async def test_at_night_it_is_planned_for_the_morning(room: Staffroom, late: LateRows) -> None:
    await event(room, "one")
    room.now = at("2026-03-03 23:00")

    assert await taken(room, late) == [True]
    assert await room.said() == []
    slip = await room.read(lambda reader: reader.slips.get("one"))
    assert slip is not None
    assert slip.state is SlipState.PLANNED
    assert await room.write(lambda work: delivering.deliver(work, MAYA)) is None


async def test_an_answer_a_home_and_what_no_slip_knows_are_sent(
    room: Staffroom, late: LateRows
) -> None:
    def say(work: Work) -> None:
        saying.answer(work, MAYA, "heard", "answer")
        saying.home(work, MAYA)
        work.outbox.say(told("no slip"))

    await room.write(say)
    room.now += timedelta(hours=2)
    assert await taken(room, late) == [False, False, False]


async def test_a_group_and_a_channel_wait_for_the_morning(room: Staffroom, late: LateRows) -> None:
    pair = await room.partnered()
    await room.all_sent()

    def say(work: Work) -> None:
        saying.in_pair(work, pair, "ended_pair", "pair")
        saying.in_channel(work, room.program, "join", "channel")

    await room.write(say)
    room.now = at("2026-03-03 21:00")
    assert await taken(room, late) == [True, True]
    due = {row.due for row in await room.said("ended_pair", "join")}
    assert due == {at("2026-03-04 07:30")}
    assert {row.lane for row in await room.said("ended_pair", "join")} == {
        str(Pair(pair.id)),
        str(Channel(ConversationId(room.program.channel))),
    }


async def test_a_post_to_a_home_is_no_late_message(room: Staffroom, late: LateRows) -> None:
    notice = Notice(
        kind="shared",
        lane=Home(MAYA),
        effect=Effect.POST,
        priority=Priority.NOTICE,
        key="home",
        why="a test",
        due=NOON,
    )
    await room.write(lambda work: work.outbox.say(notice))
    room.now += timedelta(hours=2)
    assert await taken(room, late) == [False]
