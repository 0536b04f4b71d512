"""Goals: owned, worded, changed and set aside only by the person coached (INV-08)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from flows.ids import EntryId, GoalId, MemberId, PartnershipId


class GoalState(StrEnum):
    """practice A2; every change is the owner's."""

    DRAFT = "draft"
    ACTIVE = "active"
    ADJUSTED = "adjusted"
    REACHED = "reached"
    SET_ASIDE = "set_aside"


OPEN_STATES = frozenset({GoalState.DRAFT, GoalState.ACTIVE, GoalState.ADJUSTED})
"""States in which its owner still works on a goal."""

SET_STATES = frozenset({GoalState.ACTIVE, GoalState.ADJUSTED})
"""Open states in which a goal has its sentence and its day."""


class Decision(StrEnum):
    """What an owner says at a goal's date or after a visit; all four get the same thank-you."""

    KEEP = "keep"
    ADJUST = "adjust"
    REACHED = "reached"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a person wants to change for students; its words are pieces about `goal:ID/VERSION`.

    `asked_on` is the day on which its owner last said what becomes of it.
    """

    id: GoalId
    owner: MemberId
    partnership: PartnershipId | None
    state: GoalState
    version: int
    made_at: datetime
    review_on: date | None = None
    asked_on: date | None = None

    @property
    def about(self) -> str:
        """What the pieces with its words are about."""
        return f"goal:{self.id}/{self.version}"

    @property
    def trail(self) -> str:
        """What the words of its dated entries are about."""
        return f"goal:{self.id}/trail"

    def became(self, state: GoalState) -> "Goal":
        """The same goal in another state."""
        return replace(self, state=state)


class TrailWord(StrEnum):
    """Where a goal stands, in a word that its owner chose; there is no order and no percent."""

    NOT_STARTED = "not_started"
    TRYING = "trying"
    SOME_SIGNS = "some_signs"
    OFTEN_NOW = "often_now"
    PART_OF_HOW_I_TEACH = "part_of_how_i_teach"
    CHANGED_DIRECTION = "changed_direction"


class Source(StrEnum):
    """Where something was noticed (practice D)."""

    SELF = "self"
    PARTNER_EVIDENCE = "partner_evidence"
    STUDENT_WORK = "student_work"
    STUDENT_VOICE = "student_voice"


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One dated entry of a goal's trail; what was noticed is a piece under the entry's id."""

    id: EntryId
    goal: GoalId
    on: date
    word: TrailWord | None
    source: Source
    made_at: datetime
