"""When a message is due: a function of person, program calendar and rules (practice H)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.people import Member, Program
from flows.schooldays import ONE_DAY, ProgramCalendar, moment

MORNING = time(7, 30)
"""From here on messages are sent; a stage with an offset opens at this time of its day."""

EVENING = time(18, 0)
"""From here on it is quiet until the next school day's morning."""

ANY_WEEKDAY = ProgramCalendar(covered_until=date.max - ONE_DAY)
"""For people in no program: weekdays, no holidays known."""


def calendar_of(program: Program) -> ProgramCalendar:
    """The program's school days."""
    return ProgramCalendar(
        covered_until=program.covered_until or ANY_WEEKDAY.covered_until,
        holidays=program.holidays,
    )


def zone_of(name: str) -> ZoneInfo:
    """The zone of that IANA name; UTC where Slack tells a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def inside_send_hours(at: datetime, zone: str, calendar: ProgramCalendar) -> datetime:
    """That moment if messages may be sent then, else the next school day's morning.

    What somebody caused is not lost for want of a calendar: beyond its last day weekdays count.
    """
    there = zone_of(zone)
    local = at.astimezone(there)
    if _school_day(local.date(), calendar) and MORNING <= local.time() < EVENING:
        return at
    day = local.date() if local.time() < MORNING else local.date() + ONE_DAY
    opens = calendar.on_or_after(day) or ANY_WEEKDAY.on_or_after(day)
    return at if opens is None else moment(opens, MORNING, there)


def next_slot(at: datetime, member: Member, program: Program) -> datetime | None:
    """The next time that this person gets what is planned; None where no calendar covers it."""
    there = zone_of(member.zone)
    local = at.astimezone(there)
    slot = member.slot or program.slot
    first = local.date() if local.time() < slot else local.date() + ONE_DAY
    day = calendar_of(program).on_or_after(first)
    return None if day is None else moment(day, slot, there)


def after_school_days(at: datetime, days: int, program: Program) -> datetime:
    """The end of the send hours so many school days later, in the program's zone."""
    there = zone_of(program.zone)
    today = at.astimezone(there).date()
    day = calendar_of(program).add(today, days) or ANY_WEEKDAY.add(today, days)
    return moment(day or today, EVENING, there)


def evening(day: date, zone: str) -> datetime:
    """The end of that day's send hours."""
    return moment(day, EVENING, zone_of(zone))


def _school_day(day: date, calendar: ProgramCalendar) -> bool:
    if day > calendar.covered_until:
        return ANY_WEEKDAY.is_school_day(day)
    return calendar.is_school_day(day)
