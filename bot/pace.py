"""Slack's pace: a bucket per workspace and method, a message a second per channel.

Slack's limits hold per method and workspace (docs.slack.dev, rate-limits), so a busy workspace
never slows another. Time is real and handed in.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """How many calls a minute go through, and how many at once after a rest."""

    per_minute: float
    burst: int


TIER_2 = Rate(20, 4)
TIER_3 = Rate(50, 8)
TIER_4 = Rate(100, 16)

POSTING = Rate(300, 20)
"""Slack says "several hundred messages a minute" for a workspace; we keep to three."""

PER_CHANNEL = Rate(60, 1)
"""A message a second in one channel (chat.postMessage)."""

RATES = {
    "chat.postMessage": POSTING,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "conversations.history": TIER_3,
    "conversations.open": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.delete": TIER_3,
    "users.info": TIER_4,
    "views.publish": TIER_4,
}

_MOST_CHANNELS = 10_000


class _Bucket:
    """Tokens that come back evenly; never more than the burst."""

    __slots__ = ("_at", "_burst", "_per_second", "_tokens")

    def __init__(self, rate: Rate, scale: float, at: float) -> None:
        self._per_second = rate.per_minute / 60.0 * scale
        self._burst = float(rate.burst)
        self._tokens = self._burst
        self._at = at

    def wait(self, at: float) -> float:
        """Seconds until a token is there."""
        self._refill(at)
        return max(0.0, (1.0 - self._tokens) / self._per_second)

    def take(self, at: float) -> None:
        """One token less; it may become a debt."""
        self._refill(at)
        self._tokens -= 1.0

    def whole(self, at: float) -> int:
        """How many tokens are there."""
        self._refill(at)
        return max(0, int(self._tokens))

    def full(self, at: float) -> bool:
        """Whether nothing of it is used up."""
        self._refill(at)
        return self._tokens >= self._burst

    def _refill(self, at: float) -> None:
        self._tokens = min(self._burst, self._tokens + (at - self._at) * self._per_second)
        self._at = at


class Pace:
    """When the next call may go; `scale` multiplies every rate (tests only)."""

    def __init__(self, monotonic: Callable[[], float], scale: float = 1.0) -> None:
        self._monotonic = monotonic
        self._scale = scale
        self._methods: dict[tuple[str, str], _Bucket] = {}
        self._channels: dict[tuple[str, str], _Bucket] = {}
        self._blocked: dict[tuple[str, str], float] = {}
        self._promised: dict[tuple[str, str], float] = {}

    def wait(self, workspace: str, method: str, channel: str | None = None) -> float:
        """Seconds until this call may go; 0 when it may now."""
        at = self._monotonic()
        blocked = self._blocked.get((workspace, method), at) - at
        waits = [blocked, self._method(workspace, method, at).wait(at)]
        if channel is not None:
            waits.append(self._channel(workspace, channel, at).wait(at))
        return max(waits)

    def budget(self, method: str) -> dict[str, int]:
        """How many calls could go at once, in each workspace that used up some of its share."""
        at = self._monotonic()
        left = {
            workspace: bucket.whole(at)
            for (workspace, name), bucket in self._methods.items()
            if name == method and not bucket.full(at)
        }
        resting = (
            workspace
            for (workspace, name), until in self._blocked.items()
            if name == method and until > at
        )
        return left | dict.fromkeys(resting, 0)

    def take(self, workspace: str, method: str, channel: str | None = None) -> None:
        """The call goes now and uses up its share."""
        at = self._monotonic()
        self._method(workspace, method, at).take(at)
        if channel is not None:
            self._channel(workspace, channel, at).take(at)

    def later(self, workspace: str, method: str) -> float:
        """Seconds until the next call that nobody was promised yet; it is promised now.

        Whoever has to come back comes back in turn, not all at the same moment.
        """
        at, key = self._monotonic(), (workspace, method)
        per_call = 60.0 / (RATES[method].per_minute * self._scale)
        promised = max(self._promised.get(key, at), at + self.wait(workspace, method))
        self._promised[key] = promised + per_call
        return promised - at

    def obey(self, workspace: str, method: str, after: float) -> None:
        """Slack said `Retry-After`: this method rests in this workspace, and nothing else does."""
        self._blocked[workspace, method] = self._monotonic() + after

    def _method(self, workspace: str, method: str, at: float) -> _Bucket:
        key = workspace, method
        bucket = self._methods.get(key)
        if bucket is None:
            bucket = self._methods[key] = _Bucket(RATES[method], self._scale, at)
        return bucket

    def _channel(self, workspace: str, channel: str, at: float) -> _Bucket:
        key = workspace, channel
        bucket = self._channels.get(key)
        if bucket is None:
            if len(self._channels) >= _MOST_CHANNELS:
                rested = [name for name, each in self._channels.items() if each.full(at)]
                for name in rested:
                    del self._channels[name]
            bucket = self._channels[key] = _Bucket(PER_CHANNEL, self._scale, at)
        return bucket
