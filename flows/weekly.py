"""The weekly prompt in a program's channel: which one, on which Monday (practice H)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from itertools import zip_longest
from zoneinfo import ZoneInfo

from flows.schooldays import ONE_DAY, ProgramCalendar, local_day, moment

AT = time(8, 0)

PRACTICAL = range(1, 31)
REFLECTIONS = range(31, 41)
"""The bank's numbers, as they stand in the catalogue."""


class Turn(StrEnum):
    """The two kinds take turns; a reflection comes first."""

    REFLECTION = "reflection"
    PRACTICAL = "practical"


@dataclass(frozen=True, slots=True)
class WeeklyPrompt:
    """One prompt: the bank's by its number, or one of the program's own by its name."""

    turn: Turn
    number: int | None = None
    own: str | None = None

    @property
    def name(self) -> str:
        """What it is remembered by once posted."""
        return f"own:{self.own}" if self.number is None else f"bank:{self.number}"

    @property
    def words(self) -> str | None:
        """The catalogue's key of its sentence; the program's own have their words elsewhere."""
        return None if self.number is None else f"weekly.{self.number}"


def next_prompt(posted: Sequence[str], own: Sequence[WeeklyPrompt] = ()) -> WeeklyPrompt:
    """The prompt after those posted so far, given by name and oldest first.

    Reflections and practical ones alternate, each in order, the program's own among them; when all
    of a kind have been posted, its first comes again.
    """
    turn = Turn.REFLECTION if len(posted) % 2 == 0 else Turn.PRACTICAL
    times = Counter(posted)
    return min(_in_order(turn, own), key=lambda prompt: times[prompt.name])


def next_monday(after: datetime, calendar: ProgramCalendar, zone: ZoneInfo) -> datetime | None:
    """The next moment for a prompt: a Monday that is a school day; None beyond the calendar."""
    day = local_day(after, zone)
    while day <= calendar.covered_until:
        at = moment(day, AT, zone)
        if day.weekday() == 0 and at > after and calendar.is_school_day(day):
            return at
        day += ONE_DAY
    return None


def _in_order(turn: Turn, own: Sequence[WeeklyPrompt]) -> Iterator[WeeklyPrompt]:
    numbers = REFLECTIONS if turn is Turn.REFLECTION else PRACTICAL
    bank = (WeeklyPrompt(turn, number=number) for number in numbers)
    theirs = (prompt for prompt in own if prompt.turn is turn)
    for pair in zip_longest(bank, theirs):
        yield from (prompt for prompt in pair if prompt is not None)
