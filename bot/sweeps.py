"""What time alone changes: looked for in slices, each thing in a transaction of its own."""

from collections.abc import Hashable
from datetime import timedelta

import structlog

from bot.clock import Clock
from flows import coaching, inviting
from flows.ports import Lock
from storage.calendar import DueCycle, DueInvitation
from storage.store import SqlStore

SLICE = 200
INBOX_DAYS = timedelta(days=7)
"""How long a delivery is known again; Slack may deliver a day late."""

OUTBOX_DAYS = timedelta(days=30)

log = structlog.get_logger(__name__)


class Sweeps:
    """Carries the calendar's due moments out."""

    def __init__(self, store: SqlStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.running = 0

    async def run(self) -> None:
        """Everything due by now has happened, once; what failed is tried at the next run."""
        self.running += 1
        try:
            await self._cycles()
            await self._invitations()
        finally:
            self.running -= 1

    async def housekeeping(self) -> None:
        """What was kept only to recognise it again is forgotten in its time."""
        real = self._clock.real()
        while await self._store.forget_deliveries(real - INBOX_DAYS):
            pass
        while await self._store.outbox.purge(real - OUTBOX_DAYS):
            pass

    async def _cycles(self) -> None:
        done: set[Hashable] = set()
        while fresh := [
            due
            for due in await self._store.calendar.cycles(self._clock.now(), SLICE)
            if due not in done
        ]:
            done.update(fresh)
            for due in fresh:
                await self._pass_time(due)

    async def _invitations(self) -> None:
        done: set[Hashable] = set()
        while fresh := [
            due
            for due in await self._store.calendar.invitations(self._clock.now(), SLICE)
            if due not in done
        ]:
            done.update(fresh)
            for due in fresh:
                await self._expire(due)

    async def _pass_time(self, due: DueCycle) -> None:
        try:
            await self._store.write(
                due.workspace,
                Lock.partnership(due.partnership),
                lambda work: coaching.pass_time(work, due.partnership),
            )
        except Exception:
            log.exception("sweep_failed", cycle=due.cycle)

    async def _expire(self, due: DueInvitation) -> None:
        try:
            # An invitation belongs to whoever sent it: answers to it take the same lock.
            found = await self._store.read(
                due.workspace, lambda reader: reader.invitations.get(due.invitation)
            )
            if found is not None:
                await self._store.write(
                    due.workspace,
                    Lock.member(found.by),
                    lambda work: inviting.expire(work, due.invitation),
                )
        except Exception:
            log.exception("sweep_failed", invitation=due.invitation)
