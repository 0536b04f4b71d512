"""What the messages about shared answers and released notes show, as things stand."""

from flows import coaching, feedback, showing
from flows.coaching import Course
from flows.ids import CycleId, MemberId
from flows.notes import Counts
from flows.notices import Dm, Effect, Notice
from flows.ports import Reader
from flows.stage import PartState, StageRun
from handlers.seams import Scene
from handlers.views import answers as answer_views
from handlers.views import feedback as feedback_views


def shared(notice: Notice, reader: Reader) -> Scene | None:
    """A partner shared answers: dropped when nothing of them can be read any more."""
    found = found_in(notice, reader)
    if found is None or not isinstance(notice.lane, Dm):
        return None
    course, run = found
    by, to = MemberId(str(notice.refs["by"])), notice.lane.member
    n = int(notice.refs["n"])
    there = course.stage(run).share == "to_coachee" or run in showing.shared_with(course, to)
    if not there:
        return None
    return Scene(
        frozenset(course.pair.members),
        to,
        lambda telling: answer_views.shared(course, run, by, to, n, telling),
    )


def released(notice: Notice, reader: Reader) -> Scene | None:
    """Notes are there: dropped when they were taken back, or opened before."""
    found = found_in(notice, reader)
    if found is None or not isinstance(notice.lane, Dm):
        return None
    course, run = found
    by = MemberId(str(notice.refs["by"]))
    part = run.part(by)
    if part is None:
        return None
    over = part.state is PartState.ANSWERED or _answered(course, run)
    if over and notice.effect is Effect.UPDATE:
        return Scene(
            frozenset(course.pair.members),
            notice.lane.member,
            lambda telling: feedback_views.read_already(course, run, by, telling),
        )
    opened = part.state is PartState.OPENED and notice.effect is Effect.UPDATE
    if part.state is not PartState.RELEASED and not opened:
        return None
    counts = Counts(*(int(notice.refs[name]) for name in Counts.__dataclass_fields__))
    return Scene(
        frozenset(course.pair.members),
        notice.lane.member,
        lambda telling: feedback_views.released(course, run, by, counts, telling),
    )


def _answered(course: Course, note: StageRun) -> bool:
    """Whether the step in which these notes are answered is done, without a word back or with."""
    return any(
        run.finished
        and feedback.answers_notes(course, run)
        and feedback.note_of(course, run) == note
        for run in course.cycle.runs
    )


def found_in(notice: Notice, reader: Reader) -> tuple[Course, StageRun] | None:
    """The step that a notice tells of, in the cycle that it names."""
    partnership = notice.partnership
    course = coaching.load_of(reader, partnership, CycleId(str(notice.refs["cycle"])))
    run = course.cycle.run(str(notice.refs["run"])) if course else None
    return (course, run) if course is not None and run is not None else None
