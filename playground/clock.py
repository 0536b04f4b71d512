"""The playground's time: real time plus an offset that only ever grows.

Coaching dates live in `now`; triggers, acknowledgements, signatures and rate limits in `real`.
A clock that stands still shows the moment that it was last moved to, whatever real time passes.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime


def real_time() -> float:
    """The machine's own time."""
    return time.time()


class Clock:
    """Tells the moved time; `real` can be replaced by a test that wants to stand still."""

    def __init__(self, real: Callable[[], float] = real_time, *, still: bool = False) -> None:
        self._real = real
        self.still = still
        self._offset = 0.0
        self._stands_at = real()
        self._last_tick = 0

    def real(self) -> float:
        """Seconds since the epoch, as the machine has them."""
        return self._real()

    @property
    def offset(self) -> float:
        """How far the workspace's now is ahead of real time."""
        return self._stands_at - self._real() if self.still else self._offset

    def now(self) -> float:
        """Seconds since the epoch, as the workspace has them."""
        return self._stands_at if self.still else self._real() + self._offset

    def moment(self) -> datetime:
        """The workspace's now, aware, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def begin(self, at: datetime) -> None:
        """The first offset: the workspace's now becomes `at`, which may lie in the past."""
        self.go_on(at.timestamp() - self._real())

    def go_on(self, offset: float) -> None:
        """The workspace's now is this far ahead of real time."""
        self._offset = offset
        self._stands_at = self._real() + offset

    def step_to(self, moment: float) -> None:
        """The workspace's now is at least `moment`; it never goes back."""
        self.go_on(max(self.offset, moment - self._real()))

    def remember(self, ts: str) -> None:
        """Every later timestamp is greater than this stored one."""
        seconds, _, fraction = ts.partition(".")
        self._last_tick = max(self._last_tick, int(seconds) * 1_000_000 + int(fraction))

    def ts(self) -> str:
        """A fresh timestamp in Slack's shape, greater than every earlier one."""
        self._last_tick = max(self._last_tick + 1, int(self.now() * 1_000_000))
        seconds, fraction = divmod(self._last_tick, 1_000_000)
        return f"{seconds}.{fraction:06d}"
