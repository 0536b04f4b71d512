"""What time alone changes: looked for in slices, each thing in a transaction of its own."""

import asyncio
from collections.abc import Hashable
from datetime import timedelta
from functools import partial

import structlog

from bot.clock import Clock
from flows import channel, coaching, copies, deactivating, delivering, forgetting, inviting, leaving
from flows.ids import MemberId, PartnershipId, ProgramId, WorkspaceId
from flows.ports import Alarm, Lock, Work
from flows.schooldays import ONE_DAY
from handlers.seams import Calendars
from storage import outdated
from storage.calendar import DueAlarm, DueCycle, DueInvitation
from storage.store import SqlStore

SLICE = 200
AT_ONCE = 25
"""So many people's messages are decided together; SQLite commits them in one go."""

INBOX_DAYS = timedelta(days=7)
"""How long a delivery is known again; Slack may deliver a day late."""

CALENDAR_LEFT = timedelta(days=120)
CALENDAR_MORE = timedelta(days=365)
"""With less than the first ahead, so many more days of public holidays are laid down."""

OUTBOX_DAYS = timedelta(days=30)
SLIP_DAYS = timedelta(weeks=26)
"""Longer than the rules of sending look back, and than a cycle takes."""
DRAFT_DAYS = timedelta(days=30)

log = structlog.get_logger(__name__)


class Sweeps:
    """Carries the calendar's due moments out."""

    def __init__(self, store: SqlStore, clock: Clock, calendars: Calendars) -> None:
        self._store = store
        self._clock = clock
        self._calendars = calendars
        self.begun = 0
        self.in_flight = 0

    async def run(self) -> None:
        """Everything due by now has happened, once; what failed is tried at the next run."""
        self.begun += 1
        self.in_flight += 1
        try:
            await self._cycles()
            await self._invitations()
            await self._alarms()
            await self._destroyed()
        finally:
            self.in_flight -= 1

    async def housekeeping(self) -> None:
        """What was kept only to recognise it again is forgotten in its time."""
        real = self._clock.real()
        while await self._store.forget_deliveries(real - INBOX_DAYS):
            pass
        while await self._store.forget_destructions(real - ONE_DAY):
            pass
        while await self._store.outbox.purge(real - OUTBOX_DAYS):
            pass
        now = self._clock.now()
        for forget, kept in ((outdated.slips, SLIP_DAYS), (outdated.drafts, DRAFT_DAYS)):
            while await self._store.transact(partial(forget, before=now - kept, most=SLICE)):
                pass
        await self._copies()
        await self._sealed()

    async def _sealed(self) -> None:
        """What members typed of themselves, and an earlier Tandem kept as it was, is sealed."""
        while found := await self._store.plain_members():
            for workspace, member in found:
                await self._store.write(workspace, Lock.member(member), partial(_again, who=member))

    async def _copies(self) -> None:
        """Copies follow what may be read, whatever erased it; deletions that failed come again."""
        last: tuple[WorkspaceId, PartnershipId] | None = None
        while found := await self._store.calendar.copied(last, SLICE):
            for workspace, partnership in found:
                try:
                    await self._store.write(
                        workspace,
                        Lock.partnership(partnership),
                        partial(copies.review, partnership=partnership),
                    )
                except Exception:
                    log.exception("sweep_failed", partnership=partnership)
            last = found[-1]

    async def _destroyed(self) -> None:
        try:
            while await self._store.finish_destroying():
                pass
        except Exception:
            log.exception("sweep_failed", destroyed="vaults")

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

    async def _alarms(self) -> None:
        done: set[Hashable] = set()
        while fresh := [
            due
            for due in await self._store.calendar.alarms(self._clock.now(), SLICE)
            if due not in done
        ]:
            done.update(fresh)
            for first in range(0, len(fresh), AT_ONCE):
                await asyncio.gather(*map(self._ring, fresh[first : first + AT_ONCE]))

    async def _ring(self, due: DueAlarm) -> None:
        try:
            match due.alarm:
                case Alarm("member", name):
                    await self.deliver(due.workspace, MemberId(name))
                case Alarm("partnership", name):
                    await self._store.write(
                        due.workspace,
                        Lock.partnership(PartnershipId(name)),
                        lambda work: forgetting.forget(work, PartnershipId(name)),
                    )
                case Alarm("erase", name):
                    await self._store.write(
                        due.workspace,
                        Lock.member(MemberId(name)),
                        lambda work: deactivating.time_up(work, MemberId(name)),
                    )
                case Alarm("program", name):
                    await self._lay_down(due.workspace, ProgramId(name))
                    await self._store.write(
                        due.workspace,
                        Lock.program(ProgramId(name)),
                        lambda work: channel.on_time(work, ProgramId(name)),
                    )
        except Exception:
            log.exception("sweep_failed", alarm=due.alarm.id)

    async def _lay_down(self, workspace: WorkspaceId, program: ProgramId) -> None:
        """The program's calendar is laid down further before it ends: after it nothing is sent."""
        found = await self._store.read(workspace, lambda reader: reader.programs.get(program))
        if found is None or found.covered_until is None:
            return
        if found.covered_until - self._clock.now().date() > CALENDAR_LEFT:
            return
        first, last = found.covered_until + ONE_DAY, found.covered_until + CALENDAR_MORE
        days = await self._calendars.holidays(found.country, found.region, first, last)
        await self._store.write(
            workspace,
            Lock.program(program),
            lambda work: channel.covered(work, program, days, last),
        )

    async def deliver(self, workspace: WorkspaceId, member: MemberId) -> None:
        """What may go out to this person now is in the outbox."""
        rests = await self._store.write(
            workspace, Lock.member(member), lambda work: delivering.deliver(work, member)
        )
        if rests is not None:
            await self._store.write(
                workspace,
                Lock.partnership(rests),
                lambda work: leaving.rest(work, member, rests),
            )

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
            found = await self._store.read(
                due.workspace, lambda reader: reader.invitations.get(due.invitation)
            )
            if found is not None:
                await self._store.write(
                    due.workspace,
                    inviting.lock_of(found),
                    lambda work: inviting.expire(work, due.invitation),
                )
        except Exception:
            log.exception("sweep_failed", invitation=due.invitation)


def _again(work: Work, who: MemberId) -> None:
    known = work.members.get(who)
    if known is not None:
        work.members.put(known)
