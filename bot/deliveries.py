"""How many deliveries are being answered: to stop cleanly, and to tell that all is done."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Deliveries:
    """Counts what Slack delivered and is not answered yet; once closed, nothing more comes in."""

    def __init__(self) -> None:
        self.open = True
        self.begun = 0
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    @property
    def in_flight(self) -> int:
        """How many are being answered at this moment."""
        return self._count

    @contextmanager
    def one(self) -> Iterator[None]:
        """One more is in flight until the block ends."""
        self.begun += 1
        self._count += 1
        self._none.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def drained(self, within: float) -> bool:
        """Whether all were answered in time.

        Half of the time deliveries still come in, for what is turned away is lost to a person who
        waits; then nothing does.
        """
        answered = await self._empty(within / 2)
        self.open = False
        return answered or await self._empty(within / 2)

    async def _empty(self, within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                await self._none.wait()
        except TimeoutError:
            return False
        return True
