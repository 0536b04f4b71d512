"""A message that asked one question, once it is answered: it shows how that ended, with no button.

It is updated in place wherever it stands, alone or as part of a bundle, and notifies nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from flows import delivering, saying
from flows.cycle import Cycle
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.notices import Dm
from flows.nudge import Kind
from flows.partnership import Partnership
from flows.ports import Work
from flows.slip import Slip, SlipState
from flows.stage import StageRun

OF_RUN = frozenset({Kind.OPEN, Kind.ASK_ME, Kind.SOFT, Kind.LATE, Kind.RELEASED})
"""What asks somebody to do something about one step."""

OF_VISIT = frozenset({Kind.AFTER_VISIT, Kind.VISIT_UNMARKED})
"""What asks about a visit that should be over."""

AT_REST = frozenset({"paused", "resting"})
"""What tells that nothing goes on, with a button that lets it go on."""

ONLY_YOURS = "ask_to_keep"
"""What asks somebody whose opening sentence stands alone what becomes of it."""

HOW = "ended"
"""What somebody chose, in the refs of a message whose answer is kept nowhere else."""


def show(work: Work, *names: str) -> None:
    """The messages of these names show what is true now, those that went out."""
    slips = (work.slips.get(name) for name in names)
    _show(work, [slip for slip in slips if slip is not None])


def ease(work: Work, who: MemberId, partnership: PartnershipId, how: str) -> None:
    """The question after silence is answered, in this way."""
    asked = [
        slip
        for slip in _sent(work, who)
        if slip.kind is Kind.PAUSE_ASK and slip.refs.get("partnership") == partnership
    ]
    marked = [replace(s, refs={**s.refs, HOW: how}) for s in asked if HOW not in s.refs]
    for slip in marked:
        work.slips.put(slip)
    _show(work, marked)


def alone(work: Work, who: MemberId, partnership: PartnershipId, how: str) -> None:
    """The question what becomes of the only sentence is answered, in this way."""
    marked = [
        replace(slip, refs={**slip.refs, HOW: how})
        for slip in _sent(work, who)
        if slip.template == ONLY_YOURS and slip.refs.get("partnership") == partnership
    ]
    for slip in marked:
        work.slips.put(slip)
    _show(work, marked)


def moved_on(work: Work, before: Cycle, after: Cycle) -> None:
    """What asked about a visit or for a step shows how that ended, if it ended in between."""
    visits = any(run.session for run in before.runs)
    for member in before.members:
        over = {r.id for r in before.waiting_for(member)} - {
            r.id for r in after.waiting_for(member)
        }
        if not over and not visits:
            continue
        sent = [s for s in _sent(work, member) if after.id in {s.cycle, s.refs.get("cycle")}]
        _show(work, [s for s in sent if s.kind in OF_RUN and s.refs.get("run") in over])
        asked = [s for s in sent if s.kind in OF_VISIT and s.cycle == after.id]
        _show(work, [slip for slip in asked if _asks(before, slip) != _asks(after, slip)])


def goes_on(work: Work, pair: Partnership) -> None:
    """What told that it rests, or asked whether to close it, asks for nothing any more."""
    for member in pair.members:
        _show(
            work,
            [
                slip
                for slip in _sent(work, member)
                if (slip.kind is Kind.CLOSE_ASK or slip.template in AT_REST)
                and slip.refs.get("partnership") == pair.id
            ],
        )


def to_write(cycle: Cycle, who: MemberId, visit: StageRun, asked_at: datetime) -> list[StageRun]:
    """What this member was asked to write after a visit, and has not yet."""
    return [
        run
        for run in cycle.waiting_for(who)
        if run.turn == visit.turn and run.opened_at is not None and run.opened_at <= asked_at
    ]


def _asks(cycle: Cycle, slip: Slip) -> list[object]:
    """How a message about a visit stands; another value is another message."""
    visits = [run for run in cycle.runs if run.id == slip.refs.get("run")]
    asked_at = slip.sent_at or slip.due
    if slip.kind is Kind.VISIT_UNMARKED:
        return [(visit.session, visit.finished) for visit in visits]
    return [
        (visit.session, bool(to_write(cycle, slip.member, visit, asked_at))) for visit in visits
    ]


def about(work: Work, who: MemberId, cycle: CycleId, run: RunId) -> None:
    """What asked this member for the step, or to read the notes of it, shows that it is done."""
    _show(
        work,
        [
            slip
            for slip in _sent(work, who)
            if slip.kind in OF_RUN
            and slip.refs.get("run") == run
            and cycle in {slip.cycle, slip.refs.get("cycle")}
        ],
    )


def _sent(work: Work, who: MemberId) -> Sequence[Slip]:
    return work.slips.sent_since(who, work.now - delivering.REMEMBERED)


def _show(work: Work, slips: Iterable[Slip]) -> None:
    for slip in slips:
        if slip.state is not SlipState.SENT or slip.sent_at is None:
            continue
        if slip.bundle == slip.id:
            kind = delivering.notice_of(slip).kind
            saying.update(work, Dm(slip.member), kind, slip.id, **slip.refs)
            continue
        beside = work.slips.sent_since(slip.member, slip.sent_at)
        parts = "\n".join(each.id for each in beside if each.bundle == slip.bundle)
        saying.update(work, Dm(slip.member), "bundle", slip.bundle, parts=parts)
