"""The database is the calendar: what falls due, in whichever workspace."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, func, select, tuple_

from flows.ids import CycleId, InvitationId, MemberId, PartnershipId, WorkspaceId
from flows.partnership import InvitationState
from flows.ports import Alarm
from storage import tables
from storage.outbox_queue import next_due

T = TypeVar("T")

_C, _I, _A = tables.cycles.c, tables.invitations.c, tables.alarms.c
_BEFORE: BindParameter[datetime] = bindparam("before")
_MOST: BindParameter[int] = bindparam("most")
_CYCLES = (
    select(_C.workspace, _C.partnership, _C.id)
    .where(_C.next_at.is_not(None), _C.next_at <= _BEFORE)
    .order_by(_C.next_at, _C.workspace, _C.id)
    .limit(_MOST)
)
# Spelt out, because a partial index serves only a condition that it can recognise.
_SENT = _I.state == tables.spelt(InvitationState.SENT)
_INVITATIONS = (
    select(_I.workspace, _I.id, _I.to)
    .where(_SENT, _I.expires_at <= _BEFORE)
    .order_by(_I.expires_at, _I.workspace, _I.id)
    .limit(_MOST)
)
_ALARMS = (
    select(_A.workspace, _A.of, _A.id)
    .where(_A.at.is_not(None), _A.at <= _BEFORE)
    .order_by(_A.at, _A.workspace, _A.of, _A.id)
    .limit(_MOST)
)
_NEXT = (
    select(func.min(_A.at)).where(_A.at.is_not(None)),
    select(func.min(_C.next_at)).where(_C.next_at.is_not(None)),
    select(func.min(_I.expires_at)).where(_SENT),
)
_CP = tables.copies.c
_COPIED = (
    select(_CP.workspace, _CP.partnership)
    .distinct()
    .where(
        tuple_(_CP.workspace, _CP.partnership)
        > tuple_(bindparam("workspace"), bindparam("partnership"))
    )
    .order_by(_CP.workspace, _CP.partnership)
    .limit(_MOST)
)
_WORKSPACES = select(tables.programs.c.workspace).distinct().order_by(tables.programs.c.workspace)


class _Look(Protocol):
    def __call__(self, body: Callable[[Connection], T], /) -> Awaitable[T]: ...


@dataclass(frozen=True, slots=True)
class DueCycle:
    """A cycle in which time alone changes something."""

    workspace: WorkspaceId
    partnership: PartnershipId
    cycle: CycleId


@dataclass(frozen=True, slots=True)
class DueInvitation:
    """An invitation that nobody answered in time."""

    workspace: WorkspaceId
    invitation: InvitationId
    to: MemberId


@dataclass(frozen=True, slots=True)
class DueAlarm:
    """A person or a program to look at."""

    workspace: WorkspaceId
    alarm: Alarm


class Calendar:
    """What falls due, the earliest first; moments are coaching's, not the wall clock's."""

    def __init__(self, look: _Look) -> None:
        self._look = look

    async def workspaces(self) -> Sequence[WorkspaceId]:
        """Every workspace that has a program."""
        return await self._look(
            lambda connection: [WorkspaceId(w) for w in connection.execute(_WORKSPACES).scalars()]
        )

    async def cycles(self, before: datetime, most: int) -> Sequence[DueCycle]:
        """Cycles to be told that time passed."""
        return await self._look(
            lambda connection: [
                DueCycle(WorkspaceId(workspace), PartnershipId(partnership), CycleId(cycle))
                for workspace, partnership, cycle in connection.execute(
                    _CYCLES, {"before": before, "most": most}
                )
            ]
        )

    async def invitations(self, before: datetime, most: int) -> Sequence[DueInvitation]:
        """Invitations to be let go."""
        return await self._look(
            lambda connection: [
                DueInvitation(WorkspaceId(workspace), InvitationId(invitation), MemberId(to))
                for workspace, invitation, to in connection.execute(
                    _INVITATIONS, {"before": before, "most": most}
                )
            ]
        )

    async def copied(
        self, after: tuple[WorkspaceId, PartnershipId] | None, most: int
    ) -> Sequence[tuple[WorkspaceId, PartnershipId]]:
        """Partnerships that have copies in their group DM, the next ones after that one."""
        workspace, partnership = after or ("", "")
        names = {"workspace": workspace, "partnership": partnership, "most": most}
        return await self._look(
            lambda connection: [
                (WorkspaceId(there), PartnershipId(pair))
                for there, pair in connection.execute(_COPIED, names)
            ]
        )

    async def alarms(self, before: datetime, most: int) -> Sequence[DueAlarm]:
        """People and programs to look at again."""
        return await self._look(
            lambda connection: [
                DueAlarm(WorkspaceId(workspace), Alarm(of, name))
                for workspace, of, name in connection.execute(
                    _ALARMS, {"before": before, "most": most}
                )
            ]
        )

    async def next_due(self) -> datetime | None:
        """When anything next happens by itself: a cycle, an invitation, a nudge, a message."""

        def earliest(connection: Connection) -> datetime | None:
            moments = [connection.execute(statement).scalar_one() for statement in _NEXT]
            return min(filter(None, [*moments, next_due(connection)]), default=None)

        return await self._look(earliest)
