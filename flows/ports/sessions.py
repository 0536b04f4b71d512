"""Times that were named for a visit or a talk, and what is to be read before them."""

from collections.abc import Sequence
from typing import Protocol

from flows.assigned import Assigned
from flows.ids import CycleId, PartnershipId, PreworkId, ProposalId, RunId
from flows.proposal import Proposal


class Proposals(Protocol):
    """Times that somebody named for a visit or a talk."""

    def get(self, proposal: ProposalId, /) -> Proposal | None: ...
    def open_for(self, cycle: CycleId, run: RunId) -> Proposal | None:
        """The proposal that waits for an answer."""
        ...

    def put(self, proposal: Proposal, /) -> None: ...


class Prework(Protocol):
    """What is to be read or tried before a session, without its words."""

    def get(self, prework: PreworkId, /) -> Assigned | None: ...
    def before(self, cycle: CycleId, run: RunId) -> Sequence[Assigned]:
        """The items before this session, in the order of adding."""
        ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Assigned]:
        """All items of this partnership, in the order of adding."""
        ...

    def put(self, prework: Assigned, /) -> None: ...
    def forget(self, prework: PreworkId, /) -> None:
        """The item is not there any more; its words are erased beside it."""
        ...
