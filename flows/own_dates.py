"""The school's own dates beside the public holidays: days off, extra days, when terms end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flows.schooldays import ONE_DAY, Days, ProgramCalendar
from flows.typed_day import read_day
from flows.unchanged import Unchanged

MOST_LINES = 60
"""How many lines one kind of dates has at most."""

LONGEST = timedelta(days=120)
"""No holiday is longer: a longer one is a slip of the pen."""

WARNED_SCHOOL_DAYS = 20
"""So many school days before the last date covered its facilitators are told (practice G5)."""

_RANGE = re.compile(r"\s+(?:-|–|to|until|bis|hasta)\s+|(?<=[\d.])\s*–\s*(?=\S)|\.\.+")


@dataclass(frozen=True, slots=True)
class OwnDates:
    """What a facilitator entered; `until` is the last day up to which it is complete, if told."""

    days_off: tuple[Days, ...] = ()
    extra: tuple[date, ...] = ()
    terms: tuple[date, ...] = ()
    until: date | None = None

    def term_after(self, day: date) -> date | None:
        """The last day of the term that this day lies in."""
        return min((end for end in self.terms if end >= day), default=None)

    def term_before(self, day: date) -> date | None:
        """The last day of the term before."""
        return max((end for end in self.terms if end < day), default=None)


@dataclass(frozen=True, slots=True)
class Unclear(Unchanged):
    """A line that names no day, or a holiday that ends before it begins; nothing was kept."""

    field: str
    line: int
    text: str


def with_own(calendar: ProgramCalendar, own: OwnDates) -> ProgramCalendar:
    """The calendar of public holidays, with the school's own dates laid over it."""
    if own == OwnDates():
        return calendar
    off = {day for days in own.days_off for day in days}
    extra = frozenset(own.extra)
    until = calendar.covered_until if own.until is None else min(calendar.covered_until, own.until)
    return ProgramCalendar(
        covered_until=until,
        holidays=(calendar.holidays - extra) | off,
        weekdays=calendar.weekdays,
        extra=extra,
    )


def read(
    days_off: str, extra: str, terms: str, until: date | None, today: date
) -> OwnDates | Unclear:
    """The dates as they were typed, a day or a range a line; or the first line in doubt."""
    off: list[Days] = []
    for number, text in _lines(days_off):
        days = read_days(text, today)
        if days is None or number > MOST_LINES:
            return Unclear("days_off", number, text)
        off.append(days)
    single: dict[str, list[date]] = {"extra": [], "terms": []}
    for field, typed in (("extra", extra), ("terms", terms)):
        for number, text in _lines(typed):
            day = read_day(text, today)
            if day is None or number > MOST_LINES:
                return Unclear(field, number, text)
            single[field].append(day)
    return OwnDates(
        days_off=tuple(sorted(set(off))),
        extra=tuple(sorted(set(single["extra"]))),
        terms=tuple(sorted(set(single["terms"]))),
        until=until,
    )


def read_days(text: str, today: date) -> Days | None:
    """`26 October - 30 October`, `2026-10-26 – 2026-10-30`, or one day; None where unclear."""
    first, *rest = _RANGE.split(text.strip(), maxsplit=1)
    begins = read_day(first, today)
    if begins is None:
        return None
    ends = read_day(rest[0], begins - ONE_DAY) if rest else begins
    if ends is None or not begins <= ends <= begins + LONGEST:
        return None
    return Days(begins, ends)


def written(days: Iterable[Days | date]) -> str:
    """The dates as they can be typed again, one a line."""
    return "\n".join(map(_line, days))


def _line(each: Days | date) -> str:
    if isinstance(each, date):
        return each.isoformat()
    if each.first == each.last:
        return each.first.isoformat()
    return f"{each.first} – {each.last}"


def _lines(text: str) -> Iterable[tuple[int, str]]:
    return ((n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip())
