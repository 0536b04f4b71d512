"""Rows in doubt: nobody heard whether they arrived, so we look once, at least a minute later.

Only the bot's own DMs can be looked at, and only where `im:history` is granted; elsewhere the
notice itself says which way to err.
"""

from datetime import timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.pace import Pace
from bot.refusals import word
from bot.sending import NotYet, Sender
from bot.waits import USUAL, Waits
from flows.notices import Dm, InDoubt
from flows.ports import Place
from storage.outbox_queue import OutboxQueue
from storage.row import Row

_AT_ONCE = 50
_HISTORY = "conversations.history"
_NOT_OURS_TO_READ = frozenset({"missing_scope", "not_allowed_token_type", "no_permission"})
_NOT_THERE = frozenset({"channel_not_found", "user_disabled", "user_not_found"})
"""Whoever it was for is gone: looking again would find nothing for ever."""

log = structlog.get_logger(__name__)


class Doubts:
    """Settles rows in doubt, each once."""

    def __init__(
        self,
        queue: OutboxQueue,
        sender: Sender,
        pace: Pace,
        clock: Clock,
        owner: str,
        waits: Waits = USUAL,
    ) -> None:
        self._queue = queue
        self._sender = sender
        self._pace = pace
        self._clock = clock
        self._owner = owner
        self._waits = waits

    async def settle(self) -> None:
        """Settles what can be settled now; posts younger than a minute wait."""
        for row in await self._doubtful(0.0, posts=False):
            await self._queue.requeue(row)  # Doing it again does no harm.
        for row in await self._doubtful(self._waits.doubt, posts=True):
            await self._settle(row)

    async def _doubtful(self, age: float, *, posts: bool) -> list[Row]:
        real = self._clock.real()
        return await self._queue.in_doubt(
            real - timedelta(seconds=age),
            real,
            _AT_ONCE,
            self._waits.lease,
            self._owner,
            posts=posts,
        )

    async def _settle(self, row: Row) -> None:
        if not isinstance(row.notice.lane, Dm):
            await self._by_kind(row)
            return
        if self._pace.wait(row.workspace, _HISTORY) > 0:
            return  # The lease runs out, and it is looked at again.
        self._pace.take(row.workspace, _HISTORY)
        try:
            found = await self._sender.find(row)
        except SlackApiError as error:
            if word(error) in _NOT_OURS_TO_READ | _NOT_THERE:
                await self._by_kind(row)
            return
        except (NotYet, aiohttp.ClientError, OSError, TimeoutError):
            return
        await self._decide(row, found)

    async def _decide(self, row: Row, found: Place | None) -> None:
        log.info("doubt_settled", row=row.id, arrived=found is not None)
        if found is None:
            await self._queue.requeue(row)
            return
        await self._queue.settle_sent(row, found.conversation, found.ts)

    async def _by_kind(self, row: Row) -> None:
        log.info("doubt_settled", row=row.id, policy=row.notice.in_doubt)
        if row.notice.in_doubt is InDoubt.MUST_ARRIVE:
            await self._queue.requeue(row)
        else:
            await self._queue.settle_dropped(row, "in_doubt")
