"""A year of anybody: whatever zones, hours, calendars and leaves, the policy keeps its word.

Once through the pure decision, and once through the store with everything that steers it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import coaching, delivering, leaving, people_changing, quiet, rhythm, saying, steering
from flows.ids import MemberId
from flows.nudge import EVENTS, Kind, Person, Planned, Why
from flows.nudging import decide
from flows.own_dates import OwnDates, with_own
from flows.people import Hours
from flows.people_changing import Told
from flows.plans import OF_STEP
from flows.ports import Work
from flows.schooldays import Days, ProgramCalendar
from flows.slip import Slip
from flows.snoozing import Snooze
from flows.timetable import Span
from flows.verdict import Because, Now, Push
from handlers.words import knows
from tests.staffroom import ADMIN, AYA, MAYA, OLE, TOMAS, Staffroom

ZONES = (
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Pacific/Auckland",
)
"""Clocks that change by an hour or by half of one, at midnight or at night, north and south."""

HOURS = (
    (time(15, 45), Hours()),
    (time(7, 45), Hours()),
    (time(7, 45), Hours(time(7, 30), time(13))),
    (time(15, 45), Hours(time(10), time(16))),
)
AGAIN = 0.95
"""Whoever stopped all messages hears them again after some days: nobody's year is silent."""

BEGINS = datetime(2026, 2, 2, tzinfo=UTC)


def some_days(chance: Random, days: int, most: int, longest: int) -> tuple[Days, ...]:
    first = BEGINS.date()
    found = []
    for _ in range(chance.randrange(most + 1)):
        begin = first + timedelta(days=chance.randrange(days))
        found.append(Days(begin, begin + timedelta(days=chance.randrange(longest))))
    return tuple(found)


def some_spans(chance: Random, days: int, most: int, minutes: int) -> tuple[Span, ...]:
    starts = [
        BEGINS + timedelta(minutes=chance.randrange(days * 24 * 60))
        for _ in range(chance.randrange(most + 1))
    ]
    return tuple(
        Span(start, start + timedelta(minutes=chance.randrange(1, minutes))) for start in starts
    )


def somebody(chance: Random, days: int) -> Person:
    public = ProgramCalendar(BEGINS.date() + timedelta(days=days - 20))
    own = OwnDates(
        days_off=some_days(chance, days, days // 40, 14),
        extra=tuple(each.first for each in some_days(chance, days, 3, 1)),
    )
    leave = frozenset(day for each in some_days(chance, days, days // 60, 10) for day in each)
    calendar = with_own(public, own)
    slot, hours = chance.choice(HOURS)
    return Person(
        member=MAYA,
        zone=ZoneInfo(chance.choice(ZONES)),
        slot=slot,
        calendar=replace(calendar, holidays=calendar.holidays | leave),
        visits=some_spans(chance, days, days // 20, 90),
        undisturbed=some_spans(chance, days, days // 10, 14 * 60),
        hours=hours,
        leave=leave,
    )


def something(chance: Random, days: int, number: int) -> Planned:
    kind = chance.choice(list(Kind))
    due = BEGINS + timedelta(minutes=chance.randrange(days * 24 * 60))
    caused = kind in EVENTS
    ends = due + timedelta(minutes=chance.randrange(60, 20_000)) if chance.random() < 0.4 else None
    return Planned(
        kind=kind,
        member=MAYA,
        due=due,
        key=f"{number}",
        why=chance.choice(list(Why)),
        about=f"run {chance.randrange(9)}",
        cycle=chance.choice(("", "c1", "c2")),
        expires=ends,
        in_group=caused and chance.random() < 0.2,
        urgent=caused and chance.random() < 0.1,
    )


@dataclass
class Life:
    """One person's days, decision after decision."""

    chance: Random
    days: int
    person: Person = field(init=False)
    pending: dict[str, Planned] = field(init=False)
    said: int = 0

    def __post_init__(self) -> None:
        self.person = somebody(self.chance, self.days)
        many = [something(self.chance, self.days, n) for n in range(self.days)]
        self.pending = {item.key: item for item in many}

    def check_each_day(self) -> None:
        now, end = BEGINS, BEGINS + timedelta(days=self.days)
        while now < end:
            later = self.decided(now)
            self.something_happens(now)
            pause = timedelta(minutes=self.chance.randrange(1, 900))
            now = min(later or end, now + pause) if self.chance.random() < 0.3 else now + pause

    def decided(self, now: datetime) -> datetime | None:
        near = [p for p in self.pending.values() if p.due <= now + timedelta(days=5)]
        decision = decide(self.person, near, now)
        for push in decision.send:
            self.check(push, now)
            self.person = replace(self.person, sent=(*self.person.sent[-60:], push.as_sent(now)))
            self.said += 1
        went = [item for push in decision.send for item in push.items]
        for gone in (*went, *(drop.item for drop in decision.drop)):
            self.pending.pop(gone.key, None)
        for drop in decision.drop:
            assert drop.because in {
                Because.STOPPED,
                Because.EXPIRED,
                Because.RESTING,
                Because.DOUBLE,
            }
        for wait in decision.wait:
            assert wait.until is None or wait.until > now or wait.because is Because.ASKED
        assert decision.look_again is None or decision.look_again > now
        return decision.look_again

    def something_happens(self, now: datetime) -> None:
        what = self.chance.random()
        if what < 0.3:
            self.person = replace(self.person, acted=(*self.person.acted[-60:], now))
        elif what < 0.33:
            self.person = replace(self.person, zone=ZoneInfo(self.chance.choice(ZONES)))
        elif what < 0.36:
            until = now + timedelta(days=self.chance.randrange(1, 9))
            self.person = replace(self.person, snoozed_until=until)
        elif what < 0.38:
            slot, hours = self.chance.choice(HOURS)
            self.person = replace(self.person, slot=slot, hours=hours)
        elif what < 0.381:
            self.person = replace(self.person, stopped=not self.person.stopped)
        elif what > AGAIN and self.person.stopped:
            self.person = replace(self.person, stopped=False)
        elif what < 0.40:
            self.person = replace(
                self.person, resting=frozenset({self.chance.choice(("c1", "c2"))})
            )

    def check(self, push: Push, now: datetime) -> None:
        person = self.person
        local = now.astimezone(person.zone)
        today, clock = local.date(), any(item.on_the_clock for item in push.items)
        covered = today <= person.calendar.covered_until
        assert local.time() in person.hours
        assert today not in person.leave
        assert not person.stopped
        assert not any(span.start <= now < span.end for span in person.undisturbed)
        assert person.calendar.is_school_day(today) or not covered
        if clock:
            assert covered
            assert person.snoozed_until is None or person.snoozed_until <= now
            assert not any(span.start <= now < span.end for span in person.visits)
        day = [sent for sent in person.sent if person.day(sent.at) == today]
        assert len(day) < 3
        if not push.now.scheduled:
            assert sum(not sent.scheduled for sent in day) < 2
        elif push.now is Now.SLOT:
            assert not any(sent.scheduled for sent in day)
            assert local.time() >= person.slot
        week = today.isocalendar()[:2]
        nudged = [
            sent
            for sent in person.sent
            if sent.nudged and person.day(sent.at).isocalendar()[:2] == week
        ]
        if clock and push.now is Now.SLOT:
            assert len(nudged) < 4
        keys = {key for sent in person.sent for key in sent.keys}
        for item in push.items:
            assert item.key not in keys
            early = item.kind is Kind.REMIND and push.now is Now.VISIT_OVER
            assert item.due <= now or (early and person.day(item.due) == today)
            assert item.expires is None or item.expires > now
            assert knows(item.why.words)
        assert knows(push.now.words)


@given(st.integers(0, 2**32))
@settings(max_examples=12)
def test_two_months_of_anybody(seed: int) -> None:
    Life(Random(seed), days=45).check_each_day()


@pytest.mark.prove
@given(st.integers(0, 2**32))
@settings(max_examples=120)
def test_a_year_of_anybody(seed: int) -> None:
    life = Life(Random(seed), days=365)
    life.check_each_day()
    assert life.said > 0


def test_somebody_is_told_something() -> None:
    assert sum(_said(seed) for seed in range(3)) > 20


def _said(seed: int) -> int:
    life = Life(Random(seed), days=60)
    life.check_each_day()
    return life.said


PEOPLE = (MAYA, TOMAS, AYA, OLE)
TOGETHER = frozenset({"paused", "resumed", "resting", "ended", "check_rhythm", "lighter"})
"""Told to all in one minute: these pass the caps and may fall on somebody's changed hours."""


class School:
    """Two partnerships in the store in memory, and people who steer, answer, move and fall ill."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.room = Staffroom()
        self.seen: set[str] = set()
        self.said = 0

    async def live(self, days: int) -> None:
        room = self.room
        await room.found()
        await room.joined(*PEOPLE)
        first = await room.partnered(MAYA, TOMAS)
        second = await room.partnered(AYA, OLE)
        self.pairs = (first.id, second.id)
        end = room.now + timedelta(days=days)
        await self.check()
        while room.now < end:
            await self.something_happens()
            await self.check()
            await self.pass_until(room.now + timedelta(minutes=self.chance.randrange(30, 2000)))
        await room.store.close()

    async def pass_until(self, end: datetime) -> None:
        room = self.room
        while (due := await room.store.calendar.next_due()) is not None and due <= end:
            room.now = max(room.now, due)
            await room.on_time()
            for partnership, _ in await room.read(lambda r: r.cycles.due(room.now, 100)):
                await room.write(partial(coaching.pass_time, partnership=partnership))
            await self.check()
            await room.all_sent()
        room.now = end

    async def something_happens(self) -> None:
        room, chance, who = self.room, self.chance, self.chance.choice(PEOPLE)
        pair = self.pairs[PEOPLE.index(who) // 2]
        other = PEOPLE[PEOPLE.index(who) ^ 1]
        today = room.now.date()
        soon = today + timedelta(days=chance.randrange(9))
        slot, hours = chance.choice(HOURS)
        undisturbed = Span(room.now, room.now + timedelta(hours=chance.randrange(1, 20)))
        told = Told(zone=chance.choice(ZONES))
        ill = Told(sign=":face_with_thermometer:", ends=room.now + timedelta(days=2))
        own = OwnDates(days_off=(Days(soon, soon + timedelta(days=chance.randrange(4))),))
        key = f"news:{room.now.isoformat()}"
        deeds: list[Callable[[Work], object]] = [
            partial(steering.set_hours, who=who, slot=slot, hours=hours),
            partial(steering.take_leave, who=who, first=soon, last=soon + timedelta(days=2)),
            partial(steering.disturb_not, who=who, span=undisturbed),
            partial(people_changing.told, member=who, profile=told),
            partial(people_changing.told, member=who, profile=ill),
            partial(quiet.snooze, who=who, choice=chance.choice(list(Snooze))),
            partial(quiet.stop, who=who) if chance.random() < 0.1 else _acted(who),
            partial(quiet.start_again, who=who),
            partial(rhythm.set_dates, by=ADMIN, program=room.program.id, dates=own),
            partial(leaving.resume, who=who, partnership=pair),
            partial(saying.event, member=other, kind="shared", key=key, partnership=pair),
            partial(self._writes, who=who, pair=pair),
            partial(self._writes, who=who, pair=pair),
            _acted(who),
        ]
        deed: Callable[[Work], object] = chance.choice(deeds)
        await room.write(deed)
        if chance.random() < 0.5:
            await room.write(partial(steering.planned_anew, who=who, partnership=pair))

    def _writes(self, work: Work, who: MemberId, pair: str) -> None:
        found = coaching.load(work, pair)  # type: ignore[arg-type]  # Ids are strings here.
        waiting = found.cycle.waiting_for(who) if found else []
        for run in waiting[:1]:
            coaching.skip(work, who, pair, run.id)  # type: ignore[arg-type]  # As above.

    async def check(self) -> None:
        """Everything that went out since the last look kept to the rules of that moment."""
        room = self.room
        for who in PEOPLE:
            person, slips, waiting = await room.read(partial(_state, who=who))
            fresh = [s for s in slips if s.id not in self.seen and s.sent_at is not None]
            for slip in fresh:
                assert slip.sent_at is not None
                assert knows(slip.why.words)
                assert knows(Now(slip.reason).words)
                self.said += 1
                if slip.template not in TOGETHER:
                    self.check_one(person, slip, waiting)
            pushes = {(s.sent_at, s.bundle): s for s in slips if s.template not in TOGETHER}
            today = [at for at, _ in pushes if at and person.day(at) == person.day(room.now)]
            if fresh:
                assert len(today) <= 3
            self.seen |= {slip.id for slip in slips}

    def check_one(self, person: Person, slip: Slip, waiting: frozenset[str]) -> None:
        now = slip.sent_at
        assert now is not None
        local = now.astimezone(person.zone)
        assert local.time() in person.hours
        assert person.calendar.is_school_day(local.date())
        assert not person.stopped
        assert not any(span.start <= now < span.end for span in person.undisturbed)
        if slip.planned().on_the_clock:
            assert person.snoozed_until is None or person.snoozed_until <= now
        if slip.kind in OF_STEP and slip.kind is not Kind.PAUSE_ASK and now == self.room.now:
            assert slip.about in waiting


def _acted(who: MemberId) -> partial[None]:
    return partial(_acts, who=who)


def _acts(work: Work, who: MemberId) -> None:
    work.slips.acted(who, work.now)


def _state(work: Work, who: MemberId) -> tuple[Person, list[Slip], frozenset[str]]:
    person = delivering.person_of(work, who)
    waiting = set()
    for pair in work.partnerships.of_member(who):
        cycle = work.cycles.current(pair.id)
        if cycle is not None:
            waiting |= {f"{cycle.id}:{run.id}" for run in cycle.waiting_for(who)}
    since = work.now - timedelta(days=2)
    return person, list(work.slips.sent_since(who, since)), frozenset(waiting)


@pytest.mark.parametrize("seed", [8])
async def test_some_weeks_of_a_school(seed: int) -> None:
    school = School(Random(seed))

    await school.live(days=28)

    assert school.said > 0


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(6))
async def test_a_year_of_a_school(seed: int) -> None:
    school = School(Random(1000 + seed))

    await school.live(days=365)

    assert school.said > 0
