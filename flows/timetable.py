"""A person's weekly lessons: when they teach, when two are free, when one can visit the other."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from flows.schooldays import ONE_DAY, ProgramCalendar, local_day, moment

NEAREST = 3
FARTHEST = 10
"""Visits are offered so many school days ahead (practice B0, short start)."""

TIME_TO_PREPARE = 5
"""So many school days leave room for pre-work (practice C); nearer ones are offered after them."""

VISIT_MINUTES = 15

BREATH = timedelta(minutes=5)
"""Lessons with no longer break between them are taught in one go."""

SHORTEST_FREE = timedelta(minutes=20)
"""Shorter gaps are nobody's free period."""

SCHOOL_OPENS = time(8, 30)
SCHOOL_CLOSES = time(15, 30)
"""Free periods lie between these, or between a person's own first and last lesson if wider."""

USUAL_TIMES = (time(9, 30), time(11, 0), time(14, 0))
"""What is offered where the host has entered no lessons."""


@dataclass(frozen=True, slots=True, order=True)
class Lesson:
    """One lesson every week, in its teacher's own zone; Monday is 0."""

    weekday: int
    start: time
    end: time
    group: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one moment to another."""

    start: datetime
    end: datetime

    def meets(self, other: "Span") -> bool:
        """Whether the two have any time in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class VisitTime:
    """A visit that would fit: when, in which class, in which room."""

    span: Span
    group: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Timetable:
    """One person's lessons; without any, nothing is known and nothing is in the way."""

    zone: ZoneInfo
    lessons: tuple[Lesson, ...] = ()

    def on(self, day: date, calendar: ProgramCalendar) -> tuple[tuple[Lesson, Span], ...]:
        """The lessons of that day in order, with their moments; none when school is closed."""
        if not calendar.is_school_day(day):
            return ()
        return tuple(
            (lesson, Span(moment(day, lesson.start, self.zone), moment(day, lesson.end, self.zone)))
            for lesson in sorted(self.lessons)
            if lesson.weekday == day.weekday()
        )

    def teaching(self, span: Span, calendar: ProgramCalendar) -> bool:
        """Whether this person teaches at any time in that span."""
        day, last = local_day(span.start, self.zone), local_day(span.end, self.zone)
        while day <= last:
            if any(taught.meets(span) for _, taught in self.on(day, calendar)):
                return True
            day += ONE_DAY
        return False


def shared_visit_times(
    host: Timetable,
    visitor: Timetable,
    calendar: ProgramCalendar,
    after: datetime,
    count: int = 3,
    *,
    minutes: int = VISIT_MINUTES,
    taken: Collection[Span] = (),
    shown: Collection[datetime] = (),
) -> tuple[VisitTime, ...]:
    """Times 3 to 10 school days ahead at which the host teaches and the visitor is free.

    On as many different days as there are; what was shown before is left out (practice B0).
    """
    today = local_day(after, host.zone)
    distances = [*range(TIME_TO_PREPARE, FARTHEST + 1), *range(NEAREST, TIME_TO_PREPARE)]
    ahead = [calendar.add(today, n) for n in distances]
    days = [
        [
            visit
            for visit in _visits(host, day, calendar, timedelta(minutes=minutes), turn)
            if visit.span.start not in shown
            and not visitor.teaching(visit.span, calendar)
            and not any(visit.span.meets(other) for other in taken)
        ]
        for turn, day in enumerate(ahead)
        if day is not None
    ]
    first_of_each_day_first = [
        visit for row in zip_longest(*days) for visit in row if visit is not None
    ]
    return tuple(sorted(first_of_each_day_first[:count]))


def free_after(person: Timetable, at: datetime, calendar: ProgramCalendar) -> datetime:
    """When this person is free: that moment, or after the lessons they teach then in one go."""
    for _, taught in person.on(local_day(at, person.zone), calendar):
        if taught.start - BREATH <= at < taught.end:
            at = taught.end
    return at


def free(person: Timetable, day: date, calendar: ProgramCalendar) -> tuple[Span, ...]:
    """The person's free periods on that day; none where no lessons were entered."""
    if not person.lessons or not calendar.is_school_day(day):
        return ()
    taught = [span for _, span in person.on(day, calendar)]
    opens = moment(day, SCHOOL_OPENS, person.zone)
    closes = moment(day, SCHOOL_CLOSES, person.zone)
    if taught:
        opens, closes = min(opens, taught[0].start), max(closes, *(s.end for s in taught))
    return tuple(_gaps(opens, closes, taught))


def shared_free(
    one: Timetable, other: Timetable, calendar: ProgramCalendar, monday: date
) -> tuple[Span, ...]:
    """The periods of that week in which both are free (practice G2)."""
    week = [monday + ONE_DAY * n for n in range(7)]
    both = (
        Span(max(a.start, b.start), min(a.end, b.end))
        for day in week
        for a in free(one, day, calendar)
        for near in (day - ONE_DAY, day, day + ONE_DAY)
        for b in free(other, near, calendar)
        if a.meets(b)
    )
    return tuple(sorted(span for span in both if span.end - span.start >= SHORTEST_FREE))


def _visits(
    host: Timetable, day: date, calendar: ProgramCalendar, length: timedelta, turn: int
) -> Iterator[VisitTime]:
    if not host.lessons:
        for start in _rotated(USUAL_TIMES, turn):
            at = moment(day, start, host.zone)
            yield VisitTime(Span(at, at + length))
    for lesson, span in host.on(day, calendar):
        if span.start + length <= span.end:
            yield VisitTime(Span(span.start, span.start + length), lesson.group, lesson.room)


def _rotated(times: Sequence[time], turn: int) -> Iterable[time]:
    return (times[(n + turn) % len(times)] for n in range(len(times)))


def _gaps(opens: datetime, closes: datetime, taught: Iterable[Span]) -> Iterator[Span]:
    free_from = opens
    for span in [*taught, Span(closes, closes)]:
        if span.start - free_from >= SHORTEST_FREE:
            yield Span(free_from, span.start)
        free_from = max(free_from, span.end)
