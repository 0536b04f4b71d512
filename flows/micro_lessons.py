"""Short lessons of up to three minutes, and before which step each is offered (practice F).

Offered once for each way of working, never blocking; who took one is known to that person only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

MOST_MINUTES = 3


class Choice(StrEnum):
    """What somebody answers to an offer; what they want later stands on their Home until then."""

    NOW = "now"
    TRAINED = "trained"
    LATER = "later"

    @property
    def words(self) -> str:
        """The catalogue's key of its button."""
        return f"lessons.choice.{self.value}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody's answer to the offer of a lesson in one way of working; without one: they took it.

    `way` is empty for a lesson that was taken to its end, from wherever.
    """

    way: str
    lesson: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class MicroLesson:
    """One lesson: what it is for, its points, a question to practise on, and a worked answer."""

    key: str
    points: int

    @property
    def title(self) -> str:
        """The catalogue's key of its title."""
        return f"lessons.{self.key}.title"

    @property
    def objective(self) -> str:
        """The catalogue's key of what it is for."""
        return f"lessons.{self.key}.objective"

    @property
    def key_points(self) -> tuple[str, ...]:
        """The catalogue's keys of its points, in order."""
        return tuple(f"lessons.{self.key}.points.{n}" for n in range(1, self.points + 1))

    @property
    def question(self) -> str:
        """The catalogue's key of the question to practise on."""
        return f"lessons.{self.key}.question"

    @property
    def answer(self) -> str:
        """The catalogue's key of the worked answer, shown after one's own."""
        return f"lessons.{self.key}.answer"


LESSONS = {
    lesson.key: lesson
    for lesson in (
        MicroLesson("M1", 4),
        MicroLesson("M2", 4),
        MicroLesson("M3", 4),
        MicroLesson("M4", 4),
        MicroLesson("M5", 5),
        MicroLesson("M6", 4),
        MicroLesson("M7", 5),
        MicroLesson("M8", 4),
        MicroLesson("M9", 4),
    )
}


class Part(StrEnum):
    """Whose part of a step needs the lesson."""

    COACHED = "coached"
    COACHING = "coaching"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Need:
    """A lesson is offered to these people before this step."""

    lesson: str
    stage: str
    part: Part = Part.ALL


NEEDS = (
    Need("M8", "common.open"),
    Need("M1", "grow.reality", Part.COACHING),
    Need("M2", "grow.reality", Part.COACHING),
    Need("M6", "grow.goal", Part.COACHED),
    Need("M2", "reciprocal.segment"),
    Need("M1", "ai.discover"),
    Need("M2", "ai.discover"),
    Need("M3", "growing.look"),
    Need("M6", "growing.focus"),
    Need("M1", "growing.rehearse"),
    Need("M1", "cognitive.planning", Part.COACHING),
    Need("M2", "cognitive.planning", Part.COACHING),
    Need("M1", "cognitive.problem", Part.COACHING),
    Need("M2", "cognitive.problem", Part.COACHING),
    Need("M3", "rounds.visit", Part.COACHING),
    Need("M5", "rounds.hostnote", Part.COACHED),
    Need("M3", "observation.visit", Part.COACHING),
    Need("M5", "observation.words", Part.COACHED),
    Need("M4", "observation.notes", Part.COACHING),
    Need("M9", "observation.debrief"),
    Need("M3", "lesson_study.teach"),
    Need("M5", "lesson_study.discuss"),
    Need("M1", "reflective.talk"),
    Need("M2", "reflective.talk"),
)
"""In the order of a cycle; M7 belongs to the agreement's question on power, before any cycle."""

BEFORE_AGREEING = "M7"
"""Offered with the note that follows a yes to the question on power (practice INV-16)."""


def offered_before(
    stage: str, part: Part, asked: Collection[tuple[str, str]] = ()
) -> tuple[MicroLesson, ...]:
    """The lessons offered to somebody before that step.

    `asked` are the (way of working, lesson) pairs that this person was asked about already.
    """
    protocol = stage.partition(".")[0]
    return tuple(
        LESSONS[need.lesson]
        for need in NEEDS
        if need.stage == stage
        and (need.part is Part.ALL or part is Part.ALL or need.part is part)
        and (protocol, need.lesson) not in asked
    )
