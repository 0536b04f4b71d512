"""Goals, what came of them, and the talks by which they are made."""

from collections.abc import Sequence
from typing import Protocol

from flows.draft import Draft
from flows.goal import Goal, TrailEntry
from flows.ids import DraftId, GoalId, MemberId


class Goals(Protocol):
    """Goals without their words."""

    def get(self, goal: GoalId) -> Goal | None: ...
    def of_owner(self, owner: MemberId) -> Sequence[Goal]: ...
    def put(self, goal: Goal) -> None: ...


class Trail(Protocol):
    """The dated entries of goals, without their words."""

    def of_goal(self, goal: GoalId) -> Sequence[TrailEntry]:
        """The goal's entries in order of their days."""
        ...

    def put(self, entry: TrailEntry, /) -> None: ...


class Drafts(Protocol):
    """Conversations by which goals are made."""

    def get(self, draft: DraftId, /) -> Draft | None: ...
    def of_owner(self, owner: MemberId) -> Sequence[Draft]:
        """All of this person's, the youngest first."""
        ...

    def put(self, draft: Draft, /) -> None: ...
