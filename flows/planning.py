"""Which nudges follow from a step, a visit, a talk, a goal or a date, and when (practice H).

Each function can be asked again at any time: the same facts give the same keys. It only says
what is to come; `flows.plans` and `flows.appointments` write it down.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flows.ids import MemberId
from flows.long_rest import ASKED_AFTER
from flows.nudge import Kind, Person, Planned, Why
from flows.schooldays import ONE_DAY
from flows.timetable import Timetable, free_after

AFTER_VISIT = timedelta(minutes=10)
UNMARKED_SCHOOL_DAYS = 2
LATE_SCHOOL_DAYS = 2
SHORTEST_WITH_SOFT = 2
"""A step that is open for fewer school days has no `soft`."""
PREWORK_SCHOOL_DAYS = 5
REVIEW_SCHOOL_DAYS = 5
PULSE_SCHOOL_DAYS = 10
TERM_END_SCHOOL_DAYS = 10
TUESDAY = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits for one person; `announced` when another message already told of it."""

    run: str
    cycle: str
    opened_at: datetime
    due: datetime | None
    announced: bool = False
    touched: bool = False
    asked_for: bool = False
    """Its person chose the day on which it opens (practice A1, Action step)."""
    in_passing: bool = False
    """It opened in the middle of one sitting, which was told of by its first step."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A visit or a talk with its time; `fixed_at` is when everybody had agreed to it."""

    run: str
    cycle: str
    start: datetime
    end: datetime
    fixed_at: datetime

    @property
    def named(self) -> str:
        """What no other meeting is called; a run's own name is the same in every cycle."""
        return f"{self.cycle}:{self.run}" if self.cycle else self.run


def step(person: Person, waiting: Waiting) -> tuple[Planned, ...]:
    """`open`, `soft` and `late` of a step; without a sign of life `pause_ask` stands for `late`."""
    return tuple(_step(person, waiting))


def late(asked: Planned) -> Planned:
    """What is asked instead of `pause_ask` of somebody who looked into the step."""
    kind = Kind.LATE
    key = asked.key.replace(f"{asked.kind}:", f"{kind}:", 1)
    return replace(asked, kind=kind, key=key, why=Why.STEP_BEGUN)


def remind(person: Person, meeting: Meeting) -> Planned | None:
    """The reminder on the school day before, if the time was fixed before that day's slot."""
    due = _slot_before(person, person.day(meeting.start), 1)
    if due is None or meeting.fixed_at >= due:
        return None
    return _of_meeting(person, Kind.REMIND, due, Why.SESSION_NEAR, meeting, meeting.start)


def after_visit(person: Person, lessons: Timetable, visit: Meeting) -> Planned:
    """What follows a visit: ten minutes after its planned end, and after one's own lessons then."""
    free = free_after(lessons, visit.end + AFTER_VISIT, person.calendar)
    return _of_meeting(person, Kind.AFTER_VISIT, person.open_from(free), Why.VISIT_OVER, visit)


def unmarked(person: Person, visit: Meeting) -> Planned | None:
    """The one question whether a visit went ahead, two school days after its planned end."""
    due = _slot_later(person, person.day(visit.end), UNMARKED_SCHOOL_DAYS)
    if due is None:
        return None
    return _of_meeting(person, Kind.VISIT_UNMARKED, due, Why.VISIT_UNMARKED, visit)


def prework(person: Person, meeting: Meeting, added_at: datetime) -> Planned | None:
    """Pre-work, five school days before; if less is left, in the next slot (practice C)."""
    due = _slot_before(person, person.day(meeting.start), PREWORK_SCHOOL_DAYS)
    if due is None or due <= added_at:
        due = person.slot_after(added_at)
    if due is None or due >= meeting.start:
        return None
    return _of_meeting(person, Kind.PREWORK, due, Why.PREWORK_GIVEN, meeting, meeting.start)


def swap(person: Person, cycle: str, turn: int, on: datetime) -> Planned | None:
    """That one's own turn begins: in the first slot of that day."""
    due = _slot_later(person, person.day(on), 0)
    return _planned(person, Kind.SWAP, due, f"{cycle}:{turn}", Why.TURN_BEGINS, cycle)


def review(
    person: Person, goal: str, review_on: date, asked_on: date | None = None
) -> Planned | None:
    """A goal's date, unless its owner was asked in the five school days before (practice D)."""
    if asked_on is not None and person.calendar.count(asked_on, review_on) <= REVIEW_SCHOOL_DAYS:
        return None
    due = _slot_later(person, review_on, 0)
    return _planned(person, Kind.REVIEW, due, f"{goal}:{review_on}", Why.GOAL_DATE, about=goal)


def pulse(person: Person, month: date, active_since: date) -> Planned | None:
    """The month's one question, on its first Tuesday; on a holiday there is none (practice I2)."""
    first = month.replace(day=1)
    day = first + ONE_DAY * ((TUESDAY - first.weekday()) % 7)
    active = person.calendar.count(active_since, day) >= PULSE_SCHOOL_DAYS
    if not active or not person.calendar.is_school_day(day):
        return None
    return _planned(person, Kind.PULSE, person.slot_on(day), f"{day}", Why.MONTHLY_QUESTION)


def term_end(person: Person, partnership: str, last_day: date) -> Planned | None:
    """What becomes of a partnership, once, ten school days before term ends (practice G5)."""
    due = _slot_before(person, last_day, TERM_END_SCHOOL_DAYS)
    return _planned(person, Kind.TERM_END, due, f"{partnership}:{last_day}", Why.TERM_ENDS)


def term_key(member: MemberId, partnership: str, last_day: date) -> str:
    """The name of that question."""
    return f"{Kind.TERM_END}:{member}:{partnership}:{last_day}"


def term_back(person: Person, partnership: str, last_day: date) -> Planned | None:
    """Whether to start again, once, in the second school week after a term (practice G5)."""
    back = person.calendar.next(last_day)
    if back is None:
        return None
    due = _slot_later(person, back + ONE_DAY * (7 - back.weekday()), 0)
    return _planned(person, Kind.TERM_BACK, due, f"{partnership}:{last_day}", Why.TERM_BEGAN)


def close_ask(person: Person, cycle: str, resting_since: datetime) -> Planned | None:
    """The question whether to close what has rested for forty school days; asked once."""
    due = _slot_later(person, person.day(resting_since), ASKED_AFTER)
    named = f"{cycle}:{resting_since.isoformat()}"
    return _planned(person, Kind.CLOSE_ASK, due, named, Why.RESTED_LONG, cycle)


def _step(person: Person, waiting: Waiting) -> Iterator[Planned]:
    opens = None if waiting.announced else person.slot_after(waiting.opened_at)
    if opens is not None:
        kind, why = (
            (Kind.ASK_ME, Why.ASKED_FOR_THIS_DAY)
            if waiting.asked_for
            else (Kind.OPEN, Why.STEP_OPENED)
        )
        yield replace(_of_step(person, kind, opens, why, waiting), template=Kind.OPEN.value)
    if waiting.due is None:
        return
    last = person.day(waiting.due)
    soft = _slot_before(person, last, 1)
    open_days = person.calendar.count(person.day(waiting.opened_at), last)
    long = open_days >= SHORTEST_WITH_SOFT and not waiting.in_passing
    if soft is not None and long and soft > (opens or waiting.opened_at):
        yield _of_step(person, Kind.SOFT, soft, Why.STEP_DUE_TOMORROW, waiting, waiting.due)
    late = _slot_later(person, last, LATE_SCHOOL_DAYS)
    if late is not None:
        kind, why = (
            (Kind.LATE, Why.STEP_BEGUN)
            if waiting.touched
            else (Kind.PAUSE_ASK, Why.WEEKS_LOOK_FULL)
        )
        yield _of_step(person, kind, late, why, waiting)


def _slot_before(person: Person, day: date, school_days: int) -> datetime | None:
    """The slot so many school days before that day; None where the calendar ends before it."""
    if day > person.calendar.covered_until:
        return None
    while school_days:
        day -= ONE_DAY
        school_days -= person.calendar.is_school_day(day)
    return person.slot_on(day)


def _slot_later(person: Person, day: date, school_days: int) -> datetime | None:
    """The slot so many school days later; for 0 on that day or the next school day."""
    later = person.calendar.add(day, school_days)
    return None if later is None else person.slot_on(later)


def _of_step(
    person: Person,
    kind: Kind,
    due: datetime,
    why: Why,
    waiting: Waiting,
    expires: datetime | None = None,
) -> Planned:
    return Planned(
        kind=kind,
        member=person.member,
        due=due,
        key=f"{kind}:{person.member}:{waiting.run}:{person.day(waiting.opened_at)}:{person.day(due)}",
        why=why,
        about=waiting.run,
        cycle=waiting.cycle,
        expires=expires,
    )


def _of_meeting(
    person: Person,
    kind: Kind,
    due: datetime,
    why: Why,
    meeting: Meeting,
    expires: datetime | None = None,
) -> Planned:
    return Planned(
        kind=kind,
        member=person.member,
        due=due,
        key=f"{kind}:{person.member}:{meeting.named}:{meeting.start.isoformat()}",
        why=why,
        about=meeting.run,
        cycle=meeting.cycle,
        refs={"start": meeting.start.isoformat(), "end": meeting.end.isoformat()},
        expires=expires,
    )


def _planned(
    person: Person,
    kind: Kind,
    due: datetime | None,
    named: str,
    why: Why,
    cycle: str = "",
    about: str = "",
) -> Planned | None:
    if due is None:
        return None
    return Planned(
        kind=kind,
        member=person.member,
        due=due,
        key=f"{kind}:{person.member}:{named}",
        why=why,
        about=about,
        cycle=cycle,
    )
