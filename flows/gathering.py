"""A group forms: several are asked, each says yes or not this time, who asked starts it (G2, 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows import (
    coaching,
    group_answers,
    inviting,
    joining,
    leaving,
    not_begun,
    policy,
    saying,
)
from flows.agreement import Agreement, Consent, Terms
from flows.coaching import Late
from flows.group_answers import Tally, tally
from flows.ids import InvitationId, MemberId, PartnershipId
from flows.inviting import (
    Full,
    NotAMember,
    NotOpen,
    NotTheirs,
    Over,
    OwnLimit,
    PowerUnchosen,
    Themselves,
    Yes,
)
from flows.joining import Who
from flows.not_begun import AGAIN
from flows.partnership import (
    INVITATION_SCHOOL_DAYS,
    Invitation,
    InvitationState,
    Partnership,
    PartnershipState,
)
from flows.people import Member, Program
from flows.ports import Alarm, Lock, Reader, Work
from flows.protocol import CoachingProtocol
from flows.unchanged import Unchanged

LEAST, MOST = 3, 8
"""A pair is asked otherwise, and a group conversation in Slack holds eight (practice B)."""

START_SCHOOL_DAYS = 2 * INVITATION_SCHOOL_DAYS
"""After so many school days a group that nobody started is called off."""


@dataclass(frozen=True, slots=True)
class Called:
    """Everybody is asked; who asked is its first member."""

    pair: Partnership
    later: bool


@dataclass(frozen=True, slots=True)
class WrongSize(Unchanged):
    """The way of working is not made for so many; from and to how many others can be asked."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class NoSuchWay(Unchanged):
    """The program does not offer this way of working."""


@dataclass(frozen=True, slots=True)
class Hindered(Unchanged):
    """One of them cannot be asked now."""

    whom: MemberId
    why: NotOpen | Themselves


@dataclass(frozen=True, slots=True)
class SaidYes:
    """The yes is kept; the group begins when whoever asked starts it."""

    pair: Partnership


@dataclass(frozen=True, slots=True)
class TooFew(Unchanged):
    """Not as many have said yes as the way of working needs."""

    tally: Tally


@dataclass(frozen=True, slots=True)
class Begun:
    """The group is there: everybody's own yes made it (INV-01)."""

    pair: Partnership


def ways(reader: Reader, who: MemberId) -> Mapping[str, CoachingProtocol]:
    """The ways of working for more than two that this person's program offers."""
    member = reader.members.get(who)
    program = reader.programs.get(member.program) if member and member.program else None
    return _ways(reader, program) if program else {}


def _ways(reader: Reader, program: Program) -> dict[str, CoachingProtocol]:
    pack, chosen = program.word_pack.value, program.protocols
    found: dict[str, CoachingProtocol] = {}
    for members in range(LEAST, MOST + 1):
        found |= reader.library.offered(members, pack, chosen)
    return found


def call(
    work: Work,
    by: MemberId,
    asked: Sequence[Who],
    terms: Terms,
    yes: Yes,
    grows: Partnership | None = None,
) -> Called | WrongSize | NoSuchWay | Hindered | NotAMember | OwnLimit | PowerUnchosen:
    """Asks each of them, with version 1 of the agreement and the yes of whoever asks.

    The others of a group that `grows` by them are asked as well: it takes its place.
    """
    inviter = work.members.get(by)
    program = work.programs.get(inviter.program) if inviter and inviter.program else None
    if inviter is None or program is None:
        return NotAMember()
    if inviting.full(work, inviter, leaves=grows.id if grows else None):
        return OwnLimit(inviter.most_partnerships)
    way = _ways(work, program).get(terms.protocol)
    if way is None:
        return NoSuchWay()
    present = _present(work, grows.others(by)) if grows else []
    people = tuple({who.id: who for who in [*present, *asked]}.values())
    if len(people) + 1 not in way.size or len(people) + 1 < LEAST:
        return WrongSize(max(way.size.min, LEAST) - 1, way.size.max - 1)
    for who in people[len(present) :]:
        if who.id == by:
            return Hindered(by, Themselves())
        if not inviting.open_to(work, inviter, who.id):
            return Hindered(who.id, NotOpen())
    if yes.power and not yes.chosen:
        return PowerUnchosen()
    pair = _forming(work, by, program, terms, yes, grows.id if grows else None)
    for who in people:
        _ask(work, pair, program, who)
    saying.home(work, by)
    return Called(pair, later=any(saying.due_for(work, who.id) > work.now for who in people))


def _present(reader: Reader, members: Sequence[MemberId]) -> list[Who]:
    known = filter(None, map(reader.members.get, members))
    return [Who(member.id, member.zone, member.locale) for member in known]


def _forming(
    work: Work,
    by: MemberId,
    program: Program,
    terms: Terms,
    yes: Yes,
    instead_of: PartnershipId | None,
) -> Partnership:
    consent = Consent(by, 1, work.now, yes.power, yes.chosen)
    pair = Partnership(
        id=PartnershipId(work.new_id()),
        program=program.id,
        members=(by,),
        state=PartnershipState.FORMING,
        agreement=Agreement((by,)).proposed(terms, consent),
        began_at=work.now,
        instead_of=instead_of,
    )
    work.partnerships.put(pair)
    work.alarms.set(Alarm.of_partnership(pair.id), _answers_until(pair, program))
    return pair


def _ask(work: Work, pair: Partnership, program: Program, who: Who) -> None:
    (by,) = pair.members
    invitation = Invitation(
        id=InvitationId(work.new_id()),
        program=program.id,
        by=by,
        to=who.id,
        state=InvitationState.SENT,
        agreement=replace(pair.agreement, members=(by, who.id)),
        sent_at=work.now,
        expires_at=_answers_until(pair, program),
        partnership=pair.id,
    )
    work.invitations.put(invitation)
    if work.members.get(who.id) is None:
        joining.remember(work, who)
    saying.event(
        work,
        who.id,
        "invite",
        f"invite:{invitation.id}",
        expires=invitation.expires_at,
        invitation=invitation.id,
    )
    saying.home(work, who.id)


def agree(
    work: Work, who: Who, invitation: InvitationId, yes: Yes
) -> SaidYes | NotTheirs | Over | Full | PowerUnchosen:
    """The person's explicit yes to be in the group."""
    found = work.invitations.get(invitation)
    if found is None or who.id != found.to or found.partnership is None:
        return NotTheirs()
    stands = tally(work, found.partnership)
    if stands is None or not _answerable(stands, found, work.now):
        return Over(found)
    pair, known = stands.pair, work.members.get(who.id)
    if who.id not in pair.members and known is not None and _full(work, known, pair):
        return Full(own=True)
    members = tuple(dict.fromkeys([*pair.members, who.id]))
    consent = Consent(who.id, 1, work.now, yes.power, yes.chosen)
    agreement = replace(pair.agreement, members=members).accepted(consent)
    if who.id not in agreement.counted(1):
        return PowerUnchosen()
    joining.remember(work, who)
    grown = replace(pair, members=members, agreement=agreement, version=pair.version + 1)
    work.partnerships.put(grown)
    not_begun.closed(work, found, InvitationState.ACCEPTED)
    for member in members[1:]:
        if member in agreement.waiting(1):
            asked = stands.asked[member]
            key = f"{AGAIN}:{asked.id}"
            saying.event(work, member, AGAIN, key, partnership=pair.id, invitation=asked.id)
    group_answers.arrived(work, pair.id)
    saying.home(work, *members)
    return SaidYes(grown)


def _full(reader: Reader, member: Member, pair: Partnership) -> bool:
    """Whoever is in the group whose place it takes leaves that one for it (INV-24)."""
    return inviting.full(reader, member, leaves=pair.instead_of)


def _answerable(stands: Tally, invitation: Invitation, now: datetime) -> bool:
    """Whether a yes is still to come: the first one, or one that is chosen knowingly."""
    again = invitation.to in stands.choosing
    return again or (invitation.open and invitation.expires_at > now)


def step_back(work: Work, who: MemberId, invitation: InvitationId) -> SaidYes | NotTheirs | Over:
    """A yes taken back before the group began: not this time, and no reason is asked."""
    found = work.invitations.get(invitation)
    if found is None or who != found.to or found.partnership is None:
        return NotTheirs()
    stands = tally(work, found.partnership)
    if stands is None or who not in stands.pair.members:
        return Over(found)
    smaller = _without(stands.pair, (who,))
    work.partnerships.put(smaller)
    not_begun.closed(work, found, InvitationState.DECLINED)
    not_begun.refused(work, found)
    saying.home(work, *stands.pair.members)
    return SaidYes(smaller)


def start(
    work: Work, who: MemberId, partnership: PartnershipId, *, chosen: bool
) -> Begun | NotTheirs | Late | TooFew | PowerUnchosen:
    """[Start]: the group of all whose yes counts; to the others it is over.

    Where it takes the place of another group, that one is over for all at the same moment.
    """
    pair = work.partnerships.get(partnership)
    if pair is None or who != pair.members[0]:
        return NotTheirs()
    if pair.instead_of is not None:
        work.hold(Lock.partnership(pair.instead_of))
        pair = work.partnerships.get(partnership) or pair
    stands, program = tally(work, partnership), work.programs.get(pair.program)
    if stands is None or program is None:
        return Late()
    if not stands.enough:
        return TooFew(stands)
    if who not in stands.yes:
        own = pair.agreement.yes_of(who, 1)
        if own is None or not chosen:
            return PowerUnchosen()
        pair = replace(pair, agreement=pair.agreement.accepted(replace(own, chosen=True)))
    agreed = _without(pair, stands.choosing)
    active = replace(agreed.became(PartnershipState.ACTIVE), began_at=work.now)
    work.partnerships.put(active)
    for invitation in stands.asked.values():
        if invitation.open or invitation.to in stands.choosing:
            not_begun.closed(work, invitation, InvitationState.WITHDRAWN)
    for member in active.members:
        known = work.members.get(member)
        if known is not None and known.program is None:
            joining.enter(work, Who(member, known.zone, known.locale), program)
    work.alarms.set(Alarm.of_partnership(partnership), None)
    not_begun.settled(work, active)
    if active.instead_of is not None:
        leaving.end(work, who, active.instead_of)
    coaching.begin(work, active, program, "full")
    return Begun(active)


def call_off(work: Work, who: MemberId, partnership: PartnershipId) -> Partnership | NotTheirs:
    """Whoever asked takes everything back; who said yes is told."""
    pair = work.partnerships.get(partnership)
    if pair is None or pair.state is not PartnershipState.FORMING or who != pair.members[0]:
        return NotTheirs()
    return not_begun.ended(work, pair, told=pair.others(who))


def let_go(work: Work, who: MemberId, pair: Partnership) -> None:
    """Whoever is gone is in no group that forms; without the one who asks there is none."""
    call_off(work, who, pair.id)
    for invitation in work.invitations.into(pair.id):
        if invitation.to == who:
            step_back(work, who, invitation.id)


def time_up(work: Work, partnership: PartnershipId) -> None:
    """The days to answer are over, or those to start it."""
    stands = tally(work, partnership)
    program = work.programs.get(stands.pair.program) if stands else None
    if stands is None or program is None:
        return
    last = policy.after_school_days(stands.pair.began_at, START_SCHOOL_DAYS, program)
    if stands.enough and last > work.now:
        work.alarms.set(Alarm.of_partnership(partnership), last)
        group_answers.arrived(work, partnership)
    else:
        not_begun.ended(work, stands.pair, told=stands.pair.members)


def _without(pair: Partnership, gone: Sequence[MemberId]) -> Partnership:
    members = tuple(m for m in pair.members if m not in gone)
    agreement = pair.agreement
    consents = tuple(c for c in agreement.consents if c.member not in gone)
    agreed = replace(agreement, members=members, consents=consents)
    return replace(pair, members=members, agreement=agreed, version=pair.version + 1)


def _answers_until(pair: Partnership, program: Program) -> datetime:
    return policy.after_school_days(pair.began_at, INVITATION_SCHOOL_DAYS, program)
