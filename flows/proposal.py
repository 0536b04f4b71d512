"""Proposals: somebody names a time for a visit or a talk; it is settled once all said yes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows.ids import CycleId, MemberId, PartnershipId, PieceId, ProposalId, RunId


class ProposalState(StrEnum):
    """A newer proposal for the same run takes an open one's place."""

    OPEN = "open"
    SETTLED = "settled"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One time for one run; `place` is the piece in which the place is written."""

    id: ProposalId
    partnership: PartnershipId
    cycle: CycleId
    run: RunId
    by: MemberId
    start: datetime
    end: datetime
    place: PieceId | None
    yes: tuple[MemberId, ...]
    state: ProposalState
    made_at: datetime

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state is ProposalState.OPEN

    def accepted(self, member: MemberId) -> "Proposal":
        """The same with one more yes."""
        return self if member in self.yes else replace(self, yes=(*self.yes, member))

    def became(self, state: ProposalState) -> "Proposal":
        """The same in another state."""
        return replace(self, state=state)
