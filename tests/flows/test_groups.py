"""Rests, snoozes, leavers, guests and strangers."""

from datetime import date

from flows import events as ev
from flows.cycle import CycleState
from flows.effects import (
    FinishStage,
    OpenStage,
    RemoveUnshared,
    RestCycle,
    RestReason,
    Reveal,
)
from flows.ids import RunId
from tests.flows.courses import PEOPLE, SPARK, Course, agree, at, begun, cards, run_id, visited

A, B, C, D, E = PEOPLE[:5]


def test_while_a_cycle_rests_nothing_happens_and_nothing_is_late() -> None:
    """practice INV-21."""
    course = begun("observation", 2)
    course.until("03-05 12:00")
    assert course.run("observation.focus/1").due_at == at("03-09 18:00")

    assert course.tell(ev.Rested()) == [RestCycle(RestReason.CHOSEN)]
    assert not course.changes(ev.Rested())
    assert course.cycle.next_at == at("05-25 18:00")  # It closes then if nobody says a word.
    assert not course.changes(ev.Answered(run_id("observation.focus/1"), A, ("look",)))
    assert not course.changes(ev.TurnDeclined(A))
    assert not course.changes(ev.TimePassed(), "03-19 12:00")

    assert course.changes(ev.Resumed())
    assert course.run("observation.focus/1").due_at == at("03-23 18:00")
    assert not course.changes(ev.Resumed())
    assert course.cycle.state is CycleState.RUNNING


def test_a_session_keeps_its_time_through_a_rest() -> None:
    course = begun("rounds", 4)
    visited(course, 1, 2)
    course.tell(ev.Answered(run_id("rounds.hostnote/1"), A, ("stood",)))
    cards(course, 1, B, C, D)
    analyse = run_id("rounds.analyse/1")
    course.tell(ev.Scheduled(analyse, A, at("03-26 13:00"), at("03-26 14:00")))
    course.tell(ev.Snoozed(B, date(2026, 3, 6)))
    opens = course.run("rounds.analyse/1").opens_at

    course.tell(ev.Rested())
    course.until("03-20 12:00")
    course.tell(ev.Resumed())

    session = course.run("rounds.analyse/1").session
    assert session is not None
    assert session.start == at("03-26 13:00")
    assert course.run("rounds.analyse/1").opens_at == opens
    assert course.run("rounds.analyse/1").state.value == "scheduled"


def test_a_snooze_moves_one_person_s_dates_only() -> None:
    course = begun("reciprocal", 2)
    agree(course, run_id("reciprocal.choose/1"))
    course.until("03-05 12:00")
    model = "reciprocal.model/1"
    assert course.run(model).due_at == at("03-09 18:00")

    assert course.changes(ev.Snoozed(A, date(2026, 3, 12)))

    assert course.run(model).due_for(A) == at("03-16 18:00")
    assert course.run(model).due_for(B) == at("03-09 18:00")
    assert course.run(model).due_for(PEOPLE[7]) == at("03-09 18:00")
    assert course.run(model).last_due == at("03-16 18:00")
    course.tell(ev.Rested())
    course.tell(ev.Resumed(), "03-06 12:00")
    assert course.run(model).due_for(A) == at("03-18 18:00")


def test_a_snooze_waits_for_the_snoozer_before_a_pool_locks() -> None:
    course = begun("rounds", 5)
    visited(course, 1, 2)
    cards(course, 1, B, C, D)
    course.tell(ev.Snoozed(E, date(2026, 3, 12)))
    due, later = course.run("rounds.describe/1").due_at, course.run("rounds.describe/1").due_for(E)

    assert due is not None
    assert later is not None
    assert later > due
    course.until(due)
    assert course.state("rounds.describe/1") == "open"
    course.until(later)
    assert course.state("rounds.describe/1") == "done"


def test_below_the_minimum_a_cycle_rests_until_the_members_choose() -> None:
    """practice INV-26."""
    course = begun("rounds", 4)
    course.until("03-04 12:00")

    left = course.tell(ev.MemberLeft(D))

    assert left == [RemoveUnshared(D), RestCycle(RestReason.BELOW_MINIMUM)]
    assert course.cycle.left == (D,)
    assert course.run("rounds.problem/1").members == (A, B, C)
    assert not course.changes(ev.Resumed())
    assert not course.changes(ev.MemberLeft(D))
    assert course.changes(ev.Stopped())
    assert course.cycle.state is CycleState.STOPPED


def test_a_leaver_s_turn_goes_and_their_role_passes_on() -> None:
    course = begun("rounds", 6)
    visited(course, 1, 2)
    assert course.cycle.roles_of(course.run("rounds.describe/1"), B) == ("observer", "convenor")
    course.tell(ev.SwapAsked(B, C))
    course.tell(ev.SwapAsked(D, E))

    course.tell(ev.MemberLeft(B))

    assert course.cycle.roles_of(course.run("rounds.describe/1"), C) == ("observer", "convenor")
    assert [turn.state.value for turn in course.cycle.turns][:2] == ["running", "left"]
    assert course.cycle.swaps == ((D, E),)
    assert course.cycle.state is CycleState.RUNNING


def test_a_leaver_in_the_middle_of_their_turn_ends_it() -> None:
    course = begun("rounds", 5)
    visited(course, 1, 2)

    left = course.tell(ev.MemberLeft(A))

    assert FinishStage(RunId("rounds.describe/1")) in left
    assert course.state("rounds.describe/1") == "skipped"
    assert course.cycle.turn is not None
    assert course.cycle.turn.coachee == B


def test_a_leaver_after_their_turn_leaves_no_follow_up_behind() -> None:
    course = begun("observation", 3)
    course.tell(ev.Answered(run_id("observation.focus/1"), A, ("look",)))
    for stage, member in (("visit", B), ("visit", C), ("words", A), ("notes", B), ("notes", C)):
        course.tell(ev.SkippedPart(run_id(f"observation.{stage}/1"), member))
    course.tell(ev.Answered(run_id("observation.step/1"), A, ("step", "when")))
    assert course.state("observation.check/1") == "locked"

    course.tell(ev.MemberLeft(A))

    assert course.state("observation.check/1") == "skipped"
    assert course.cycle.turns[0].state.value == "done"


def test_when_the_only_one_who_acts_leaves_a_step_is_over() -> None:
    course = begun("observation", 2)
    course.until("03-05 12:00")

    course.tell(ev.MemberLeft(B))
    course.tell(ev.MemberLeft(A))

    assert course.cycle.members == ()
    assert course.cycle.state is CycleState.RESTING


def test_a_step_that_the_others_left_out_is_over_when_the_last_one_leaves() -> None:
    course = Course("rounds", PEOPLE[:5])
    for member in (A, B, C, D):
        course.tell(ev.SkippedPart(SPARK, member))

    left = course.tell(ev.MemberLeft(E))

    assert FinishStage(SPARK) in left
    assert Reveal(SPARK) not in left


def test_nobody_leaves_a_part_behind_in_what_all_do() -> None:
    course = Course("rounds", PEOPLE[:5])
    course.tell(ev.Answered(SPARK, A, ("why",)))
    for member in (B, C, D):
        course.tell(ev.Answered(SPARK, member, ("why",)))

    assert Reveal(SPARK) in course.tell(ev.MemberLeft(E))


def test_a_guest_enters_by_every_member_s_yes_for_named_steps() -> None:
    """practice INV-25."""
    guest, course = PEOPLE[7], begun("everything", 2)
    theme = frozenset({"everything.theme"})

    assert not course.changes(ev.GuestInvited(guest, A, frozenset({"everything.goal"})))
    assert not course.changes(ev.GuestInvited(B, A, theme))
    assert course.changes(ev.GuestInvited(guest, A, theme))
    assert not course.changes(ev.GuestInvited(guest, A, theme))
    assert course.changes(ev.GuestInvited(guest, B, theme))
    assert course.cycle.guests[0].yes == (A, B)


def test_a_stranger_changes_nothing() -> None:
    course, stranger = begun("observation", 2), PEOPLE[7]

    assert not course.changes(ev.TurnDeclined(stranger))
    assert not course.changes(ev.StartedNow(run_id("observation.focus/1"), stranger))
    assert not course.changes(ev.StartedNow(run_id("observation.focus/1"), B))
    assert not course.changes(ev.MemberLeft(stranger))
    assert not course.changes(ev.StartedNow(run_id("no such run"), A))


def test_an_opening_names_who_acts_and_until_when() -> None:
    course = begun("rounds", 4)

    opened = [e for e in course.until("03-04 07:30") if isinstance(e, OpenStage)]

    assert [(e.run, e.actors, e.due) for e in opened] == [
        ("rounds.problem/1", (A, B, C, D), at("03-10 18:00"))
    ]
