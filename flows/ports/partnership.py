"""Who asked whom, who meets whom, and the cycles that they are in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from flows.cycle import Cycle
from flows.ids import CycleId, InvitationId, MemberId, PartnershipId
from flows.partnership import Invitation, Partnership


class Invitations(Protocol):
    """Who asked whom."""

    def get(self, invitation: InvitationId) -> Invitation | None: ...
    def open_between(self, one: MemberId, other: MemberId) -> Invitation | None:
        """The open invitation between the two to be a pair, whoever sent it."""
        ...

    def open_to(self, member: MemberId) -> Sequence[Invitation]: ...
    def open_from(self, member: MemberId) -> Sequence[Invitation]: ...
    def into(self, partnership: PartnershipId) -> Sequence[Invitation]:
        """Every invitation into this group, answered or not, in the order of asking."""
        ...

    def sent_to_since(self, member: MemberId, since: datetime) -> int: ...
    def expiring(self, before: datetime, most: int) -> Sequence[Invitation]: ...
    def put(self, invitation: Invitation) -> None: ...


class Partnerships(Protocol):
    """Partnerships with their agreement."""

    def get(self, partnership: PartnershipId) -> Partnership | None: ...
    def of_member(self, member: MemberId) -> Sequence[Partnership]:
        """All of this person's, ended ones included, the youngest first."""
        ...

    def put(self, partnership: Partnership) -> None: ...
    def clear(self, partnership: PartnershipId) -> None:
        """Forgets what happened in it: cycles, times, pre-work, goals, drafts, planned messages.

        That it was stays, and so do copies until their messages are deleted.
        """
        ...


class Cycles(Protocol):
    """Cycles, each one row, and the pinned structures that they run on."""

    def get(self, cycle: CycleId) -> Cycle | None: ...
    def current(self, partnership: PartnershipId) -> Cycle | None:
        """The cycle that the partnership is in, if any: planned, running or resting."""
        ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Cycle]:
        """All of its cycles, the current one first."""
        ...

    def due(self, before: datetime, most: int) -> Sequence[tuple[PartnershipId, CycleId]]:
        """Cycles in which time alone changes something by then."""
        ...

    def with_guest(self, member: MemberId) -> Sequence[PartnershipId]:
        """The partnerships whose cycle goes on and knows this person as a guest."""
        ...

    def put(self, partnership: PartnershipId, cycle: Cycle) -> None: ...
    def pin(self, digest: str, body: str) -> None:
        """Keeps the structure that a cycle began with; the same digest twice is kept once."""
        ...

    def pinned(self, digest: str) -> str | None: ...
