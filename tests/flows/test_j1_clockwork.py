"""The clockwork of the acceptance script J1: who is sent what in which minute, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import partial

from flows import planning
from flows.ids import MemberId
from flows.nudge import Kind, Person, Planned, Why
from flows.nudging import decide
from flows.planning import Meeting, Waiting
from flows.schooldays import moved
from flows.timetable import Lesson, Span, Timetable
from tests.flows.nudged import CALENDAR, DUBLIN, MAYA, TOMAS, at

SCRIPT = """
03-02 12:40 tomas E invite
03-03 12:35 tomas E proposed
03-03 12:50 maya E confirmed
03-10 15:45 maya S prework
03-10 15:45 tomas S prework
03-11 15:45 maya S remind
03-11 15:45 tomas S remind
03-12 11:35 tomas S after_visit
03-12 11:50 maya S after_visit
03-12 12:41 maya E released
03-13 12:50 tomas E proposed
03-13 13:05 maya E confirmed
03-16 15:45 maya S remind
03-16 15:45 tomas S remind
03-18 15:45 maya S open
03-18 16:20 tomas E shared
03-19 12:20 tomas E proposed
03-19 12:50 maya E in_force
03-23 15:45 tomas S open
03-25 15:45 tomas S soft
04-13 15:45 tomas S pause_ask
04-13 15:52 maya E changed
04-15 15:45 maya S open
04-16 08:10 tomas E shared
04-20 15:45 tomas S open
04-21 12:00 maya E proposed
04-22 12:10 tomas E confirmed
04-28 15:45 maya S remind
04-28 15:45 tomas S remind
04-29 09:25 maya S after_visit
04-29 10:20 tomas S after_visit
04-30 12:10 tomas E released
04-30 12:30 maya E shared
05-05 15:45 maya S pulse
05-05 15:45 tomas S pulse
05-08 15:45 maya S review
05-15 15:45 tomas S open
05-18 09:00 maya E shared
05-19 15:45 maya S open
05-19 15:45 tomas S open
05-21 12:00 maya E paused
05-21 12:00 tomas E paused
"""

LESSONS = {
    MAYA.member: Timetable(DUBLIN, (Lesson(3, time(11, 10), time(11, 50), "2B", "14"),)),
    TOMAS.member: Timetable(
        DUBLIN,
        (
            Lesson(2, time(9, 0), time(9, 40), "3A", "3"),
            Lesson(2, time(9, 40), time(10, 20), "3B", "3"),
        ),
    ),
}

ENDS = at("05-22 18:00")


@dataclass
class World:
    """Both people, everything pending, and what they were sent."""

    people: dict[MemberId, Person]
    pending: dict[MemberId, list[Planned]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    looks: dict[MemberId, datetime] = field(default_factory=dict)
    opened: int = 0

    def plan(self, who: Person, *planned: Planned | None) -> None:
        self.pending.setdefault(who.member, []).extend(p for p in planned if p is not None)

    def over(self, *abouts: str) -> None:
        """What these messages were about is done."""
        for member, pending in self.pending.items():
            self.pending[member] = [p for p in pending if p.about not in abouts]

    def acted(self, who: Person, now: datetime) -> None:
        person = self.people[who.member]
        self.people[who.member] = replace(person, acted=(*person.acted, now))

    def decide(self, member: MemberId, now: datetime) -> None:
        person = self.people[member]
        decision = decide(person, self.pending.get(member, []), now)
        for push in decision.send:
            person = replace(person, sent=(*person.sent, push.as_sent(now)))
            letter = "S" if push.lead.on_the_clock else "E"
            local = now.astimezone(DUBLIN)
            self.log.append(f"{local:%m-%d %H:%M} {member} {letter} {push.lead.named}")
        self.people[member] = person
        known = {key for sent in person.sent for key in sent.keys}
        self.pending[member] = [wait.item for wait in decision.wait if wait.item.key not in known]
        self.looks[member] = decision.look_again or ENDS


Act = Callable[[World, datetime], None]


def tell(who: Person, template: str, world: World, now: datetime) -> None:
    kind = Kind.RELEASED if template == "released" else Kind.EVENT
    key = f"{template}:{who.member}:{now.isoformat()}"
    world.plan(who, Planned(kind, who.member, now, key, Why.SOMEBODY_ACTED, template=template))


def open_step(who: Person, run: str, due: str, world: World, now: datetime) -> None:
    world.plan(who, *planning.step(who, Waiting(run, "c1", now, at(f"{due} 18:00"))))


def settle(run: str, start: str, end: str, world: World, now: datetime) -> None:
    """A visit or a talk is settled: reminders, and for a visit what follows it."""
    meeting = Meeting(run, "c1", at(start), at(end), now)
    for who in (MAYA, TOMAS):
        world.plan(who, planning.remind(who, meeting))
        if run.startswith("visit"):
            lessons = LESSONS[who.member]
            world.plan(who, planning.after_visit(who, lessons, meeting))
            world.plan(who, planning.unmarked(who, meeting))
            person = world.people[who.member]
            span = Span(meeting.start, meeting.end)
            world.people[who.member] = replace(person, visits=(*person.visits, span))


def add_prework(world: World, now: datetime) -> None:
    meeting = Meeting("visit1", "c1", at("03-12 11:10"), at("03-12 11:25"), now)
    for who in (MAYA, TOMAS):
        world.plan(who, planning.prework(who, meeting, now))


def found(world: World, now: datetime) -> None:
    """What the calendar alone brings: the month's question."""
    for who in (MAYA, TOMAS):
        for month in (3, 4, 5):
            world.plan(who, planning.pulse(who, date(2026, month, 1), date(2026, 2, 27)))


def set_goal(review_on: str, world: World, now: datetime) -> None:
    world.over("goal")
    world.plan(MAYA, planning.review(MAYA, "goal", date.fromisoformat(f"2026-{review_on}")))


def done(*runs: str) -> Act:
    return lambda world, now: world.over(*runs)


def turn_begins(world: World, now: datetime) -> None:
    world.plan(TOMAS, planning.swap(TOMAS, "c1", 2, now))
    open_step(TOMAS, "focus2", "03-26", world, now)


def notes_wait(
    host: Person, words: tuple[str, str], visitor: Person, notes: tuple[str, str]
) -> Act:
    """After a visit: own words for the host, notes for the visitor, both told by `after_visit`."""

    def opens(world: World, now: datetime) -> None:
        for who, (run, due) in ((host, words), (visitor, notes)):
            last = at(f"{due} 18:00")
            world.plan(who, *planning.step(who, Waiting(run, "c1", now, last, announced=True)))

    return opens


def close(world: World, now: datetime) -> None:
    for who in (MAYA, TOMAS):
        open_step(who, "close", "05-26", world, now)


ACTS: list[tuple[str, Person | None, list[Act]]] = [
    ("02-27 10:00", None, [found]),
    ("03-02 12:40", MAYA, [partial(tell, TOMAS, "invite")]),
    ("03-03 08:05", TOMAS, []),
    ("03-03 08:09", MAYA, []),
    ("03-03 12:25", MAYA, [partial(set_goal, "03-27")]),
    ("03-03 12:35", MAYA, [partial(tell, TOMAS, "proposed")]),
    (
        "03-03 12:50",
        TOMAS,
        [partial(tell, MAYA, "confirmed"), partial(settle, "visit1", "03-12 11:10", "03-12 11:25")],
    ),
    ("03-10 13:20", MAYA, [add_prework]),
    ("03-10 20:10", MAYA, []),
    ("03-11 12:00", TOMAS, []),
    ("03-11 16:05", MAYA, []),
    ("03-12 11:25", None, [notes_wait(MAYA, ("words1", "03-13"), TOMAS, ("notes1", "03-16"))]),
    ("03-12 11:54", MAYA, [done("words1")]),
    ("03-12 12:30", TOMAS, [done("visit1")]),
    ("03-12 12:41", TOMAS, [done("notes1"), partial(tell, MAYA, "released")]),
    ("03-13 12:50", MAYA, [partial(tell, TOMAS, "proposed")]),
    (
        "03-13 13:05",
        TOMAS,
        [partial(tell, MAYA, "confirmed"), partial(settle, "talk", "03-18 13:00", "03-18 13:10")],
    ),
    ("03-18 13:12", MAYA, [done("talk"), partial(open_step, MAYA, "step1", "03-20")]),
    (
        "03-18 16:20",
        MAYA,
        [done("step1"), partial(set_goal, "05-08"), partial(tell, TOMAS, "shared")],
    ),
    ("03-19 12:20", MAYA, [partial(tell, TOMAS, "proposed")]),
    ("03-19 12:50", TOMAS, [partial(tell, MAYA, "in_force")]),
    ("03-23 07:30", None, [turn_begins]),
    ("04-13 15:52", TOMAS, [done("focus2"), partial(tell, MAYA, "changed")]),
    ("04-15 07:30", None, [partial(open_step, MAYA, "check1", "04-20")]),
    ("04-16 08:10", MAYA, [done("check1"), partial(tell, TOMAS, "shared")]),
    ("04-20 07:30", None, [partial(open_step, TOMAS, "focus3", "04-23")]),
    ("04-21 12:00", TOMAS, [done("focus3"), partial(tell, MAYA, "proposed")]),
    (
        "04-22 12:10",
        MAYA,
        [
            partial(tell, TOMAS, "confirmed"),
            partial(settle, "visit2", "04-29 09:00", "04-29 09:15"),
        ],
    ),
    ("04-29 09:15", None, [notes_wait(TOMAS, ("words2", "04-30"), MAYA, ("notes2", "05-01"))]),
    ("04-30 12:10", MAYA, [done("visit2", "notes2"), partial(tell, TOMAS, "released")]),
    ("04-30 12:30", TOMAS, [done("words2"), partial(tell, MAYA, "shared")]),
    ("05-08 16:05", MAYA, [partial(set_goal, "06-12")]),
    ("05-15 07:30", None, [partial(open_step, TOMAS, "check2", "05-20")]),
    ("05-18 09:00", TOMAS, [done("check2"), partial(tell, MAYA, "shared")]),
    ("05-18 12:15", MAYA, []),
    ("05-19 07:30", None, [close]),
    ("05-20 12:00", MAYA, []),
    (
        "05-21 12:00",
        TOMAS,
        [done("close"), partial(tell, MAYA, "paused"), partial(tell, TOMAS, "paused")],
    ),
]


def played() -> World:
    """The whole script: people act at their minutes, and the policy is asked when it wishes."""
    world = World({MAYA.member: MAYA, TOMAS.member: TOMAS})
    acts = [(at(when), who, deeds) for when, who, deeds in ACTS]
    now = datetime(2026, 2, 27, tzinfo=UTC)
    while True:
        now = min([*(when for when, _, _ in acts[:1]), *(w for w in world.looks.values())])
        if now >= ENDS:
            return world
        while acts and acts[0][0] == now:
            _, who, deeds = acts.pop(0)
            if who is not None:
                world.acted(who, now)
            for deed in deeds:
                deed(world, now)
        for member in (MAYA.member, TOMAS.member):
            world.decide(member, now)


def test_every_message_of_the_script_comes_in_its_minute_and_no_other() -> None:
    assert sorted(played().log) == sorted(SCRIPT.strip().splitlines())


def test_the_dates_of_the_script_follow_from_the_calendar() -> None:
    assert moved(at("03-18 07:30"), 3, CALENDAR, DUBLIN) == at("03-23 07:30")
    assert moved(at("03-18 07:30"), 10, CALENDAR, DUBLIN) == at("04-15 07:30")
    assert moved(at("04-30 07:30"), 10, CALENDAR, DUBLIN) == at("05-15 07:30")


def test_the_swap_is_the_first_line_of_what_opens() -> None:
    world = played()
    tomas = world.people[TOMAS.member]

    (sent,) = [sent for sent in tomas.sent if sent.at == at("03-23 15:45")]

    assert sent.kinds == (Kind.OPEN, Kind.SWAP)


def test_silence_in_the_holidays_and_during_visits() -> None:
    log = played().log

    assert not [line for line in log if line[:5] in {"03-17", "05-04"}]
    assert not [line for line in log if "03-30" <= line[:5] <= "04-12"]
    assert not [line for line in log if "03-12 11:10" <= line[:11] < "03-12 11:25"]


def test_what_the_stop_rule_alone_brings_is_the_same() -> None:
    world = played()
    tomas = world.people[TOMAS.member]
    sent = tuple(s for s in tomas.sent if s.at <= at("03-25 15:45"))
    silent = replace(tomas, sent=sent, acted=tuple(a for a in tomas.acted if a < at("04-01 00:00")))

    (push,) = decide(silent, [], at("04-13 15:45")).send

    assert push.lead.kind is Kind.PAUSE_ASK
