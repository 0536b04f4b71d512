"""Inviting and answering: only each member's own yes makes partners (INV-01, INV-15, INV-16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flows import answered, choosing, coaching, joining, not_begun, policy, saying
from flows.agreement import Agreement, Consent, Terms
from flows.ids import InvitationId, MemberId, PartnershipId, ProgramId
from flows.joining import Who
from flows.partnership import (
    INVITATION_SCHOOL_DAYS,
    Invitation,
    InvitationState,
    Partnership,
    PartnershipState,
)
from flows.people import Member, Program
from flows.ports import Lock, Reader, Work
from flows.protocol import CoachingProtocol
from flows.unchanged import Unchanged

OUTSIDE_ONCE_IN = timedelta(days=7)
"""Somebody outside the program gets at most one invitation in this time, from all together (A1)."""


@dataclass(frozen=True, slots=True)
class Yes:
    """What a person says with their yes: AG9's answer, and whether they choose it knowingly."""

    power: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class NotAMember(Unchanged):
    """They have to join a program first."""


@dataclass(frozen=True, slots=True)
class Themselves(Unchanged):
    """Nobody invites themselves."""


@dataclass(frozen=True, slots=True)
class Partners(Unchanged):
    """The two are partners already."""


@dataclass(frozen=True, slots=True)
class Invited(Unchanged):
    """An invitation between the two is open already."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class OwnLimit(Unchanged):
    """The inviter has as many partnerships as they allow themselves (INV-24)."""

    most: int


@dataclass(frozen=True, slots=True)
class NotOpen(Unchanged):
    """The one answer for every reason that is nobody's business (INV-15)."""


@dataclass(frozen=True, slots=True)
class PowerUnchosen(Unchanged):
    """A power difference was named, and this yes counts only if it is chosen knowingly (INV-16)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The invitation is on its way; outside send hours it arrives later."""

    invitation: Invitation
    later: bool


PAIR = 2


def ways(reader: Reader, program: ProgramId | None) -> Mapping[str, CoachingProtocol]:
    """The ways of working for two that the program offers."""
    known = reader.programs.get(program) if program else None
    if known is None:
        return {}
    return reader.library.offered(PAIR, known.word_pack.value, known.protocols)


def own_ways(reader: Reader, who: MemberId) -> Mapping[str, CoachingProtocol]:
    """The ways of working for two that this person can ask somebody for."""
    member = reader.members.get(who)
    return ways(reader, member.program if member else None)


def usual(offered: Mapping[str, CoachingProtocol], who: MemberId) -> Terms:
    """What an invitation says unless its author changes it."""
    return Terms(protocol=choosing.to_begin_with(offered, Terms().protocol, PAIR), first=who)


def between(one: MemberId, other: MemberId) -> Lock:
    """What two people ask and answer each other, whoever began: they may ask at the same moment."""
    return Lock("between", "/".join(sorted((one, other))))


def lock_of(invitation: Invitation) -> Lock:
    """What an answer to it may change: what lies between the two, or the group."""
    group = invitation.partnership
    return Lock.partnership(group) if group else between(invitation.by, invitation.to)


Hindrance = NotAMember | Themselves | Partners | Invited | OwnLimit | NotOpen


def hindrance(reader: Reader, by: MemberId, to: MemberId) -> Hindrance | None:
    """Why this person cannot invite that one now; None when they can."""
    inviter = reader.members.get(by)
    if inviter is None or inviter.program is None:
        return NotAMember()
    if by == to:
        return Themselves()
    if _partners(reader, by, to):
        return Partners()
    between = reader.invitations.open_between(by, to)
    if between is not None:
        return Invited(between)
    if full(reader, inviter):
        return OwnLimit(inviter.most_partnerships)
    if not open_to(reader, inviter, to):
        return NotOpen()
    return None


def send(
    work: Work, by: MemberId, to: MemberId, terms: Terms, yes: Yes, asked: Who | None = None
) -> Sent | PowerUnchosen | Hindrance:
    """The invitation with version 1 of the agreement and the inviter's yes to it.

    `asked` is what Slack tells of somebody outside: they are asked in hours of their own.
    """
    hindered = hindrance(work, by, to)
    if hindered is not None:
        return hindered
    if yes.power and not yes.chosen:
        return PowerUnchosen()
    program = _own_program(work, by)
    consent = Consent(by, 1, work.now, yes.power, yes.chosen)
    invitation = Invitation(
        id=InvitationId(work.new_id()),
        program=program.id,
        by=by,
        to=to,
        state=InvitationState.SENT,
        agreement=Agreement((by, to)).proposed(terms, consent),
        sent_at=work.now,
        expires_at=policy.after_school_days(work.now, INVITATION_SCHOOL_DAYS, program),
    )
    work.invitations.put(invitation)
    if asked is not None and work.members.get(to) is None:
        joining.remember(work, asked)
    saying.event(
        work,
        to,
        "invite",
        f"invite:{invitation.id}",
        expires=invitation.expires_at,
        invitation=invitation.id,
    )
    saying.home(work, by, to)
    return Sent(invitation, later=saying.due_for(work, to) > work.now)


@dataclass(frozen=True, slots=True)
class NotTheirs(Unchanged):
    """The invitation is between other people, or there is none of that id."""


@dataclass(frozen=True, slots=True)
class Over(Unchanged):
    """It was answered, withdrawn or expired meanwhile."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class Newer(Unchanged):
    """The words changed since the form was opened; the newest version is to be read first."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class Partnered:
    """Everyone said yes: the partnership is active."""

    partnership: Partnership


@dataclass(frozen=True, slots=True)
class Waiting:
    """The yes is kept; the other's is still to come."""

    invitation: Invitation


@dataclass(frozen=True, slots=True)
class Full(Unchanged):
    """One of them has as many partnerships as they allow themselves."""

    own: bool


Refusal = NotTheirs | Over | Newer | PowerUnchosen | Full


def agree(
    work: Work, who: Who, invitation: InvitationId, version: int, yes: Yes
) -> Partnered | Waiting | Refusal:
    """The person's explicit yes to that version; with the last one the partnership is active."""
    found = _open_for(work, who.id, invitation)
    if not isinstance(found, Invitation):
        return found
    if version != found.agreement.newest:
        return Newer(found)
    full = _full_side(work, found, who.id)
    if full is not None:
        return full
    agreement = found.agreement.accepted(Consent(who.id, version, work.now, yes.power, yes.chosen))
    if who.id not in agreement.counted(version):
        return PowerUnchosen()
    changed = replace(found, agreement=agreement)
    if waiting := agreement.waiting(version):
        again = [member for member in waiting if member in agreement.agreed(version)]
        return _waiting(work, who, changed, again)
    return _partnered(work, who, changed)


def propose(
    work: Work, who: Who, invitation: InvitationId, version: int, terms: Terms, yes: Yes
) -> Waiting | Refusal:
    """A version of the agreement after that one, with this person's yes; it waits for the other."""
    found = _open_for(work, who.id, invitation)
    if not isinstance(found, Invitation):
        return found
    if version != found.agreement.newest:
        return Newer(found)
    if yes.power and not yes.chosen:
        return PowerUnchosen()
    consent = Consent(who.id, version + 1, work.now, yes.power, yes.chosen)
    changed = replace(found, agreement=found.agreement.proposed(terms, consent))
    return _waiting(work, who, changed, changed.agreement.waiting(version + 1))


def decline(
    work: Work, who: MemberId, invitation: InvitationId, *, never_again: bool = False
) -> Invitation | NotTheirs | Over:
    """Not this time: no reason is asked, and the inviter learns nothing else (INV-15)."""
    found = _open_for(work, who, invitation)
    if not isinstance(found, Invitation):
        return found
    if who == found.by:
        return _closed(work, found, InvitationState.WITHDRAWN)
    if never_again:
        known = work.members.get(who)
        asked = known or Member(id=who, program=None, zone=_program(work, found).zone)
        work.members.put(replace(asked, closed_to_invitations=True))
    declined = _closed(work, found, InvitationState.DECLINED)
    if not not_begun.refused(work, found):
        key = f"not_this_time:{found.id}"
        saying.event(work, found.by, "not_this_time", key, invitation=found.id)
    return declined


def expire(work: Work, invitation: InvitationId) -> None:
    """Closes an invitation whose days are over; nobody is told (practice A1)."""
    found = work.invitations.get(invitation)
    if found is not None and found.open and found.expires_at <= work.now:
        _closed(work, found, InvitationState.EXPIRED)


def _waiting(work: Work, who: Who, invitation: Invitation, asked: Sequence[MemberId]) -> Waiting:
    """Keeps the yes; those asked have not seen these words, or their yes counts no more."""
    joining.remember(work, who)
    work.invitations.put(invitation)
    answered.show(work, *_asked(invitation))
    version = invitation.agreement.newest
    for member in asked:
        saying.event(
            work,
            member,
            "proposed_agreement",
            f"proposed:{invitation.id}:{version}:{member}",
            expires=invitation.expires_at,
            invitation=invitation.id,
            version=version,
        )
    saying.home(work, invitation.by, invitation.to)
    return Waiting(invitation)


def _asked(invitation: Invitation) -> list[str]:
    """The messages that asked for a yes to one of its versions."""
    versions = range(1, invitation.agreement.newest + 1)
    people = (invitation.by, invitation.to)
    return [f"proposed:{invitation.id}:{v}:{member}" for v in versions for member in people]


def _open_for(
    reader: Reader, who: MemberId, invitation: InvitationId
) -> Invitation | NotTheirs | Over:
    found = reader.invitations.get(invitation)
    if found is None or who not in {found.by, found.to}:
        return NotTheirs()
    if not found.open or found.expires_at <= reader.now:
        return Over(found)
    return found


def _closed(work: Work, invitation: Invitation, state: InvitationState) -> Invitation:
    closed = replace(invitation, state=state, answered_at=work.now)
    work.invitations.put(closed)
    answered.show(work, f"invite:{closed.id}", *_asked(closed))
    saying.home(work, closed.by, closed.to)
    return closed


def _partnered(work: Work, who: Who, invitation: Invitation) -> Partnered:
    program = _program(work, invitation)
    joining.remember(work, who)
    for member in (invitation.by, invitation.to):
        known = work.members.get(member)
        if known is not None and known.program is None:
            joining.enter(work, Who(member, known.zone, known.locale), program)
    partnership = Partnership(
        id=PartnershipId(work.new_id()),
        program=program.id,
        members=(invitation.by, invitation.to),
        state=PartnershipState.ACTIVE,
        agreement=invitation.agreement,
        began_at=work.now,
    )
    work.partnerships.put(partnership)
    _closed(work, invitation, InvitationState.ACCEPTED)
    coaching.begin(work, partnership, program)
    return Partnered(partnership)


def _partners(reader: Reader, one: MemberId, other: MemberId) -> bool:
    mine = reader.partnerships.of_member(one)
    both = {one, other}
    return any(both == {*p.members} and p.state is not PartnershipState.ENDED for p in mine)


def full(reader: Reader, member: Member, leaves: PartnershipId | None = None) -> bool:
    """Whether they have as many partnerships as they allow themselves (INV-24).

    One that they would leave does not count, nor one whose place another of theirs would take.
    """
    live = [p for p in reader.partnerships.of_member(member.id) if p.live]
    left = {leaves, *(p.instead_of for p in live)}
    return len([p for p in live if p.id not in left]) >= member.most_partnerships


def _full_side(reader: Reader, invitation: Invitation, who: MemberId) -> Full | None:
    for member in (who, invitation.by, invitation.to):
        known = reader.members.get(member)
        if known is not None and full(reader, known):
            return Full(own=member == who)
    return None


def open_to(reader: Reader, inviter: Member, to: MemberId) -> bool:
    """Whether that person can be asked by this one now; why not is nobody's business (INV-15)."""
    asked = reader.members.get(to)
    if asked is not None and (asked.closed_to_invitations or asked.deactivated):
        return False
    if asked is not None and inviter.id in asked.not_with:
        return False
    if asked is None or asked.program is None:
        recent = reader.invitations.sent_to_since(to, reader.now - OUTSIDE_ONCE_IN)
        return recent == 0
    return asked.program == inviter.program and not full(reader, asked)


def _own_program(reader: Reader, member: MemberId) -> Program:
    known = reader.members.get(member)
    program = reader.programs.get(known.program) if known and known.program else None
    if program is None:
        raise LookupError("an inviter has a program")
    return program


def _program(reader: Reader, invitation: Invitation) -> Program:
    program = reader.programs.get(invitation.program)
    if program is None:
        raise LookupError("an invitation lies in a program")
    return program
