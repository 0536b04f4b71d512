"""The month's one question: which it is, and its answers, which are only counted (practice I2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flows.ids import ProgramId

QUESTIONS = ("learning", "collaboration", "reflection", "isolation")
"""One a month in rotation: the four goals of a program."""

EXTRAS = ("confidence", "satisfaction", "knowing")
"""Three more, each where a program switched it on."""

CHOICES = {
    "learning": ("evidence", "think", "not_yet", "not_my_aim"),
    "collaboration": ("none", "few", "several", "more"),
    "reflection": ("never", "once", "few_times", "most_weeks"),
    "isolation": ("hardly", "sometimes", "mostly", "whenever", "not_wanted"),
    "confidence": ("out_of_reach", "possible", "likely", "ordinary"),
    "satisfaction": ("more", "same", "less"),
    "knowing": ("few", "some", "many"),
}


@dataclass(frozen=True, slots=True)
class PulseCount:
    """One answer, without whose it is."""

    program: ProgramId
    month: date
    question: str
    choice: str


def question_of(month: date, extras: Collection[str] = ()) -> str:
    """The question of that month, with those that the program switched on."""
    asked = (*QUESTIONS, *(key for key in EXTRAS if key in extras))
    return asked[(month.year * 12 + month.month) % len(asked)]
