"""Going back to an earlier step from a later one; what was written there before stays (B1)."""

from collections.abc import Sequence

from flows import coaching, gate, kept, reading, writing
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.events import Reopened
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Reader, Work
from flows.protocol import Prompt
from flows.stage import StageRun


def earlier(course: Course, run: StageRun, who: MemberId) -> StageRun | None:
    """The step that this member may go back to from here."""
    stage = course.stage(run)
    before = writing.turn_run(course, run, stage.reopens) if stage.reopens else None
    theirs = before is not None and before.part(who) is not None and before.finished
    return before if theirs and run.active else None


def go_back(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """Opens the step again to this member; what comes after does not wait for it."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    cycle = coaching.happened(work, found, Reopened(run, who))
    standing = cycle.run(run)
    if cycle is found.cycle or standing is None:
        return Late()
    return Moved(found.pair, cycle, standing)


def before(
    reader: Reader, course: Course, run: StageRun, who: MemberId
) -> Sequence[tuple[Prompt, str]]:
    """What this member's answers were before they wrote them anew, the oldest first."""
    stage = course.stage(run)
    about = kept.about_earlier(course.cycle, run.id)
    asked = ((gate.prompt_of(stage, p.key), p.words) for p in reading.own(reader, about, who))
    return [(prompt, words) for prompt, words in asked if prompt is not None]
