"""What Slack tells of a member who changed: zone, language, status, or that the account is gone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows import deactivating, delivering, quiet, steering
from flows.ids import MemberId, PartnershipId
from flows.people import Member
from flows.ports import Work


@dataclass(frozen=True, slots=True)
class Told:
    """What a profile says that concerns us; an empty word is untold.

    `sign` is that of a status, `ends` its last moment; None where the profile tells no status.
    """

    zone: str = ""
    locale: str = ""
    deleted: bool = False
    sign: str | None = None
    ends: datetime | None = None

    def of(self, known: Member, at: datetime) -> Member:
        """The member as this profile has them; most profile changes change nothing of it."""
        now = known.told(self.zone or known.zone, self.locale or known.locale)
        if self.sign is not None:
            now = replace(now, away=steering.away(now, self.sign, self.ends, at))
        return replace(now, deactivated=self.deleted)


def told(work: Work, member: MemberId, profile: Told) -> Sequence[PartnershipId]:
    """The member as Slack knows them now; a deactivated one hears nothing from then on.

    What comes back are the partnerships in which what waits for them follows other days or hours
    from now on.
    """
    known = work.members.get(member)
    if known is None:
        return ()
    now = profile.of(known, work.now)
    if profile.deleted and not known.deactivated:
        deactivating.gone(work, replace(now, deactivated=False))
    elif known.deactivated and not profile.deleted:
        deactivating.back(work, replace(now, deactivated=True))
    else:
        work.members.put(now)
        if (now.zone, now.away) != (known.zone, known.away):
            delivering.deliver(work, member)
            return quiet.together(work, member)
    return ()
