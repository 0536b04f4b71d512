"""A member pauses, resumes or ends a partnership: in two clicks, without a reason (INV-02)."""

from flows import (
    another_way,
    answered,
    appointments,
    closing,
    coaching,
    delivering,
    parting,
    plans,
    saying,
    terms,
)
from flows.coaching import Course, Late, NotTheirs
from flows.cycle import Cycle, CycleState
from flows.events import CycleEvent, Rested, RestKept, Resumed, Stopped
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
    """The partnership going on where it was, or the cycle of it that rested."""
    pair = _theirs(work, who, partnership)
    if not isinstance(pair, Partnership):
        return pair
    asked_otherwise = pair.state is PartnershipState.ACTIVE and another_way.needed(work, pair)
    if asked_otherwise or not _rests(work, pair):
        return Late()
    active = parting.resume(work, pair)
    answered.goes_on(work, active)
    _cycle(work, partnership, Resumed())
    found, program = coaching.load(work, partnership), work.programs.get(pair.program)
    if found is None and program is not None:
        # Its last cycle was closed with a pause, or by silence.
        coaching.begin(work, active, program, "again", _left_over(work, partnership))
    if found is not None:
        plans.resumed(work, found)
        for run in found.cycle.runs:
            if run.session is not None and not run.finished and run.session.start > work.now:
                appointments.settled(work, found, run)
    return active


def rest(work: Work, who: MemberId, partnership: PartnershipId) -> None:
    """Lets the cycle rest if this person's silence still asks for it (practice H, stop rule)."""
    found = coaching.load(work, partnership)
    if found is None or delivering.deliver(work, who) != partnership:
        return
    cycle = coaching.happened(work, found, Rested())
    if terms.rested(work, delivering.person_of(work, who), found.pair):
        for member in found.pair.members:
            delivering.deliver(work, member)
        return
    saying.to_all(work, found.pair, "resting", f"resting:{cycle.id}:{cycle.version}")
    delivering.deliver(work, who)


def keep_resting(work: Work, who: MemberId, partnership: PartnershipId) -> Cycle | NotTheirs | Late:
    """What rests goes on resting and does not close by itself (practice H, stop rule)."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    if found.cycle.state is not CycleState.RESTING:
        return Late()
    plans.kept_resting(work, found)
    return coaching.happened(work, found, RestKept(who))


def end(work: Work, who: MemberId, partnership: PartnershipId) -> Partnership | NotTheirs | Late:
    """The partnership closed for all its members."""
    pair = _theirs(work, who, partnership)
    if not isinstance(pair, Partnership):
        return pair
    program: Program | None = work.programs.get(pair.program)
    over = {PartnershipState.ENDED, PartnershipState.FORMING}
    if pair.state in over or program is None:
        return Late()
    ended = parting.end(work, pair, program)
    _cycle(work, partnership, Stopped())
    return ended


def _left_over(work: Work, partnership: PartnershipId) -> tuple[MemberId, ...]:
    """Whose turns the last cycle did not reach: they come first now (INV-13)."""
    over = [c for c in work.cycles.of_partnership(partnership) if c.over]
    last = max(over, key=lambda cycle: cycle.begun_at, default=None)
    return closing.first_next(last) if last else ()


def _theirs(work: Work, who: MemberId, partnership: PartnershipId) -> Partnership | NotTheirs:
    pair = work.partnerships.get(partnership)
    return pair if pair is not None and who in pair.members else NotTheirs()


def _rests(work: Work, pair: Partnership) -> bool:
    cycle = work.cycles.current(pair.id)
    asleep = cycle is not None and cycle.state is CycleState.RESTING
    return pair.state is PartnershipState.PAUSED or (
        pair.state is PartnershipState.ACTIVE and asleep
    )


def _cycle(work: Work, partnership: PartnershipId, event: CycleEvent) -> None:
    found: Course | None = coaching.load(work, partnership)
    if found is not None:
        coaching.happened(work, found, event)
