"""Invitations and partnerships: made by each member's own yes, ended by any member at any time."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows.agreement import Agreement
from flows.ids import ConversationId, InvitationId, MemberId, PartnershipId, ProgramId

INVITATION_SCHOOL_DAYS = 5
"""How long an invitation stays open (practice A1)."""


class InvitationState(StrEnum):
    """practice A2."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One member asks another; the answer is yes or not this time, and no reason field exists.

    `partnership` is the group that they are asked into, one that forms or one that goes on.
    """

    id: InvitationId
    program: ProgramId
    by: MemberId
    to: MemberId
    state: InvitationState
    agreement: Agreement
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None = None
    partnership: PartnershipId | None = None

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state is InvitationState.SENT


class PartnershipState(StrEnum):
    """practice A2."""

    FORMING = "forming"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Partnership:
    """Two or more members who agreed to coach each other; each is coach and coached in turn.

    While it forms, its members are who said yes so far, the one who asks first. `formation` counts
    how often its membership was another: each has a group DM of its own. `instead_of` is the group
    whose place it takes, with somebody more in it.
    """

    id: PartnershipId
    program: ProgramId
    members: tuple[MemberId, ...]
    state: PartnershipState
    agreement: Agreement
    began_at: datetime
    ended_at: datetime | None = None
    erase_after: datetime | None = None
    conversation: ConversationId | None = None
    version: int = 1
    formation: int = 1
    instead_of: PartnershipId | None = None

    @property
    def live(self) -> bool:
        """Whether it counts as one of its members' partnerships."""
        return self.state in {PartnershipState.FORMING, PartnershipState.ACTIVE}

    def others(self, member: MemberId) -> tuple[MemberId, ...]:
        """Everyone in it but this member."""
        return tuple(m for m in self.members if m != member)

    def became(self, state: PartnershipState) -> "Partnership":
        """The same in another state, one version on."""
        return replace(self, state=state, version=self.version + 1)
