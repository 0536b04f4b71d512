"""What both stores have in common: bodies, reads, and the dispatcher's and the calendar's doors."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from flows.ids import MemberId, WorkspaceId
from flows.library import Library, library
from flows.ports import Lock, Reader, Work
from storage import destroying, inbox, made_anew, members, tables
from storage.aggregates import lock_number
from storage.calendar import Calendar
from storage.job import Job
from storage.outbox_queue import OutboxQueue
from storage.prepared import quick
from storage.vaults import Vaults
from storage.work import Delivery, Done, SqlWork

T = TypeVar("T")

SLICE = 200
"""How many rows a sweep takes at a time."""

_ANYTHING = select(tables.destroyed_keys.c.key_id).limit(1)


@dataclass(frozen=True, slots=True)
class Given:
    """What storage never draws itself: coaching's time, the wall's, and the roots of ids."""

    clock: Callable[[], datetime]
    real_clock: Callable[[], datetime]
    root: Callable[[], str]
    library: Library = field(default_factory=library)


class SqlStore(ABC):
    """Plays `flows.ports.Store`; `outbox` and `calendar` look across all workspaces."""

    def __init__(self, vaults: Vaults, given: Given) -> None:
        self.vaults = vaults
        self._given = given
        self.library = given.library
        self.outbox = OutboxQueue(self.transact, given.real_clock)
        self.calendar = Calendar(self.look)

    async def write(
        self,
        workspace: WorkspaceId,
        lock: Lock,
        body: Callable[[Work], T],
        *,
        delivery: str | None = None,
        within: float | None = None,
    ) -> T:
        """What the body returned, once it is committed."""
        return await self._run(
            Delivery(
                workspace=workspace,
                body=body,
                identity=delivery,
                now=self._given.clock(),
                seen_at=self._given.real_clock(),
                root=self._given.root(),
                vaults=self.vaults,
                library=self._given.library,
            ),
            lock_number(workspace, lock),
            within,
        )

    async def read(self, workspace: WorkspaceId, body: Callable[[Reader], T]) -> T:
        """What the body returned, from one consistent read-only view."""
        now, known = self._given.clock(), self._given.library

        def look(connection: Connection) -> T:
            return body(SqlWork(quick(connection), workspace, now, self.vaults, "", known))

        return await self.look(look)

    async def transact(
        self,
        transaction: Callable[[Connection], T],
        *,
        lock: tuple[WorkspaceId, Lock] | None = None,
        within: float | None = None,
    ) -> T:
        """What the transaction returned, once it is committed; for storage's own rows."""
        number = None if lock is None else lock_number(*lock)
        return await self._run(lambda connection: Done(transaction(connection)), number, within)

    async def forget_deliveries(self, before: datetime) -> int:
        """How many deliveries seen before that real moment are forgotten now; call until none."""
        return await self.transact(lambda connection: inbox.sweep(connection, before, SLICE))

    async def forget_destructions(self, before: datetime) -> int:
        """How many marks of destructions before that real moment are forgotten now."""
        return await self.transact(lambda connection: made_anew.forget(connection, before, SLICE))

    async def plain_members(self) -> list[tuple[WorkspaceId, MemberId]]:
        """Some members whose own words are not sealed yet."""
        return await self.look(lambda connection: members.plain(connection, SLICE))

    async def finish_destroying(self) -> bool:
        """The next destroyed vaults are gone from disk; whether more may be left."""
        # Read apart from the deletion: keys go only for what is committed.
        names = await self.look(destroying.to_destroy)
        if not names:
            return False
        await asyncio.to_thread(self.vaults.destroy, names)
        return await self.transact(lambda connection: destroying.forget(connection, names))

    async def check(self) -> None:
        """Returns when the database takes a transaction; else `Busy` or `Unsure`."""
        await self.transact(lambda connection: connection.execute(_ANYTHING).all(), within=1.0)

    async def _run(
        self,
        transaction: Callable[[Connection], Done[T]],
        lock: int | None,
        within: float | None,
    ) -> T:
        job = Job(transaction, self.outbox.said, lock)
        self._submit(job)
        return await job.outcome(within)

    @abstractmethod
    def _submit(self, job: Job[T]) -> None:
        """Sees to it that the job is carried out, in its turn."""

    @abstractmethod
    async def look(self, body: Callable[[Connection], T]) -> T:
        """What the body saw, in one consistent read-only view of all workspaces."""

    @abstractmethod
    async def close(self) -> None:
        """Everything begun is settled, and nothing is open any more."""


def original(error: BaseException) -> BaseException:
    """What the driver said."""
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
