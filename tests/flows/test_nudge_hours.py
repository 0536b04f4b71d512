"""A nudge comes in its owner's slot, and nothing in quiet hours or outside school days."""

from dataclasses import replace
from datetime import date, time

import pytest

from flows.ids import ConversationId, ProgramId
from flows.nudge import Kind, person
from flows.nudging import decide
from flows.people import Member, Program
from flows.schooldays import Days
from flows.timetable import Span
from flows.verdict import Because, Now
from tests.flows.nudged import EARLY_BIRD, TOMAS, at, drops, got, plan, waits

FOUNDED = at("03-09 00:00")


def test_a_persons_hours_come_from_their_membership() -> None:
    program = Program(
        ProgramId("p"),
        "Northside",
        ConversationId("c"),
        "IE",
        None,
        "Europe/Dublin",
        TOMAS.member,
        FOUNDED,
        frozenset(),
        holidays=TOMAS.calendar.holidays,
        covered_until=TOMAS.calendar.covered_until,
    )
    member = Member(TOMAS.member, program.id, "Europe/Dublin", snoozed_until=FOUNDED)
    leave = (Days(date(2026, 3, 18), date(2026, 3, 18)),)

    assert person(member, program) == replace(TOMAS, snoozed_until=FOUNDED)
    away = person(replace(member, slot=time(7, 45), leave=leave), program)
    assert away.slot_after(at("03-17 12:00")) == at("03-19 07:45")


def test_a_nudge_comes_in_its_slot_and_says_why() -> None:
    nudge = plan(Kind.OPEN, "03-18 15:45")

    early = decide(TOMAS, [nudge], at("03-18 15:44"))
    now = decide(TOMAS, [nudge], at("03-18 15:45"))

    assert waits(early) == [("open", at("03-18 15:45"), Because.NOT_YET)]
    assert early.look_again == at("03-18 15:45")
    assert got(now) == [["open"]]
    assert now.look_again is None
    assert (now.send[0].lead.why.words, now.send[0].now.words) == (
        "why.step_opened",
        "why.now.slot",
    )


def test_what_is_due_before_the_slot_waits_for_it_and_later_for_the_next() -> None:
    nudge = plan(Kind.OPEN, "03-18 10:00")
    after = plan(Kind.OPEN, "03-18 16:00")

    assert waits(decide(TOMAS, [nudge], at("03-18 10:00"))) == [
        ("open", at("03-18 15:45"), Because.SLOT)
    ]
    assert waits(decide(TOMAS, [after], at("03-18 16:00"))) == [
        ("open", at("03-19 15:45"), Because.SLOT)
    ]


def test_a_late_metronome_still_keeps_the_day_but_not_the_night() -> None:
    nudge = plan(Kind.OPEN, "03-18 15:45")

    assert got(decide(TOMAS, [nudge], at("03-18 17:59"))) == [["open"]]
    assert waits(decide(TOMAS, [nudge], at("03-18 18:00"))) == [
        ("open", at("03-19 15:45"), Because.QUIET)
    ]


def test_events_come_at_once_inside_send_hours() -> None:
    event = plan(Kind.EVENT, "03-18 12:20", template="shared")

    (push,) = decide(TOMAS, [event], at("03-18 12:20")).send

    assert (push.lead.named, push.now) == ("shared", Now.AT_ONCE)


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        ("03-18 18:00", "03-19 07:30"),
        ("03-18 07:29", "03-18 07:30"),
        ("03-20 19:00", "03-23 07:30"),
        ("03-16 18:30", "03-18 07:30"),
        ("03-27 18:30", "04-13 07:30"),
    ],
)
def test_quiet_hours_end_on_the_next_school_day_at_half_past_seven(raised: str, told: str) -> None:
    event = plan(Kind.EVENT, raised)

    assert waits(decide(TOMAS, [event], at(raised))) == [("event", at(told), Because.QUIET)]
    assert decide(TOMAS, [event], at(told)).send[0].now is Now.WAITED


def test_in_groups_events_wait_for_the_slot_but_a_change_of_todays_plans_does_not() -> None:
    shared = plan(Kind.EVENT, "03-18 10:00", in_group=True)
    moved = plan(Kind.EVENT, "03-18 10:00", "moved", in_group=True, urgent=True)

    decision = decide(TOMAS, [shared, moved], at("03-18 10:00"))

    assert [item.key for push in decision.send for item in push.items] == ["moved"]
    assert waits(decision) == [("event", at("03-18 15:45"), Because.IN_GROUP)]
    assert got(decide(TOMAS, [shared], at("03-18 15:45"))) == [["event"]]


def test_a_slot_under_do_not_disturb_comes_when_that_ends() -> None:
    person = replace(EARLY_BIRD, undisturbed=(Span(at("03-11 22:00"), at("03-12 08:00")),))
    nudge = plan(Kind.OPEN, "03-12 07:45")

    assert waits(decide(person, [nudge], at("03-12 07:45"))) == [
        ("open", at("03-12 08:00"), Because.QUIET)
    ]
    assert got(decide(person, [nudge], at("03-12 08:00"))) == [["open"]]


def test_at_the_calendars_end_nothing_comes_on_the_clock_but_events_do() -> None:
    nudge, event = plan(Kind.OPEN, "06-22 15:45"), plan(Kind.EVENT, "06-22 09:00")

    decision = decide(TOMAS, [nudge, event], at("06-22 15:45"))

    assert got(decision) == [["event"]]
    assert waits(decision) == [("open", None, Because.NO_CALENDAR)]
    assert waits(decide(TOMAS, [plan(Kind.EVENT, "06-20 12:00")], at("06-20 12:00"))) == [
        ("event", at("06-22 07:30"), Because.QUIET)
    ]
    assert got(decide(TOMAS, [plan(Kind.OPEN, "06-19 15:45")], at("06-19 15:50"))) == [["open"]]


def test_days_away_are_kept_to_beyond_the_calendar() -> None:
    monday = at("06-22 09:00")
    away = replace(TOMAS, leave=frozenset({monday.date()}))

    decision = decide(away, [plan(Kind.EVENT, "06-22 09:00")], monday)

    assert waits(decision) == [("event", at("06-23 07:30"), Because.QUIET)]


def test_events_of_a_group_are_not_lost_beyond_the_calendar() -> None:
    shared = plan(Kind.EVENT, "06-22 09:00", in_group=True)
    late = plan(Kind.EVENT, "06-22 16:00", "late", in_group=True)

    assert waits(decide(TOMAS, [shared], at("06-22 09:00"))) == [
        ("event", at("06-22 15:45"), Because.IN_GROUP)
    ]
    assert got(decide(TOMAS, [shared], at("06-22 15:45"))) == [["event"]]
    assert waits(decide(TOMAS, [late], at("06-22 16:00"))) == [
        ("event", at("06-23 15:45"), Because.IN_GROUP)
    ]


def test_a_snooze_holds_nudges_and_nothing_else() -> None:
    person = replace(TOMAS, snoozed_until=at("03-20 07:30"))
    items = [
        plan(Kind.OPEN, "03-18 15:45"),
        plan(Kind.AFTER_VISIT, "03-18 11:35"),
        plan(Kind.EVENT, "03-18 15:45"),
    ]

    decision = decide(person, items, at("03-18 15:45"))

    assert got(decision) == [["event"]]
    assert waits(decision) == [
        ("after_visit", at("03-20 07:30"), Because.SNOOZED),
        ("open", at("03-20 15:45"), Because.SNOOZED),
    ]


def test_an_account_that_slack_closed_gets_none() -> None:
    gone = Member(id=TOMAS.member, program=None, zone="Europe/Dublin", deactivated=True)

    decision = decide(person(gone, None), [plan(Kind.EVENT, "03-18 09:00")], at("03-18 09:00"))

    assert decision.send == ()
    assert drops(decision) == [("event", Because.STOPPED)]


def test_whoever_stopped_all_messages_gets_none() -> None:
    items = [plan(Kind.OPEN, "03-18 15:45"), plan(Kind.EVENT, "03-18 15:45")]

    decision = decide(replace(TOMAS, stopped=True), items, at("03-18 15:45"))

    assert decision.send == ()
    assert {because for _, because in drops(decision)} == {Because.STOPPED}
