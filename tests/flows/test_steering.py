"""One's own slot, hours and days away, and what Slack tells of both."""

from dataclasses import replace
from datetime import date, time
from functools import partial

import pytest

from flows import delivering, leaving, steering
from flows.ids import MemberId
from flows.nudge import Kind, Planned, Why, leave_of
from flows.people import Hours, Member
from flows.schooldays import Days
from flows.steering import NotThen, SlotOutside, Steered, TooMany, Unknown
from flows.timetable import Span
from tests.staffroom import MAYA, TOMAS, ZONE, Staffroom, at

MEMBER = Member(MAYA, None, ZONE)
NEW = MemberId("U0NEW")
MORNINGS = Hours(time(7, 30), time(13))


def test_days_are_counted_with_both_ends() -> None:
    days = Days(date(2026, 3, 9), date(2026, 3, 11))

    assert [day.day for day in days] == [9, 10, 11]
    assert date(2026, 3, 11) in days
    assert date(2026, 3, 12) not in days


async def came(room: Staffroom, until: str) -> list[str]:
    await room.until(until)
    rows = await room.said("review", sent=True)
    return [f"{row.due:%m-%d %H:%M}" for row in rows]


async def plan(room: Staffroom, due: str) -> None:
    nudge = Planned(Kind.REVIEW, MAYA, at(due), f"r{due}", Why.GOAL_DATE)
    await room.write(lambda w: delivering.plan(w, [nudge]))


async def test_the_days_message_comes_in_the_slot_that_somebody_chose(room: Staffroom) -> None:
    outcome = await room.write(lambda w: steering.set_hours(w, MAYA, time(7, 45), MORNINGS))
    await plan(room, "2026-03-04 07:30")

    assert isinstance(outcome, Steered)
    assert await came(room, "2026-03-04 12:00") == ["03-04 06:45"]


@pytest.mark.parametrize(
    ("slot", "hours"),
    [
        (time(15, 45), MORNINGS),
        (time(7, 45), Hours(time(9), time(18))),
        (time(12), Hours()),
        (time(7, 45), Hours(time(7), time(18))),
        (time(15, 45), Hours(time(8), time(20))),
    ],
)
async def test_hours_hold_the_slot_and_are_never_longer_than_the_usual(
    room: Staffroom, slot: time, hours: Hours
) -> None:
    assert await room.write(lambda w: steering.set_hours(w, MAYA, slot, hours)) == SlotOutside()


async def test_whoever_is_in_no_program_has_nothing_to_steer(room: Staffroom) -> None:
    day = date(2026, 3, 9)

    for body in (
        lambda w: steering.set_hours(w, NEW, time(7, 45), Hours()),
        lambda w: steering.take_leave(w, NEW, day, day),
        lambda w: steering.come_back(w, NEW, Days(day, day)),
        lambda w: steering.come_back(w, MAYA, Days(day, day)),
    ):
        assert await room.write(body) == Unknown()
    await room.write(lambda w: steering.disturb_not(w, NEW, None))
    assert await room.member(NEW) is None


async def test_what_happens_outside_ones_own_hours_waits(room: Staffroom) -> None:
    await room.write(lambda w: steering.set_hours(w, MAYA, time(7, 45), MORNINGS))

    person = await room.read(lambda r: delivering.person_of(r, MAYA))

    assert person.open_from(at("2026-03-03 13:00")) == at("2026-03-04 07:30")
    assert person.open_from(at("2026-03-03 12:59")) == at("2026-03-03 12:59")


async def test_nothing_comes_on_days_away(room: Staffroom) -> None:
    first, last = date(2026, 3, 3), date(2026, 3, 6)
    await plan(room, "2026-03-04 07:30")

    outcome = await room.write(lambda w: steering.take_leave(w, MAYA, first, last))

    assert isinstance(outcome, Steered)
    assert outcome.until == date(2026, 3, 7)
    assert await came(room, "2026-03-06 20:00") == []
    assert await came(room, "2026-03-09 20:00") == ["03-09 14:45"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 5), date(2026, 3, 4)),
        (date(2026, 2, 20), date(2026, 3, 2)),
        (date(2026, 3, 5), date(2026, 12, 5)),
        (date(2027, 9, 1), date(2027, 9, 2)),
    ],
)
async def test_days_that_cannot_be(room: Staffroom, first: date, last: date) -> None:
    assert await room.write(lambda w: steering.take_leave(w, MAYA, first, last)) == NotThen()


async def test_so_many_days_away_are_a_slip_of_the_pen(room: Staffroom) -> None:
    days = [date(2026, 4, n) for n in range(1, steering.MOST_LEAVES + 2)]
    outcomes = [
        await room.write(partial(steering.take_leave, who=MAYA, first=day, last=day))
        for day in days
    ]

    assert isinstance(outcomes[-2], Steered)
    assert outcomes[-1] == TooMany()


async def test_days_away_can_be_taken_back_and_those_that_passed_stay_known(
    room: Staffroom,
) -> None:
    past, future = (
        Days(date(2026, 3, 2), date(2026, 3, 6)),
        Days(date(2026, 5, 4), date(2026, 5, 5)),
    )
    await room.put(MAYA, leave=(past, future))

    for days in (past, future):
        await room.write(partial(steering.come_back, who=MAYA, days=days))

    member = await room.member(MAYA)
    assert member is not None
    assert member.leave == (Days(date(2026, 3, 2), date(2026, 3, 2)),)


async def test_dates_move_along_over_days_away_that_began(room: Staffroom) -> None:
    pair = await room.partnered()
    first, last = date(2026, 3, 3), date(2026, 3, 12)
    outcome = await room.write(lambda w: steering.take_leave(w, TOMAS, first, last))
    assert isinstance(outcome, Steered)
    assert outcome.together == (pair.id,)

    await room.write(lambda w: steering.planned_anew(w, TOMAS, pair.id, outcome.until))

    course = await room.course()
    (run,) = course.cycle.waiting_for(TOMAS)
    due = run.due_for(TOMAS)
    assert due is not None
    assert due > at("2026-03-13 12:00")
    assert run.due_for(MAYA) == run.due_at
    slips = await room.read(lambda r: r.slips.planned(TOMAS))
    assert all(slip.due > at("2026-03-12 20:00") for slip in slips)


async def test_a_step_that_ends_on_days_away_ends_on_the_first_day_back(room: Staffroom) -> None:
    pair = await room.partnered()
    first, last = date(2026, 3, 5), date(2026, 3, 10)

    outcome = await room.write(lambda w: steering.take_leave(w, TOMAS, first, last))
    await room.write(lambda w: steering.planned_anew(w, TOMAS, pair.id))

    assert isinstance(outcome, Steered)
    assert outcome.until is None
    slips = await room.read(lambda r: r.slips.planned(TOMAS))
    late = [slip for slip in slips if slip.kind in {Kind.LATE, Kind.PAUSE_ASK}]
    assert [slip.due for slip in late] == [at("2026-03-13 15:45")]


NOON = at("2026-03-03 12:00")
GONE = Days(date(2026, 2, 9), date(2026, 2, 10))


@pytest.mark.parametrize(
    ("sign", "ends", "before", "away"),
    [
        (":palm_tree:", "2026-03-06 23:59", None, Days(date(2026, 3, 3), date(2026, 3, 6))),
        (":palm_tree:", "2026-03-06 12:00", None, Days(date(2026, 3, 3), date(2026, 3, 5))),
        (":palm_tree:", "2026-03-03 17:00", None, None),
        (":palm_tree:", "2026-03-03 11:00", GONE, GONE),
        (":palm_tree:", None, GONE, GONE),
        (":coffee:", "2026-03-06 23:59", GONE, GONE),
        ("", None, GONE, GONE),
        (
            "",
            None,
            Days(date(2026, 3, 2), date(2026, 3, 6)),
            Days(date(2026, 3, 2), date(2026, 3, 2)),
        ),
        ("", None, Days(date(2026, 3, 3), date(2026, 3, 6)), None),
        (
            ":face_with_thermometer:",
            "2026-03-09 23:59",
            Days(date(2026, 3, 2), date(2026, 3, 6)),
            Days(date(2026, 3, 2), date(2026, 3, 9)),
        ),
    ],
)
def test_a_status_of_vacation_with_an_end_counts_as_days_away(
    sign: str, ends: str | None, before: Days | None, away: Days | None
) -> None:
    known = replace(MEMBER, away=before)

    assert steering.away(known, sign, at(ends) if ends else None, NOON) == away


def test_leave_is_what_somebody_entered_and_what_slack_tells() -> None:
    known = replace(MEMBER, leave=(GONE,), away=Days(date(2026, 3, 3), date(2026, 3, 3)))

    assert leave_of(known) == {date(2026, 2, 9), date(2026, 2, 10), date(2026, 3, 3)}


async def test_do_not_disturb_is_kept_as_slack_has_it(room: Staffroom) -> None:
    span = Span(at("2026-03-03 22:00"), at("2026-03-04 08:00"))

    for _ in range(2):
        await room.write(lambda w: steering.disturb_not(w, MAYA, span))

    person = await room.read(lambda r: delivering.person_of(r, MAYA))
    assert person.open_from(at("2026-03-03 19:00")) == at("2026-03-04 08:00")


async def test_nobody_waits_for_the_end_of_somebody_elses_days_away(room: Staffroom) -> None:
    await room.partnered()
    await room.all_sent()
    away = (Days(date(2026, 3, 3), date(2026, 3, 20)),)
    await room.put(MAYA, leave=away)

    await room.write(lambda w: leaving.pause(w, TOMAS, room.pair.id))

    due = {row.lane: row.due for row in await room.said("paused")}
    assert due == {f"dm:{TOMAS}": room.now, f"dm:{MAYA}": at("2026-03-23 07:30")}
