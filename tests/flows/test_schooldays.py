from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.schooldays import ProgramCalendar, local_day, moment, moved
from tests.flows.courses import DUBLIN, SPRING

LAST = ProgramCalendar(covered_until=date(2026, 6, 19))


@pytest.mark.parametrize(
    ("day", "school"),
    [
        ("2026-03-16", True),
        ("2026-03-17", False),
        ("2026-03-14", False),
        ("2026-04-10", False),
        ("2026-04-13", True),
        ("2027-07-01", False),
    ],
)
def test_school_days_are_weekdays_without_holidays_that_are_covered(day: str, school: bool) -> None:
    assert SPRING.is_school_day(date.fromisoformat(day)) is school


@pytest.mark.parametrize(
    ("day", "school_days", "expected"),
    [
        ("2026-03-18", 10, "2026-04-15"),
        ("2026-04-30", 10, "2026-05-15"),
        ("2026-03-16", 1, "2026-03-18"),
        ("2026-03-14", 0, "2026-03-16"),
        ("2026-03-16", 0, "2026-03-16"),
        ("2026-03-28", 3, "2026-04-15"),
    ],
)
def test_adding_counts_school_days_only(day: str, school_days: int, expected: str) -> None:
    assert SPRING.add(date.fromisoformat(day), school_days) == date.fromisoformat(expected)


def test_nothing_is_planned_after_the_last_covered_day() -> None:
    assert LAST.add(date(2026, 6, 18), 1) == date(2026, 6, 19)
    assert LAST.add(date(2026, 6, 18), 2) is None
    assert LAST.add(date(2026, 6, 18), 9) is None
    assert LAST.add(date(2026, 6, 20), 0) is None
    assert LAST.next(date(2026, 6, 19)) is None


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 1)), school_days=st.integers(1, 40))
def test_counting_undoes_adding(day: date, school_days: int) -> None:
    reached = SPRING.add(day, school_days)

    assert reached is not None
    assert SPRING.is_school_day(reached)
    assert SPRING.count(day, reached) == school_days
    assert SPRING.count(reached, day) == 0


def test_counting_stops_where_the_calendar_does() -> None:
    assert LAST.count(date(2026, 6, 18), date(2026, 9, 1)) == 1


@pytest.mark.parametrize(
    ("day", "local", "expected"),
    [
        ("2026-01-12", time(7, 30), "2026-01-12T07:30"),
        ("2026-07-13", time(7, 30), "2026-07-13T06:30"),
        ("2026-03-29", time(1, 30), "2026-03-29T01:30"),  # The clocks skip to 02:30 summer time.
        ("2026-10-25", time(1, 30), "2026-10-25T00:30"),  # Comes twice; the first is summer time.
    ],
)
def test_local_times_across_clock_changes(day: str, local: time, expected: str) -> None:
    found = moment(date.fromisoformat(day), local, DUBLIN)

    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert found.utcoffset() == timedelta(0)


def test_the_date_is_the_one_that_people_write_there() -> None:
    assert local_day(datetime(2026, 7, 13, 23, 30, tzinfo=UTC), DUBLIN) == date(2026, 7, 14)


def test_a_date_moves_along_by_school_days_at_the_same_local_time() -> None:
    friday = moment(date(2026, 3, 27), time(18), DUBLIN)

    assert moved(friday, 0, SPRING, DUBLIN) == friday
    assert moved(friday, 1, SPRING, DUBLIN) == moment(date(2026, 4, 13), time(18), DUBLIN)
    assert moved(friday, 99, LAST, DUBLIN) is None
