"""The outbox on its way to Slack: claim, wait for the pace, call once, settle; again and again.

Rows are `sending` on disk before they are called. What is not called within a moment goes back, so
that little is in doubt after a crash and no person waits behind a bulk send.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

import structlog

from bot.clock import Clock
from bot.metrics import LATENESS, PLAIN, SENDS
from bot.pace import Pace
from bot.retries import (
    Again,
    Doubt,
    GiveUp,
    LetGo,
    Plainer,
    RateLimited,
    RetryDecision,
    decide,
    wait,
)
from bot.sending import METHODS, Arrived, NotTrue, NotYet, Sender, Sent
from bot.waits import USUAL, Waits
from flows.ids import WorkspaceId
from flows.notices import Effect, Priority
from flows.ports import Busy, Unsure
from storage.outbox_queue import OutboxQueue
from storage.row import Row

_MOST_IN_FLIGHT = 64
_MOST_FOR_NOTICES = 56
_MOST_FOR_BULK = 40
"""However slow Slack is, there is always room for somebody who waits."""

_PATIENCE = 1.5
_BETWEEN_TRIES = 1.0
_POSTING = METHODS[Effect.POST]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _NotCalled:
    """The row was not called: it is as before the claim, but not before so many seconds."""

    after: float = 0.0


@dataclass(frozen=True, slots=True)
class _TakenBack:
    """The row is none any more; what it said is decided again."""


async def _never_late(_: Row) -> bool:
    """For a dispatcher that judges nothing again."""
    return False


async def _untold(_: Row, __: str) -> None:
    """For a dispatcher whose failures concern nobody else."""


_Outcome = Arrived | NotTrue | RetryDecision | _NotCalled | _TakenBack


class Dispatcher:
    """Sends what is due, as one owner of rows among possibly several."""

    def __init__(
        self,
        queue: OutboxQueue,
        sender: Sender,
        pace: Pace,
        clock: Clock,
        waits: Waits = USUAL,
        taken_back: Callable[[Row], Awaitable[bool]] = _never_late,
        failed: Callable[[Row, str], Awaitable[None]] = _untold,
    ) -> None:
        self.owner = clock.new_id()
        self._queue = queue
        self._sender = sender
        self._pace = pace
        self._clock = clock
        self._lease = waits.lease
        self._taken_back = taken_back
        self._failed = failed
        self._chance = clock.chance()
        self._awake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._rows: dict[asyncio.Task[None], Row] = {}
        self._alarm_at = 0.0
        self._alarms: set[asyncio.Task[None]] = set()
        self._waiting: Counter[str] = Counter()
        self._posting: dict[tuple[WorkspaceId, str], asyncio.Task[None]] = {}
        self.begun = 0
        self.well = False

    def start(self) -> None:
        """Looks for due rows now, and whenever it is woken."""
        self._queue.wake_with(self.wake)
        self._loop = asyncio.create_task(self._run(), name="dispatcher")
        self.wake()

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    async def stop(self) -> None:
        """Nothing is claimed any more; what was called is settled, what was not is given back."""
        self._stopping.set()
        self.wake()
        if self._loop is not None:
            await asyncio.gather(self._loop, return_exceptions=True)
        while self._rows:
            await asyncio.wait(set(self._rows))
        for alarm in self._alarms:
            alarm.cancel()
        await asyncio.gather(*self._alarms, return_exceptions=True)

    @property
    def in_flight(self) -> int:
        """How many rows are claimed by us and not settled."""
        return len(self._rows)

    async def renew(self) -> None:
        """The rows that we hold stay ours."""
        until = self._clock.real() + timedelta(seconds=self._lease)
        await self._queue.renew_leases(self.owner, until)

    async def _run(self) -> None:
        while not self._stopping.is_set():
            await self._awake.wait()
            self._awake.clear()
            try:
                while not self._stopping.is_set() and await self._claimed():
                    pass
                self.well = True
            except (Busy, Unsure):
                self._try_again_later()
            except Exception:
                log.exception("dispatcher_failed")
                self._try_again_later()

    def _try_again_later(self) -> None:
        self.well = False
        self._wake_in(_BETWEEN_TRIES)

    async def _claimed(self) -> bool:
        """Whether rows were claimed, so that there may be more."""
        least, room = self._room()
        exhausted, posts = self._budget()
        room = min(room, posts)
        if room <= 0:
            return False
        rows = await self._queue.claim(
            self._clock.now(),
            self._clock.real(),
            room,
            self._lease,
            self.owner,
            skip=exhausted,
            least=least,
        )
        for row in rows:
            self._begin(row)
        return bool(rows)

    def _room(self) -> tuple[Priority, int]:
        """The least urgent class that may go now, and how many rows of it and those before."""
        bulk = sum(row.notice.priority >= Priority.NUDGE for row in self._rows.values())
        for_all = min(_MOST_FOR_BULK - bulk, _MOST_FOR_NOTICES - len(self._rows))
        if for_all > 0:
            return Priority.CHANNEL, for_all
        if len(self._rows) < _MOST_FOR_NOTICES:
            return Priority.NOTICE, _MOST_FOR_NOTICES - len(self._rows)
        return Priority.ANSWER, _MOST_IN_FLIGHT - len(self._rows)

    def _budget(self) -> tuple[Sequence[WorkspaceId], int]:
        """Workspaces that used up their pace, and how many rows can go at once elsewhere."""
        room = _MOST_IN_FLIGHT
        exhausted = []
        for workspace, tokens in self._pace.budget(_POSTING).items():
            left = tokens - self._waiting[workspace]
            if left > 0:
                room = min(room, left)
            else:
                exhausted.append(WorkspaceId(workspace))
                self._wake_in(self._pace.wait(workspace, _POSTING))
        return exhausted, room

    def _begin(self, row: Row) -> None:
        self.begun += 1
        task = asyncio.create_task(self._carry(row), name=f"row {row.id}")
        self._rows[task] = row
        if row.notice.effect is Effect.POST and row.notice.anchor:
            self._posting[row.workspace, row.notice.anchor] = task
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        row = self._rows.pop(task)
        if row.notice.anchor and self._posting.get((row.workspace, row.notice.anchor)) is task:
            del self._posting[row.workspace, row.notice.anchor]
        self.wake()  # The next of its lane can go.

    def _wake_in(self, seconds: float) -> None:
        at = self._clock.monotonic() + seconds
        if seconds > _BETWEEN_TRIES or at >= self._alarm_at > self._clock.monotonic():
            return  # The metronome, or an earlier alarm, comes first.
        self._alarm_at = at

        async def alarm() -> None:
            await self._clock.sleep(seconds)
            self.wake()

        task = asyncio.create_task(alarm(), name="alarm")
        self._alarms.add(task)
        task.add_done_callback(self._alarms.discard)

    async def _carry(self, row: Row) -> None:
        try:
            outcome = await self._sent(row)
        except (Busy, Unsure):
            outcome = _NotCalled(wait(row.attempts, self._chance))
        except NotYet as notyet:
            outcome = _NotCalled(notyet.after)
        except Exception:
            log.exception("row_unrenderable", row=row.id, kind=row.notice.kind)
            outcome = GiveUp("unrenderable")
        await self._settle(row, outcome)

    async def _sent(self, row: Row) -> _Outcome:
        notice = row.notice
        if notice.expires is not None and notice.expires <= self._clock.now():
            return NotTrue("expired")
        if await self._taken_back(row):
            return _TakenBack()
        posting = self._posting.get((row.workspace, notice.anchor or ""))
        if posting is not None and notice.effect is not Effect.POST:
            await asyncio.wait({posting})  # Its place is known then.
        held = await self._held_back(row)
        if held is not None:
            return held
        outcome = await self._called(row, plain=False)
        if isinstance(outcome, Plainer):
            refused = outcome.reason
            log.error("blocks_refused", row=row.id, kind=notice.kind, reason=refused)
            PLAIN.labels(kind=notice.kind, reason=refused).inc()
            outcome = await self._called(row, plain=True)
            if isinstance(outcome, Arrived):
                outcome = replace(outcome, instead_of=refused)
        return outcome

    async def _held_back(self, row: Row) -> _NotCalled | None:
        """Waits for the row's turn at Slack's pace; not for longer than a moment."""
        if row.notice.effect is not Effect.POST:
            return await self._turn(row, METHODS[row.notice.effect], None)
        self._waiting[row.workspace] += 1
        try:
            return await self._turn(row, _POSTING, str(row.notice.lane))
        finally:
            self._waiting[row.workspace] -= 1

    async def _turn(self, row: Row, method: str, lane: str | None) -> _NotCalled | None:
        while not self._stopping.is_set():
            seconds = self._pace.wait(row.workspace, method, lane)
            if seconds > _PATIENCE:
                return _NotCalled(max(seconds, self._pace.later(row.workspace, method)))
            if seconds <= 0:
                self._pace.take(row.workspace, method, lane)
                return None
            await self._clock.sleep(seconds)
        return _NotCalled()

    async def _called(self, row: Row, *, plain: bool) -> Arrived | NotTrue | RetryDecision:
        method = METHODS[row.notice.effect]
        outcome: Sent = await self._sender.send(row, plain=plain)
        SENDS.labels(method=method, outcome=type(outcome).__name__).inc()
        if isinstance(outcome, Arrived | NotTrue):
            return outcome
        if isinstance(outcome, RateLimited):
            self._pace.obey(row.workspace, method, outcome.after)
        no_text = row.notice.effect is Effect.PUBLISH_HOME
        return decide(
            outcome, row.notice.effect, row.attempts, self._chance, plain=plain or no_text
        )

    async def _settle(self, row: Row, outcome: _Outcome) -> None:
        match outcome:
            case Arrived(channel, ts, refused):
                late = self._clock.now() - row.notice.due
                LATENESS.observe(max(0.0, late.total_seconds()))
                await self._keep(
                    lambda: self._queue.settle_sent(row, channel, ts, instead_of=refused)
                )
            case NotTrue(reason) | LetGo(reason):
                await self._keep(lambda: self._queue.settle_dropped(row, reason))
            case Again(after, reason):
                moment = self._clock.real() + timedelta(seconds=after)
                await self._keep(lambda: self._queue.retry_at(row, moment, reason))
                self._wake_in(after)
            case Doubt(reason):
                log.warning("row_in_doubt", row=row.id, kind=row.notice.kind, reason=reason)
                await self._keep(lambda: self._queue.settle_in_doubt(row))
            case GiveUp(reason) | Plainer(reason):
                log.error("row_failed", row=row.id, kind=row.notice.kind, reason=reason)
                await self._keep(lambda: self._queue.settle_failed(row, reason))
                await self._tell(row, reason)
            case _NotCalled(after):
                again = self._clock.real() + timedelta(seconds=after) if after else None
                await self._keep(lambda: self._queue.put_back(row, again))
                self._wake_in(after)
            case _TakenBack():
                pass
            case _:
                assert_never(outcome)

    async def _tell(self, row: Row, reason: str) -> None:
        try:
            await self._failed(row, reason)
        except Exception:
            log.exception("failure_untold", row=row.id)  # The next that fails tells of it.

    async def _keep(self, settle: Callable[[], Awaitable[None]]) -> None:
        """Settles, however long the database is away; once we stop, the lease tells of it."""
        while True:
            try:
                await settle()
            except (Busy, Unsure):
                if self._stopping.is_set():
                    return
                await self._clock.sleep(_BETWEEN_TRIES)
            else:
                return
