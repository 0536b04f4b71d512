"""What Slack tells of a member who changed: the zone, the language, or that the account is gone."""

from flows import deactivating
from flows.ids import MemberId
from flows.people import Member
from flows.ports import Work


def differs(member: Member, zone: str, locale: str, *, deleted: bool) -> bool:
    """Whether anything of it concerns us; most profile changes do not. Empty is untold."""
    told = member.told(zone or member.zone, locale or member.locale)
    return told != member or deleted != member.deactivated


def told(work: Work, member: MemberId, zone: str, locale: str, *, deleted: bool) -> None:
    """The member as Slack knows them now; a deactivated one hears nothing from then on."""
    known = work.members.get(member)
    if known is None:
        return
    now = known.told(zone or known.zone, locale or known.locale)
    if deleted and not known.deactivated:
        deactivating.gone(work, now)
    elif known.deactivated and not deleted:
        deactivating.back(work, now)
    else:
        work.members.put(now)
