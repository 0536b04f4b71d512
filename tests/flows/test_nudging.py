"""The nudge policy, rule by rule (practice H), and what holds whatever happens."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ids import ConversationId, ProgramId
from flows.nudge import EVENTS, Kind, Person, Planned, Sent, person
from flows.nudging import decide
from flows.people import Member, Program
from flows.resting import Asked, Rests, Silent
from flows.schooldays import Days
from flows.timetable import Span
from flows.verdict import Because, Decision, Now
from tests.flows.nudged import DUBLIN, TOMAS, at, plan

EARLY_BIRD = replace(TOMAS, slot=time(7, 45))


def sent(when: str, *kinds: Kind, scheduled: bool = True, cycle: str = "c1") -> Sent:
    return Sent(at(when), kinds or (Kind.OPEN,), (f"key {when}",), cycle, scheduled)


def got(decision: Decision) -> list[list[str]]:
    return [[item.kind.value for item in push.items] for push in decision.send]


def waits(decision: Decision) -> list[tuple[str, datetime | None, Because]]:
    return [(wait.item.kind.value, wait.until, wait.because) for wait in decision.wait]


def drops(decision: Decision) -> list[tuple[str, Because]]:
    return [(drop.item.kind.value, drop.because) for drop in decision.drop]


def test_a_persons_hours_come_from_their_membership() -> None:
    program = Program(
        ProgramId("p"),
        "Northside",
        ConversationId("c"),
        "IE",
        None,
        "Europe/Dublin",
        TOMAS.member,
        START,
        frozenset(),
        holidays=TOMAS.calendar.holidays,
        covered_until=TOMAS.calendar.covered_until,
    )
    member = Member(TOMAS.member, program.id, "Europe/Dublin", snoozed_until=START)
    leave = (Days(date(2026, 3, 18), date(2026, 3, 18)),)

    assert person(member, program) == replace(TOMAS, snoozed_until=START)
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


def test_in_groups_events_wait_for_the_slot_but_a_change_of_todays_plans_does_not() -> None:
    shared = plan(Kind.EVENT, "03-18 10:00", in_group=True)
    moved = plan(Kind.EVENT, "03-18 10:00", "moved", in_group=True, urgent=True)

    decision = decide(TOMAS, [shared, moved], at("03-18 10:00"))

    assert [item.key for push in decision.send for item in push.items] == ["moved"]
    assert waits(decision) == [("event", at("03-18 15:45"), Because.IN_GROUP)]
    assert got(decide(TOMAS, [shared], at("03-18 15:45"))) == [["event"]]


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


def test_a_slot_under_do_not_disturb_comes_when_that_ends() -> None:
    person = replace(EARLY_BIRD, undisturbed=(Span(at("03-11 22:00"), at("03-12 08:00")),))
    nudge = plan(Kind.OPEN, "03-12 07:45")

    assert waits(decide(person, [nudge], at("03-12 07:45"))) == [
        ("open", at("03-12 08:00"), Because.QUIET)
    ]
    assert got(decide(person, [nudge], at("03-12 08:00"))) == [["open"]]


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


def test_at_the_calendars_end_nothing_comes_on_the_clock_but_events_do() -> None:
    nudge, event = plan(Kind.OPEN, "06-22 15:45"), plan(Kind.EVENT, "06-22 09:00")

    decision = decide(TOMAS, [nudge, event], at("06-22 15:45"))

    assert got(decision) == [["event"]]
    assert waits(decision) == [("open", None, Because.NO_CALENDAR)]
    assert waits(decide(TOMAS, [plan(Kind.EVENT, "06-20 12:00")], at("06-20 12:00"))) == [
        ("event", at("06-22 07:30"), Because.QUIET)
    ]
    assert got(decide(TOMAS, [plan(Kind.OPEN, "06-19 15:45")], at("06-19 15:50"))) == [["open"]]


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


def test_whoever_stopped_all_messages_gets_none() -> None:
    items = [plan(Kind.OPEN, "03-18 15:45"), plan(Kind.EVENT, "03-18 15:45")]

    decision = decide(replace(TOMAS, stopped=True), items, at("03-18 15:45"))

    assert decision.send == ()
    assert {because for _, because in drops(decision)} == {Because.STOPPED}


def test_what_was_sent_or_is_over_is_dropped() -> None:
    person = replace(TOMAS, sent=(sent("03-16 15:45"),), acted=(at("03-16 16:00"),))
    again = plan(Kind.OPEN, "03-18 15:45", "key 03-16 15:45")
    over = plan(Kind.REMIND, "03-18 15:45", expires=at("03-18 15:45"))

    assert drops(decide(person, [again, over], at("03-18 15:45"))) == [
        ("remind", Because.EXPIRED),
        ("open", Because.DOUBLE),
    ]


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


kinds = st.sampled_from(Kind)
minutes = st.integers(0, 21 * 24 * 60)
START = at("03-09 00:00")


@st.composite
def pending(draw: st.DrawFn) -> list[Planned]:
    found = []
    for n in range(draw(st.integers(0, 25))):
        due = START + timedelta(minutes=draw(minutes))
        kind = draw(kinds)
        more = (
            {"in_group": draw(st.booleans()), "urgent": draw(st.booleans())}
            if kind in EVENTS
            else {}
        )
        length = draw(st.none() | st.integers(1, 5000))
        over = None if length is None else due + timedelta(minutes=length)
        item = plan(kind, "03-18 15:45", f"{n}", about=f"run {n % 5}", expires=over, **more)
        found.append(replace(item, due=due))
    return found


@st.composite
def people(draw: st.DrawFn) -> Person:
    spans = st.lists(
        minutes.map(
            lambda n: Span(START + timedelta(minutes=n), START + timedelta(minutes=n + 15))
        ),
        max_size=3,
    )
    return replace(
        TOMAS,
        slot=draw(st.sampled_from([time(7, 45), time(15, 45)])),
        visits=tuple(draw(spans)),
        undisturbed=tuple(draw(spans)),
        acted=tuple(
            sorted(START + timedelta(minutes=n) for n in draw(st.lists(minutes, max_size=8)))
        ),
    )


def lived(person: Person, items: list[Planned]) -> tuple[Person, list[Decision], list[Planned]]:
    """Three weeks of decisions, taken whenever the last one wished to look again."""
    decisions = []
    now = START
    while now < START + timedelta(days=28):
        decision = decide(person, items, now)
        decisions.append(decision)
        went = {item.key for push in decision.send for item in push.items}
        keys = [
            *went,
            *(w.item.key for w in decision.wait if w.item.key not in went),
            *(d.item.key for d in decision.drop),
        ]
        assert set(keys) >= {item.key for item in items}
        assert len(keys) == len(set(keys)) or len(items) > len({item.key for item in items})
        sent = tuple(push.as_sent(now) for push in decision.send)
        person = replace(person, sent=(*person.sent, *sent))
        items = [w.item for w in decision.wait if w.item in items and w.item.key not in went]
        later = decision.look_again
        assert later is None or later > now
        assert all(w.until is None or later is not None for w in decision.wait)
        now = min(later or datetime.max.replace(tzinfo=UTC), now + timedelta(hours=5))
    return person, decisions, items


@given(people(), pending())
def test_whatever_happens_the_caps_and_the_quiet_hold(person: Person, items: list[Planned]) -> None:
    person, _, _ = lived(person, items)

    for push in person.sent:
        local = push.at.astimezone(DUBLIN)
        day = [s for s in person.sent if person.day(s.at) == local.date()]
        week = [
            s
            for s in person.sent
            if person.day(s.at).isocalendar()[:2] == local.isocalendar()[:2]
            and s.nudged
            and Kind.AFTER_VISIT not in s.kinds
        ]
        assert person.calendar.is_school_day(local.date())
        assert time(7, 30) <= local.time() < time(18, 0)
        assert not any(span.start <= push.at < span.end for span in person.undisturbed)
        assert len(day) <= 3
        assert sum(not s.scheduled for s in day) <= 2
        assert sum(s.scheduled and Kind.AFTER_VISIT not in s.kinds for s in day) <= 1
        assert len(week) <= 4
        if push.nudged:
            assert not any(span.start <= push.at < span.end for span in person.visits)


@given(people(), pending())
def test_whoever_answers_is_sent_everything_that_stays_true(
    person: Person, items: list[Planned]
) -> None:
    awake = tuple(START + timedelta(hours=n) for n in range(24 * 28))

    person, decisions, left = lived(replace(person, acted=awake), items)

    sent = {key for push in person.sent for key in push.keys}
    dropped = {drop.item.key for decision in decisions for drop in decision.drop}
    assert sent | dropped | {item.key for item in left} == {item.key for item in items}
    assert all(d.because in {Because.EXPIRED, Because.DOUBLE} for x in decisions for d in x.drop)
