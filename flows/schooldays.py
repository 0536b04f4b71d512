"""School days of a program and local times in a zone: the arithmetic behind every date.

Nothing is planned after the last day that the calendar covers: there the answer is None.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONDAY_TO_FRIDAY = frozenset(range(5))

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """From one day to another, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        """Every day of it."""
        return (self.first + ONE_DAY * n for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class ProgramCalendar:
    """Which days are school days, up to the last day that was entered.

    Weekdays less holidays, and the extra days on which there is school all the same.
    """

    covered_until: date
    holidays: frozenset[date] = frozenset()
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    extra: frozenset[date] = frozenset()

    def is_school_day(self, day: date) -> bool:
        """Whether school is on that day; beyond the covered days nothing is."""
        return (
            day <= self.covered_until
            and (day.weekday() in self.weekdays or day in self.extra)
            and day not in self.holidays
        )

    def on_or_after(self, day: date) -> date | None:
        """That day if it is a school day, else the next one."""
        while day <= self.covered_until:
            if self.is_school_day(day):
                return day
            day += ONE_DAY
        return None

    def next(self, day: date) -> date | None:
        """The first school day after that day."""
        return self.on_or_after(day + ONE_DAY)

    def add(self, day: date, school_days: int) -> date | None:
        """The school day so many school days later; for 0 the day itself or the next school day."""
        if school_days == 0:
            return self.on_or_after(day)
        found: date | None = day
        for _ in range(school_days):
            if found is None:
                return None
            found = self.next(found)
        return found

    def count(self, after: date, until: date) -> int:
        """How many school days lie after the first day, up to and with the second."""
        days = max(0, (min(until, self.covered_until) - after).days)
        return sum(self.is_school_day(after + ONE_DAY * n) for n in range(1, days + 1))


def moment(day: date, local: time, zone: ZoneInfo) -> datetime:
    """That local time as a moment in UTC.

    A time that the clocks skip is as much later as they skip; of a time that comes twice, the
    first counts.
    """
    return datetime.combine(day, local, tzinfo=zone).astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The date that people in that zone write at that moment."""
    return at.astimezone(zone).date()


def moved(
    at: datetime, school_days: int, calendar: ProgramCalendar, zone: ZoneInfo
) -> datetime | None:
    """The same local time so many school days later."""
    if school_days == 0:
        return at
    local = at.astimezone(zone)
    day = calendar.add(local.date(), school_days)
    return None if day is None else moment(day, local.time(), zone)
