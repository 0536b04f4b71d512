"""The school's own dates: typed, written again, and laid over the public holidays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import own_dates
from flows.own_dates import OwnDates, Unclear
from flows.schooldays import Days, ProgramCalendar

TODAY = date(2026, 9, 1)
CALENDAR = ProgramCalendar(date(2027, 12, 31), frozenset({date(2026, 10, 12)}))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2026-10-26 – 2026-10-30", Days(date(2026, 10, 26), date(2026, 10, 30))),
        ("26 October - 30 October", Days(date(2026, 10, 26), date(2026, 10, 30))),
        ("21 Dec to 8 Jan", Days(date(2026, 12, 21), date(2027, 1, 8))),
        ("1.2.–5.2.", Days(date(2027, 2, 1), date(2027, 2, 5))),
        ("2 November", Days(date(2026, 11, 2), date(2026, 11, 2))),
        ("the week after", None),
        ("2026-10-26 - soon", None),
        ("2026-10-30 - 2026-10-26", None),
        ("2026-10-26 - 2027-10-26", None),
    ],
)
def test_days_off_are_a_day_or_from_one_to_another(typed: str, days: Days | None) -> None:
    assert own_dates.read_days(typed, TODAY) == days


def test_dates_are_read_a_line_each() -> None:
    found = own_dates.read("\n26 Oct - 30 Oct\n", "2026-09-05", "18 Dec", None, TODAY)

    assert found == OwnDates(
        (Days(date(2026, 10, 26), date(2026, 10, 30)),),
        (date(2026, 9, 5),),
        (date(2026, 12, 18),),
    )


@pytest.mark.parametrize(
    ("off", "extra", "terms", "unclear"),
    [
        ("2 Nov\nsoon", "", "", Unclear("days_off", 2, "soon")),
        ("", "Saturday", "", Unclear("extra", 1, "Saturday")),
        ("", "", "\n31/12", Unclear("terms", 2, "31/12")),
        ("2 Nov\n" * 61, "", "", Unclear("days_off", 61, "2 Nov")),
    ],
)
def test_the_first_line_in_doubt_is_named(
    off: str, extra: str, terms: str, unclear: Unclear
) -> None:
    assert own_dates.read(off, extra, terms, None, TODAY) == unclear


def test_own_dates_lie_over_the_public_ones() -> None:
    own = OwnDates(
        days_off=(Days(date(2026, 10, 26), date(2026, 10, 30)),),
        extra=(date(2026, 9, 5), date(2026, 10, 12)),
        until=date(2027, 7, 2),
    )

    found = own_dates.with_own(CALENDAR, own)

    assert not found.is_school_day(date(2026, 10, 28))
    assert found.is_school_day(date(2026, 9, 5))
    assert not found.is_school_day(date(2026, 9, 6))
    assert found.is_school_day(date(2026, 10, 12))
    assert not CALENDAR.is_school_day(date(2026, 10, 12))
    assert found.next(date(2027, 7, 2)) is None


def test_without_any_the_calendar_stays_as_it_is() -> None:
    assert own_dates.with_own(CALENDAR, OwnDates()) is CALENDAR
    assert own_dates.with_own(CALENDAR, OwnDates(terms=(TODAY,))) == CALENDAR


def test_the_term_of_a_day_ends_on_its_last_day() -> None:
    own = OwnDates(terms=(date(2026, 12, 18), date(2027, 7, 2)))

    assert own.term_after(date(2026, 12, 18)) == date(2026, 12, 18)
    assert own.term_after(date(2026, 12, 19)) == date(2027, 7, 2)
    assert own.term_after(date(2027, 7, 3)) is None
    assert own.term_before(date(2026, 12, 19)) == date(2026, 12, 18)
    assert own.term_before(date(2026, 12, 18)) is None


DATES = st.dates(date(2026, 9, 1), date(2028, 7, 1))
RANGES = st.builds(
    lambda first, n: Days(first, date.fromordinal(first.toordinal() + n)), DATES, st.integers(0, 60)
)


@given(st.lists(RANGES, max_size=12), st.lists(DATES, max_size=12), st.lists(DATES, max_size=4))
def test_what_is_written_can_be_typed_again(
    off: list[Days], extra: list[date], terms: list[date]
) -> None:
    own = OwnDates(tuple(sorted(set(off))), tuple(sorted(set(extra))), tuple(sorted(set(terms))))

    days, more = own_dates.written(own.days_off), own_dates.written(own.extra)
    ends = own_dates.written(own.terms)

    assert own_dates.read(days, more, ends, None, TODAY) == own
