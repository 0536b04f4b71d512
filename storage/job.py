"""One transaction on its way: waiting, begun or withdrawn, settled on the loop that asked."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from flows.ports import Busy, Unsure
from storage.work import Done

T = TypeVar("T")

PATIENCE = 0.5
"""Seconds between the last moment to begin and giving up on hearing how it ended."""


class Job(Generic[T]):
    """Made on an event loop, begun and settled by a thread.

    Of a withdrawn job nothing happens; a begun one is settled with what became of it, even if
    nobody waits any more.
    """

    def __init__(
        self,
        transaction: Callable[[Connection], Done[T]],
        on_said: Callable[[], None],
        lock: int | None = None,
    ) -> None:
        self.transaction = transaction
        self.lock = lock
        self._on_said = on_said
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[T] = self._loop.create_future()
        self._turn = threading.Lock()
        self._begun = False
        self._withdrawn = False

    def begin(self) -> bool:
        """Whether the job may begin; it cannot be withdrawn from then on. Again, it stays begun."""
        with self._turn:
            self._begun = not self._withdrawn
            return self._begun

    def withdraw(self) -> bool:
        """Whether the job will never begin."""
        with self._turn:
            self._withdrawn = not self._begun
            return self._withdrawn

    def succeed(self, done: Done[T]) -> None:
        """Called once the transaction is on disk."""
        self._settle(lambda: self._resolve(done))

    def fail(self, reason: BaseException) -> None:
        """Called when nothing of the transaction was kept, or with `Unsure`."""
        self._settle(lambda: self._reject(reason))

    async def outcome(self, within: float | None) -> T:
        """What the body returned; `Busy`: it did not begin in time; `Unsure`: nobody heard."""
        timer = None if within is None else self._loop.call_later(within, self._out_of_time)
        try:
            return await self._future
        except asyncio.CancelledError:
            self.withdraw()
            raise
        finally:
            if timer is not None:
                timer.cancel()

    def _out_of_time(self) -> None:
        if self.withdraw():
            self._reject(Busy("not begun in time"))
        else:
            self._loop.call_later(PATIENCE, self._reject, Unsure("begun, and not heard of since"))

    def _settle(self, tell: Callable[[], Any]) -> None:
        try:
            self._loop.call_soon_threadsafe(tell)
        except RuntimeError:
            # The loop was closed: whoever asked is gone, and what is on disk stays there.
            return

    def _resolve(self, done: Done[T]) -> None:
        if done.said:
            self._on_said()
        if not self._future.done():
            self._future.set_result(done.result)

    def _reject(self, reason: BaseException) -> None:
        if not self._future.done():
            self._future.set_exception(reason)
