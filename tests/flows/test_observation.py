"""The shipped way of working, step by step; dates and times are those of practice J1."""

from datetime import date

import pytest

from flows import events as ev
from flows.effects import (
    Announce,
    AskAgain,
    CloseCycle,
    FinishStage,
    OpenStage,
    Outcome,
    ProposeSwap,
    RelockStage,
    Reveal,
    StartTurn,
)
from flows.ids import MemberId
from flows.stage import PartState
from tests.flows.courses import MAYA, TOMAS, Course, at, run_id

SPARK, CLOSE = run_id("common.spark/1"), run_id("common.close/1")
FOCUS, PLAN, VISIT = (run_id(f"observation.{s}/1") for s in ("focus", "plan", "visit"))
WORDS, NOTES, DEBRIEF = (run_id(f"observation.{s}/1") for s in ("words", "notes", "debrief"))
STEP, CHECK = run_id("observation.step/1"), run_id("observation.check/1")
WRITTEN = ("noticed", "question", "takeaway")


def sparks(course: Course) -> None:
    course.tell(ev.Answered(SPARK, TOMAS, ("why",)), "03-03 08:07")
    course.tell(ev.Answered(SPARK, MAYA, ("why",)), "03-03 08:09")


def visit_card(course: Course, channel: str = "write_first", level: str = "evidence") -> None:
    choices = (("level", level), ("channel", channel))
    course.tell(ev.Answered(FOCUS, MAYA, ("look",), choices), "03-03 12:35")
    course.tell(ev.Proposed(PLAN, MAYA, 1))
    course.tell(ev.Agreed(PLAN, TOMAS, 1), "03-03 12:50")
    course.tell(scheduled("03-12 11:10", "03-12 11:25"))


def scheduled(start: str, end: str, *confirmed: MemberId) -> ev.Scheduled:
    return ev.Scheduled(VISIT, TOMAS, at(start), at(end), "a room", frozenset(confirmed or (MAYA,)))


def visited(channel: str = "write_first", level: str = "evidence_questions") -> Course:
    course = Course()
    sparks(course)
    visit_card(course, channel, level)
    course.until("03-12 11:30")
    return course


def noted(course: Course) -> Course:
    course.tell(ev.Answered(WORDS, MAYA, ("stood",)), "03-12 11:54")
    course.tell(ev.Answered(VISIT, TOMAS, ("saw", "students")), "03-12 12:30")
    course.tell(ev.Answered(NOTES, TOMAS, WRITTEN))
    course.tell(ev.Released(NOTES, TOMAS), "03-12 12:41")
    return course


def test_the_second_yes_opens_the_sentences_at_once() -> None:
    course = Course()

    (opened,) = course.effects
    assert isinstance(opened, OpenStage)
    assert (opened.run, opened.announce) == (SPARK, Announce.WELCOME)
    assert opened.due == at("03-06 18:00")
    assert course.state("common.open/1") == "done"
    assert course.waiting(MAYA) == [SPARK]


def test_both_sentences_open_together() -> None:
    course = Course()

    assert course.tell(ev.Answered(SPARK, TOMAS, ("why",)), "03-03 08:07") == []
    assert course.tell(ev.Answered(SPARK, MAYA, ("why",)), "03-03 08:09") == [
        FinishStage(SPARK),
        Reveal(SPARK),
    ]


def test_one_question_back_comes_after_both_are_in() -> None:
    course = Course()
    question = ev.Answered(SPARK, TOMAS, ("back",), (("goal", "use"),))

    assert not course.changes(question)
    sparks(course)
    assert course.changes(question)
    assert course.run(SPARK).parts[1].keys == ("why", "back", "goal")
    assert not course.changes(ev.Answered(SPARK, TOMAS, ("why",)))
    assert not course.changes(ev.Answered(SPARK, TOMAS, (), (("goal", "throw away"),)))


def test_the_first_step_waits_until_the_next_morning_but_not_for_whoever_starts_it() -> None:
    course = Course()
    sparks(course)

    assert course.opens(FOCUS) == "03-04 07:30"
    early = course.tell(ev.Answered(FOCUS, MAYA, ("look",)), "03-03 12:35")
    assert StartTurn(1, MAYA) in early
    assert FinishStage(FOCUS) in early


def test_a_step_that_nobody_started_early_is_announced() -> None:
    course = Course()
    sparks(course)

    (begins, opened) = course.until("03-04 07:30")
    assert begins == StartTurn(1, MAYA)
    assert isinstance(opened, OpenStage)
    assert opened.announce is Announce.OPEN


def test_starred_prompts_are_asked_again_and_defaults_answer_for_themselves() -> None:
    course = Course()
    sparks(course)

    assert course.tell(ev.Answered(FOCUS, MAYA, ("moment",))) == [AskAgain(FOCUS, MAYA, ("look",))]
    assert course.changes(ev.Answered(FOCUS, MAYA, ("look",)))
    assert course.state(FOCUS) == "done"


def test_the_visit_card_settles_the_plan_without_a_talk() -> None:
    course = Course()
    sparks(course)
    visit_card(course)

    assert course.state(PLAN) == "done"
    assert not course.changes(ev.Agreed(PLAN, MAYA, 1))
    assert not course.changes(ev.Answered(run_id("observation.step/1"), TOMAS, ("step",)))
    assert course.state(VISIT) == "scheduled"
    assert course.cycle.next_at == at("03-12 11:10")
    place = course.run(VISIT).session
    assert place is not None
    assert place.place == "a room"


def test_no_visit_without_its_host_s_own_yes() -> None:
    """practice INV-09."""
    course = Course()
    sparks(course)
    course.tell(ev.Answered(FOCUS, MAYA, ("look",)))

    assert not course.changes(scheduled("03-12 11:10", "03-12 11:25", TOMAS))
    assert not course.changes(scheduled("03-12 11:25", "03-12 11:10", MAYA))
    assert not course.changes(scheduled("03-02 11:10", "03-02 11:25", MAYA))
    assert course.changes(scheduled("03-12 11:10", "03-12 11:25", MAYA))


def test_an_offer_that_nobody_took_up_is_skipped_when_the_step_after_it_is_done() -> None:
    course = Course()
    sparks(course)
    course.tell(ev.Answered(FOCUS, MAYA, ("look",)))
    course.tell(scheduled("03-12 11:10", "03-12 11:25"))

    assert [run.id for run in course.cycle.offered_to(MAYA)] == [PLAN]
    assert course.waiting(MAYA) == []
    course.tell(ev.Answered(VISIT, TOMAS, ("saw", "students")), "03-12 12:00")
    assert course.state(PLAN) == "skipped"


def test_during_the_visit_nothing_opens_and_after_its_end_both_write() -> None:
    course = Course()
    sparks(course)
    visit_card(course)

    (began,) = course.until("03-12 11:10")
    after = course.until("03-12 11:25")

    assert isinstance(began, OpenStage)
    assert began.announce is Announce.NOTHING
    said = [(e.run, e.actors, e.announce) for e in after if isinstance(e, OpenStage)]
    assert said == [
        (WORDS, (MAYA,), Announce.AFTER_VISIT),
        (NOTES, (TOMAS,), Announce.AFTER_VISIT),
    ]


def test_notes_are_released_whole_and_open_after_own_words_only() -> None:
    """practice INV-11 and INV-12."""
    course = visited()

    assert not course.changes(ev.NoteOpened(NOTES, MAYA, TOMAS))
    assert not course.changes(ev.Released(WORDS, MAYA))
    course.tell(ev.Answered(NOTES, TOMAS, ("noticed", "takeaway")))
    assert course.tell(ev.Released(NOTES, TOMAS)) == [AskAgain(NOTES, TOMAS, ("question",))]
    course.tell(ev.Answered(NOTES, TOMAS, WRITTEN))
    assert course.changes(ev.Released(NOTES, TOMAS))
    assert not course.changes(ev.Released(NOTES, TOMAS))
    assert not course.changes(ev.Answered(NOTES, TOMAS, WRITTEN))
    assert not course.changes(ev.NoteOpened(NOTES, MAYA, TOMAS))
    course.tell(ev.SkippedPart(WORDS, MAYA))
    assert not course.changes(ev.NoteOpened(NOTES, TOMAS, TOMAS))
    assert course.changes(ev.NoteOpened(NOTES, MAYA, TOMAS))
    assert not course.changes(ev.NoteOpened(NOTES, MAYA, TOMAS))
    assert not course.changes(ev.Recalled(NOTES, TOMAS))
    assert course.changes(ev.ResponseGiven(NOTES, MAYA, TOMAS))
    assert course.run(NOTES).parts[0].state is PartState.ANSWERED
    assert not course.changes(ev.NoteOpened(NOTES, MAYA, MAYA))


@pytest.mark.parametrize(
    ("level", "field"), [("evidence", "question"), ("evidence_questions", "suggestion")]
)
def test_the_request_s_level_limits_the_form(level: str, field: str) -> None:
    """practice INV-10."""
    course = visited(level=level)

    assert not course.changes(ev.Answered(NOTES, TOMAS, ("noticed", "takeaway", field)))
    assert course.changes(ev.Answered(NOTES, TOMAS, ("noticed", "takeaway")))


def test_a_visit_that_nobody_marked_is_over_when_what_follows_is_done() -> None:
    course = visited()
    course.tell(ev.Answered(WORDS, MAYA, ("stood",)), "03-12 11:54")
    course.tell(ev.Answered(NOTES, TOMAS, WRITTEN))

    ended = course.tell(ev.Released(NOTES, TOMAS))

    assert FinishStage(VISIT) in ended
    assert course.state(VISIT) == "done"
    assert course.state(STEP) == "open"


def test_a_release_can_be_taken_back_until_it_is_opened() -> None:
    course = noted(visited())
    assert course.state(STEP) == "open"

    back = course.tell(ev.Recalled(NOTES, TOMAS))

    assert {RelockStage(STEP), RelockStage(DEBRIEF)} == set(back)
    assert course.state(NOTES) == "open"
    assert course.changes(ev.Released(NOTES, TOMAS))
    assert course.state(STEP) == "open"


def test_a_talk_asked_for_comes_before_the_step() -> None:
    course = noted(visited())
    talk = ev.Scheduled(DEBRIEF, TOMAS, at("03-18 13:00"), at("03-18 13:10"))

    assert course.tell(talk, "03-13 13:05") == [RelockStage(STEP)]
    assert course.run(DEBRIEF).due_at == at("03-18 18:00")
    held = course.tell(ev.Held(DEBRIEF, MAYA), "03-18 13:12")
    opened = [e for e in held if isinstance(e, OpenStage)]
    assert [(e.run, e.announce) for e in opened] == [(STEP, Announce.OPEN)]


def test_a_talk_that_was_cancelled_is_an_offer_again() -> None:
    course = noted(visited())
    course.tell(ev.Scheduled(DEBRIEF, TOMAS, at("03-18 13:00"), at("03-18 13:10")))

    assert not course.changes(ev.Cancelled(STEP, MAYA))
    assert course.changes(ev.Cancelled(DEBRIEF, MAYA))
    assert course.state(STEP) == "open"
    course.tell(ev.Answered(STEP, MAYA, ("step", "when")))
    assert course.state(DEBRIEF) == "skipped"


def test_starting_the_talk_now_makes_the_step_wait() -> None:
    course = noted(visited())

    assert course.tell(ev.StartedNow(DEBRIEF, TOMAS)) == [RelockStage(STEP)]
    assert course.waiting(TOMAS) == [DEBRIEF]


def test_a_mark_can_be_taken_back_within_one_school_day() -> None:
    course = noted(visited())
    course.tell(ev.Held(DEBRIEF, MAYA), "03-13 12:00")

    assert not course.changes(ev.Unheld(STEP, TOMAS))
    assert course.changes(ev.Unheld(DEBRIEF, TOMAS), "03-16 15:00")
    assert course.state(DEBRIEF) == "open"
    assert not course.changes(ev.Unheld(DEBRIEF, TOMAS))


def test_a_mark_stays_after_one_school_day_or_once_the_next_step_began() -> None:
    late, begun = noted(visited()), noted(visited())
    for course in (late, begun):
        course.tell(ev.StartedNow(DEBRIEF, MAYA))
        course.tell(ev.Held(DEBRIEF, MAYA), "03-13 12:00")
    begun.tell(ev.Answered(STEP, MAYA, ("step", "when")))

    assert not late.changes(ev.Unheld(DEBRIEF, TOMAS), "03-18 08:00")
    assert not begun.changes(ev.Unheld(DEBRIEF, TOMAS))


def test_an_undone_mark_gives_a_dated_talk_its_date_again() -> None:
    course = noted(visited())
    course.tell(ev.Scheduled(DEBRIEF, TOMAS, at("03-18 13:00"), at("03-18 13:10")))
    course.tell(ev.Held(DEBRIEF, MAYA), "03-18 13:12")

    course.tell(ev.Unheld(DEBRIEF, TOMAS))

    assert course.state(DEBRIEF) == "scheduled"
    assert course.state(STEP) == "locked"


def test_a_moved_visit_waits_for_its_new_time() -> None:
    course = visited()
    assert course.state(WORDS) == "open"

    moved = course.tell(scheduled("03-19 11:10", "03-19 11:25"))

    assert set(moved) == {RelockStage(run) for run in (VISIT, WORDS, NOTES)}
    assert course.state(VISIT) == "scheduled"
    assert [e.run for e in course.until("03-19 11:25") if isinstance(e, OpenStage)] == [
        VISIT,
        WORDS,
        NOTES,
    ]


def test_a_cancelled_visit_looks_for_a_date() -> None:
    course = visited()
    stranger = MemberId("somebody")

    assert not course.changes(ev.Cancelled(VISIT, stranger))
    assert course.changes(ev.Cancelled(VISIT, MAYA))
    assert [run.id for run in course.cycle.without_date()] == [VISIT]
    assert course.state(WORDS) == "locked"
    assert not course.changes(ev.Answered(VISIT, TOMAS, ("saw", "students")))
    assert not course.changes(ev.StartedNow(VISIT, TOMAS))


def test_a_visit_without_a_date_can_be_left_out() -> None:
    course = Course()
    sparks(course)
    course.tell(ev.Answered(FOCUS, MAYA, ("look",)))

    assert not course.changes(ev.SkippedPart(VISIT, MAYA))
    assert course.changes(ev.SkippedPart(VISIT, TOMAS))
    assert course.state(VISIT) == "skipped"
    said = {e.run: e.announce for e in course.effects if isinstance(e, OpenStage)}
    assert said[WORDS] is Announce.OPEN


def test_the_host_or_the_visitor_marks_the_visit_as_held() -> None:
    host, visitor, early = visited(), visited(), Course()

    assert host.changes(ev.Held(VISIT, MAYA))
    assert visitor.changes(ev.Held(VISIT, TOMAS))
    assert host.state(VISIT) == visitor.state(VISIT) == "done"
    sparks(early)
    visit_card(early)
    assert not early.changes(ev.Held(VISIT, MAYA))
    assert not early.changes(ev.Held(FOCUS, MAYA))


def test_the_swap_follows_by_itself_in_the_cycle_s_rhythm() -> None:
    """practice INV-13."""
    course = noted(visited())

    ended = course.tell(ev.Answered(STEP, MAYA, ("step", "when")), "03-18 16:20")

    assert ProposeSwap(2, TOMAS, at("03-23 07:30")) in ended
    assert course.opens(CHECK) == "04-15 07:30"
    begun = course.until("03-23 07:30")
    assert StartTurn(2, TOMAS) in begun
    assert course.cycle.turn is not None
    assert course.cycle.turn.coachee == TOMAS


def test_a_quick_turn_still_leaves_a_rhythm_between_two_starts() -> None:
    course = noted(visited())

    course.tell(ev.Answered(STEP, MAYA, ("step", "when")), "03-12 16:00")

    assert course.opens("observation.focus/2") == "03-18 07:30"


def test_a_follow_up_is_never_started_before_its_time() -> None:
    course = noted(visited())
    course.tell(ev.Answered(STEP, MAYA, ("step", "when")), "03-18 16:20")

    assert not course.changes(ev.StartedNow(CHECK, MAYA))
    assert not course.changes(ev.Answered(CHECK, MAYA, ("did",)))


def test_moving_one_s_turn_takes_its_first_step_back() -> None:
    course = noted(visited())
    course.tell(ev.Answered(STEP, MAYA, ("step", "when")), "03-18 16:20")
    course.until("04-13 15:52")

    moved = course.tell(ev.TurnMoved(TOMAS, date(2026, 4, 20)))

    assert moved == [
        RelockStage(run_id("observation.focus/2")),
        ProposeSwap(2, TOMAS, at("04-20 07:30")),
    ]
    assert StartTurn(2, TOMAS) in course.until("04-20 07:30")


def test_the_last_question_waits_for_what_runs_beside() -> None:
    course = whole_cycle()

    assert course.state(CLOSE) == "open"
    opened = [e for e in course.effects if isinstance(e, OpenStage) and e.run == CLOSE]
    assert len(opened) == 1
    assert course.run(CLOSE).opened_at == at("05-19 07:30")


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("same", "same", Outcome.SAME),
        ("other", "other", Outcome.OTHER),
        ("same", "other", Outcome.DIFFER),
        ("other", "pause", Outcome.PAUSE),
        ("pause", "finish", Outcome.FINISH),
    ],
)
def test_only_the_result_of_both_wishes_is_told(first: str, second: str, outcome: Outcome) -> None:
    course = whole_cycle()
    course.tell(ev.Answered(CLOSE, MAYA, ("thanks",), (("next", first),)), "05-20 12:00")

    ended = course.tell(ev.Answered(CLOSE, TOMAS, (), (("next", second),)), "05-21 12:00")

    assert ended[-1] == CloseCycle(outcome, ())
    assert course.cycle.over
    assert course.cycle.next_at is None
    assert not course.changes(ev.TimePassed(), "06-01 12:00")
    assert not course.changes(ev.Stopped())


def test_after_the_due_date_one_answer_is_enough() -> None:
    course = whole_cycle()
    course.tell(ev.Answered(CLOSE, MAYA, (), (("next", "same"),)), "05-20 12:00")

    assert CloseCycle(Outcome.SAME, ()) in course.until("05-26 18:00")


def test_silence_at_the_end_is_a_pause_once_somebody_leaves_it_out() -> None:
    course = whole_cycle()
    course.until("05-28 12:00")
    assert not course.cycle.over

    course.tell(ev.SkippedPart(CLOSE, MAYA))
    ended = course.tell(ev.SkippedPart(CLOSE, TOMAS))

    assert CloseCycle(Outcome.PAUSE, ()) in ended


def whole_cycle() -> Course:
    course = noted(visited())
    course.tell(ev.Answered(STEP, MAYA, ("step", "when")), "03-18 16:20")
    course.tell(ev.Answered(CHECK, MAYA, ("did",)), "04-16 08:10")
    second = {s: run_id(f"observation.{s}/2") for s in ("focus", "visit", "words", "notes", "step")}
    course.tell(ev.Answered(second["focus"], TOMAS, ("look",)), "04-21 12:00")
    visit = ev.Scheduled(
        second["visit"], MAYA, at("04-29 09:00"), at("04-29 09:15"), None, frozenset({TOMAS})
    )
    course.tell(visit, "04-22 12:10")
    course.tell(ev.Answered(second["visit"], MAYA, ("saw", "students")), "04-30 12:10")
    course.tell(ev.Answered(second["notes"], MAYA, WRITTEN))
    course.tell(ev.Released(second["notes"], MAYA))
    course.tell(ev.Answered(second["words"], TOMAS, ("stood",)), "04-30 12:30")
    course.tell(ev.Answered(second["step"], TOMAS, ("step", "when")))
    course.tell(ev.Answered(run_id("observation.check/2"), TOMAS, ("did",)), "05-18 09:00")
    course.until("05-19 12:00")
    return course


def test_hearing_it_in_a_talk_first_puts_the_notes_after_the_talk() -> None:
    course = visited("talk_first")
    assert course.state(NOTES) == "locked"

    course.tell(ev.Answered(WORDS, MAYA, ("stood",)), "03-12 11:54")
    course.tell(ev.Answered(VISIT, TOMAS, ("saw", "students")), "03-12 12:30")

    assert course.opens(DEBRIEF) == "03-13 07:30"
    assert not course.changes(ev.Released(NOTES, TOMAS))
    course.tell(ev.Held(DEBRIEF, MAYA), "03-13 13:00")
    assert course.waiting(TOMAS) == [NOTES]
    assert course.state(STEP) == "locked"
    course.tell(ev.Answered(NOTES, TOMAS, WRITTEN))
    course.tell(ev.Released(NOTES, TOMAS))
    assert course.state(STEP) == "open"


def test_hearing_it_in_a_talk_only_leaves_no_notes() -> None:
    course = visited("talk_only")
    course.tell(ev.Answered(WORDS, MAYA, ("stood",)), "03-12 11:54")
    course.tell(ev.Answered(VISIT, TOMAS, ("saw", "students")), "03-12 12:30")

    assert course.state(NOTES) == "skipped"
    assert course.opens(DEBRIEF) == "03-13 07:30"
    course.tell(ev.Held(DEBRIEF, MAYA), "03-13 13:00")
    assert course.state(STEP) == "open"


def test_on_the_same_day_the_talk_goes_ahead_and_missing_notes_follow() -> None:
    course = Course(delivery="same_day")
    sparks(course)
    visit_card(course)
    talk = ev.Scheduled(DEBRIEF, MAYA, at("03-12 15:00"), at("03-12 15:10"))
    assert course.changes(talk)

    course.until("03-12 15:00")
    assert course.state(DEBRIEF) == "scheduled"
    course.tell(ev.Held(DEBRIEF, MAYA), "03-12 15:11")
    assert course.state(STEP) == "locked"
    course.tell(ev.Answered(WORDS, MAYA, ("stood",)))
    course.tell(ev.Answered(NOTES, TOMAS, ("noticed", "takeaway")))
    course.tell(ev.Released(NOTES, TOMAS))
    assert course.state(STEP) == "open"


def test_on_the_same_day_everything_is_due_that_evening() -> None:
    course = Course(delivery="same_day")
    sparks(course)
    visit_card(course)
    course.until("03-12 11:30")

    assert course.run(WORDS).due_at == course.run(NOTES).due_at == at("03-12 18:00")


def test_a_talk_fixed_with_the_visit_can_be_cancelled_before_it() -> None:
    course = Course(delivery="same_day")
    sparks(course)
    visit_card(course)
    course.tell(ev.Scheduled(DEBRIEF, MAYA, at("03-12 15:00"), at("03-12 15:10")))

    assert course.changes(ev.Cancelled(DEBRIEF, TOMAS))
    course.until("03-12 16:00")
    assert course.state(DEBRIEF) == "locked"


def test_what_opens_in_the_evening_is_due_on_the_next_school_day() -> None:
    course = Course(delivery="same_day")
    sparks(course)
    course.tell(ev.Answered(FOCUS, MAYA, ("look",)))
    course.tell(scheduled("03-12 18:30", "03-12 18:45"))
    course.until("03-12 19:00")

    assert course.run(WORDS).due_at == at("03-13 18:00")


def test_three_members_are_two_visitors_who_each_release_their_own_notes() -> None:
    ines = MemberId("inês")
    course = Course(members=(MAYA, TOMAS, ines))
    for member in (MAYA, TOMAS, ines):
        course.tell(ev.Answered(SPARK, member, ("why",)))
    course.tell(ev.Answered(FOCUS, MAYA, ("look",)))
    course.tell(scheduled("03-12 11:10", "03-12 11:25"))
    course.until("03-12 11:30")

    assert course.run(NOTES).members == (TOMAS, ines)
    for visitor in (TOMAS, ines):
        course.tell(ev.Answered(NOTES, visitor, WRITTEN))
        assert course.state(NOTES) == "open"
        course.tell(ev.Released(NOTES, visitor))
        assert not course.changes(ev.Answered(NOTES, visitor, WRITTEN))
        assert not course.changes(ev.SkippedPart(NOTES, visitor))
    assert course.state(NOTES) == "done"


def test_part_of_the_order_is_waited_for_instead_of_offered() -> None:
    course = Course(ordered=frozenset({"observation.plan"}))
    sparks(course)
    course.tell(ev.Answered(FOCUS, MAYA, ("look",)), "03-03 12:35")

    assert course.opens(PLAN) == "03-04 07:30"
    assert course.changes(ev.Proposed(PLAN, TOMAS, 1))
    assert not course.changes(ev.Proposed(PLAN, MAYA, 1))
    assert not course.changes(ev.Agreed(PLAN, MAYA, 2))
    assert not course.changes(ev.Agreed(FOCUS, MAYA, 1))
    assert course.changes(ev.Proposed(PLAN, MAYA, 2))
    assert course.waiting(TOMAS) == [PLAN]
    assert course.changes(ev.Agreed(PLAN, TOMAS, 2))
    assert course.state(PLAN) == "done"
