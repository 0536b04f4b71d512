"""Which nudges follow from what, and when (practice H)."""

from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import planning
from flows.nudge import Kind, Planned, Why
from flows.planning import Meeting, Waiting
from flows.schooldays import ProgramCalendar
from flows.timetable import Lesson, Timetable
from tests.flows.nudged import CALENDAR, DUBLIN, MAYA, TOMAS, at

ENDED = replace(TOMAS, calendar=replace(CALENDAR, covered_until=date(2026, 3, 20)))


def steps(opened: str, due: str | None, **more: bool) -> list[tuple[str, datetime]]:
    waiting = Waiting("run", "c1", at(opened), at(due) if due else None, **more)
    return [(nudge.kind.value, nudge.due) for nudge in planning.step(TOMAS, waiting)]


def when(planned: Planned | None) -> datetime:
    assert planned is not None
    return planned.due


def test_a_step_is_announced_reminded_of_and_asked_about() -> None:
    assert steps("03-23 07:30", "03-26 18:00") == [
        ("open", at("03-23 15:45")),
        ("soft", at("03-25 15:45")),
        ("pause_ask", at("04-13 15:45")),
    ]


def test_whoever_began_a_step_is_asked_whether_to_finish_it() -> None:
    assert steps("03-23 07:30", "03-26 18:00", touched=True)[-1] == ("late", at("04-13 15:45"))


def test_soft_needs_two_days_and_a_slot_of_its_own() -> None:
    assert [kind for kind, _ in steps("03-18 13:12", "03-19 18:00")] == ["open", "pause_ask"]
    assert [kind for kind, _ in steps("03-18 16:00", "03-20 18:00")] == ["open", "pause_ask"]
    assert steps("03-12 11:25", "03-13 18:00", announced=True) == [("pause_ask", at("03-18 15:45"))]
    assert [kind for kind, _ in steps("03-18 15:00", "03-20 18:00")] == [
        "open",
        "soft",
        "pause_ask",
    ]


def test_what_was_announced_otherwise_has_no_open_and_no_due_has_no_end() -> None:
    assert steps("03-12 11:25", "03-16 18:00", announced=True) == [
        ("soft", at("03-13 15:45")),
        ("pause_ask", at("03-19 15:45")),
    ]
    assert steps("03-12 11:25", None) == [("open", at("03-12 15:45"))]


def test_a_step_beyond_the_calendar_is_left_in_peace() -> None:
    beyond = Waiting("run", "c1", at("03-20 16:00"), at("03-25 18:00"))
    at_its_end = Waiting("run", "c1", at("03-18 07:30"), at("03-20 18:00"))

    assert planning.step(ENDED, beyond) == ()
    assert [n.kind for n in planning.step(ENDED, at_its_end)] == [Kind.OPEN, Kind.SOFT]


def meeting(start: str, end: str, fixed: str) -> Meeting:
    return Meeting("visit", "c1", at(start), at(end), at(fixed))


VISIT = meeting("03-12 11:10", "03-12 11:25", "03-03 12:50")


def test_a_reminder_comes_on_the_school_day_before() -> None:
    talk = meeting("03-18 13:00", "03-18 13:10", "03-13 13:05")

    assert when(planning.remind(TOMAS, VISIT)) == at("03-11 15:45")
    assert when(planning.remind(TOMAS, talk)) == at("03-16 15:45")  # Tuesday is a holiday.


def test_what_was_fixed_after_that_slot_needs_no_reminder() -> None:
    late = replace(VISIT, fixed_at=at("03-11 15:45"))
    beyond = meeting("03-23 11:10", "03-23 11:25", "03-03 12:50")

    assert planning.remind(TOMAS, late) is None
    assert planning.remind(ENDED, beyond) is None


def test_two_partners_who_meet_somebody_in_the_same_minute_are_both_told_of() -> None:
    other = replace(VISIT, cycle="c2")
    lessons = Timetable(DUBLIN)

    for follows in (
        [planning.remind(TOMAS, each) for each in (VISIT, other)],
        [planning.after_visit(TOMAS, lessons, each) for each in (VISIT, other)],
        [planning.unmarked(TOMAS, each) for each in (VISIT, other)],
        [planning.prework(TOMAS, each, at("03-03 12:00")) for each in (VISIT, other)],
    ):
        assert len({planned.key for planned in follows if planned}) == 2


def test_after_a_visit_everybody_is_written_to_once_they_are_free() -> None:
    lesson = Timetable(DUBLIN, (Lesson(3, time(11, 10), time(11, 50)),))
    evening = meeting("03-13 17:30", "03-13 17:55", "03-03 12:50")

    assert planning.after_visit(MAYA, lesson, VISIT).due == at("03-12 11:50")
    assert planning.after_visit(TOMAS, Timetable(DUBLIN), VISIT).due == at("03-12 11:35")
    assert planning.after_visit(TOMAS, Timetable(DUBLIN), evening).due == at("03-16 07:30")


def test_a_visit_that_nobody_marked_is_asked_about_once() -> None:
    assert when(planning.unmarked(TOMAS, VISIT)) == at("03-16 15:45")
    assert planning.unmarked(ENDED, meeting("03-20 11:10", "03-20 11:25", "03-03 12:50")) is None


@pytest.mark.parametrize(
    ("start", "added", "expected"),
    [
        ("03-12 11:10", "03-10 13:20", "03-10 15:45"),
        ("03-12 11:10", "03-04 13:20", "03-05 15:45"),
        ("03-12 11:10", "03-05 15:45", "03-06 15:45"),
        ("04-15 11:10", "03-18 13:20", "03-25 15:45"),
    ],
)
def test_prework_comes_five_school_days_before_or_next(
    start: str, added: str, expected: str
) -> None:
    visit = replace(VISIT, start=at(start))

    assert when(planning.prework(TOMAS, visit, at(added))) == at(expected)


def test_prework_that_would_come_too_late_does_not_come() -> None:
    assert planning.prework(TOMAS, VISIT, at("03-11 16:00")) is None
    assert (
        planning.prework(ENDED, replace(VISIT, start=at("03-23 09:00")), at("03-20 16:00")) is None
    )


def test_a_goals_date_is_asked_about_unless_it_was_lately() -> None:
    day = date(2026, 5, 8)

    assert when(planning.review(MAYA, "g", day)) == at("05-08 15:45")
    assert when(planning.review(MAYA, "g", date(2026, 5, 9))) == at("05-11 15:45")
    assert planning.review(MAYA, "g", day, asked_on=date(2026, 4, 30)) is None
    assert when(planning.review(MAYA, "g", day, asked_on=date(2026, 4, 29))) == at("05-08 15:45")


def test_the_monthly_question_comes_on_the_first_tuesday_to_the_active() -> None:
    founded = date(2026, 2, 27)
    months = [date(2026, month, 15) for month in (3, 4, 5, 6)]

    found = [planning.pulse(TOMAS, month, founded) for month in months]

    assert [nudge and nudge.due for nudge in found] == [
        None,  # Two school days after joining.
        None,  # A holiday.
        at("05-05 15:45"),
        at("06-02 15:45"),
    ]


def test_whoever_joined_ten_school_days_before_is_asked() -> None:
    may = date(2026, 5, 1)

    assert planning.pulse(TOMAS, may, date(2026, 4, 20)) is not None
    assert planning.pulse(TOMAS, may, date(2026, 4, 21)) is None


def test_the_other_dates() -> None:
    assert when(planning.swap(TOMAS, "c1", 2, at("03-23 07:30"))) == at("03-23 15:45")
    assert when(planning.term_end(MAYA, "p", date(2026, 6, 19))) == at("06-05 15:45")
    assert when(planning.close_ask(MAYA, "c1", at("03-09 12:00"))) == at("05-20 15:45")
    assert planning.close_ask(MAYA, "c1", at("05-19 12:00")) is None
    assert planning.swap(ENDED, "c1", 2, at("03-23 07:30")) is None


def test_why_is_named_and_everything_is_about_something() -> None:
    found = planning.step(TOMAS, Waiting("run", "c1", at("03-23 07:30"), at("03-26 18:00")))

    assert [nudge.why for nudge in found] == [
        Why.STEP_OPENED,
        Why.STEP_DUE_TOMORROW,
        Why.WEEKS_LOOK_FULL,
    ]
    assert {(nudge.about, nudge.cycle, nudge.named) for nudge in found} >= {("run", "c1", "soft")}


@given(
    st.datetimes(datetime(2026, 1, 5), datetime(2026, 5, 1)),  # noqa: DTZ001 - localised below.
    st.integers(0, 10),
    st.sampled_from(["Europe/Dublin", "America/New_York", "Asia/Kolkata"]),
    st.sampled_from([time(7, 45), time(15, 45)]),
)
def test_a_steps_nudges_come_in_order_on_school_days_at_the_slot(
    opened: datetime, days: int, zone: str, slot: time
) -> None:
    there = ZoneInfo(zone)
    person = replace(TOMAS, zone=there, slot=slot)
    start = opened.replace(tzinfo=there)
    last = CALENDAR.add(start.date(), days)
    assert last is not None
    due = datetime.combine(last, time(18), tzinfo=there)

    found = planning.step(person, Waiting("run", "c1", start, due))

    assert all(a.due < b.due for a, b in pairwise(found))
    assert len({nudge.key for nudge in found}) == len(found)
    for nudge in found:
        local = nudge.due.astimezone(there)
        assert nudge.due > start
        assert local.time() == slot
        assert ProgramCalendar.is_school_day(CALENDAR, local.date())
