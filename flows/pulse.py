"""The month's one question: which it is, and its answers, which are only counted (practice I2)."""

from dataclasses import dataclass
from datetime import date

from flows.ids import ProgramId

QUESTIONS = ("learning", "collaboration", "reflection", "isolation")
"""One a month in rotation: the four goals of a program."""

CHOICES = {
    "learning": ("evidence", "think", "not_yet", "not_my_aim"),
    "collaboration": ("none", "few", "several", "more"),
    "reflection": ("never", "once", "few_times", "most_weeks"),
    "isolation": ("hardly", "sometimes", "mostly", "whenever", "not_wanted"),
}


@dataclass(frozen=True, slots=True)
class PulseCount:
    """One answer, without whose it is."""

    program: ProgramId
    month: date
    question: str
    choice: str


def question_of(month: date) -> str:
    """The question of that month."""
    return QUESTIONS[(month.year * 12 + month.month) % len(QUESTIONS)]
