"""When a message is due: a function of person, program calendar and rules (practice H)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.own_dates import with_own
from flows.people import EVENING, Program
from flows.schooldays import ONE_DAY, ProgramCalendar, moment

ANY_WEEKDAY = ProgramCalendar(covered_until=date.max - ONE_DAY)
"""For people in no program: weekdays, no holidays known."""


def calendar_of(program: Program) -> ProgramCalendar:
    """The program's school days: public holidays and the school's own dates."""
    public = ProgramCalendar(
        covered_until=program.covered_until or ANY_WEEKDAY.covered_until,
        holidays=program.holidays,
    )
    return with_own(public, program.own_dates)


def zone_of(name: str) -> ZoneInfo:
    """The zone of that IANA name; UTC where Slack tells a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def after_school_days(at: datetime, days: int, program: Program) -> datetime:
    """The end of the send hours so many school days later, in the program's zone."""
    there = zone_of(program.zone)
    today = at.astimezone(there).date()
    day = calendar_of(program).add(today, days) or ANY_WEEKDAY.add(today, days)
    return moment(day or today, EVENING, there)


def evening(day: date, zone: str) -> datetime:
    """The end of that day's send hours."""
    return moment(day, EVENING, zone_of(zone))
