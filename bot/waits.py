"""How long the sending side waits in real time: for an answer, for a message in doubt to show up.

One value for all of it, because each has to be longer than the one before: a call that was given
up, or whose process died, is carried out or not before anybody looks for its message.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds; the chaos runs shorten them together, so that a doubt is settled while they last."""

    answer: float = 10.0
    """After so long a call to Slack that was not answered is given up."""

    lease: float = 60.0
    """So long a claimed row is ours; renewed while we live."""

    doubt: float = 60.0
    """So long a message in doubt is given to show up before it is looked for."""

    @property
    def renewal(self) -> timedelta:
        """How often leases are renewed, and those that ran out are noticed."""
        return timedelta(seconds=self.lease / 4)

    @property
    def look(self) -> timedelta:
        """How often doubts are looked at."""
        return timedelta(seconds=self.doubt / 12)


USUAL = Waits()
