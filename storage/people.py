"""Programs, goals and what belongs to them: values without any authored word."""

from collections.abc import Sequence

from sqlalchemy import bindparam

from flows.draft import Draft
from flows.goal import Goal, TrailEntry
from flows.ids import GoalId, MemberId
from flows.people import Program
from storage import tables
from storage.shelf import Kind, Shelf

_PROGRAM = Kind(Program, tables.programs)
_PROGRAMS = _PROGRAM.all.order_by(tables.programs.c.founded_at, tables.programs.c.id)
_GOAL = Kind(Goal, tables.goals)
_OF_OWNER = _GOAL.all.where(tables.goals.c.owner == bindparam("owner")).order_by(
    tables.goals.c.made_at, tables.goals.c.id
)
_ENTRY = Kind(TrailEntry, tables.goal_trail)
_OF_GOAL = _ENTRY.all.where(tables.goal_trail.c.goal == bindparam("goal")).order_by(
    tables.goal_trail.c.on, tables.goal_trail.c.made_at, tables.goal_trail.c.id
)
_DRAFT = Kind(Draft, tables.drafts)
_DRAFTS = _DRAFT.all.where(tables.drafts.c.owner == bindparam("owner")).order_by(
    tables.drafts.c.begun_at.desc(), tables.drafts.c.id
)


class SqlPrograms(Shelf[Program]):
    """Plays `Programs`."""

    kind = _PROGRAM

    def all(self) -> Sequence[Program]:
        return self.some(_PROGRAMS)


class SqlGoals(Shelf[Goal]):
    """Plays `Goals`."""

    kind = _GOAL

    def of_owner(self, owner: MemberId) -> Sequence[Goal]:
        return self.some(_OF_OWNER, owner=owner)


class SqlTrail(Shelf[TrailEntry]):
    """Plays `Trail`."""

    kind = _ENTRY

    def of_goal(self, goal: GoalId) -> Sequence[TrailEntry]:
        return self.some(_OF_GOAL, goal=goal)


class SqlDrafts(Shelf[Draft]):
    """Plays `Drafts`."""

    kind = _DRAFT

    def of_owner(self, owner: MemberId) -> Sequence[Draft]:
        return self.some(_DRAFTS, owner=owner)
