"""When somebody teaches, when two are free, when one can visit the other."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.schooldays import ProgramCalendar
from flows.timetable import (
    Lesson,
    Span,
    Timetable,
    free,
    free_after,
    shared_free,
    shared_visit_times,
)

DUBLIN = ZoneInfo("Europe/Dublin")
CALENDAR = ProgramCalendar(
    covered_until=date(2026, 6, 19),
    holidays=frozenset({date(2026, 3, 17), *(date(2026, 3, 30 + n) for n in range(2))}),
)
MON, TUE, WED, THU, FRI = range(5)


def at(day: date, hour: int, minute: int = 0, zone: ZoneInfo = DUBLIN) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def lesson(day: int, start: str, end: str, group: str = "", room: str = "") -> Lesson:
    return Lesson(day, time.fromisoformat(start), time.fromisoformat(end), group, room)


MAYA = Timetable(
    DUBLIN,
    (
        lesson(TUE, "09:00", "09:40", "2B", "14"),
        lesson(THU, "11:10", "11:50", "2B", "14"),
        lesson(FRI, "14:20", "15:00", "3C", "12"),
        lesson(MON, "09:00", "09:40", "1A", "14"),
    ),
)
TOMAS = Timetable(
    DUBLIN,
    (
        lesson(MON, "09:00", "10:20", "5A", "3"),
        lesson(WED, "09:00", "09:40", "3A", "3"),
        lesson(WED, "09:40", "10:20", "3B", "3"),
        lesson(FRI, "09:00", "09:40", "3A", "3"),
    ),
)
SIGNED = at(date(2026, 3, 3), 8, 9)


def test_three_times_at_which_the_host_teaches_and_the_visitor_is_free() -> None:
    found = shared_visit_times(MAYA, TOMAS, CALENDAR, SIGNED)

    assert [(f"{v.span.start.astimezone(DUBLIN):%a %d %b %H:%M}", v.room) for v in found] == [
        ("Tue 10 Mar 09:00", "14"),
        ("Thu 12 Mar 11:10", "14"),
        ("Fri 13 Mar 14:20", "12"),
    ]  # As in the script; Friday the 6th would leave no time to prepare.
    assert all(v.span.end - v.span.start == timedelta(minutes=15) for v in found)


def test_other_times_are_other_ones_and_run_out() -> None:
    first = shared_visit_times(MAYA, TOMAS, CALENDAR, SIGNED)
    shown = {visit.span.start for visit in first}

    (last,) = shared_visit_times(MAYA, TOMAS, CALENDAR, SIGNED, shown=shown)

    assert last.span.start == at(date(2026, 3, 6), 14, 20)
    shown.add(last.span.start)
    assert shared_visit_times(MAYA, TOMAS, CALENDAR, SIGNED, shown=shown) == ()


def test_what_is_taken_and_lessons_that_are_too_short_are_not_offered() -> None:
    taken = [Span(at(date(2026, 3, 10), 9), at(date(2026, 3, 10), 9, 5))]

    found = shared_visit_times(MAYA, TOMAS, CALENDAR, SIGNED, taken=taken)

    assert [visit.span.start.day for visit in found] == [6, 12, 13]
    assert shared_visit_times(MAYA, TOMAS, CALENDAR, SIGNED, minutes=45) == ()


def test_a_day_with_two_lessons_gives_its_second_only_when_days_run_out() -> None:
    host = Timetable(DUBLIN, (lesson(THU, "09:00", "10:00", "a"), lesson(THU, "12:00", "13:00")))

    found = shared_visit_times(host, Timetable(DUBLIN), CALENDAR, SIGNED, 2)

    assert [visit.group for visit in found] == ["a", ""]  # One Thursday lies 3 to 10 days ahead.


def test_without_lessons_usual_times_are_offered_on_different_days() -> None:
    nothing = Timetable(DUBLIN)

    found = shared_visit_times(nothing, nothing, CALENDAR, SIGNED)
    beside = shared_visit_times(nothing, TOMAS, CALENDAR, at(date(2026, 3, 2), 12))

    assert [v.span.start for v in found] == [
        at(date(2026, 3, 10), 9, 30),
        at(date(2026, 3, 11), 11),
        at(date(2026, 3, 12), 14),
    ]
    assert not any(TOMAS.teaching(visit.span, CALENDAR) for visit in beside)


def test_a_visitor_in_another_zone_is_free_at_the_same_moment() -> None:
    helsinki = ZoneInfo("Europe/Helsinki")  # Two hours ahead of Dublin.
    busy = Timetable(helsinki, (lesson(TUE, "11:00", "11:40"),))

    starts = {v.span.start for v in shared_visit_times(MAYA, busy, CALENDAR, SIGNED, 9)}

    assert at(date(2026, 3, 10), 9) not in starts
    assert at(date(2026, 3, 12), 11, 10) in starts


def test_nothing_is_offered_beyond_the_calendar() -> None:
    assert shared_visit_times(MAYA, TOMAS, CALENDAR, at(date(2026, 6, 18), 9)) == ()


@pytest.mark.parametrize(
    ("person", "moment", "expected"),
    [
        (MAYA, at(date(2026, 3, 12), 11, 35), at(date(2026, 3, 12), 11, 50)),
        (TOMAS, at(date(2026, 3, 12), 11, 35), at(date(2026, 3, 12), 11, 35)),
        (TOMAS, at(date(2026, 4, 29), 9, 25), at(date(2026, 4, 29), 10, 20)),
        (TOMAS, at(date(2026, 4, 29), 8, 54), at(date(2026, 4, 29), 8, 54)),
        (TOMAS, at(date(2026, 4, 29), 8, 56), at(date(2026, 4, 29), 10, 20)),
        (TOMAS, at(date(2026, 4, 29), 10, 20), at(date(2026, 4, 29), 10, 20)),
        (MAYA, at(date(2026, 3, 17), 9, 5), at(date(2026, 3, 17), 9, 5)),
        (Timetable(DUBLIN), at(date(2026, 3, 12), 11, 35), at(date(2026, 3, 12), 11, 35)),
    ],
)
def test_somebody_is_free_after_the_lessons_they_teach_then(
    person: Timetable, moment: datetime, expected: datetime
) -> None:
    assert free_after(person, moment, CALENDAR) == expected


def test_free_periods_lie_between_lessons() -> None:
    wednesday = date(2026, 3, 4)

    assert free(TOMAS, wednesday, CALENDAR) == (
        Span(at(wednesday, 8, 30), at(wednesday, 9)),
        Span(at(wednesday, 10, 20), at(wednesday, 15, 30)),
    )
    assert free(TOMAS, date(2026, 3, 5), CALENDAR) == (
        Span(at(date(2026, 3, 5), 8, 30), at(date(2026, 3, 5), 15, 30)),
    )
    assert free(TOMAS, date(2026, 3, 17), CALENDAR) == ()
    assert free(Timetable(DUBLIN), wednesday, CALENDAR) == ()


def test_both_are_free_where_neither_teaches() -> None:
    one = Timetable(DUBLIN, (lesson(MON, "08:30", "12:00"), lesson(MON, "12:50", "15:30")))
    other = Timetable(DUBLIN, (lesson(MON, "08:30", "12:15"), lesson(MON, "12:45", "16:10")))

    monday = date(2026, 3, 2)
    shared = [s for s in shared_free(one, other, CALENDAR, monday) if s.end < at(monday, 23)]

    assert shared == [Span(at(monday, 12, 15), at(monday, 12, 45))]
    assert shared_free(one, Timetable(DUBLIN), CALENDAR, monday) == ()


lessons = st.builds(
    lambda day, start, length: Lesson(day, time(start, 0), time(start, length), "x"),
    st.integers(0, 4),
    st.integers(7, 16),
    st.integers(15, 59),
)
tables = st.builds(
    Timetable,
    st.sampled_from([DUBLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")]),
    st.lists(lessons, max_size=8, unique_by=lambda one: (one.weekday, one.start)).map(tuple),
)
moments = st.integers(0, 150 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(tables, tables, moments)
def test_whatever_is_offered_lies_ahead_and_is_free(
    host: Timetable, visitor: Timetable, after: datetime
) -> None:
    found = shared_visit_times(host, visitor, CALENDAR, after)

    assert len(found) <= 3
    assert list(found) == sorted(set(found))
    for visit in found:
        day = visit.span.start.astimezone(host.zone).date()
        ahead = CALENDAR.count(after.astimezone(host.zone).date(), day)
        assert 3 <= ahead <= 10
        assert CALENDAR.is_school_day(day)
        assert not visitor.teaching(visit.span, CALENDAR)
        assert not host.lessons or host.teaching(visit.span, CALENDAR)


@given(tables, moments)
def test_free_after_is_never_earlier_and_never_in_a_lesson(
    person: Timetable, moment: datetime
) -> None:
    later = free_after(person, moment, CALENDAR)

    assert later >= moment
    assert free_after(person, later, CALENDAR) == later
    assert not person.teaching(Span(later, later + timedelta(seconds=1)), CALENDAR)
