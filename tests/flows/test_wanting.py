"""A talk alone was chosen: the notes stay away unless whoever was visited asks for them."""

from flows import events as ev
from flows import wanting
from flows.ids import MemberId
from tests.flows.courses import MAYA, TOMAS, Course, run_id
from tests.flows.test_observation import visited

FOCUS, VISIT, WORDS, NOTES, DEBRIEF, STEP = (
    run_id(f"observation.{s}/1") for s in ("focus", "visit", "words", "notes", "debrief", "step")
)


def written() -> Course:
    """The visit is over, and the visitor has written down what they saw."""
    course = visited("talk_only")
    course.tell(ev.Answered(VISIT, TOMAS, ("saw", "students")))
    return course


def can_ask(course: Course, who: MemberId = MAYA) -> bool:
    return wanting.of(course.rules, course.cycle, course.run(FOCUS), who) is not None


def test_the_notes_are_left_out_and_the_talk_is_part_of_the_order() -> None:
    course = written()

    assert course.state(NOTES) == "skipped"
    assert course.state(VISIT) == "done"
    assert wanting.kept_back(course.rules, course.cycle, course.run(VISIT))
    assert can_ask(course)
    assert not can_ask(course, TOMAS)


def test_asked_for_they_follow_the_talk_and_their_author_releases_them() -> None:
    course = written()
    course.tell(ev.SkippedPart(WORDS, MAYA))

    assert course.changes(ev.NotesWanted(FOCUS, MAYA))

    assert not wanting.kept_back(course.rules, course.cycle, course.run(VISIT))
    assert course.state(NOTES) == "locked"
    assert not course.changes(ev.Released(NOTES, TOMAS))
    course.until("03-16 12:00")
    course.tell(ev.Held(DEBRIEF, MAYA))
    assert course.waiting(TOMAS) == [NOTES]
    assert course.state(STEP) == "locked"
    course.tell(ev.Answered(NOTES, TOMAS, ("noticed", "question", "takeaway")))
    course.tell(ev.Released(NOTES, TOMAS))
    assert course.waiting(MAYA) == [STEP]


def test_asked_for_after_the_talk_the_author_may_still_leave_them_out() -> None:
    course = written()
    course.tell(ev.SkippedPart(WORDS, MAYA))
    course.until("03-16 12:00")
    course.tell(ev.Held(DEBRIEF, MAYA))
    assert course.waiting(MAYA) == [STEP]

    course.tell(ev.NotesWanted(FOCUS, MAYA))

    assert course.waiting(TOMAS) == [NOTES]
    assert course.waiting(MAYA) == []
    course.tell(ev.SkippedPart(NOTES, TOMAS))
    assert course.waiting(MAYA) == [STEP]
    assert not can_ask(course)


def test_only_she_who_chose_asks_and_only_in_her_turn() -> None:
    course = written()
    assert not course.changes(ev.NotesWanted(FOCUS, TOMAS))
    assert not course.changes(ev.NotesWanted(VISIT, TOMAS))
    course.tell(ev.SkippedPart(WORDS, MAYA))
    course.until("03-16 12:00")
    course.tell(ev.Held(DEBRIEF, MAYA))
    course.tell(ev.SkippedPart(STEP, MAYA))

    assert not can_ask(course)
    assert not course.changes(ev.NotesWanted(FOCUS, MAYA))


def test_where_notes_were_wanted_from_the_start_there_is_nothing_to_ask() -> None:
    course = visited()
    assert not can_ask(course)
    course.tell(ev.Answered(VISIT, TOMAS, ("saw",)))
    assert not can_ask(course)


def test_before_anything_is_written_there_is_nothing_to_ask() -> None:
    assert not can_ask(visited("talk_only"))
