"""Goals: owned, worded, changed and set aside only by the person coached (INV-08)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from flows.ids import GoalId, MemberId, PartnershipId


class GoalState(StrEnum):
    """practice A2; every change is the owner's."""

    DRAFT = "draft"
    ACTIVE = "active"
    ADJUSTED = "adjusted"
    REACHED = "reached"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a person wants to change for students; its words are pieces about `goal:ID/VERSION`."""

    id: GoalId
    owner: MemberId
    partnership: PartnershipId | None
    state: GoalState
    version: int
    made_at: datetime
    review_on: date | None = None

    @property
    def about(self) -> str:
        """What the pieces with its words are about."""
        return f"goal:{self.id}/{self.version}"

    def became(self, state: GoalState) -> "Goal":
        """The same goal in another state."""
        return replace(self, state=state)
