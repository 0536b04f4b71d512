"""Slack's rate limits: a bucket for each method, and one message a second in each channel.

`pace` multiplies them all; 1 is Slack's own, the default lets a whole term pass in seconds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
CHANNEL_PER_SECOND = 1.0
CHANNEL_BURST = 3.0
WORKSPACE_PER_MINUTE = 300
DEFAULT_PACE = 1000.0


@dataclass
class _Bucket:
    size: float
    per_second: float
    level: float
    at: float

    def take(self, now: float) -> int:
        """0 when there was one to take, else the seconds to wait."""
        self.level = min(self.size, self.level + (now - self.at) * self.per_second)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0
        return math.ceil((1 - self.level) / self.per_second)


class RateLimits:
    """Decides whether a call comes too early, in real time."""

    def __init__(self, real: Callable[[], float], pace: float = DEFAULT_PACE) -> None:
        self._real = real
        self.pace = pace
        self._buckets: dict[str, _Bucket] = {}

    def set_pace(self, pace: float) -> None:
        """Every bucket is full again, at the new pace."""
        self.pace = pace
        self._buckets.clear()

    def method(self, name: str, tier: int) -> int:
        """Seconds to wait before this method may be called; 0 for now."""
        per_minute = PER_MINUTE[tier]
        return self._take(f"method {name}", per_minute, per_minute / 60)

    def message(self, channel: str) -> int:
        """Seconds to wait before a message may be posted in this channel; 0 for now."""
        wait = self._take(f"channel {channel}", CHANNEL_BURST, CHANNEL_PER_SECOND)
        if wait:
            return wait
        return self._take("workspace", WORKSPACE_PER_MINUTE, WORKSPACE_PER_MINUTE / 60)

    def _take(self, key: str, size: float, per_second: float) -> int:
        now = self._real()
        size, per_second = size * max(1.0, self.pace), per_second * self.pace
        bucket = self._buckets.setdefault(key, _Bucket(size, per_second, size, now))
        return bucket.take(now)
