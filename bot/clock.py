"""The one reader of the wall clock, of ids and of chance.

Coaching lives in `now()`, which the playground may move on; leases, pacing, retries and everything
that Slack measures live in `real()` and `monotonic()`.
"""

import asyncio
import time
import uuid
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom


class Clock:
    """Real time, and coached time: real time plus an offset that only ever grows once set."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._stands_at: datetime | None = None
        self._readings = 0
        self._chance = SystemRandom()

    def real(self) -> datetime:
        """The moment it is, aware, in UTC."""
        return datetime.now(UTC)

    def now(self) -> datetime:
        """The moment it is for everything that coaching plans."""
        if self._stands_at is None:
            return self.real() + self._offset
        self._readings += 1
        return self._stands_at + timedelta(microseconds=self._readings)

    def monotonic(self) -> float:
        """Seconds that pass evenly, from no particular beginning."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Returns when that much real time has passed."""
        await asyncio.sleep(seconds)

    def move(self, offset: timedelta) -> None:
        """Coached time is real time plus this from now on."""
        self._offset = offset
        self._stands_at = None

    def stand_still(self, at: datetime) -> None:
        """Coached time is this moment until it is moved: a microsecond more at each reading.

        What happened later is dated later, however little time passes.
        """
        self._stands_at, self._readings = at, 0

    def new_id(self) -> str:
        """An id that nobody has drawn before."""
        return uuid.uuid4().hex

    def chance(self) -> Random:
        """A source of chance, fixed from here on: the same draws again from a copy of it."""
        return Random(self._chance.getrandbits(64))
