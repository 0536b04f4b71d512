"""What rests for long is asked about once, and closes when nobody says a word (practice H)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows import coaching, leaving, long_rest
from flows.coaching import Late, NotTheirs
from flows.cycle import Cycle, CycleState
from flows.effects import CloseCycle, Outcome
from flows.events import Rested, RestKept, Resumed, TimePassed
from flows.partnership import PartnershipState
from flows.ports import Work
from tests.flows import courses
from tests.flows.courses import Course, rules
from tests.flows.courses import at as in_dublin
from tests.staffroom import AYA, MAYA, TOMAS, Said, Staffroom, at


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    """A partnership of which the cycle has rested since Tuesday 3 March."""
    await room.partnered()

    def body(work: Work) -> None:
        found = coaching.load(work, room.pair.id)
        assert found is not None
        coaching.happened(work, found, Rested())

    await room.write(body)
    await room.all_sent()
    return room


async def cycle_of(room: Staffroom, name: Any) -> Cycle:
    found = await room.read(lambda r: r.cycles.get(name))
    assert found is not None
    return found


async def posts(room: Staffroom, kind: str) -> list[Said]:
    return [said for said in await room.said(kind, sent=True) if said.effect == "post"]


async def test_asked_after_forty_school_days_and_closed_five_later(pair: Staffroom) -> None:
    name = (await pair.course()).cycle.id
    await pair.until("2026-05-19 17:59")
    asked = await posts(pair, "close_ask")
    assert {each.due.date() for each in asked} == {date(2026, 5, 12)}
    assert sorted(each.lane for each in asked) == [f"dm:{MAYA}", f"dm:{TOMAS}"]
    assert (await cycle_of(pair, name)).state is CycleState.RESTING

    await pair.until("2026-05-19 18:30")
    closed = await cycle_of(pair, name)
    await pair.until("2026-05-22 12:00")
    assert (closed.state, closed.outcome) == (CycleState.CLOSED, Outcome.PAUSE)
    after = await pair.state()
    assert (after.state, after.erase_after) == (PartnershipState.PAUSED, None)
    told = await posts(pair, "paused")
    assert sorted(each.lane for each in told) == [f"dm:{MAYA}", f"dm:{TOMAS}"]

    await pair.write(lambda w: leaving.resume(w, MAYA, pair.pair.id))
    again = (await pair.course()).cycle
    assert again.id != name
    assert again.state is not CycleState.RESTING


async def test_whoever_keeps_it_keeps_it_for_all(pair: Staffroom) -> None:
    name = (await pair.course()).cycle.id
    await pair.until("2026-05-14 12:00")
    kept = await pair.write(lambda w: leaving.keep_resting(w, TOMAS, pair.pair.id))
    assert isinstance(kept, Cycle)
    await pair.until("2026-07-01 12:00")

    assert (await cycle_of(pair, name)).state is CycleState.RESTING
    assert len(await posts(pair, "close_ask")) == 2
    stranger = await pair.write(lambda w: leaving.keep_resting(w, AYA, pair.pair.id))
    assert isinstance(stranger, NotTheirs)
    await pair.write(lambda w: leaving.resume(w, TOMAS, pair.pair.id))
    late = await pair.write(lambda w: leaving.keep_resting(w, TOMAS, pair.pair.id))
    assert isinstance(late, Late)


async def test_nobody_loses_it_while_they_are_still_to_be_asked(pair: Staffroom) -> None:
    """practice INV-21: snoozed time never counts as late"""
    name = (await pair.course()).cycle.id
    await pair.put(MAYA, snoozed_until=at("2026-06-01 07:30"))
    await pair.until("2026-05-31 12:00")
    assert (await cycle_of(pair, name)).state is CycleState.RESTING

    await pair.until("2026-06-03 12:00")
    assert (await cycle_of(pair, name)).state is CycleState.CLOSED


async def test_a_paused_partnership_stays_paused_and_hears_nothing_more(room: Staffroom) -> None:
    await room.partnered()
    await room.write(lambda w: leaving.pause(w, MAYA, room.pair.id))
    name = (await room.course()).cycle.id
    before = await room.state()
    await room.until("2026-05-22 12:00")

    assert (await cycle_of(room, name)).state is CycleState.CLOSED
    assert await room.state() == before
    assert len(await room.said("paused", sent=True)) == 2


def test_time_and_strangers_change_nothing_before() -> None:
    course = Course()
    assert not course.changes(RestKept(courses.MAYA))
    course.tell(Rested())
    assert not course.changes(TimePassed())
    assert not course.changes(RestKept(AYA))
    assert course.changes(RestKept(courses.MAYA))
    assert not course.changes(RestKept(courses.TOMAS))
    assert course.cycle.next_at is None
    assert not course.changes(TimePassed(), "12-01 12:00")


def test_it_closes_once() -> None:
    course = Course()
    course.tell(Rested())
    (closed,) = course.until("06-30 12:00")

    assert isinstance(closed, CloseCycle)
    assert course.cycle.over


def test_without_a_calendar_it_is_looked_at_once_there_is_one() -> None:
    short = rules()
    ends = replace(short, calendar=replace(short.calendar, covered_until=date(2026, 3, 20)))
    rested = in_dublin("03-03 08:05")

    assert long_rest.closes_at(ends, rested) is None
    assert long_rest.look_again(ends, rested, rested) == in_dublin("03-20 18:00")
    assert long_rest.look_again(ends, rested, in_dublin("03-20 18:00")) is None
    assert long_rest.look_again(ends, None, rested) is None


@pytest.mark.parametrize(
    ("paused", "again", "due"),
    [
        ("03-10 10:00", "03-12 10:00", "03-12 18:00"),
        ("03-10 10:00", "03-15 10:00", "03-16 18:00"),
        ("03-10 10:00", "03-12 20:00", "03-13 18:00"),
        ("03-10 10:00", "04-02 10:00", "04-13 18:00"),
    ],
    ids=["a school day", "a Sunday", "an evening", "in the holidays"],
)
def test_what_was_due_on_the_day_of_a_pause_is_due_on_the_day_of_its_end(
    paused: str, again: str, due: str
) -> None:
    """practice INV-21: nothing is late at the moment at which it goes on."""
    course = courses.begun("observation", 2)
    course.until("03-04 08:00")
    focus = courses.run_id("observation.focus/1")
    standing = course.run(focus)
    course.cycle = course.cycle.model_copy(
        update={
            "runs": tuple(
                r.model_copy(update={"due_at": in_dublin("03-10 18:00")}) if r == standing else r
                for r in course.cycle.runs
            )
        }
    )

    course.tell(Rested(), paused)
    course.tell(Resumed(), again)

    assert course.run(focus).due_at == in_dublin(due)
