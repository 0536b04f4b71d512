"""Turns: the parts of a cycle in which one member is coachee; everyone gets one (INV-13)."""

from datetime import date, datetime
from enum import StrEnum

from flows.ids import MemberId
from flows.protocol import CoachingProtocol
from flows.stage import Value


class TurnState(StrEnum):
    """Where a turn stands; a postponed one comes first in the next cycle."""

    AHEAD = "ahead"
    RUNNING = "running"
    DONE = "done"
    DECLINED = "declined"
    POSTPONED = "postponed"
    LEFT = "left"


TAKEN_OUT = frozenset({TurnState.DECLINED, TurnState.POSTPONED, TurnState.LEFT})
"""Turns that will not be in this cycle."""


class Turn(Value):
    """One member's turn, counted from 1 in the order of the cycle."""

    number: int
    coachee: MemberId
    state: TurnState = TurnState.AHEAD
    planned_at: datetime | None = None
    not_before: date | None = None
    started_at: datetime | None = None

    @property
    def taken_out(self) -> bool:
        """Whether it will not be in this cycle."""
        return self.state in TAKEN_OUT


def in_order(members: tuple[MemberId, ...], first: MemberId) -> tuple[MemberId, ...]:
    """The same circle of members, beginning with that one."""
    at = members.index(first)
    return members[at:] + members[:at]


def turns_of(protocol: CoachingProtocol, members: tuple[MemberId, ...]) -> tuple[Turn, ...]:
    """A turn for every member, in order; none where the protocol has no turns."""
    if protocol.turns == "none":
        return ()
    return tuple(Turn(number=n, coachee=m) for n, m in enumerate(members, start=1))
