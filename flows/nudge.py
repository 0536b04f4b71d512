"""What a nudge is: its kind, why it comes, what is known of the person it is for (practice H)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from flows.ids import MemberId
from flows.people import Hours, Member, Program
from flows.policy import ANY_WEEKDAY, calendar_of, zone_of
from flows.schooldays import ONE_DAY, ProgramCalendar, local_day, moment
from flows.timetable import Span


class Kind(StrEnum):
    """What a message to one person is; the order is that of a bundle (practice H, Caps)."""

    AFTER_VISIT = "after_visit"
    REMIND = "remind"
    RELEASED = "released"
    EVENT = "event"
    PREWORK = "prework"
    OPEN = "open"
    SWAP = "swap"
    """Its text is the first line of the `open` it comes with."""
    VISIT_UNMARKED = "visit_unmarked"
    REVIEW = "review"
    ASK_ME = "ask_me"
    SOFT = "soft"
    LATE = "late"
    PAUSE_ASK = "pause_ask"
    TERM_END = "term_end"
    TERM_BACK = "term_back"
    CALENDAR_ENDS = "calendar_ends"
    CLOSE_ASK = "close_ask"
    PULSE = "pulse"
    BALANCE = "balance"

    @property
    def rank(self) -> int:
        """Its place in a bundle; lower is read first."""
        return list(Kind).index(self)


EVENTS = frozenset({Kind.RELEASED, Kind.EVENT})
"""What a partner's act causes; everything else comes on the clock."""


class Why(StrEnum):
    """Why this: the reason that a person reads under "Why this, why now?"."""

    SOMEBODY_ACTED = "somebody_acted"
    ALL_TOLD = "all_told"
    """Paused, resting, ended: whoever chose it is told the same, and nobody is named (INV-03)."""
    STEP_OPENED = "step_opened"
    STEP_DUE_TOMORROW = "step_due_tomorrow"
    STEP_BEGUN = "step_begun"
    WEEKS_LOOK_FULL = "weeks_look_full"
    SESSION_NEAR = "session_near"
    PREWORK_GIVEN = "prework_given"
    VISIT_OVER = "visit_over"
    VISIT_UNMARKED = "visit_unmarked"
    TURN_BEGINS = "turn_begins"
    GOAL_DATE = "goal_date"
    ASKED_FOR_THIS_DAY = "asked_for_this_day"
    MONTHLY_QUESTION = "monthly_question"
    TURNS_UNEVEN = "turns_uneven"
    STEPS_LONG_OPEN = "steps_long_open"
    TALKS_MOVED = "talks_moved"
    TERM_ENDS = "term_ends"
    TERM_BEGAN = "term_began"
    CALENDAR_ENDS = "calendar_ends"
    CHANNEL_LOST = "channel_lost"
    RESTED_LONG = "rested_long"
    TIME_PASSED = "time_passed"
    WORKSHOP_NEAR = "workshop_near"
    WORKSHOP_PREWORK = "workshop_prework"
    WORKSHOP_OVER = "workshop_over"
    WORKSHOP_CHANGED = "workshop_changed"

    @property
    def words(self) -> str:
        """The catalogue's key of its sentence."""
        return f"why.{self.value}"


@dataclass(frozen=True, slots=True)
class Planned:
    """One message that is to come: `due` is the earliest moment, `about` the step or visit.

    An urgent one tells of a change to a session that starts before the person's next slot.
    """

    kind: Kind
    member: MemberId
    due: datetime
    key: str
    why: Why
    about: str = ""
    cycle: str = ""
    template: str = ""
    refs: Mapping[str, str | int] = field(default_factory=dict)
    expires: datetime | None = None
    in_group: bool = False
    urgent: bool = False

    @property
    def on_the_clock(self) -> bool:
        """Whether nobody's act but the calendar brings it."""
        return self.kind not in EVENTS

    @property
    def named(self) -> str:
        """The template of its sentence (practice H)."""
        return self.template or self.kind.value


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that went out, and everything that was bundled in it.

    A scheduled one was the day's nudge, also when it held only what partners did.
    """

    at: datetime
    kinds: tuple[Kind, ...]
    keys: tuple[str, ...] = ()
    cycle: str = ""
    scheduled: bool = True

    @property
    def nudged(self) -> bool:
        """Whether anything in it came on the clock."""
        return not EVENTS.issuperset(self.kinds)


def went(items: Sequence[Planned], at: datetime, *, scheduled: bool) -> Sent:
    """What is to be remembered of one message that went out with all of these in it."""
    read = sorted(items, key=lambda item: item.kind.rank)
    asked = sorted(read, key=lambda item: item.kind is not Kind.PAUSE_ASK)
    cycles = (item.cycle for item in asked if item.on_the_clock and item.cycle)
    return Sent(
        at=at,
        kinds=tuple(item.kind for item in read),
        keys=tuple(item.key for item in read),
        cycle=next(cycles, ""),
        scheduled=scheduled,
    )


@dataclass(frozen=True, slots=True)
class Person:
    """What the policy knows of one person: their hours, what they got, and when they acted.

    `calendar` is the program's less their own leave; `sent` and `acted` are in order and reach
    back at least to the last `pause_ask`; `undisturbed` is do-not-disturb as Slack has it.
    """

    member: MemberId
    zone: ZoneInfo
    slot: time
    calendar: ProgramCalendar
    sent: tuple[Sent, ...] = ()
    acted: tuple[datetime, ...] = ()
    snoozed_until: datetime | None = None
    stopped: bool = False
    resting: frozenset[str] = frozenset()
    visits: tuple[Span, ...] = ()
    undisturbed: tuple[Span, ...] = ()
    hours: Hours = field(default_factory=Hours)
    leave: frozenset[date] = frozenset()

    def day(self, at: datetime) -> date:
        """The date that this person writes at that moment."""
        return local_day(at, self.zone)

    def slot_on(self, day: date) -> datetime:
        """The person's slot of that day."""
        return moment(day, self.slot, self.zone)

    def slot_from(self, at: datetime) -> datetime | None:
        """The first slot at that moment or after; None where no calendar covers it."""
        today = self.day(at)
        first = today if self.slot_on(today) >= at else today + ONE_DAY
        day = self.calendar.on_or_after(first)
        return None if day is None else self.slot_on(day)

    def slot_after(self, at: datetime) -> datetime | None:
        """The first slot after that moment."""
        today = self.day(at)
        first = today if self.slot_on(today) > at else today + ONE_DAY
        day = self.calendar.on_or_after(first)
        return None if day is None else self.slot_on(day)

    def morning_after(self, at: datetime) -> datetime | None:
        """When messages begin on the next school day."""
        day = self.calendar.next(self.day(at))
        return None if day is None else moment(day, self.hours.begin, self.zone)

    def open_from(self, at: datetime, *, through_visits: bool = False) -> datetime:
        """The first moment from then on at which this person may be written to (practice H, Quiet).

        Beyond the calendar weekdays count: what somebody caused is not lost for want of one.
        """
        closed = self.undisturbed if through_visits else (*self.undisturbed, *self.visits)
        while True:
            later = max((s.end for s in closed if s.start <= at < s.end), default=at)
            later = self._inside_hours(later)
            if later == at:
                return at
            at = later

    def _inside_hours(self, at: datetime) -> datetime:
        local = at.astimezone(self.zone)
        day = local.date()
        if self._works(day) and local.time() in self.hours:
            return at
        first = day if local.time() < self.hours.begin else day + ONE_DAY
        while not self._works(first):
            first += ONE_DAY
        return moment(first, self.hours.begin, self.zone)

    def _works(self, day: date) -> bool:
        covered = day <= self.calendar.covered_until
        calendar = self.calendar if covered else ANY_WEEKDAY
        return day not in self.leave and calendar.is_school_day(day)


USUAL_SLOT = time(15, 45)
"""When somebody in no program gets what was put off (practice H)."""


def person(member: Member, program: Program | None) -> Person:
    """What the policy knows of a member before any history: hours, school days less own leave."""
    calendar = ANY_WEEKDAY if program is None else calendar_of(program)
    leave = leave_of(member)
    return Person(
        member=member.id,
        zone=zone_of(member.zone),
        slot=member.slot or (USUAL_SLOT if program is None else program.slot),
        calendar=replace(calendar, holidays=calendar.holidays | leave) if leave else calendar,
        snoozed_until=member.snoozed_until,
        stopped=member.stopped or member.deactivated,
        undisturbed=() if member.undisturbed is None else (member.undisturbed,),
        hours=member.hours,
        leave=leave,
    )


def leave_of(member: Member) -> frozenset[date]:
    """The days on which this person is away, by their own word or by their status in Slack."""
    told = () if member.away is None else (member.away,)
    return frozenset(day for days in (*member.leave, *told) for day in days)
