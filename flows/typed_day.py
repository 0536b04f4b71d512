"""A day as people type it: `2026-03-27`, `27 March`, `Mar 27`, `27.3.`; never a guess."""

import re
from datetime import date

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?(?:\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")


def read_day(text: str, today: date) -> date | None:
    """The day that is meant; without a year, the next one of that name. None where it is unclear.

    `3/4` is read differently in different places, so it is not read at all.
    """
    typed = text.strip().lower()
    if found := _ISO.fullmatch(typed):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.fullmatch(typed):
        return _next(today, found[3], int(found[2]), int(found[1]))
    if found := _DAY_FIRST.fullmatch(typed):
        return _next(today, found[3], _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(typed):
        return _next(today, found[3], _month(found[1]), int(found[2]))
    return None


def _month(name: str) -> int:
    """Three letters of a month's name or more tell which it is; 0 for anything else."""
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)


def _next(today: date, year: str | None, month: int, day: int) -> date | None:
    if year is not None:
        return _date(int(year), month, day)
    this_year = _date(today.year, month, day)
    if this_year is None or this_year > today:
        return this_year or _date(today.year + 1, month, day)
    return _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
