"""Response URLs: five answers within thirty minutes to whoever acted, without being a member."""

from dataclasses import dataclass

from playground.clock import Clock
from playground.refusal import SlackRefusal

MOST_USES = 5
VALID_SECONDS = 30 * 60.0
KEPT = 2000


@dataclass
class ResponseUrl:
    """Where an answer goes, and the message it may replace."""

    person: str
    channel: str
    made: float
    original_ts: str | None
    uses: int = 0


class ResponseUrls:
    """Gives out addresses and counts their uses."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[str, ResponseUrl] = {}

    def give(self, key: str, person: str, channel: str, original_ts: str | None = None) -> str:
        """The key of a new address."""
        self._given[key] = ResponseUrl(person, channel, self._clock.real(), original_ts)
        while len(self._given) > KEPT:
            self._given.pop(next(iter(self._given)))
        return key

    def use(self, key: str) -> ResponseUrl:
        """The address, one use older; refused with Slack's words when it is used up."""
        address = self._given.get(key)
        if address is None:
            raise SlackRefusal("invalid_url")
        if self._clock.real() - address.made > VALID_SECONDS:
            raise SlackRefusal("expired_url")
        if address.uses >= MOST_USES:
            raise SlackRefusal("used_url")
        address.uses += 1
        return address
