"""The short form of a timetable: one lesson a line, e.g. `Mon 09:00-09:45 2B room 14`.

Reading forgives how it is written and refuses to guess what is meant.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum

from flows.timetable import Lesson

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

EARLIEST = time(6, 0)
LATEST = time(22, 0)
"""Outside of these, a time without am or pm leaves open which half of the day is meant."""

SHORTEST_MINUTES = 5
LONGEST_MINUTES = 240

LONGEST_NAME = 40


class Doubt(StrEnum):
    """What keeps a line from being read."""

    DAY = "day"
    TIME = "time"
    SECOND_TIME = "second_time"
    HALF_OF_DAY = "half_of_day"
    LENGTH = "length"
    NAME = "name"
    OVERLAP = "overlap"

    @property
    def words(self) -> str:
        """The catalogue's key of what is asked about it."""
        return f"timetable.doubt.{self.value}"


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line that could not be read for certain; lines count from 1."""

    line: int
    text: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Entered:
    """What was read: the lessons in order, or the lines in doubt; with any of those, no lesson."""

    lessons: tuple[Lesson, ...] = ()
    unclear: tuple[Unclear, ...] = ()


_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
_LEADING_DAYS = re.compile(
    rf"{_DAY}s?\b\.?(?:\s*(?:,|/|&|\+|\band\b)?\s*{_DAY}s?\b\.?)*", re.IGNORECASE
)
_ANY_DAY = re.compile(rf"\b({_DAY})s?\b", re.IGNORECASE)
_CLOCK = r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap]m)?"
_RANGE = re.compile(
    rf"(?<![\w:.]){_CLOCK}\s*(?:-|–|—|\bto\b|\buntil\b)\s*{_CLOCK}(?![\w:])", re.IGNORECASE
)
_ROOM = re.compile(
    r"(?:^|(?<=[\s,(]))(?:@\s*(?:room\s+)?|(?:in\s+)?(?:room|rm\.?)\s*)(\w[\w. -]*)\)?$",
    re.IGNORECASE,
)


def read(text: str) -> Entered:
    """The lessons in that text; a day holds until the next one is named."""
    lessons: list[Lesson] = []
    unclear: list[Unclear] = []
    days: tuple[int, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        for part in line.split(";"):
            said = part.strip(" \t,•*-–")
            named = _LEADING_DAYS.match(said)
            if named:
                days = tuple(_weekday(day) for day in _ANY_DAY.findall(named.group()))
                said = said[named.end() :].lstrip(" \t:,")
            if not said:
                continue
            lesson = _lesson(said)
            if isinstance(lesson, Lesson) and not days:
                lesson = Doubt.DAY
            if isinstance(lesson, Doubt):
                unclear.append(Unclear(number, part.strip(), lesson))
                continue
            new = [replace(lesson, weekday=day) for day in sorted(set(days))]
            if any(_overlap(a, b) for a in new for b in lessons):
                unclear.append(Unclear(number, part.strip(), Doubt.OVERLAP))
            lessons += new
    if unclear:
        return Entered(unclear=tuple(unclear))
    return Entered(lessons=tuple(sorted(lessons)))


def written(lessons: Iterable[Lesson]) -> str:
    """The same lessons in the short form, to be changed or read again."""
    return "\n".join(_line(lesson) for lesson in sorted(lessons))


def _lesson(said: str) -> Lesson | Doubt:
    found = _RANGE.search(said)
    if found is None or said[: found.start()].strip():
        return Doubt.TIME
    rest = said[found.end() :].strip(" \t,:-–")
    if _RANGE.search(rest) or _ANY_DAY.search(rest):
        return Doubt.SECOND_TIME
    hours = _hours(found)
    if isinstance(hours, Doubt):
        return hours
    room = _ROOM.search(rest)
    group = (rest[: room.start()] if room else rest).strip(" \t,(-–")
    where = room.group(1).strip() if room else ""
    if max(len(group), len(where)) > LONGEST_NAME:
        return Doubt.NAME
    return Lesson(0, *hours, group, where)


def _hours(found: re.Match[str]) -> tuple[time, time] | Doubt:
    half, other_half = found.group(3), found.group(6)
    if (half is None) != (other_half is None):
        return Doubt.HALF_OF_DAY
    start = _clock(found.group(1), found.group(2), half)
    end = _clock(found.group(4), found.group(5), other_half)
    if start is None or end is None:
        return Doubt.TIME
    if half is None and not (start >= EARLIEST and end <= LATEST and end >= EARLIEST):
        return Doubt.HALF_OF_DAY
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return (start, end) if SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES else Doubt.LENGTH


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= hours <= 12:  # noqa: PLR2004 - the hours on a clock's face
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None  # noqa: PLR2004 - a day


def _weekday(name: str) -> int:
    return DAYS.index(name[:3].title())


def _overlap(one: Lesson, other: Lesson) -> bool:
    return one.weekday == other.weekday and one.start < other.end and other.start < one.end


def _line(lesson: Lesson) -> str:
    return " ".join(_parts(lesson))


def _parts(lesson: Lesson) -> Iterator[str]:
    yield DAYS[lesson.weekday]
    yield f"{lesson.start:%H:%M}-{lesson.end:%H:%M}"
    if lesson.group:
        yield f"{lesson.group}{',' if lesson.room else ''}"
    if lesson.room:
        yield f"room {lesson.room}"
