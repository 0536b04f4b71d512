"""How cycles begin, for a pair and for more, and what becomes of the opening sentences."""

import pytest

from flows import events as ev
from flows.agreement import Rhythm
from flows.course import advance, begin
from flows.cycle import CycleState
from flows.effects import Announce, AskToKeep, FinishStage, OpenStage, Reveal
from flows.ids import CycleId, MemberId
from flows.schooldays import ProgramCalendar
from tests.flows.courses import MAYA, PEOPLE, TOMAS, Course, at, rules, run_id

OPEN, SPARK = run_id("common.open/1"), run_id("common.spark/1")


def test_a_larger_group_sets_up_first_and_opens_its_sentences_then() -> None:
    course = Course("reciprocal", PEOPLE[:3], start="full")

    assert course.cycle.state == "planned"
    assert course.opens(OPEN) == "03-04 07:30"
    course.tell(ev.Proposed(OPEN, PEOPLE[0], 1), "03-04 12:00")
    course.tell(ev.Agreed(OPEN, PEOPLE[1], 1))
    effects = course.tell(ev.Agreed(OPEN, PEOPLE[2], 1))
    assert course.cycle.state == "running"
    opened = [e for e in effects if isinstance(e, OpenStage)]
    assert [(e.run, e.announce) for e in opened] == [(SPARK, Announce.OPEN)]


def test_a_later_cycle_begins_at_its_set_up() -> None:
    course = Course(start="again")

    assert course.cycle.runs == course.cycle.runs_of("common.open") == (course.run(OPEN),)
    assert course.cycle.state is CycleState.PLANNED


def test_a_new_version_of_the_set_up_asks_everybody_anew() -> None:
    course = Course(start="again")
    course.tell(ev.Proposed(OPEN, MAYA, 1), "03-04 12:00")
    course.tell(ev.SkippedPart(OPEN, TOMAS))
    course.tell(ev.Answered(OPEN, MAYA, ("hope",)))
    assert course.state(OPEN) == "open"

    course.tell(ev.Proposed(OPEN, TOMAS, 2))

    assert course.waiting(MAYA) == [OPEN]
    assert not course.changes(ev.Agreed(OPEN, MAYA, 1))
    assert course.changes(ev.Agreed(OPEN, MAYA, 2))
    assert course.state(OPEN) == "done"


def test_a_set_up_that_all_leave_out_is_over() -> None:
    course = Course(start="again")
    course.tell(ev.SkippedPart(OPEN, MAYA), "03-04 12:00")

    assert course.tell(ev.SkippedPart(OPEN, TOMAS))[0] == FinishStage(OPEN)
    assert course.cycle.state is CycleState.RUNNING


def test_the_set_up_may_choose_another_way_of_working() -> None:
    course = Course(start="again", members=PEOPLE[:2])
    chosen = ev.ProtocolChosen(
        PEOPLE[0], (PEOPLE[1], PEOPLE[0]), "spread", Rhythm.WEEKLY, frozenset()
    )
    course.rules = rules("reciprocal")

    assert course.changes(chosen)
    assert course.cycle.protocol == "reciprocal"
    assert course.cycle.turns == ()
    assert course.cycle.members == (PEOPLE[1], PEOPLE[0])


def test_a_way_of_working_is_kept_once_it_began() -> None:
    course = Course(members=PEOPLE[:2])
    for member in PEOPLE[:2]:
        course.tell(ev.Answered(SPARK, member, ("why",)))
    assert course.changes(ev.ProtocolChosen(PEOPLE[0], PEOPLE[:2], "same_day"))
    assert course.cycle.delivery == "same_day"
    course.until("03-05 12:00")
    course.rules = rules("reciprocal")

    assert not course.changes(ev.ProtocolChosen(PEOPLE[0], PEOPLE[:2]))


@pytest.mark.parametrize(
    "order", [(PEOPLE[0], PEOPLE[2]), (PEOPLE[0],), PEOPLE[:3]], ids=["stranger", "one", "three"]
)
def test_an_order_of_others_is_not_taken(order: tuple[MemberId, ...]) -> None:
    course = Course(start="again", members=PEOPLE[:2])

    assert not course.changes(ev.ProtocolChosen(PEOPLE[0], order))


def test_a_protocol_for_another_size_is_not_taken() -> None:
    course = Course(start="again", members=PEOPLE[:2])
    course.rules = rules("rounds")

    assert not course.changes(ev.ProtocolChosen(PEOPLE[0], PEOPLE[:2]))


@pytest.mark.parametrize("members", [PEOPLE[:1], PEOPLE[:4], (MAYA, MAYA)])
def test_no_cycle_begins_with_a_group_of_the_wrong_size(members: tuple[MemberId, ...]) -> None:
    with pytest.raises(ValueError, match="not made for"):
        begin(rules(), CycleId("C"), members, at("03-03 08:00"))


def test_no_cycle_goes_by_another_protocol_s_rules() -> None:
    course = Course()

    with pytest.raises(ValueError, match="cannot go by rounds"):
        advance(rules("rounds"), course.cycle, ev.TimePassed(), at("03-04 08:00"))


def test_rules_know_only_their_own_stages() -> None:
    with pytest.raises(KeyError):
        rules().stage("rounds.visit")


def test_a_sentence_alone_is_asked_about_when_it_is_due() -> None:
    """practice 0.9a: nothing is shown unless its author chooses."""
    course = Course()
    course.tell(ev.Answered(SPARK, MAYA, ("why",)), "03-03 09:00")
    assert not course.changes(ev.Shared(SPARK, MAYA, ("why",)))

    assert course.until("03-06 18:00") == [AskToKeep(SPARK, (MAYA,))]
    assert course.opens("observation.focus/1") == "03-09 07:30"
    assert course.until("03-09 07:00") == []
    assert course.changes(ev.Shared(SPARK, MAYA, ("why",)))
    assert not course.changes(ev.Shared(SPARK, MAYA, ("why",)))
    assert not course.changes(ev.Shared(SPARK, TOMAS, ("why",)))


def test_a_late_sentence_still_opens_both() -> None:
    course = Course()
    course.tell(ev.Answered(SPARK, MAYA, ("why",)), "03-03 09:00")
    course.until("03-07 12:00")

    assert course.tell(ev.Answered(SPARK, TOMAS, ("why",)))[-1] == Reveal(SPARK)


def test_a_sentence_kept_for_oneself_is_never_revealed() -> None:
    course = Course()
    course.tell(ev.Answered(SPARK, MAYA, ("why",)), "03-03 09:00")
    course.until("03-07 12:00")
    course.tell(ev.SkippedPart(SPARK, MAYA))

    effects = course.tell(ev.Answered(SPARK, TOMAS, ("why",)))

    assert FinishStage(SPARK) in effects
    assert course.run(SPARK).parts[0].state.value == "skipped"


def test_sentences_that_nobody_wrote_ask_nobody() -> None:
    course = Course()

    assert course.until("03-08 12:00") == []
    assert course.opens("observation.focus/1") == "03-09 07:30"


def test_nothing_is_planned_beyond_the_calendar() -> None:
    short = ProgramCalendar(covered_until=at("03-03 12:00").date())
    course = Course(calendar=short)
    for member in (MAYA, TOMAS):
        course.tell(ev.Answered(SPARK, member, ("why",)))

    assert course.run(SPARK).due_at is None
    assert course.opens("observation.focus/1") == "never"
    assert course.cycle.next_at is None
    course.rules = rules()
    course.tell(ev.TimePassed())
    assert course.opens("observation.focus/1") == "03-04 07:30"


def test_a_turn_whose_rhythm_leads_beyond_the_calendar_waits_for_more_days() -> None:
    short = ProgramCalendar(covered_until=at("03-13 12:00").date())
    course = Course(calendar=short)
    for member in (MAYA, TOMAS):
        course.tell(ev.Answered(SPARK, member, ("why",)))
    course.tell(ev.Answered(run_id("observation.focus/1"), MAYA, ("look",)))
    for stage, member in (("visit", TOMAS), ("words", MAYA), ("notes", TOMAS), ("step", MAYA)):
        course.tell(ev.SkippedPart(run_id(f"observation.{stage}/1"), member))

    assert course.cycle.turns[0].state.value == "done"
    assert course.state("observation.focus/2") == "none"
    course.rules = rules()
    course.tell(ev.TimePassed())
    assert course.opens("observation.focus/2") == "03-18 07:30"
