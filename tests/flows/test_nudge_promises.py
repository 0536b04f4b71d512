"""What holds of nudges whatever happens: the caps, the quiet, and that nothing true is lost."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.nudge import EVENTS, Kind, Person, Planned
from flows.nudging import decide
from flows.timetable import Span
from flows.verdict import Because, Decision
from tests.flows.nudged import DUBLIN, TOMAS, at, plan

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
