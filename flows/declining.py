"""What a program gives, declined for a partnership by any of its members; nobody is told."""

from dataclasses import replace

from flows import attached, preparing, saying
from flows.assigned import Assigned
from flows.coaching import Late, NotTheirs
from flows.ids import MemberId, PartnershipId, PreworkId
from flows.ports import Work


def decline(
    work: Work, who: MemberId, partnership: PartnershipId, item: PreworkId
) -> Assigned | NotTheirs | Late:
    """The item lies before nothing of theirs any more, now and later; marks on it are gone."""
    found = preparing.theirs(work, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, run, assigned = found
    if assigned.given is None or assigned.declined:
        return Late()
    for each in work.prework.of_partnership(partnership):
        if each.given == assigned.given:
            work.prework.put(replace(each, declined=True, marks=()))
    for member in attached.people(course, run):
        preparing.settle(work, course, run, member)
    saying.shown(work, course.pair, course.cycle)
    saying.home(work, *course.pair.members)
    return assigned
