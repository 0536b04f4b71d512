"""Turns at once, conditions, steps that open again, one sitting."""

from datetime import timedelta
from typing import Any

from flows import events as ev
from flows.effects import Announce, FinishStage, OpenStage, RelockStage, Reveal, StartTurn
from tests.flows.courses import PEOPLE, Course, agree, begun, run_id
from tests.flows.test_sharing import everything

A, B, C = PEOPLE[:3]
GOALS = [run_id(f"everything.goal/{n}") for n in (1, 2, 3)]
REALITIES = [run_id(f"everything.reality/{n}") for n in (1, 2, 3)]
OPTIONS = [run_id(f"everything.options/{n}") for n in (1, 2, 3)]


def at_goals(members: int = 2, **how: Any) -> Course:
    course = begun("everything", members, **how)
    agree(course, run_id("everything.theme/1"))
    return course


def goals(course: Course, *maps: str) -> None:
    for number, (member, chosen) in enumerate(zip(course.cycle.members, maps, strict=True)):
        course.tell(ev.Answered(GOALS[number], member, ("want",), (("map", chosen),)))


def test_each_step_opens_for_all_turns_together_and_waits_for_all() -> None:
    course = at_goals()

    opened = course.until("03-05 12:00")

    assert [e for e in opened if isinstance(e, StartTurn)] == [StartTurn(1, A), StartTurn(2, B)]
    assert course.waiting(A) == [GOALS[0]]
    course.tell(ev.Answered(GOALS[0], A, ("want",)))
    assert course.cycle.run(REALITIES[0]) is None or course.opens(REALITIES[0]) == "never"
    course.tell(ev.Answered(GOALS[1], B, ("want",)))
    assert course.opens(REALITIES[0]) == course.opens(REALITIES[1]) == "03-06 07:30"


def test_each_is_coachee_of_one_turn_and_partner_in_another() -> None:
    course = at_goals(3)
    goals(course, "ahead", "ahead", "ahead")
    for number, member in enumerate((A, B, C)):
        course.tell(ev.Answered(REALITIES[number], member, ("now",)))
    for number, member in enumerate((A, B, C)):
        course.tell(ev.Held(OPTIONS[number], member))

    will = course.run("everything.will/1")
    assert [(p.member, p.roles) for p in will.parts] == [(A, ("thinker",)), (C, ("timekeeper",))]
    for number, pair in enumerate(((A, C), (B, A), (C, B)), start=1):
        for member in pair:
            course.tell(ev.SkippedPart(run_id(f"everything.will/{number}"), member))
    course.tell(ev.StartedNow(run_id("everything.sitting/1"), A))
    sitting = course.run("everything.sitting/1")
    assert set(course.cycle.roles_of(sitting, A)) == {"thinker", "listener", "timekeeper"}
    assert course.state("everything.sitting/2") == "none"


def test_a_step_that_does_not_apply_is_skipped_by_itself() -> None:
    course = at_goals()
    goals(course, "stuck", "ahead")
    for number, member in enumerate((A, B)):
        course.tell(ev.Answered(REALITIES[number], member, ("now",)))

    assert course.state(OPTIONS[0]) == "skipped"
    assert course.state(OPTIONS[1]) == "locked"


def test_a_choice_may_be_changed_while_the_steps_after_it_run() -> None:
    course = at_goals()
    goals(course, "stuck", "stuck")
    for number, member in enumerate((A, B)):
        course.tell(ev.Answered(REALITIES[number], member, ("now",)))
    assert course.state("everything.will/1") == "open"

    assert course.changes(ev.ChoiceChanged(GOALS[0], A, "map", "ahead"))

    assert course.state(OPTIONS[0]) == "locked"
    assert course.state("everything.will/1") == "locked"
    assert not course.changes(ev.ChoiceChanged(GOALS[0], B, "map", "stuck"))
    assert not course.changes(ev.ChoiceChanged(GOALS[0], A, "want", "stuck"))
    assert not course.changes(ev.ChoiceChanged(GOALS[0], A, "nothing", "stuck"))
    assert not course.changes(ev.ChoiceChanged(GOALS[0], A, "map", "elsewhere"))
    assert course.changes(ev.ChoiceChanged(GOALS[0], A, "map", "stuck"))
    assert course.state(OPTIONS[0]) == "skipped"


def test_an_odd_option_is_not_taken() -> None:
    course = at_goals()

    assert not course.changes(ev.Answered(GOALS[0], A, ("want",), (("map", "elsewhere"),)))
    assert not course.changes(ev.Answered(GOALS[0], A, ("want",), (("want", "ahead"),)))


def test_a_yes_or_no_is_kept_as_a_choice() -> None:
    course = at_goals()
    goals(course, "ahead", "ahead")
    for number, member in enumerate((A, B)):
        course.tell(ev.Answered(REALITIES[number], member, ("now",)))

    assert not course.changes(ev.Answered(OPTIONS[0], A, ("three",), (("welcome", "maybe"),)))
    assert course.changes(ev.Answered(OPTIONS[0], A, ("three",), (("welcome", "yes"),)))
    part = course.run(OPTIONS[0]).parts[0]
    assert (part.keys, part.choice("welcome")) == (("three", "welcome"), "yes")


def test_going_back_keeps_nobody_waiting() -> None:
    course = at_goals()
    goals(course, "ahead", "ahead")
    assert not course.changes(ev.Reopened(GOALS[0], A))
    course.tell(ev.StartedNow(REALITIES[0], A))
    assert not course.changes(ev.Reopened(GOALS[0], B))
    assert not course.changes(ev.Reopened(GOALS[1], B))

    assert course.changes(ev.Reopened(GOALS[0], A))

    assert course.state(GOALS[0]) == "open"
    assert [run.id for run in course.cycle.offered_to(A)] == [GOALS[0]]
    assert course.state(REALITIES[0]) == "open"
    course.tell(ev.Answered(REALITIES[0], A, ("now",)))
    course.tell(ev.Answered(REALITIES[1], B, ("now",)))
    assert course.state(GOALS[0]) == "done"
    assert course.changes(ev.StartedNow(OPTIONS[0], A))


def test_a_second_look_can_be_finished() -> None:
    course = at_goals()
    goals(course, "ahead", "ahead")
    course.tell(ev.StartedNow(REALITIES[0], A))
    course.tell(ev.Reopened(GOALS[0], A))

    assert course.changes(ev.Answered(GOALS[0], A, ("want",), (("map", "stuck"),)))
    assert course.state(GOALS[0]) == "done"


def test_one_sitting_is_announced_once_and_runs_without_waiting() -> None:
    course = at_goals(delivery="one_sitting")
    goals(course, "ahead", "ahead")
    course.until("03-06 12:00")
    course.tell(ev.Held(REALITIES[0], B))

    said = {e.run: e.announce for e in course.effects if isinstance(e, OpenStage)}
    assert said[REALITIES[0]] is Announce.OPEN
    assert said[OPTIONS[0]] is Announce.NOTHING


def test_a_declined_turn_at_once_leaves_the_others_going() -> None:
    course = at_goals()
    course.until("03-05 12:00")
    course.tell(ev.TurnDeclined(A))
    assert course.state(GOALS[0]) == "skipped"

    course.tell(ev.Answered(GOALS[1], B, ("want",)))

    assert course.cycle.run(REALITIES[0]) is None or course.state(REALITIES[0]) == "skipped"
    assert course.opens(REALITIES[1]) == "03-06 07:30"


def test_all_end_together() -> None:
    course = everything()
    for run in ("will/1", "will/2", "sitting/1"):
        for member in (A, B):
            course.tell(ev.SkippedPart(run_id(f"everything.{run}"), member))
    assert [turn.state.value for turn in course.cycle.turns] == ["done", "done"]
    course.until("05-01 12:00")
    review = run_id("everything.review/1")
    course.tell(ev.Answered(review, A, ("did",)))

    ended = course.tell(ev.SkippedPart(review, B))

    assert Reveal(review) in ended
    assert course.cycle.turn is None


def test_an_offer_right_after_a_visit_holds_nobody_up() -> None:
    course = begun("visiting", 2)
    visit, step = run_id("visiting.visit/1"), run_id("visiting.step/1")
    start = course.now + timedelta(days=1)
    end = start + timedelta(minutes=20)
    course.tell(ev.Scheduled(visit, A, start, end, None, frozenset({A})))

    course.until(end)

    assert course.state(step) == course.state("visiting.talk/1") == "open"
    ended = course.tell(ev.Answered(step, A, ("step",)))
    assert {FinishStage(visit), FinishStage(run_id("visiting.talk/1"))} <= set(ended)


def test_a_talk_that_is_undone_takes_the_turns_back() -> None:
    course = everything()
    for run in ("will/1", "will/2"):
        for member in (A, B):
            course.tell(ev.SkippedPart(run_id(f"everything.{run}"), member))
    sitting = run_id("everything.sitting/1")
    course.tell(ev.Held(sitting, A))
    assert course.cycle.turns[0].state.value == "done"

    course.tell(ev.Unheld(sitting, B))

    assert [turn.state.value for turn in course.cycle.turns] == ["running", "running"]


def test_a_visit_that_is_moved_after_it_began_waits_and_opens_again() -> None:
    course = begun("visiting", 2)
    visit = run_id("visiting.visit/1")
    start = course.now + timedelta(days=1)
    end = start + timedelta(minutes=20)
    course.tell(ev.Scheduled(visit, A, start, end, None, frozenset({A})))
    course.until(start)
    assert course.state(visit) == "open"

    moved = course.tell(
        ev.Scheduled(
            visit, A, start + timedelta(days=1), end + timedelta(days=1), None, frozenset({A})
        )
    )

    assert RelockStage(visit) in moved
    assert course.state(visit) == "scheduled"
    course.until(start + timedelta(days=1))
    assert course.state(visit) == "open"
    opened = [e for e in course.effects if isinstance(e, OpenStage) and e.run == visit]
    assert len(opened) == 2
    assert RelockStage(visit) in course.tell(ev.Cancelled(visit, A))
    assert course.state(visit) == "locked"
