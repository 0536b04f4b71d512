"""Silence: two unanswered in a row bring one question, and without an answer there is rest."""

from dataclasses import replace

from flows.nudge import Kind
from flows.nudging import decide
from flows.resting import Asked, Rests, Silent
from flows.verdict import Because
from tests.flows.nudged import TOMAS, at, drops, got, plan, sent, waits


def test_a_resting_cycle_sends_nothing_but_the_question_whether_to_close_it() -> None:
    person = replace(TOMAS, resting=frozenset({"c1"}))
    items = [plan(Kind.OPEN, "03-18 15:45"), plan(Kind.CLOSE_ASK, "03-18 15:45")]
    elsewhere = plan(Kind.OPEN, "03-18 15:45", "c2", cycle="c2")

    decision = decide(person, [*items, elsewhere], at("03-18 15:45"))

    assert got(decision) == [["open", "close_ask"]]
    assert drops(decision) == [("open", Because.RESTING)]


UNANSWERED = replace(TOMAS, sent=(sent("03-23 15:45"), sent("03-25 15:45", Kind.SOFT)))


def test_two_unanswered_in_a_row_bring_the_question_in_place_of_more() -> None:
    nudge = plan(Kind.OPEN, "04-13 15:45", about="other")
    remind = plan(Kind.REMIND, "04-13 15:45")

    decision = decide(UNANSWERED, [nudge, remind], at("04-13 15:45"))

    assert decision.standing == Silent("c1", at("03-25 15:45"))
    assert got(decision) == [["remind", "pause_ask"]]
    assert waits(decision) == [("open", at("04-14 15:45"), Because.ASKED)]
    assert decision.send[0].as_sent(at("04-13 15:45")).cycle == "c1"


def test_the_steps_own_question_is_not_asked_twice() -> None:
    own = plan(Kind.PAUSE_ASK, "04-13 15:45")

    decision = decide(UNANSWERED, [own], at("04-13 15:45"))

    assert got(decision) == [["pause_ask"]]
    assert decision.send[0].lead is own
    assert got(decide(UNANSWERED, [], at("04-13 15:44"))) == []


def test_the_next_look_is_when_the_question_would_come_and_when_its_answer_is_due() -> None:
    first = replace(UNANSWERED, sent=UNANSWERED.sent[:1])
    asked = replace(UNANSWERED, sent=(*UNANSWERED.sent, sent("04-13 15:45", Kind.PAUSE_ASK)))

    again = decide(first, [plan(Kind.SOFT, "03-25 15:45")], at("03-25 15:45"))

    assert again.look_again == at("04-13 15:45")
    assert decide(UNANSWERED, [], at("03-27 09:00")).look_again == at("04-13 15:45")
    assert decide(asked, [], at("04-13 15:45")).look_again == at("04-20 15:45")


def test_two_questions_of_two_steps_are_one() -> None:
    items = [plan(Kind.PAUSE_ASK, "04-13 15:45", key) for key in ("a", "b")]

    decision = decide(TOMAS, items, at("04-13 15:45"))

    assert got(decision) == [["pause_ask"]]
    assert drops(decision) == [("pause_ask", Because.DOUBLE)]


def test_the_question_keeps_to_the_hours_like_everything_else() -> None:
    decision = decide(UNANSWERED, [], at("04-13 18:45"))

    assert got(decision) == []
    assert waits(decision) == [("pause_ask", at("04-14 15:45"), Because.QUIET)]


def test_while_the_question_stands_only_fixed_times_are_told() -> None:
    person = replace(UNANSWERED, sent=(*UNANSWERED.sent, sent("04-13 15:45", Kind.PAUSE_ASK)))
    nudge = plan(Kind.OPEN, "04-14 15:45", about="other")
    remind = plan(Kind.REMIND, "04-14 15:45")

    decision = decide(person, [nudge, remind], at("04-14 15:45"))

    assert decision.standing == Asked(at("04-20 15:45"))
    assert got(decision) == [["remind"]]
    assert waits(decision) == [("open", at("04-15 15:45"), Because.ASKED)]


def test_without_an_answer_the_cycle_rests() -> None:
    person = replace(UNANSWERED, sent=(*UNANSWERED.sent, sent("04-13 15:45", Kind.PAUSE_ASK)))
    nudges = [plan(Kind.OPEN, "04-20 15:45"), plan(Kind.OPEN, "04-20 15:45", "b", cycle="c2")]

    decision = decide(person, nudges, at("04-20 15:45"))

    assert decision.standing == Rests("c1", at("04-20 15:45"))
    assert [item.cycle for push in decision.send for item in push.items] == ["c2"]
    assert drops(decision) == [("open", Because.RESTING)]
