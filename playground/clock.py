"""The playground's time: real time plus an offset that only ever grows.

Coaching dates live in `now`; triggers, acknowledgements, signatures and rate limits in `real`.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime


def real_time() -> float:
    """The machine's own time."""
    return time.time()


class Clock:
    """Tells the moved time; `real` can be replaced by a test that wants to stand still."""

    def __init__(self, real: Callable[[], float] = real_time) -> None:
        self._real = real
        self.offset = 0.0
        self._last_tick = 0

    def real(self) -> float:
        """Seconds since the epoch, as the machine has them."""
        return self._real()

    def now(self) -> float:
        """Seconds since the epoch, as the workspace has them."""
        return self._real() + self.offset

    def moment(self) -> datetime:
        """The workspace's now, aware, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def begin(self, at: datetime) -> None:
        """The first offset: the workspace's now becomes `at`, which may lie in the past."""
        self.offset = at.timestamp() - self._real()

    def step_to(self, moment: float) -> None:
        """The workspace's now is at least `moment`; it never goes back."""
        self.offset = max(self.offset, moment - self._real())

    def remember(self, ts: str) -> None:
        """Every later timestamp is greater than this stored one."""
        seconds, _, fraction = ts.partition(".")
        self._last_tick = max(self._last_tick, int(seconds) * 1_000_000 + int(fraction))

    def ts(self) -> str:
        """A fresh timestamp in Slack's shape, greater than every earlier one."""
        self._last_tick = max(self._last_tick + 1, int(self.now() * 1_000_000))
        seconds, fraction = divmod(self._last_tick, 1_000_000)
        return f"{seconds}.{fraction:06d}"
