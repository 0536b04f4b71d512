"""What a decision about messages says: sent now, waits until then, dropped, and each time why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.nudge import Planned, Sent, went
from flows.resting import Standing


class Because(StrEnum):
    """Why something waits or is dropped."""

    NOT_YET = "not_yet"
    SLOT = "slot"
    QUIET = "quiet"
    VISIT_RUNS = "visit_runs"
    VISIT_TODAY = "visit_today"
    DAY_FULL = "day_full"
    WEEK_FULL = "week_full"
    EVENTS_FULL = "events_full"
    PUSHES_FULL = "pushes_full"
    IN_GROUP = "in_group"
    SNOOZED = "snoozed"
    ASKED = "asked"
    NO_CALENDAR = "no_calendar"
    STOPPED = "stopped"
    RESTING = "resting"
    EXPIRED = "expired"
    DOUBLE = "double"


class Now(StrEnum):
    """Why now: the other half of "Why this, why now?"."""

    SLOT = "slot"
    AT_ONCE = "at_once"
    WAITED = "waited"
    VISIT_OVER = "visit_over"

    @property
    def words(self) -> str:
        """The catalogue's key of its sentence."""
        return f"why.now.{self.value}"

    @property
    def scheduled(self) -> bool:
        """Whether what went out then was the day's nudge."""
        return self in {Now.SLOT, Now.VISIT_OVER}


@dataclass(frozen=True, slots=True)
class Push:
    """One message: what leads it, then what is bundled with it."""

    items: tuple[Planned, ...]
    now: Now

    @property
    def lead(self) -> Planned:
        """What it is named for."""
        return self.items[0]

    def as_sent(self, at: datetime) -> Sent:
        """What is to be remembered of it."""
        return went(self.items, at, scheduled=self.now.scheduled)


@dataclass(frozen=True, slots=True)
class Wait:
    """It comes later; never where no calendar covers it."""

    item: Planned
    until: datetime | None
    because: Because


@dataclass(frozen=True, slots=True)
class Drop:
    """It never comes."""

    item: Planned
    because: Because


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of everything pending, and where the person stands with the stop rule."""

    standing: Standing
    send: tuple[Push, ...]
    wait: tuple[Wait, ...]
    drop: tuple[Drop, ...]
    look_again: datetime | None
    """When to decide anew, if nobody acts before."""
