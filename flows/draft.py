"""A conversation by which somebody makes or changes a goal: one row, whatever device they use."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows.ids import DraftId, GoalId, MemberId, PartnershipId


class DraftState(StrEnum):
    """Where the conversation is; one that was saved goes on later."""

    OPEN = "open"
    SAVED = "saved"
    SET = "set"
    STOPPED = "stopped"


UNFINISHED = frozenset({DraftState.OPEN, DraftState.SAVED})


@dataclass(frozen=True, slots=True)
class Draft:
    """What is asked now, and what was answered last; the answers are pieces of its owner's alone.

    `version` counts what happened in it: a button of an earlier one is late. `posted` counts the
    questions that went into the conversation; the last of them shows what is asked now.
    """

    id: DraftId
    owner: MemberId
    goal: GoalId
    partnership: PartnershipId | None
    asked: str
    begun_at: datetime
    after: str = ""
    version: int = 1
    posted: int = 0
    state: DraftState = DraftState.OPEN

    @property
    def about(self) -> str:
        """What the answers are about."""
        return f"draft:goal:{self.id}"

    def anchor(self, number: int | None = None) -> str:
        """The message that asked that question, or the latest."""
        return f"goal_question:{self.id}:{number or self.posted}"

    def moved(self, asked: str, after: str) -> "Draft":
        """One step on or back, in conversation again."""
        return replace(
            self, asked=asked, after=after, version=self.version + 1, state=DraftState.OPEN
        )

    def became(self, state: DraftState) -> "Draft":
        """The same put aside or ended."""
        return replace(self, state=state, version=self.version + 1)
