"""Cycles for tests: a school in Dublin in the spring of 2026, and a driver that keeps its time."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows import events as ev
from flows import library
from flows.course import Rules, Step, advance, begin
from flows.cycle import Cycle
from flows.effects import CycleEffect, OpenStage
from flows.ids import CycleId, MemberId, RunId
from flows.protocol import CoachingProtocol
from flows.schooldays import ProgramCalendar
from flows.stage import StageRun
from flows.turns import TurnState

DUBLIN = ZoneInfo("Europe/Dublin")
MAYA, TOMAS = MemberId("maya"), MemberId("tomás")
PEOPLE = tuple(MemberId(name) for name in "abcdefgh")
DATA = Path(__file__).parent.parent / "data" / "protocols"

SPARK = RunId("common.spark/1")

SPRING = ProgramCalendar(
    covered_until=date(2027, 6, 30),
    holidays=frozenset(
        [date(2026, 3, 17), date(2026, 5, 4), date(2026, 6, 1)]
        + [date(2026, 3, 30) + timedelta(days=n) for n in range(12)]
    ),
)


@cache
def protocol(name: str) -> CoachingProtocol:
    """A shipped protocol, or one of the tests' own."""
    shipped = library.shipped()
    return shipped[name] if name in shipped else library.load(DATA / f"{name}.yml")


def rules(name: str = "observation", calendar: ProgramCalendar = SPRING) -> Rules:
    return Rules(protocol(name), library.frame(), calendar, DUBLIN)


def at(text: str) -> datetime:
    """A moment of 2026 in Dublin, e.g. `03-12 11:10`."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=DUBLIN)


def run_id(name: str) -> RunId:
    return RunId(name)


class Course:
    """One cycle, told what happens; whatever time does in between happens first."""

    def __init__(
        self,
        name: str = "observation",
        members: tuple[MemberId, ...] = (MAYA, TOMAS),
        began: str = "03-03 08:05",
        calendar: ProgramCalendar = SPRING,
        **how: Any,
    ) -> None:
        self.rules = rules(name, calendar)
        self.now = at(began)
        step = begin(self.rules, CycleId("C1"), members, self.now, **how)
        self.cycle = step.cycle
        self.rules = self.rules.of(self.cycle)
        self.effects: list[CycleEffect] = list(step.effects)

    def until(self, when: str | datetime) -> list[CycleEffect]:
        """Lets time pass, stopping wherever time alone changes something."""
        aim = at(when) if isinstance(when, str) else when
        seen: list[CycleEffect] = []
        while (due := self.cycle.next_at) is not None and due <= aim:
            seen += self._step(ev.TimePassed(), due)
        self.now = max(self.now, aim)
        return seen

    def tell(self, event: ev.CycleEvent, when: str | datetime | None = None) -> list[CycleEffect]:
        """What follows from this event."""
        if when is not None:
            self.until(when)
        return self._step(event, self.now)

    def changes(self, event: ev.CycleEvent, when: str | None = None) -> bool:
        """Whether the event changed anything; without a change nothing is to be done either."""
        if when is not None:
            self.until(when)
        before = self.cycle
        effects = self.tell(event)
        if self.cycle is before:
            assert not effects
        return self.cycle is not before

    def run(self, name: str) -> StageRun:
        found = self.cycle.run(name)
        assert found is not None, f"no run {name}"
        return found

    def state(self, name: str) -> str:
        found = self.cycle.run(name)
        return "none" if found is None else found.state.value

    def opens(self, name: str) -> str:
        """When a locked run will open, in Dublin."""
        found = self.run(name).opens_at
        return "never" if found is None else f"{found.astimezone(DUBLIN):%m-%d %H:%M}"

    def turn_over(self, number: int) -> bool:
        """Whether that turn is over."""
        return any(
            turn.number == number and turn.state is TurnState.DONE for turn in self.cycle.turns
        )

    def waiting(self, member: MemberId) -> list[str]:
        return [run.id for run in self.cycle.waiting_for(member)]

    def _step(self, event: ev.CycleEvent, moment: datetime) -> list[CycleEffect]:
        before = self.cycle
        step: Step = advance(self.rules, before, event, moment)
        self.cycle, self.now = step.cycle, max(self.now, moment)
        self.rules = self.rules.of(self.cycle)
        check_step(before, step, moment)
        self.effects += step.effects
        return list(step.effects)


def check_step(before: Cycle, step: Step, moment: datetime) -> None:
    """What holds after every step of every cycle."""
    after = step.cycle
    assert after.version == before.version + (after is not before)
    assert after.next_at is None or after.next_at > moment.astimezone(UTC)
    assert Cycle.model_validate_json(after.model_dump_json(exclude_defaults=True)) == after
    for effect in step.effects:
        if isinstance(effect, OpenStage):
            assert set(effect.actors) <= set(after.members)


def begun(name: str, members: int, **how: Any) -> Course:
    """A cycle whose opening sentences are both in."""
    course = Course(name, PEOPLE[:members], **how)
    for member in PEOPLE[:members]:
        course.tell(ev.Answered(SPARK, member, ("why",)))
    return course


def agree(course: Course, run: RunId) -> None:
    first, *others = course.cycle.members
    course.tell(ev.Proposed(run, first, 1))
    for member in others:
        course.tell(ev.Agreed(run, member, 1))


def visited(course: Course, number: int, day: int) -> None:
    """A round up to the end of its visit."""
    agree(course, run_id(f"rounds.problem/{number}"))
    agree(course, run_id(f"rounds.prepare/{number}"))
    visit = run_id(f"rounds.visit/{number}")
    start = course.now + timedelta(days=day)
    host = course.cycle.turns[number - 1].coachee
    end = start + timedelta(minutes=25)
    course.tell(ev.Scheduled(visit, host, start, end, None, frozenset({host})))
    course.until(end)


def cards(course: Course, number: int, *authors: MemberId) -> None:
    for author in authors:
        course.tell(ev.Answered(run_id(f"rounds.describe/{number}"), author, ("card",)))


def whole_round(course: Course, number: int) -> None:
    visited(course, number, 2)
    host = course.cycle.turns[number - 1].coachee
    cards(course, number, *(m for m in course.cycle.members if m != host))
    course.tell(ev.SkippedPart(run_id(f"rounds.hostnote/{number}"), host))
    for stage in ("analyse", "predict", "nextwork"):
        course.tell(ev.Held(run_id(f"rounds.{stage}/{number}"), host))
    for member in course.cycle.members:
        course.tell(ev.Answered(run_id(f"rounds.commit/{number}"), member, ("learned", "step")))


def read_to_the_end(course: Course) -> None:
    """A text of three parts, read by all."""
    agree(course, run_id("reciprocal.choose/1"))
    for stage in ["model/1", *(f"segment/{n}" for n in range(1, 4))]:
        course.until(course.now + timedelta(days=1))
        for member in course.cycle.members:
            course.tell(ev.SkippedPart(run_id(f"reciprocal.{stage}"), member))
