"""What a body works on: one workspace, inside one transaction, with everything fixed beforehand."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Generic, TypeVar

from sqlalchemy import Connection

from flows.ids import WorkspaceId
from flows.library import Library
from flows.ports import Lock, Work
from storage import aggregates, inbox
from storage.alarms import SqlAlarms
from storage.channel import SqlPrompts, SqlPulses
from storage.copies import SqlCopies
from storage.cycles import SqlCycles
from storage.erasure import SqlErasure
from storage.members import SqlMembers
from storage.outbox import SqlOutbox
from storage.partnerships import SqlInvitations, SqlPartnerships
from storage.people import SqlDrafts, SqlGoals, SqlPrograms, SqlTrail
from storage.pieces import SqlPieces
from storage.planned import SqlPrework, SqlProposals, SqlSlips
from storage.prepared import quick
from storage.vaults import Vaults
from storage.workshops import SqlGivenItems, SqlSeats, SqlWorkshops

T = TypeVar("T")
_ID_LENGTH = 20


class SqlWork:
    """Plays `Work`, and `Reader` where the connection only reads."""

    def __init__(
        self,
        connection: Connection,
        workspace: WorkspaceId,
        now: datetime,
        vaults: Vaults,
        root: str,
        known: Library,
    ) -> None:
        self._connection = connection
        self._vaults = vaults
        self._root = root
        self._drawn: dict[str, int] = {}
        self.workspace = workspace
        self.now = now
        self.library = known

    @cached_property
    def programs(self) -> SqlPrograms:
        """The programs of the workspace."""
        return SqlPrograms(self._connection, self.workspace)

    @cached_property
    def members(self) -> SqlMembers:
        """Its people."""
        return SqlMembers(self._connection, self.workspace, self.pieces, self._vaults)

    @cached_property
    def invitations(self) -> SqlInvitations:
        """Its invitations."""
        return SqlInvitations(self._connection, self.workspace)

    @cached_property
    def partnerships(self) -> SqlPartnerships:
        """Its partnerships."""
        return SqlPartnerships(self._connection, self.workspace)

    @cached_property
    def cycles(self) -> SqlCycles:
        """Its cycles."""
        return SqlCycles(self._connection, self.workspace)

    @cached_property
    def copies(self) -> SqlCopies:
        """Copies in its group DMs."""
        return SqlCopies(self._connection, self.workspace)

    @cached_property
    def goals(self) -> SqlGoals:
        """Its goals."""
        return SqlGoals(self._connection, self.workspace)

    @cached_property
    def trail(self) -> SqlTrail:
        """What was noticed about its goals."""
        return SqlTrail(self._connection, self.workspace)

    @cached_property
    def drafts(self) -> SqlDrafts:
        """The conversations by which goals are made."""
        return SqlDrafts(self._connection, self.workspace)

    @cached_property
    def pieces(self) -> SqlPieces:
        """What its people wrote."""
        return SqlPieces(
            self._connection, self.workspace, self._vaults, lambda: self._draw("vault")
        )

    @cached_property
    def proposals(self) -> SqlProposals:
        """Its proposals."""
        return SqlProposals(self._connection, self.workspace)

    @cached_property
    def prework(self) -> SqlPrework:
        """What is to be read or tried before its sessions."""
        return SqlPrework(self._connection, self.workspace)

    @cached_property
    def workshops(self) -> SqlWorkshops:
        """Its workshops."""
        return SqlWorkshops(self._connection, self.workspace)

    @cached_property
    def seats(self) -> SqlSeats:
        """Who comes to them."""
        return SqlSeats(self._connection, self.workspace)

    @cached_property
    def given(self) -> SqlGivenItems:
        """What is put up for the members of its programs."""
        return SqlGivenItems(self._connection, self.workspace)

    @cached_property
    def slips(self) -> SqlSlips:
        """What is planned for its people."""
        return SqlSlips(self._connection, self.workspace)

    @cached_property
    def alarms(self) -> SqlAlarms:
        """When to look again."""
        return SqlAlarms(self._connection, self.workspace)

    @cached_property
    def prompts(self) -> SqlPrompts:
        """The weekly prompts that were posted."""
        return SqlPrompts(self._connection, self.workspace)

    @cached_property
    def pulses(self) -> SqlPulses:
        """What was answered to the month's questions."""
        return SqlPulses(self._connection, self.workspace)

    @cached_property
    def outbox(self) -> SqlOutbox:
        """What is to be said."""
        return SqlOutbox(self._connection, self.workspace, self.now, lambda: self._draw("row"))

    @cached_property
    def erasure(self) -> SqlErasure:
        """What forgets people and workspaces."""
        return SqlErasure(self._connection, self.workspace)

    @cached_property
    def chance(self) -> Random:
        """Chance that falls the same way when the body is run again."""
        return Random(self._root)

    def hold(self, lock: Lock) -> None:
        """One more aggregate is this transaction's."""
        aggregates.hold(self._connection, self.workspace, lock)

    def new_id(self) -> str:
        """The next id."""
        return self._draw("id")

    def _draw(self, kind: str) -> str:
        # Kinds are counted apart: what others did meanwhile never shifts a body's own ids.
        number = self._drawn[kind] = self._drawn.get(kind, 0) + 1
        return hashlib.sha256(f"{self._root}/{kind}/{number}".encode()).hexdigest()[:_ID_LENGTH]

    @property
    def said(self) -> bool:
        """Whether there is something to send."""
        return "outbox" in self.__dict__ and self.outbox.said

    @property
    def destroyed(self) -> bool:
        """Whether a vault's key is to be destroyed after the commit."""
        return "pieces" in self.__dict__ and self.pieces.destroyed


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a body returned, and what its commit asks for."""

    result: T
    said: bool = False
    destroyed: bool = False


@dataclass(frozen=True)
class Delivery(Generic[T]):
    """A body with everything that it is given; run again, it is given the same."""

    workspace: WorkspaceId
    body: Callable[[Work], T]
    identity: str | None
    now: datetime
    seen_at: datetime
    root: str
    vaults: Vaults
    library: Library

    def __call__(self, connection: Connection) -> Done[T]:
        """What the body returned; nothing is committed here."""
        here = quick(connection)
        if self.identity is not None:
            inbox.see(here, self.workspace, self.identity, self.seen_at)
        work = SqlWork(here, self.workspace, self.now, self.vaults, self.root, self.library)
        result = self.body(work)
        return Done(result, said=work.said, destroyed=work.destroyed)
