"""What follows for people from a cycle moving on, planned as slips and taken back (practice H)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from flows import delivering, first_word, planning
from flows.cycle import Cycle
from flows.effects import Announce
from flows.ids import MemberId, RunId
from flows.nudge import EVENTS, Kind
from flows.planning import Waiting
from flows.ports import Work
from flows.schooldays import moment
from flows.slip import Slip
from flows.stage import PartState, StageRun

if TYPE_CHECKING:
    from flows.coaching import Course

OF_STEP = frozenset({Kind.OPEN, Kind.ASK_ME, Kind.SOFT, Kind.LATE, Kind.PAUSE_ASK})
OPENS = frozenset({Kind.OPEN, Kind.ASK_ME})

AROUND_SESSION = frozenset({Kind.REMIND, Kind.PREWORK, Kind.VISIT_UNMARKED})
"""What is over with a session itself; what follows a visit is asked for all the same."""

DONE, RESTS, OVER, ANEW = "step_done", "cycle_rests", "cycle_over", "planned_anew"


def stage_opened(work: Work, found: "Course", run: RunId, announce: Announce) -> None:
    """Plans what an open step brings each of its actors: `open`, `soft` and what comes after due.

    A visit has none of these; what another message already told of has no `open`.
    """
    standing = found.cycle.run(run)
    if standing is None or found.stage(standing).mode == "class" or not standing.blocks:
        return
    if announce is Announce.NOTHING and standing.turn is not None:
        _drop(work, found.cycle, ANEW, kinds={Kind.SWAP})
    for part in standing.parts:
        mine = first_word.waits_for(found.rules, found.cycle, standing, part.member)
        if part.state is PartState.WAITING and mine:
            _wait(work, found, standing, part.member, announced=announce is not Announce.OPEN)


def first_written(work: Work, found: "Course", run: StageRun, others: Iterable[MemberId]) -> None:
    """A text that somebody was to begin is there: from now on it waits for the others, too."""
    for member in others:
        _wait(work, found, run, member, announced=True)


def moved_on(work: Work, found: "Course") -> None:
    """Takes back what is done, left out, locked again or over, each for its own person."""
    if found.cycle.over:
        _drop(work, found.cycle, OVER)
        return
    gone = [s for s in work.slips.of_cycle(found.cycle.id) if not _still_true(found, s)]
    delivering.drop(work, gone, DONE)


def touched(work: Work, found: "Course", run: RunId, who: MemberId) -> None:
    """Should the step become late, whoever looked into it is asked for it by its name."""
    for slip in _of(work, found.cycle, run):
        if slip.member == who and slip.kind is Kind.PAUSE_ASK:
            work.slips.put(slip.dropped(ANEW))
            late = planning.late(slip.planned())
            delivering.plan(work, [late])


def swap(work: Work, found: "Course", turn: int, coachee: MemberId, on: datetime) -> None:
    """Plans the line that tells that one's own turn begins."""
    _drop(work, found.cycle, ANEW, kinds={Kind.SWAP})
    person = delivering.person_of(work, coachee)
    line = planning.swap(person, found.cycle.id, turn, on)
    delivering.plan(work, [line], partnership=found.pair.id, turn=turn)


def rested(work: Work, found: "Course") -> None:
    """Nothing is asked while a cycle rests, but once after forty school days (practice H)."""
    _drop(work, found.cycle, RESTS)
    for member in found.cycle.members:
        person = delivering.person_of(work, member)
        asked = planning.close_ask(person, found.cycle.id, work.now)
        delivering.plan(work, [asked], partnership=found.pair.id)


def asks_to_close(work: Work, found: "Course") -> bool:
    """Whether somebody is still to be asked whether to close what rests."""
    return any(slip.kind is Kind.CLOSE_ASK for slip in work.slips.of_cycle(found.cycle.id))


def kept_resting(work: Work, found: "Course") -> None:
    """Nobody else is asked whether to close it."""
    _drop(work, found.cycle, ANEW, kinds={Kind.CLOSE_ASK})


def resumed(work: Work, found: "Course") -> None:
    """Plans anew what is open; going on is a sign of life of all members."""
    _drop(work, found.cycle, ANEW, kinds={Kind.CLOSE_ASK})
    for member in found.cycle.members:
        work.slips.acted(member, work.now)
        replanned(work, found, member, told_anew=True)


def replanned(work: Work, found: "Course", member: MemberId, *, told_anew: bool = False) -> None:
    """Plans a member's open steps anew, by the dates that they have now."""
    for run in found.cycle.waiting_for(member):
        mine = first_word.waits_for(found.rules, found.cycle, run, member)
        if found.stage(run).mode != "class" and mine:
            opens = _drop(work, found.cycle, ANEW, run=run.id, kinds=OF_STEP, member=member)
            announced = not told_anew and not any(slip.kind in OPENS for slip in opens)
            _wait(work, found, run, member, announced=announced)


def _wait(work: Work, found: "Course", run: StageRun, member: MemberId, *, announced: bool) -> None:
    waiting = Waiting(
        in_passing=announced and found.rules.in_sitting(found.cycle, run.stage),
        run=f"{found.cycle.id}:{run.id}",
        cycle=found.cycle.id,
        opened_at=work.now,
        due=_due(work, found, run, member),
        announced=announced,
        asked_for=_asked_for(found, run, member),
    )
    planned = planning.step(delivering.person_of(work, member), waiting)
    delivering.plan(work, planned, partnership=found.pair.id, run=run.id)


def _asked_for(found: "Course", run: StageRun, member: MemberId) -> bool:
    """Whether this member chose the day on which they are asked for this step."""
    steps = (r for r in found.cycle.runs if r.turn == run.turn and r.stage != run.stage)
    parts = (part for step in steps if (part := step.part(member)) is not None)
    return found.stage(run).follow_up and any(part.ask_on for part in parts)


def _due(work: Work, found: "Course", run: StageRun, member: MemberId) -> datetime | None:
    """Until when it waits for the member; what rested past its day gets its days again."""
    due = run.due_for(member)
    if due is None:
        return None
    if due > work.now:
        return _after_leave(work, member, due)
    return found.rules.due(work.now, found.rules.setting(found.cycle, run.stage).due_days)


def _after_leave(work: Work, member: MemberId, due: datetime) -> datetime:
    """The same, or the evening of the first day back: nobody is late while away (INV-21)."""
    person = delivering.person_of(work, member)
    back = person.calendar.next(person.day(due)) if person.day(due) in person.leave else None
    return due if back is None else moment(back, person.hours.end, person.zone)


def _still_true(found: "Course", slip: Slip) -> bool:
    run = found.cycle.run(str(slip.refs.get("run", "")))
    if run is None:
        return True
    if slip.kind in OF_STEP or slip.kind is Kind.BALANCE:
        part = run.part(slip.member)
        return not run.finished and part is not None and part.state is PartState.WAITING
    if slip.kind in AROUND_SESSION:
        return not run.finished
    return slip.kind is not Kind.AFTER_VISIT or not _written_up(found, run, slip.member)


def _written_up(found: "Course", visit: StageRun, who: MemberId) -> bool:
    """Whether this person did already what they would be asked for after the visit."""
    runs = found.cycle.runs
    after = (r for r in runs[runs.index(visit) + 1 :] if r.turn == visit.turn)
    parts = ((part, found.stage(r).mode) for r in after if (part := r.part(who)) is not None)
    return any(part.state is not PartState.WAITING for part, mode in parts if mode == "async")


def _of(work: Work, cycle: Cycle, run: RunId | None) -> Iterator[Slip]:
    for slip in work.slips.of_cycle(cycle.id):
        if run is None or slip.refs.get("run") == run:
            yield slip


def _drop(
    work: Work,
    cycle: Cycle,
    reason: str,
    *,
    run: RunId | None = None,
    kinds: frozenset[Kind] | set[Kind] = frozenset(Kind) - EVENTS,
    member: MemberId | None = None,
) -> list[Slip]:
    gone = [
        slip
        for slip in _of(work, cycle, run)
        if slip.kind in kinds and (member is None or slip.member == member)
    ]
    delivering.drop(work, gone, reason)
    return gone
