"""Whether everything due is done: told to whoever moves the clock, so that nothing is passed over.

Several looks make up one answer. It holds only if nothing was at work while they were taken.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.clock import Clock
from bot.moved_time import Standing
from storage.store import SqlStore


class Works(Protocol):
    """A part of the bot that may be at work."""

    @property
    def begun(self) -> int:
        """How often it began something so far."""

    @property
    def in_flight(self) -> int:
        """How much of that is not done yet."""


class AtRest:
    """Looks at the store, and at each part that could change it."""

    def __init__(self, store: SqlStore, clock: Clock, parts: Sequence[Works]) -> None:
        self._store = store
        self._clock = clock
        self._parts = parts

    async def standing(self) -> Standing:
        """Whether the bot is at rest, and when the next thing is due: past if it is overdue."""
        before = self._begun()
        resting = not any(part.in_flight for part in self._parts)
        due = await self._store.calendar.next_due()
        # The moment is read after that look: what was said meanwhile is due by now, too.
        counts = await self._store.outbox.counts(self._clock.now())
        return Standing(
            idle=resting and counts.idle and self._begun() == before,
            next_due=due,
        )

    def _begun(self) -> list[int]:
        return [part.begun for part in self._parts]
