"""A group that does not come together; whoever is in one already keeps it as it is (G2, INV-26)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows import answered, delivering, group_answers, in_its_place, saying
from flows.ids import MemberId
from flows.partnership import Invitation, InvitationState, Partnership, PartnershipState
from flows.ports import Alarm, Lock, Work
from flows.slip import Slip

AGAIN, OFF, STAYS = "group_again", "group_off", "group_stays"


def ended(work: Work, pair: Partnership, told: Sequence[MemberId]) -> Partnership:
    """It did not come together; nothing of it is left but that it was asked."""
    over = replace(pair.became(PartnershipState.ENDED), ended_at=work.now)
    work.partnerships.put(over)
    work.alarms.set(Alarm.of_partnership(pair.id), None)
    for invitation in work.invitations.into(pair.id):
        if invitation.open:
            closed(work, invitation, InvitationState.WITHDRAWN)
    settled(work, over)
    present = in_its_place.present(work, pair)
    for member in told:
        if member in present:
            _stays(work, pair, member)
        else:
            saying.event(work, member, OFF, f"{OFF}:{pair.id}:{member}", partnership=pair.id)
    saying.home(work, *pair.members)
    return over


def _stays(work: Work, pair: Partnership, member: MemberId) -> None:
    """Told with the other answers of that day: it does not show when somebody said no, nor who."""
    before = work.partnerships.get(pair.instead_of) if pair.instead_of else None
    refs: dict[str, str | int] = {"partnership": pair.id, "n": before.formation if before else 0}
    delivering.event(work, member, STAYS, f"{STAYS}:{pair.id}:{member}", refs=refs, bundled=True)


def refused(work: Work, invitation: Invitation) -> bool:
    """Whether "not this time" is told with the answers of a group.

    Without everybody who is there nobody joins: the first such answer of theirs ends it.
    """
    pair = work.partnerships.get(invitation.partnership) if invitation.partnership else None
    if pair is None:
        return False
    forms = pair.state is PartnershipState.FORMING
    if forms and in_its_place.asks_member(work, invitation):
        ended(work, pair, pair.others(invitation.to))
        return True
    return group_answers.arrived(work, pair.id)


def withdrawn(work: Work, group: Partnership) -> None:
    """Nobody joins a group that is left, paused or over meanwhile."""
    for name in sorted(found.id for found in in_its_place.suggested(work, group)):
        work.hold(Lock.partnership(name))
    for forming in in_its_place.suggested(work, group):
        ended(work, forming, forming.members)


def closed(work: Work, invitation: Invitation, state: InvitationState) -> None:
    """Answered or over: its messages show how."""
    work.invitations.put(replace(invitation, state=state, answered_at=work.now))
    answered.show(work, f"invite:{invitation.id}", f"{AGAIN}:{invitation.id}")
    saying.home(work, invitation.to)


def settled(work: Work, pair: Partnership) -> None:
    """What told of the answers has no buttons any more, and nothing tells of them now."""
    by = pair.members[0]
    delivering.drop(work, _answers(work.slips.planned(by), pair), "settled")
    answered.show(work, *(slip.id for slip in _answers(work.slips.of_member(by), pair)))


def _answers(slips: Iterable[Slip], pair: Partnership) -> list[Slip]:
    kind = group_answers.ANSWERED
    return [s for s in slips if s.template == kind and s.refs.get("partnership") == pair.id]
