"""What a member left out and wants after all: the visit of their turn, or the notes of it."""

from flows import coaching
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.events import AskedAfterAll, NotesWanted
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.ports import Work


def ask_after_all(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """The request is open again, with everything that goes with a visit."""
    return _changed(work, who, partnership, AskedAfterAll(run, who))


def want_notes(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """The visitor is asked for their notes; sending them stays theirs (practice E, INV-11)."""
    return _changed(work, who, partnership, NotesWanted(run, who))


def _changed(
    work: Work, who: MemberId, partnership: PartnershipId, event: AskedAfterAll | NotesWanted
) -> Moved | NotTheirs | Late:
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    if found.pair.state is not PartnershipState.ACTIVE:
        return Late()
    cycle = coaching.happened(work, found, event)
    run = cycle.run(event.run)
    return Late() if run is None or cycle is found.cycle else Moved(found.pair, cycle, run)
