"""Messages around a visit: nothing while it runs, what follows it first, the slot after it."""

from dataclasses import replace

from flows.nudge import Kind
from flows.nudging import decide
from flows.timetable import Span
from flows.verdict import Because, Now
from tests.flows.nudged import EARLY_BIRD, TOMAS, at, got, plan, sent, waits

VISITING = replace(TOMAS, visits=(Span(at("03-12 11:10"), at("03-12 11:25")),))


def test_nothing_comes_during_a_visit_but_news_of_that_visit() -> None:
    event = plan(Kind.EVENT, "03-12 11:12")
    cancelled = plan(Kind.EVENT, "03-12 11:12", "cancelled", urgent=True)

    assert waits(decide(VISITING, [event], at("03-12 11:12"))) == [
        ("event", at("03-12 11:25"), Because.VISIT_RUNS)
    ]
    assert got(decide(VISITING, [cancelled], at("03-12 11:12"))) == [["event"]]


def test_a_slot_during_a_visit_comes_right_after_it() -> None:
    person = replace(TOMAS, visits=(Span(at("03-12 15:40"), at("03-12 15:55")),))
    nudge = plan(Kind.OPEN, "03-12 15:45")

    assert waits(decide(person, [nudge], at("03-12 15:45"))) == [
        ("open", at("03-12 15:55"), Because.VISIT_RUNS)
    ]
    assert got(decide(person, [nudge], at("03-12 15:55"))) == [["open"]]


def test_a_slot_waits_for_the_visit_of_its_day() -> None:
    visit = plan(Kind.AFTER_VISIT, "03-12 11:35")
    nudge = plan(Kind.OPEN, "03-12 07:45", about="other")

    decision = decide(EARLY_BIRD, [visit, nudge], at("03-12 07:45"))

    assert waits(decision) == [
        ("after_visit", at("03-12 11:35"), Because.NOT_YET),
        ("open", at("03-13 07:45"), Because.VISIT_TODAY),
    ]
    later = decide(EARLY_BIRD, [visit, nudge], at("03-12 11:35"))
    assert got(later) == [["after_visit"]]
    assert later.send[0].now is Now.VISIT_OVER
    assert waits(later) == [("open", at("03-13 07:45"), Because.DAY_FULL)]


def test_after_visit_may_follow_a_nudge_that_went_already() -> None:
    person = replace(EARLY_BIRD, sent=(sent("03-12 07:45"),))

    assert got(decide(person, [plan(Kind.AFTER_VISIT, "03-12 11:35")], at("03-12 11:35"))) == [
        ["after_visit"]
    ]


def test_a_reminder_that_cannot_wait_goes_with_what_follows_the_visit() -> None:
    visit = plan(Kind.AFTER_VISIT, "03-12 11:35")
    before_noon = plan(Kind.REMIND, "03-12 15:45", "a", expires=at("03-13 09:00"))
    after_slot = plan(Kind.REMIND, "03-12 15:45", "b", expires=at("03-13 16:30"))

    decision = decide(TOMAS, [visit, before_noon, after_slot], at("03-12 11:35"))

    assert [item.key for item in decision.send[0].items] == [visit.key, "a"]
    assert [wait.item.key for wait in decision.wait] == ["b"]
    early = plan(Kind.REMIND, "03-12 07:45", "c", expires=at("03-13 07:40"))
    assert waits(decide(EARLY_BIRD, [visit, early], at("03-12 07:45")))[-1] == (
        "remind",
        at("03-12 11:35"),
        Because.VISIT_TODAY,
    )
    assert got(decide(EARLY_BIRD, [visit, early], at("03-12 11:35"))) == [["after_visit", "remind"]]
