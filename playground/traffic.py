"""What went between the bot and Slack, in both directions, for the inspector."""

from collections import deque
from dataclasses import dataclass
from typing import Any, Literal

from playground.changes import Changes
from playground.clock import Clock

KEPT = 2000


@dataclass
class Entry:
    """One exchange; `out` is the bot calling Slack, `in` is Slack delivering to the bot."""

    n: int
    at: str
    direction: Literal["in", "out"]
    what: str
    body: Any
    answer: Any = None


class Traffic:
    """The newest exchanges, numbered."""

    def __init__(self, clock: Clock, changes: Changes) -> None:
        self._clock = clock
        self._changes = changes
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self.last = 0

    def begin(self, direction: Literal["in", "out"], what: str, body: Any) -> Entry:
        """A new exchange whose answer is still to come."""
        self.last += 1
        entry = Entry(self.last, self._clock.moment().isoformat(), direction, what, body)
        self._entries.append(entry)
        return entry

    def end(self, entry: Entry, answer: Any) -> None:
        """The exchange has its answer, and the pages read it."""
        entry.answer = answer
        self._changes.tell("traffic")

    def since(self, n: int) -> list[Entry]:
        """The exchanges after number `n`."""
        return [entry for entry in self._entries if entry.n > n]

    def calls(self, what: str) -> list[Entry]:
        """The exchanges of one kind: a method's name, or what was delivered."""
        return [entry for entry in self._entries if entry.what == what]
