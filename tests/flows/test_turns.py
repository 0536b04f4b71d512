"""Turns and repeats: how they follow each other, move, swap, and are left out."""

from datetime import date

import pytest

from flows import events as ev
from flows.agreement import Rhythm
from flows.effects import (
    CloseCycle,
    FinishStage,
    OfferSwap,
    Outcome,
    ProposeSwap,
    StartTurn,
)
from flows.ids import RunId
from tests.flows.courses import (
    PEOPLE,
    SPARK,
    Course,
    agree,
    at,
    begun,
    read_to_the_end,
    run_id,
    whole_round,
)

A, B, C, D, E = PEOPLE[:5]


def test_the_next_host_begins_five_days_after_the_last_step_and_in_rhythm() -> None:
    course = begun("rounds", 4, rhythm=None)
    whole_round(course, 1)
    done = course.run("rounds.commit/1").done_at
    assert done is not None

    opening = course.rules.opening(done, 5)

    assert course.run("rounds.problem/2").opens_at == opening
    assert [turn.state.value for turn in course.cycle.turns] == ["done", "ahead", "ahead", "ahead"]


def test_the_members_may_close_after_a_full_turn_and_the_others_come_first_next_time() -> None:
    """practice INV-13."""
    course = begun("rounds", 4)
    assert not course.changes(ev.CloseWished(A))
    whole_round(course, 1)

    for member in (A, B, C):
        assert course.changes(ev.CloseWished(member))
    assert not course.changes(ev.CloseWished(A))
    assert course.state("common.close/1") == "none"
    course.tell(ev.CloseWished(D))
    close = run_id("common.close/1")
    for member in (A, B, C):
        course.tell(ev.Answered(close, member, (), (("next", "same"),)))

    ended = course.tell(ev.Answered(close, D, (), (("next", "same"),)))

    assert ended[-1] == CloseCycle(Outcome.SAME, (B, C, D))
    assert course.state("rounds.check/1") == "skipped"


def test_a_turn_that_was_begun_is_finished_before_closing() -> None:
    course = begun("rounds", 4)
    whole_round(course, 1)
    course.tell(ev.StartedNow(run_id("rounds.problem/2"), B))
    course.tell(ev.Proposed(run_id("rounds.problem/2"), B, 1))

    for member in (A, B, C, D):
        course.tell(ev.CloseWished(member))

    states = [turn.state.value for turn in course.cycle.turns]
    assert states == ["done", "running", "postponed", "postponed"]


def test_whoever_declines_their_turn_has_none_and_the_next_begins() -> None:
    course = begun("observation", 2)

    assert course.changes(ev.TurnDeclined(A))
    assert course.opens("observation.focus/2") == "03-04 07:30"
    assert not course.changes(ev.TurnDeclined(A))
    course.until("03-05 12:00")
    declined = course.tell(ev.TurnDeclined(B))
    assert FinishStage(RunId("observation.focus/2")) in declined
    assert (
        course.opens("common.close/1") == "03-04 07:30" or course.state("common.close/1") == "open"
    )


def test_two_members_change_places_once_both_asked() -> None:
    course = begun("rounds", 4)

    assert course.tell(ev.SwapAsked(A, C)) == [OfferSwap(A, C)]
    assert not course.changes(ev.SwapAsked(A, C))
    assert not course.changes(ev.SwapAsked(A, A))
    assert not course.changes(ev.SwapAsked(A, PEOPLE[7]))
    assert course.changes(ev.SwapAsked(C, A))
    assert [turn.coachee for turn in course.cycle.turns] == [C, B, A, D]
    assert StartTurn(1, C) in course.until("03-04 07:30")
    assert not course.changes(ev.SwapAsked(C, B))


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2028, 1, 3)])
def test_a_turn_moves_only_into_covered_days_ahead(day: date) -> None:
    course = begun("observation", 2)

    assert not course.changes(ev.TurnMoved(A, day))


def test_a_turn_with_something_in_it_is_not_moved() -> None:
    course = begun("observation", 2)
    course.tell(ev.Answered(run_id("observation.focus/1"), A, ("look",)))

    assert not course.changes(ev.TurnMoved(A, date(2026, 4, 20)))
    assert course.changes(ev.TurnMoved(B, date(2026, 4, 20)))
    assert not course.changes(ev.TurnMoved(B, date(2026, 4, 20)))


def test_the_first_turn_moves_too_and_before_anything_opened() -> None:
    course = begun("observation", 2)

    assert course.changes(ev.TurnMoved(A, date(2026, 3, 9)))
    assert course.opens("observation.focus/1") == "03-09 07:30"
    assert not any(isinstance(e, ProposeSwap) for e in course.effects)


def test_protocols_without_turns_have_nothing_to_decline_or_move() -> None:
    course = begun("reciprocal", 2)

    for event in (
        ev.TurnDeclined(A),
        ev.TurnMoved(A, date(2026, 4, 20)),
        ev.SwapAsked(A, B),
        ev.CloseWished(A),
    ):
        assert not course.changes(event)


def test_the_group_sets_how_many_parts_are_read() -> None:
    course = begun("reciprocal", 3, rhythm=None)
    assert not course.changes(ev.RepeatsSet(A, 2))
    assert not course.changes(ev.RepeatsSet(A, 6))
    assert course.changes(ev.RepeatsSet(A, 4))
    agree(course, run_id("reciprocal.choose/1"))
    for stage in ["model/1", *(f"segment/{n}" for n in range(1, 5))]:
        assert course.state(f"reciprocal.{stage}") == "locked"
        for member in PEOPLE[:3]:
            course.tell(ev.Answered(run_id(f"reciprocal.{stage}"), member, ("predict",)))
            course.tell(ev.SkippedPart(run_id(f"reciprocal.{stage}"), member))

    assert course.state("reciprocal.segment/4") == "done"
    assert course.state("reciprocal.segment/5") == "none"
    assert not course.changes(ev.RepeatsSet(A, 5))
    assert course.state("reciprocal.teachback/1") == "locked"


def test_only_protocols_with_repeats_have_a_number_of_them() -> None:
    assert not begun("observation", 2).changes(ev.RepeatsSet(A, 3))


def test_without_turns_the_rhythm_lies_between_talks_but_not_after_a_visit() -> None:
    """practice H, Cadence."""
    course = begun("reciprocal", 2, rhythm=Rhythm.FORTNIGHTLY)
    read_to_the_end(course)
    assert course.opens("reciprocal.teachback/1") == "03-11 07:30"
    course.tell(ev.Held(run_id("reciprocal.teachback/1"), A), "03-11 12:00")
    course.until("03-13 12:00")
    for member in (A, B):
        course.tell(ev.Answered(run_id("reciprocal.try/1"), member, ("try",)))
    assert course.state("reciprocal.share/1") == "open"

    talking = Course("talking", PEOPLE[:2], rhythm=Rhythm.FORTNIGHTLY)
    for member in (A, B):
        talking.tell(ev.Answered(SPARK, member, ("why",)))
    assert talking.opens("talking.first/1") == "03-04 07:30"
    talking.tell(ev.Held(run_id("talking.first/1"), A), "03-05 12:00")
    assert talking.opens("talking.second/1") == "03-19 07:30"
    assert talking.changes(ev.Held(run_id("talking.second/1"), A))


def test_whose_turn_comes_when_another_falls_away_hears_when_it_begins() -> None:
    """practice INV-13"""
    course = begun("rounds", 5)
    course.until("03-05 12:00")
    for member in PEOPLE[:5]:
        course.tell(ev.Answered(run_id("common.spark/1"), member, ("why",)))
    course.until("03-20 12:00")

    told = course.tell(ev.TurnDeclined(A))

    assert ProposeSwap(2, B, at("03-27 07:30")) in told
    assert not any(isinstance(effect, StartTurn) for effect in told)
    began = course.until("03-27 12:00")
    assert StartTurn(2, B) in began


def test_a_turn_whose_day_has_passed_waits_until_it_was_told_of() -> None:
    """practice INV-13: the member before left long after the last turn was done."""
    course = begun("rounds", 5)
    whole_round(course, 1)
    course.until("05-04 12:00")
    assert course.cycle.turn is not None
    assert course.cycle.turn.number == 2

    told = course.tell(ev.MemberLeft(B))

    assert [e.coachee for e in told if isinstance(e, ProposeSwap)] == [C]
    assert not any(isinstance(effect, StartTurn) for effect in told)
