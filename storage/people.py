"""Programs, members and goals: values without any authored word."""

from collections.abc import Sequence

from sqlalchemy import bindparam

from flows.goal import Goal
from flows.ids import MemberId, ProgramId
from flows.people import Member, Program
from storage import tables
from storage.shelf import Kind, Shelf

_PROGRAM = Kind(Program, tables.programs)
_PROGRAMS = _PROGRAM.all.order_by(tables.programs.c.founded_at, tables.programs.c.id)
_MEMBER = Kind(Member, tables.members)
_OF_PROGRAM = _MEMBER.all.where(tables.members.c.program == bindparam("program")).order_by(
    tables.members.c.joined_at, tables.members.c.id
)
_GOAL = Kind(Goal, tables.goals)
_OF_OWNER = _GOAL.all.where(tables.goals.c.owner == bindparam("owner")).order_by(
    tables.goals.c.made_at, tables.goals.c.id
)


class SqlPrograms(Shelf[Program]):
    """Plays `Programs`."""

    kind = _PROGRAM

    def all(self) -> Sequence[Program]:
        return self.some(_PROGRAMS)


class SqlMembers(Shelf[Member]):
    """Plays `Members`."""

    kind = _MEMBER

    def of_program(self, program: ProgramId) -> Sequence[Member]:
        return self.some(_OF_PROGRAM, program=program)


class SqlGoals(Shelf[Goal]):
    """Plays `Goals`."""

    kind = _GOAL

    def of_owner(self, owner: MemberId) -> Sequence[Goal]:
        return self.some(_OF_OWNER, owner=owner)
