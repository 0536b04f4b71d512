"""The stop rule: two unanswered in a row ask once, then there is rest (practice H)."""

from dataclasses import replace

from flows.nudge import Kind, Person, Sent
from flows.resting import Answering, Asked, Rests, Silent, next_ask, standing
from tests.flows.nudged import TOMAS, at


def sent(when: str, kind: Kind = Kind.OPEN, cycle: str = "c1") -> Sent:
    return Sent(at(when), (kind,), (when,), cycle)


def person(*nudges: Sent, acted: tuple[str, ...] = (), resting: tuple[str, ...] = ()) -> Person:
    return replace(
        TOMAS, sent=nudges, acted=tuple(at(a) for a in acted), resting=frozenset(resting)
    )


FIRST, SECOND = sent("03-23 15:45"), sent("03-25 15:45", Kind.SOFT)
QUESTION = sent("04-13 15:45", Kind.PAUSE_ASK)


def test_two_unanswered_in_a_row_are_known_three_school_days_after_the_second() -> None:
    tomas = person(FIRST, SECOND)

    assert standing(tomas, at("04-13 15:44")) == Answering()
    assert standing(tomas, at("04-13 15:45")) == Silent("c1", SECOND.at)
    assert next_ask(tomas) == at("04-13 15:45")


def test_one_alone_or_an_answered_one_between_is_no_silence() -> None:
    late = at("04-17 15:45")

    assert standing(person(FIRST), late) == Answering()
    assert standing(person(FIRST, SECOND, acted=("03-24 08:00",)), late) == Answering()
    assert standing(person(FIRST, SECOND, acted=("03-25 16:00",)), late) == Answering()
    assert standing(person(FIRST, SECOND, acted=("04-13 12:00",)), late) == Answering()
    assert next_ask(person(FIRST, SECOND, acted=("03-24 08:00",))) is None
    assert next_ask(person(FIRST)) is None


def test_an_answer_after_three_school_days_comes_too_late_for_the_first_of_two() -> None:
    tomas = person(sent("03-02 15:45"), sent("03-09 15:45"), acted=("03-06 09:00",))

    assert standing(tomas, at("03-12 15:45")) == Silent("c1", at("03-09 15:45"))


def test_what_partners_did_is_not_counted() -> None:
    told = Sent(at("03-24 12:00"), (Kind.EVENT,), ("e",), scheduled=False)

    assert standing(person(FIRST, told), at("04-17 15:45")) == Answering()


def test_the_question_waits_five_school_days_and_then_the_cycle_rests() -> None:
    tomas = person(FIRST, SECOND, QUESTION)

    assert standing(tomas, at("04-20 15:44")) == Asked(at("04-20 15:45"))
    assert standing(tomas, at("04-20 15:45")) == Rests("c1", at("04-20 15:45"))


def test_any_sign_of_life_begins_anew() -> None:
    assert (
        standing(person(FIRST, SECOND, QUESTION, acted=("04-13 15:52",)), at("05-01 12:00"))
        == Answering()
    )


def test_a_cycle_that_rests_leaves_the_other_its_own_count() -> None:
    other = (sent("04-21 15:45", cycle="c2"), sent("04-22 15:45", cycle="c2"))
    resting = person(FIRST, SECOND, QUESTION, *other, resting=("c1",))
    unheard = person(FIRST, SECOND, QUESTION, *other)

    assert standing(resting, at("04-22 16:00")) == Answering()
    assert standing(resting, at("04-27 15:45")) == Silent("c2", at("04-22 15:45"))
    assert standing(unheard, at("04-27 15:45")) == Silent("c2", at("04-22 15:45"))
    assert standing(person(FIRST, SECOND, resting=("c1",)), at("04-27 15:45")) == Answering()


def test_a_message_about_no_cycle_counts_for_the_one_beside_it() -> None:
    tomas = person(FIRST, sent("03-25 15:45", Kind.PULSE, ""))

    assert standing(tomas, at("04-13 15:45")) == Silent("c1", at("03-25 15:45"))


def test_beyond_the_calendar_nobody_is_late() -> None:
    ends = replace(TOMAS.calendar, covered_until=at("04-14 12:00").date())
    asked = replace(person(FIRST, SECOND, QUESTION), calendar=ends)
    unasked = replace(person(QUESTION, sent("04-13 15:46"), sent("04-14 15:45")), calendar=ends)
    between = replace(person(sent("04-10 12:00"), sent("04-14 12:00")), calendar=ends)

    assert standing(asked, at("06-01 12:00")) == Answering()
    assert standing(unasked, at("06-01 12:00")) == Answering()
    assert standing(between, at("06-01 12:00")) == Answering()
    assert next_ask(between) is None
