"""A host who leaves the request out: the turn goes on without a visit; they can ask after all."""

import pytest

from flows import events as ev
from flows import forgone
from flows.effects import Announce, OpenStage, RelockStage
from tests.flows.courses import PEOPLE, Course, begun, protocol, run_id

A, B = PEOPLE[:2]
FOCUS, VISIT, CHECK = (run_id(f"observation.{s}/1") for s in ("focus", "visit", "check"))
NEXT, CLOSE = run_id("observation.focus/2"), run_id("common.close/1")


@pytest.fixture
def skipped() -> Course:
    """It is Tuesday, and she who would be visited first has left the request out."""
    course = begun("observation", 2)
    course.tell(ev.SkippedPart(FOCUS, A), "03-03 12:00")
    return course


def states(course: Course, turn: int) -> set[str]:
    return {run.state.value for run in course.cycle.runs if run.turn == turn}


def test_without_a_request_nobody_waits_for_a_visit(skipped: Course) -> None:
    assert states(skipped, 1) == {"skipped"}
    assert [turn.state.value for turn in skipped.cycle.turns] == ["done", "ahead"]
    assert skipped.waiting(A) == []
    assert skipped.opens(NEXT) == "03-18 07:30"


def test_the_host_asks_after_all_and_everything_is_there_again(skipped: Course) -> None:
    assert forgone.of(skipped.rules, skipped.cycle, A) == skipped.run(FOCUS)
    assert forgone.of(skipped.rules, skipped.cycle, B) is None

    effects = skipped.tell(ev.AskedAfterAll(FOCUS, A), "03-05 12:00")

    due = skipped.run(FOCUS).due_at
    assert OpenStage(FOCUS, (A,), due, Announce.NOTHING) in effects
    assert states(skipped, 1) == {"open", "locked"}
    assert [turn.state.value for turn in skipped.cycle.turns] == ["running", "ahead"]
    assert skipped.cycle.turns[1].planned_at is None
    assert skipped.opens(NEXT) == "never"
    assert skipped.waiting(A) == [FOCUS]
    assert forgone.of(skipped.rules, skipped.cycle, A) is None
    skipped.tell(ev.Answered(FOCUS, A, ("look",)))
    assert skipped.run(VISIT).gate_at is not None
    assert skipped.state(CHECK) == "locked"


def test_it_is_the_hosts_own_and_once(skipped: Course) -> None:
    assert not skipped.changes(ev.AskedAfterAll(FOCUS, B))
    assert not skipped.changes(ev.AskedAfterAll(VISIT, B))
    assert not skipped.changes(ev.AskedAfterAll(NEXT, B))
    assert skipped.changes(ev.AskedAfterAll(FOCUS, A))
    assert not skipped.changes(ev.AskedAfterAll(FOCUS, A))


def test_it_can_be_left_out_and_taken_up_again(skipped: Course) -> None:
    skipped.tell(ev.AskedAfterAll(FOCUS, A))
    assert skipped.changes(ev.SkippedPart(FOCUS, A))
    assert states(skipped, 1) == {"skipped"}
    assert skipped.changes(ev.AskedAfterAll(FOCUS, A))
    assert states(skipped, 1) == {"open", "locked"}


def test_once_the_next_turn_has_begun_it_is_too_late(skipped: Course) -> None:
    skipped.until("03-18 07:30")

    assert skipped.waiting(B) == [NEXT]
    assert not skipped.changes(ev.AskedAfterAll(FOCUS, A))


def test_after_the_last_turn_it_can_be_asked_until_looking_back_begins(skipped: Course) -> None:
    skipped.tell(ev.SkippedPart(NEXT, B), "03-18 12:00")
    assert skipped.opens(CLOSE) == "03-19 07:30"
    assert forgone.of(skipped.rules, skipped.cycle, A) is None
    assert forgone.of(skipped.rules, skipped.cycle, B) == skipped.run(NEXT)

    late = skipped.tell(ev.AskedAfterAll(NEXT, B), "03-18 18:00")

    assert skipped.opens(CLOSE) == "never"
    assert not any(isinstance(effect, RelockStage) for effect in late)
    assert [turn.state.value for turn in skipped.cycle.turns] == ["done", "running"]


def test_with_nothing_asked_for_in_either_turn_both_look_back(skipped: Course) -> None:
    skipped.tell(ev.SkippedPart(NEXT, B), "03-18 12:00")
    skipped.until("03-19 07:30")
    assert skipped.waiting(A) == skipped.waiting(B) == [CLOSE]
    assert not skipped.changes(ev.AskedAfterAll(NEXT, B))
    for who in (A, B):
        skipped.tell(ev.Answered(CLOSE, who, (), (("next", "same"),)))
    assert skipped.cycle.over
    assert forgone.of(skipped.rules, skipped.cycle, B) is None


def test_a_way_without_requests_has_nothing_to_ask_after_all() -> None:
    course = begun("rounds", 4)
    assert forgone.request_stage(course.rules.protocol) is None
    assert not course.changes(ev.AskedAfterAll(run_id("rounds.problem/1"), A))


def test_by_one_choice_of_the_request_something_else_comes_instead_of_a_visit() -> None:
    growing, clip = protocol("growing"), {"way": "clip"}
    request, step = growing.stage("request"), growing.stage("clip")
    assert request is not None

    assert forgone.visit_follows(growing, {})
    assert not forgone.visit_follows(growing, clip)
    assert [p.key for p in request.prompts if forgone.decides_visit(growing, p)] == ["way"]
    assert forgone.instead(growing, clip) == step
    assert forgone.instead(growing, {}) is None


def test_elsewhere_a_visit_follows_whatever_is_chosen() -> None:
    observation = protocol("observation")
    focus = observation.stage("focus")
    assert focus is not None

    assert forgone.visit_follows(observation, {"tool": "own_clip"})
    assert not any(forgone.decides_visit(observation, p) for p in focus.prompts)
    assert forgone.instead(observation, {"tool": "own_clip"}) is None
