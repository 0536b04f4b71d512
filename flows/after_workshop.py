"""What follows a workshop: the one question whether to try it with a partner (practice C, A6)."""

from dataclasses import replace
from enum import StrEnum

from flows import answered, delivering
from flows.attending import AFTER
from flows.ids import MemberId, WorkshopId
from flows.partnership import PartnershipState
from flows.ports import Reader, Work


class Way(StrEnum):
    """The three answers."""

    COLLEAGUE = "colleague"
    PARTNER = "partner"
    NOT_NOW = "not_now"


def choose(work: Work, who: MemberId, workshop: WorkshopId, way: Way) -> Way:
    """The question shows what was chosen, and nobody else hears of it."""
    asked = [
        slip
        for slip in work.slips.sent_since(who, work.now - delivering.REMEMBERED)
        if slip.template == AFTER and slip.refs.get("workshop") == workshop
    ]
    for slip in asked:
        work.slips.put(replace(slip, refs={**slip.refs, answered.HOW: way.value}))
    answered.show(work, *(slip.id for slip in asked))
    return way


def topic(reader: Reader, who: MemberId, workshop: WorkshopId) -> str:
    """What the workshop was about, of the program's list; empty where it was none of it."""
    known = reader.workshops.get(workshop)
    member = reader.members.get(who)
    ours = known is not None and member is not None and member.program == known.program
    return known.topic if known is not None and ours else ""


def has_partner(reader: Reader, who: MemberId) -> bool:
    """Whether this person works with somebody now."""
    pairs = reader.partnerships.of_member(who)
    return any(pair.state is PartnershipState.ACTIVE for pair in pairs)
