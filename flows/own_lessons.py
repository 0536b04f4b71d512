"""A lesson that is its teacher's own and nobody visits: when it is, so that what follows waits."""

from datetime import datetime

from flows import coaching
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.events import Scheduled
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.stage import RunState, StageRun
from flows.unchanged import Unchanged


class Past(Unchanged):
    """That time has passed, or ends before it begins."""

    __slots__ = ()


def ahead(course: Course, who: MemberId) -> list[StageRun]:
    """The lessons of this member alone that want a time or have one."""
    if course.pair.state is not PartnershipState.ACTIVE:
        return []
    return [
        run
        for run in course.cycle.runs
        if run.state in {RunState.LOCKED, RunState.SCHEDULED} and run.gate_at is not None
        if course.stage(run).mode == "class" and _theirs_alone(course, run, who)
    ]


def settle(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    start: datetime,
    end: datetime,
) -> Moved | NotTheirs | Late | Past:
    """The lesson has a time, by its teacher's own word."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    if run not in {each.id for each in ahead(found, who)}:
        return Late()
    if not work.now < start < end:
        return Past()
    event = Scheduled(run, who, start, end, None, frozenset({who}))
    cycle = coaching.happened(work, found, event)
    return Moved(found.pair, cycle, next(each for each in cycle.runs if each.id == run))


def _theirs_alone(course: Course, run: StageRun, who: MemberId) -> bool:
    """Whether this member acts in it, and it is their own lesson."""
    actors = set(course.rules.casting(course.cycle, run))
    return actors == {who} == course.rules.host(course.cycle, run)
