"""How much one person gets: the caps of a day and a week, and what is told in one message."""

from dataclasses import replace

from flows.nudge import Kind
from flows.nudging import decide
from flows.verdict import Because
from tests.flows.nudged import TOMAS, at, drops, got, plan, sent, waits


def test_one_a_day_and_the_rest_on_the_next() -> None:
    person = replace(TOMAS, sent=(sent("03-18 15:45"),), acted=(at("03-18 16:00"),))

    assert waits(decide(person, [plan(Kind.SOFT, "03-18 15:45")], at("03-18 15:46"))) == [
        ("soft", at("03-19 15:45"), Because.DAY_FULL)
    ]


def test_what_is_due_together_is_one_message_in_order() -> None:
    kinds = [Kind.BALANCE, Kind.PULSE, Kind.SOFT, Kind.OPEN, Kind.SWAP, Kind.REMIND]
    items = [plan(kind, "03-18 15:45", about=f"run {n}") for n, kind in enumerate(kinds)]

    assert got(decide(TOMAS, items, at("03-18 15:45"))) == [
        ["remind", "open", "swap", "soft", "pulse", "balance"]
    ]


def test_a_bundle_is_read_by_weight() -> None:
    """practice H, Caps: reminder, notes, open, soft, the month's question, balance"""
    weight = [Kind.REMIND, Kind.RELEASED, Kind.OPEN, Kind.SOFT, Kind.PULSE, Kind.BALANCE]
    told = tuple(sent(f"03-18 {h}:00", Kind.EVENT, scheduled=False) for h in ("09", "10"))
    pending = [plan(kind, "03-18 11:00", about=kind) for kind in reversed(weight)]

    decision = decide(replace(TOMAS, sent=told), pending, at("03-18 15:45"))

    assert got(decision) == [[kind.value for kind in weight]]


def test_soft_never_comes_with_its_own_open() -> None:
    items = [plan(Kind.OPEN, "03-18 15:45"), plan(Kind.SOFT, "03-18 15:45")]

    decision = decide(TOMAS, items, at("03-18 15:45"))

    assert got(decision) == [["open"]]
    assert drops(decision) == [("soft", Because.DOUBLE)]


def test_four_a_week_then_next_monday() -> None:
    days = ("03-09", "03-10", "03-11", "03-12")
    person = replace(
        TOMAS, sent=tuple(sent(f"{d} 15:45") for d in days), acted=(at("03-12 16:00"),)
    )

    assert waits(decide(person, [plan(Kind.REMIND, "03-13 15:45")], at("03-13 15:45"))) == [
        ("remind", at("03-16 15:45"), Because.WEEK_FULL)
    ]
    ended = replace(
        person, calendar=replace(TOMAS.calendar, covered_until=at("03-13 12:00").date())
    )
    assert waits(decide(ended, [plan(Kind.OPEN, "03-13 15:45")], at("03-13 15:45"))) == [
        ("open", at("03-16 00:00"), Because.WEEK_FULL)
    ]


def test_the_week_keeps_room_for_what_belongs_to_a_fixed_time() -> None:
    person = replace(
        TOMAS, sent=(sent("03-09 15:45"), sent("03-10 15:45")), acted=(at("03-10 16:00"),)
    )
    pulse = plan(Kind.PULSE, "03-11 15:45")
    remind = plan(Kind.REMIND, "03-12 15:45")
    visit = plan(Kind.AFTER_VISIT, "03-13 11:35")

    assert waits(decide(person, [pulse, remind, visit], at("03-11 15:45")))[-1] == (
        "pulse",
        at("03-12 15:45"),
        Because.WEEK_FULL,
    )
    assert got(decide(person, [pulse, remind], at("03-11 15:45"))) == [["pulse"]]
    with_it = plan(Kind.REMIND, "03-11 15:45", "today")
    assert got(decide(person, [pulse, with_it, remind, visit], at("03-11 15:45"))) == [
        ["remind", "pulse"]
    ]
    short = replace(
        person, calendar=replace(TOMAS.calendar, covered_until=at("03-11 12:00").date())
    )
    assert waits(decide(short, [pulse, remind, visit], at("03-11 15:45")))[-1] == (
        "pulse",
        at("03-16 00:00"),
        Because.WEEK_FULL,
    )


def test_two_events_a_day_and_the_rest_in_the_next_slot() -> None:
    told = (
        sent("03-18 09:00", Kind.EVENT, scheduled=False),
        sent("03-18 10:00", Kind.RELEASED, scheduled=False),
    )
    person = replace(TOMAS, sent=told)
    third = plan(Kind.EVENT, "03-18 11:00")

    assert waits(decide(person, [third], at("03-18 11:00"))) == [
        ("event", at("03-18 15:45"), Because.EVENTS_FULL)
    ]
    nudge = plan(Kind.OPEN, "03-18 15:45")
    assert got(decide(person, [third, nudge], at("03-18 15:45"))) == [["event", "open"]]
    alone = decide(person, [third], at("03-18 15:45"))
    assert got(alone) == [["event"]]
    assert alone.send[0].as_sent(at("03-18 15:45")).scheduled
    assert not alone.send[0].as_sent(at("03-18 15:45")).nudged


def test_what_happened_after_the_slot_waits_for_tomorrows() -> None:
    told = tuple(sent(f"03-18 {h}:00", Kind.EVENT, scheduled=False) for h in ("09", "10"))

    decision = decide(
        replace(TOMAS, sent=told), [plan(Kind.EVENT, "03-18 16:00")], at("03-18 16:00")
    )

    assert waits(decision) == [("event", at("03-19 15:45"), Because.EVENTS_FULL)]


def test_three_pushes_a_day_whatever_they_are() -> None:
    day = (
        sent("03-18 09:00", Kind.EVENT, scheduled=False),
        sent("03-18 10:00", Kind.EVENT, scheduled=False),
        sent("03-18 11:35", Kind.AFTER_VISIT),
    )
    person = replace(TOMAS, sent=day, acted=(at("03-18 12:00"),))
    visit = plan(Kind.AFTER_VISIT, "03-18 13:00")

    assert waits(decide(person, [visit], at("03-18 13:00"))) == [
        ("after_visit", at("03-19 07:30"), Because.PUSHES_FULL)
    ]
    morning = replace(
        TOMAS,
        sent=tuple(sent(f"03-18 {h}:00", Kind.EVENT, scheduled=False) for h in ("08", "09", "10")),
    )
    assert waits(decide(morning, [plan(Kind.OPEN, "03-18 15:45")], at("03-18 15:45"))) == [
        ("open", at("03-19 15:45"), Because.PUSHES_FULL)
    ]


def test_what_happened_together_is_one_message() -> None:
    items = [plan(Kind.EVENT, "03-18 18:10"), plan(Kind.RELEASED, "03-18 19:00")]

    assert got(decide(TOMAS, items, at("03-19 07:30"))) == [["released", "event"]]


def test_what_was_sent_or_is_over_is_dropped() -> None:
    person = replace(TOMAS, sent=(sent("03-16 15:45"),), acted=(at("03-16 16:00"),))
    again = plan(Kind.OPEN, "03-18 15:45", "key 03-16 15:45")
    over = plan(Kind.REMIND, "03-18 15:45", expires=at("03-18 15:45"))

    assert drops(decide(person, [again, over], at("03-18 15:45"))) == [
        ("remind", Because.EXPIRED),
        ("open", Because.DOUBLE),
    ]
