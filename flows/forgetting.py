"""What is kept for members' copies after an end goes on the date that was named (INV-18)."""

from dataclasses import replace

from flows import copies, gathering, saying
from flows.ids import PartnershipId
from flows.partnership import PartnershipState
from flows.ports import Alarm, Work


def forget(work: Work, partnership: PartnershipId) -> bool:
    """Whether it went now: every vault of the partnership, its copies, and what happened in it.

    A group that still forms is called off or not, for its days to answer are over.

    Who was in it and from when to when stays, for its members' lists and the program's numbers.
    """
    pair = work.partnerships.get(partnership)
    if pair is not None and pair.state is PartnershipState.FORMING:
        gathering.time_up(work, partnership)
        return False
    if pair is None or pair.state is not PartnershipState.ENDED or pair.erase_after is None:
        return False
    if pair.erase_after > work.now:
        return False
    work.alarms.set(Alarm.of_partnership(partnership), None)
    copies.erase(work, pair)
    work.pieces.destroy_of_partnership(partnership)
    work.partnerships.clear(partnership)
    work.partnerships.put(replace(pair, erase_after=None))
    saying.home(work, *pair.members)
    return True
