"""Forgetting whole people and workspaces: every row that is about them, wherever it lies."""

from typing import Any

from sqlalchemy import BindParameter, Connection, Delete, Table, bindparam, delete, or_, select

from flows.ids import MemberId, WorkspaceId
from flows.notices import Dm, Effect, Home
from storage import tables
from storage.outbox import RowState

_WHO: BindParameter[str] = bindparam("who")
_WHERE: BindParameter[str] = bindparam("in_workspace")

_LEFT = frozenset({"inbox", "destroyed_keys", "destructions", "pieces", "vaults"})
"""What goes in another way: a delivery is known again for a week, vaults are destroyed first."""


def _of(table: Table, *conditions: Any) -> Delete:
    return delete(table).where(table.c.workspace == _WHERE, *conditions)


_O, _T, _PL = tables.outbox.c, tables.conversations.c, tables.places.c
_DM = select(_T.conversation).where(_T.workspace == _WHERE, _T.lane == bindparam("dm"))
_OWN_GOALS = select(tables.goals.c.id).where(
    tables.goals.c.workspace == _WHERE, tables.goals.c.owner == _WHO
)
_SEATS, _GIVEN = tables.workshop_seats.c, tables.given_items.c
_OWN_WORKSHOPS = select(tables.workshops.c.id).where(
    tables.workshops.c.workspace == _WHERE, tables.workshops.c.by == _WHO
)
_OF_MEMBER = (
    _of(tables.goal_trail, tables.goal_trail.c.goal.in_(_OWN_GOALS)),
    _of(tables.goals, tables.goals.c.owner == _WHO),
    _of(tables.drafts, tables.drafts.c.owner == _WHO),
    _of(tables.slips, tables.slips.c.member == _WHO),
    _of(tables.alarms, tables.alarms.c.of != "program", tables.alarms.c.id == _WHO),
    _of(
        tables.invitations,
        or_(tables.invitations.c.by == _WHO, tables.invitations.c.to == _WHO),
    ),
    _of(tables.proposals, tables.proposals.c.by == _WHO),
    _of(tables.prework, tables.prework.c.by == _WHO),
    _of(
        tables.workshop_seats,
        or_(_SEATS.member == _WHO, _SEATS.workshop.in_(_OWN_WORKSHOPS)),
    ),
    _of(
        tables.given_items,
        or_(_GIVEN.by == _WHO, _GIVEN.workshop.in_(_OWN_WORKSHOPS)),
    ),
    _of(tables.workshops, tables.workshops.c.by == _WHO),
    _of(tables.partnership_members, tables.partnership_members.c.member == _WHO),
    _of(
        tables.outbox,
        or_(_O.lane == bindparam("dm"), _O.lane == bindparam("home")),
        _O.effect != Effect.REMOVE_FILE,
        # What is on its way is settled by whoever sends it.
        _O.state != RowState.SENDING,
        _O.state != RowState.IN_DOUBT,
    ),
    _of(tables.places, _PL.conversation.in_(_DM), _PL.anchor.not_like("export:%")),
    _of(tables.members, tables.members.c.id == _WHO),
)
_OF_WORKSPACE = tuple(
    _of(table) for table in reversed(tables.DATA.sorted_tables) if table.name not in _LEFT
)


class SqlErasure:
    """Plays `Erasure`."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def member(self, member: MemberId) -> None:
        given = {
            "in_workspace": self._workspace,
            "who": member,
            "dm": str(Dm(member)),
            "home": str(Home(member)),
        }
        for statement in _OF_MEMBER:
            self._connection.execute(statement, given)

    def workspace(self) -> None:
        for statement in _OF_WORKSPACE:
            self._connection.execute(statement, {"in_workspace": self._workspace})
