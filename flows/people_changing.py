"""What Slack tells of a member who changed: the zone, the language, or that the account is gone."""

from dataclasses import replace

from flows import leaving
from flows.ids import MemberId
from flows.partnership import PartnershipState
from flows.people import Member
from flows.ports import Work


def differs(member: Member, zone: str, locale: str, *, deleted: bool) -> bool:
    """Whether anything of it concerns us; most profile changes do not. Empty is untold."""
    told = member.told(zone or member.zone, locale or member.locale)
    return told != member or deleted != member.deactivated


def told(work: Work, member: MemberId, zone: str, locale: str, *, deleted: bool) -> None:
    """The member as Slack knows them now; partnerships of a deactivated one rest."""
    known = work.members.get(member)
    if known is None:
        return
    now = known.told(zone or known.zone, locale or known.locale)
    work.members.put(replace(now, deactivated=deleted))
    if deleted and not known.deactivated:
        for pair in work.partnerships.of_member(member):
            if pair.state is PartnershipState.ACTIVE:
                leaving.pause(work, member, pair.id)
