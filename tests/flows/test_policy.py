from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows import policy
from flows.ids import ConversationId, MemberId, ProgramId
from flows.nudge import person
from flows.people import EVENING, MORNING, Member, Program
from flows.schooldays import ONE_DAY, ProgramCalendar
from tests.staffroom import EASTER, ZONE, at

PROGRAM = Program(
    id=ProgramId("p"),
    name="Maple Street",
    channel=ConversationId("C0COACH"),
    country="ES",
    region=None,
    zone=ZONE,
    founded_by=MemberId("U0ADMIN"),
    founded_at=at("2026-01-07 09:00"),
    facilitators=frozenset({MemberId("U0ADMIN")}),
    holidays=EASTER,
    covered_until=date(2027, 7, 31),
)
MEMBER = Member(MemberId("U0MAYA"), PROGRAM.id, ZONE)

ZONES = st.sampled_from(sorted(available_timezones()))
MOMENTS = st.datetimes(  # Hypothesis asks for naive limits.
    datetime(2026, 1, 1),  # noqa: DTZ001 - Naive on purpose.
    datetime(2027, 7, 1),  # noqa: DTZ001 - Naive on purpose.
    timezones=st.just(UTC),
)
SLOTS = st.times(time(7, 30), time(17, 59)).map(lambda t: t.replace(second=0, microsecond=0))
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 7, 1)), max_size=60)


@pytest.mark.parametrize(
    ("raised", "sent"),
    [
        ("2026-03-03 07:29", "2026-03-03 07:30"),
        ("2026-03-03 07:30", "2026-03-03 07:30"),
        ("2026-03-03 17:59", "2026-03-03 17:59"),
        ("2026-03-03 18:00", "2026-03-04 07:30"),
        ("2026-03-06 18:00", "2026-03-09 07:30"),
        ("2026-03-07 12:00", "2026-03-09 07:30"),
        ("2026-03-27 20:00", "2026-04-13 07:30"),
        ("2026-04-01 12:00", "2026-04-13 07:30"),
        ("2027-07-31 12:00", "2027-08-02 07:30"),  # A Saturday; beyond the calendar weekdays count.
        ("2027-08-03 12:00", "2027-08-03 12:00"),
    ],
)
def test_what_somebody_caused_waits_for_the_school_morning(raised: str, sent: str) -> None:
    """practice H, Quiet"""
    assert person(MEMBER, PROGRAM).open_from(at(raised)) == at(sent)


@example(moment=datetime(2026, 3, 29, 1, 30, tzinfo=UTC), zone="Europe/Madrid", off=frozenset())
@example(moment=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), zone="Europe/Madrid", off=frozenset())
@example(
    moment=datetime(2026, 4, 4, 15, 0, tzinfo=UTC), zone="Australia/Lord_Howe", off=frozenset()
)
@given(moment=MOMENTS, zone=ZONES, off=HOLIDAYS)
def test_nothing_is_ever_sent_in_quiet_hours(
    moment: datetime, zone: str, off: frozenset[date]
) -> None:
    program = replace(PROGRAM, holidays=off)
    calendar, found = policy.calendar_of(program), person(replace(MEMBER, zone=zone), program)

    sent = found.open_from(moment)

    local = sent.astimezone(policy.zone_of(zone))
    assert sent >= moment
    assert calendar.is_school_day(local.date())
    assert MORNING <= local.time() < EVENING
    assert found.open_from(sent) == sent
    if sent > moment:
        assert (local.hour, local.minute) == (7, 30)
        day = moment.astimezone(policy.zone_of(zone)).date()
        between = [day + ONE_DAY * n for n in range(1, (local.date() - day).days)]
        assert not any(calendar.is_school_day(each) for each in between)


@pytest.mark.parametrize(
    ("now", "slot", "due"),
    [
        ("2026-03-03 12:00", None, "2026-03-03 15:45"),
        ("2026-03-03 15:45", None, "2026-03-04 15:45"),
        ("2026-03-06 16:00", None, "2026-03-09 15:45"),
        ("2026-03-03 12:00", time(7, 45), "2026-03-04 07:45"),
        ("2026-03-27 16:00", None, "2026-04-13 15:45"),
        ("2026-03-29 01:00", None, "2026-04-13 15:45"),  # The clocks go forward meanwhile.
    ],
)
def test_a_nudge_waits_for_the_persons_slot(now: str, slot: time | None, due: str) -> None:
    member = replace(MEMBER, slot=slot)

    assert person(member, PROGRAM).slot_after(at(now)) == at(due)


def test_beyond_the_calendar_nothing_is_planned() -> None:
    assert person(MEMBER, PROGRAM).slot_after(at("2027-07-30 16:00")) is None


@example(
    moment=datetime(2026, 4, 17, 21, tzinfo=UTC),
    zone="Africa/Cairo",
    slot=time(7, 30),
    off=frozenset(),
)
@given(moment=MOMENTS, zone=ZONES, slot=SLOTS, off=HOLIDAYS)
def test_a_nudge_comes_at_the_slot_of_the_next_school_day(
    moment: datetime, zone: str, slot: time, off: frozenset[date]
) -> None:
    program = replace(PROGRAM, holidays=off)
    member = replace(MEMBER, zone=zone, slot=slot)

    due = person(member, program).slot_after(moment)

    assert due is not None
    there = policy.zone_of(zone)
    local = due.astimezone(there)
    assert due > moment - timedelta(minutes=1)
    assert policy.calendar_of(program).is_school_day(local.date())
    assert local.time() == slot
    # Asked again at that moment, the answer is a later day.
    later = person(member, program).slot_after(due)
    assert later is not None
    assert later.astimezone(there).date() > local.date()


@given(moment=MOMENTS, days=st.integers(0, 12), off=HOLIDAYS)
def test_so_many_school_days_later_ends_in_the_evening(
    moment: datetime, days: int, off: frozenset[date]
) -> None:
    program = replace(PROGRAM, holidays=off)
    calendar, there = policy.calendar_of(program), ZoneInfo(ZONE)

    end = policy.after_school_days(moment, days, program)

    local, today = end.astimezone(there), moment.astimezone(there).date()
    assert local.time() == EVENING
    assert calendar.is_school_day(local.date())
    assert calendar.count(today, local.date()) == days or days == 0


def test_beyond_the_calendar_weekdays_count() -> None:
    end = policy.after_school_days(at("2027-07-30 16:00"), 5, PROGRAM)

    assert end == at("2027-08-06 18:00")


def test_at_the_end_of_all_days_it_ends_today() -> None:
    last = datetime(9999, 12, 30, 12, tzinfo=UTC)
    program = replace(PROGRAM, zone="UTC", covered_until=None)

    assert policy.after_school_days(last, 5, program) == datetime(9999, 12, 30, 18, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "a\0b"])
def test_a_zone_that_nobody_knows_is_utc(name: str) -> None:
    assert policy.zone_of(name) == ZoneInfo("UTC")


def test_a_program_without_a_calendar_knows_weekdays() -> None:
    calendar = policy.calendar_of(replace(PROGRAM, covered_until=None, holidays=frozenset()))

    assert calendar == ProgramCalendar(policy.ANY_WEEKDAY.covered_until)


def test_an_evening_is_local() -> None:
    assert policy.evening(date(2026, 3, 6), ZONE) == at("2026-03-06 18:00")
