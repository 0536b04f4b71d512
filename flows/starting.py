"""[Start now]: offsets delay messages, never people (practice A8)."""

from flows import coaching
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.cycle import CycleState
from flows.events import StartedNow
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.protocol import Stage
from flows.stage import RunState, StageRun


def startable(course: Course, who: MemberId | None = None) -> list[StageRun]:
    """The steps whose day is still to come and that can be begun before; this member's, or all.

    Visits keep to their date and follow-ups to theirs; what waits for others has no day yet. A
    request with a visit's time in it begins by picking one.
    """
    awake = course.cycle.state in {CycleState.PLANNED, CycleState.RUNNING}
    if not awake or course.pair.state is not PartnershipState.ACTIVE:
        return []
    return [
        run
        for run in course.cycle.runs
        if run.state is RunState.LOCKED
        and run.gate_at is not None
        and not run.offered
        and _early(course.stage(run))
        and (who is None or who in course.rules.casting(course.cycle, run))
    ]


def start(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """Opens the step to its actors now; the message that it is open is not sent."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    if run not in {early.id for early in startable(found, who)}:
        return Late()
    cycle = coaching.happened(work, found, StartedNow(run, who))
    opened = cycle.run(run)
    return Late() if opened is None or cycle is found.cycle else Moved(found.pair, cycle, opened)


def _early(stage: Stage) -> bool:
    asks_time = any(prompt.with_visit_card for prompt in stage.prompts)
    return stage.mode != "class" and not stage.follow_up and not asks_time
