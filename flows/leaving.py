"""A member pauses, resumes or ends a partnership: in two clicks, without a reason (INV-02)."""

from flows import coaching, parting
from flows.coaching import Course, Late, NotTheirs
from flows.events import CycleEvent, Rested, Resumed, Stopped
from flows.ids import MemberId, PartnershipId
from flows.partnership import Partnership, PartnershipState
from flows.people import Program
from flows.ports import Work


def pause(work: Work, who: MemberId, partnership: PartnershipId) -> Partnership | NotTheirs | Late:
    """The partnership at rest, with its cycle."""
    pair = _theirs(work, who, partnership)
    if not isinstance(pair, Partnership):
        return pair
    if pair.state is not PartnershipState.ACTIVE:
        return Late()
    _cycle(work, partnership, Rested())
    return parting.pause(work, pair)


def resume(work: Work, who: MemberId, partnership: PartnershipId) -> Partnership | NotTheirs | Late:
    """The partnership going on where it was."""
    pair = _theirs(work, who, partnership)
    if not isinstance(pair, Partnership):
        return pair
    if pair.state is not PartnershipState.PAUSED:
        return Late()
    active = parting.resume(work, pair)
    _cycle(work, partnership, Resumed())
    return active


def end(work: Work, who: MemberId, partnership: PartnershipId) -> Partnership | NotTheirs | Late:
    """The partnership closed for all its members."""
    pair = _theirs(work, who, partnership)
    if not isinstance(pair, Partnership):
        return pair
    program: Program | None = work.programs.get(pair.program)
    if pair.state is PartnershipState.ENDED or program is None:
        return Late()
    ended = parting.end(work, pair, program)
    _cycle(work, partnership, Stopped())
    return ended


def _theirs(work: Work, who: MemberId, partnership: PartnershipId) -> Partnership | NotTheirs:
    pair = work.partnerships.get(partnership)
    return pair if pair is not None and who in pair.members else NotTheirs()


def _cycle(work: Work, partnership: PartnershipId, event: CycleEvent) -> None:
    found: Course | None = coaching.load(work, partnership)
    if found is not None:
        coaching.happened(work, found, event)
