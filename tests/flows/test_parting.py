from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import parting, policy
from flows.ids import ConversationId, MemberId, ProgramId
from flows.people import EVENING, Program
from tests.staffroom import at

PROGRAM = Program(
    id=ProgramId("p"),
    name="Maple Street",
    channel=ConversationId("C0COACH"),
    country="ES",
    region=None,
    zone="Europe/Madrid",
    founded_by=MemberId("U0ADMIN"),
    founded_at=at("2026-01-07 09:00"),
    facilitators=frozenset({MemberId("U0ADMIN")}),
    covered_until=date(2027, 7, 31),
)


def days(first: str, last: str) -> frozenset[date]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return frozenset(begin + timedelta(days=n) for n in range((end - begin).days + 1))


@pytest.mark.parametrize(
    ("ended", "holidays", "kept"),
    [
        # Thirty days of hours, whatever the clocks do on the way.
        ("2026-03-03 08:05", days("2026-03-30", "2026-04-10"), "2026-04-02 09:05"),
        # Two weeks are not more than two weeks.
        ("2026-03-20 12:00", days("2026-03-30", "2026-04-10"), "2026-04-19 13:00"),
        # One day more is: fifteen school days from Tuesday 14 April.
        ("2026-03-20 12:00", days("2026-03-30", "2026-04-13"), "2026-05-04 18:00"),
        # The summer: back on Wednesday 2 September.
        ("2026-06-20 12:00", days("2026-06-22", "2026-09-01"), "2026-09-22 18:00"),
        # Ended in the middle of it, with few days of it left.
        ("2026-08-28 12:00", days("2026-06-22", "2026-09-01"), "2026-09-27 12:00"),
        ("2026-08-20 12:00", days("2026-06-22", "2026-09-01"), "2026-09-22 18:00"),
        # It begins on the last of the thirty days.
        ("2026-05-23 12:00", days("2026-06-22", "2026-09-01"), "2026-09-22 18:00"),
        ("2026-05-21 12:00", days("2026-06-22", "2026-09-01"), "2026-06-20 12:00"),
        # The calendar does not tell when school begins again.
        ("2026-06-20 12:00", days("2026-06-22", "2027-07-31"), "2026-07-20 12:00"),
        ("2026-06-20 12:00", days("2026-06-22", "2027-07-25"), "2026-07-20 12:00"),
    ],
)
def test_copies_are_kept_thirty_days_or_until_after_a_long_holiday(
    ended: str, holidays: frozenset[date], kept: str
) -> None:
    """practice INV-18"""
    program = replace(PROGRAM, holidays=holidays)

    assert parting.kept_until(at(ended), program) == at(kept)


def test_a_program_can_keep_them_for_less_and_never_for_longer() -> None:
    """practice INV-18"""
    summer = days("2026-06-22", "2026-09-01")
    shorter = replace(PROGRAM, holidays=summer, keep_days=7)
    longer = replace(PROGRAM, holidays=summer, keep_days=90)

    assert parting.kept_until(at("2026-06-20 12:00"), shorter) == at("2026-06-27 12:00")
    assert parting.kept_until(at("2026-06-20 12:00"), longer) == at("2026-09-22 18:00")


def by_the_day(ended: datetime, program: Program) -> datetime:
    """The same date, found by walking from day to day instead of from holiday to holiday."""
    zone = policy.zone_of(program.zone)
    plain = ended + timedelta(days=30)
    first, last = ended.astimezone(zone).date(), plain.astimezone(zone).date()
    day, run = first - timedelta(days=150), list[date]()
    kept = plain
    while day <= last or run:
        weekday, off = day.weekday() < 5, day in program.holidays
        if weekday and off:
            run.append(day)
        elif weekday:
            touches = run and run[-1] >= first - timedelta(days=2) and run[0] <= last
            if touches and (run[-1] - run[0]).days + 1 > 14 and day > first:
                after = [d for d in range(150) if _school(day + timedelta(days=d), program)][14]
                until = datetime.combine(day + timedelta(days=after), EVENING, tzinfo=zone)
                kept = max(kept, until.astimezone(UTC))
            run = []
        day += timedelta(days=1)
    return kept


def _school(day: date, program: Program) -> bool:
    return day.weekday() < 5 and day not in program.holidays


@given(
    ended=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),  # noqa: DTZ001 - the zone is below
    begins=st.integers(-40, 40),
    lasts=st.integers(0, 60),
    second=st.integers(0, 40),
)
def test_the_date_is_what_counting_days_says(
    ended: datetime, begins: int, lasts: int, second: int
) -> None:
    """practice INV-18, by another way"""
    moment = ended.replace(tzinfo=policy.zone_of(PROGRAM.zone))
    first = ended.date() + timedelta(days=begins)
    away = {first + timedelta(days=n) for n in range(lasts)}
    away |= {first + timedelta(days=lasts + 9 + n) for n in range(second)}
    program = replace(PROGRAM, holidays=frozenset(away))

    assert parting.kept_until(moment, program) == by_the_day(moment, program)


def test_a_program_without_a_calendar_keeps_them_thirty_days() -> None:
    program = replace(PROGRAM, covered_until=None)

    assert parting.kept_until(at("2026-06-20 12:00"), program) == at("2026-07-20 12:00")


@given(
    ended=st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)),  # noqa: DTZ001 - the zone is drawn too
    begins=st.integers(-60, 60),
    lasts=st.integers(0, 90),
    zone=st.sampled_from(["Europe/Madrid", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"]),
)
def test_copies_are_kept_thirty_days_at_least_and_a_holiday_never_shortens_that(
    ended: datetime, begins: int, lasts: int, zone: str
) -> None:
    moment = ended.replace(tzinfo=policy.zone_of(zone))
    first = ended.date() + timedelta(days=begins)
    holidays = frozenset(first + timedelta(days=n) for n in range(lasts))
    program = replace(PROGRAM, zone=zone, holidays=holidays)

    kept = parting.kept_until(moment, program)
    plain = moment + timedelta(days=30)

    assert kept >= plain
    if kept > plain:
        local = kept.astimezone(policy.zone_of(zone))
        calendar = policy.calendar_of(program)
        assert local.time() == EVENING
        assert calendar.is_school_day(local.date())
        assert lasts > 14
        assert calendar.count(first + timedelta(days=lasts - 1), local.date()) == 15
