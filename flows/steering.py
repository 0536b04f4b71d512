"""What a person sets for their own messages: slot, hours, days away; nobody else is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from flows import delivering, nudge, quiet, saying
from flows.ids import MemberId, PartnershipId
from flows.people import EVENING, MORNING, Hours, Member
from flows.ports import Work
from flows.schooldays import ONE_DAY, Days
from flows.timetable import Span
from flows.unchanged import Unchanged

SLOTS = (time(7, 45), time(15, 45))
"""When the day's one message may come (practice H)."""

BEGINS = (MORNING, time(8), time(8, 30), time(9), time(10), time(12))
ENDS = (time(13), time(15), time(16), time(16, 30), time(17), EVENING)

LONGEST_LEAVE = timedelta(days=180)
FARTHEST = timedelta(days=400)
MOST_LEAVES = 12

AWAY = frozenset({":palm_tree:", ":desert_island:", ":beach_with_umbrella:"}) | {
    ":face_with_thermometer:"
}
"""The status signs by which Slack lets people say that they are on vacation or ill."""


@dataclass(frozen=True, slots=True)
class Steered:
    """It is kept; what waits in these partnerships is planned anew.

    `until` is the day after days away that have begun: dates move along to it.
    """

    member: Member
    together: Sequence[PartnershipId]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Unknown(Unchanged):
    """The person is in no program."""


@dataclass(frozen=True, slots=True)
class SlotOutside(Unchanged):
    """The slot lies outside the hours."""


@dataclass(frozen=True, slots=True)
class NotThen(Unchanged):
    """Days away that are over, end before they begin, or are too long or too far ahead."""


@dataclass(frozen=True, slots=True)
class TooMany(Unchanged):
    """More days away than anybody enters."""


def set_hours(
    work: Work, who: MemberId, slot: time, hours: Hours
) -> Steered | Unknown | SlotOutside:
    """The day's message comes in that slot, and everything else inside those hours."""
    known = work.members.get(who)
    if known is None or known.program is None:
        return Unknown()
    if slot not in SLOTS or slot not in hours or hours.begin < MORNING or hours.end > EVENING:
        return SlotOutside()
    return _keep(work, replace(known, slot=slot, hours=hours))


def take_leave(
    work: Work, who: MemberId, first: date, last: date
) -> Steered | Unknown | NotThen | TooMany:
    """Nothing comes on these days, and nothing is late because of them (INV-21)."""
    known = work.members.get(who)
    if known is None or known.program is None:
        return Unknown()
    today = delivering.person_of(work, who).day(work.now)
    if not first <= last <= first + LONGEST_LEAVE or not today <= last <= today + FARTHEST:
        return NotThen()
    leave = tuple(sorted({*known.leave, Days(first, last)}))
    if len(ahead(leave, today)) > MOST_LEAVES:
        return TooMany()
    until = last + ONE_DAY if first <= today else None
    return _keep(work, replace(known, leave=leave), until)


def come_back(work: Work, who: MemberId, days: Days) -> Steered | Unknown:
    """These days are not taken, or not any longer."""
    known = work.members.get(who)
    if known is None or days not in known.leave:
        return Unknown()
    today = delivering.person_of(work, who).day(work.now)
    taken = {each for each in known.leave if each != days}
    if days.first < today:
        taken.add(Days(days.first, today - ONE_DAY))
    return _keep(work, replace(known, leave=tuple(sorted(taken))))


def ahead(leave: Sequence[Days], today: date) -> list[Days]:
    """The days away that are not over."""
    return [days for days in leave if days.last >= today]


def planned_anew(
    work: Work, who: MemberId, partnership: PartnershipId, until: date | None = None
) -> None:
    """What waits for this person in the partnership follows their own hours and days."""
    if until is not None:
        quiet.move_along(work, who, partnership, until)
    quiet.take_up(work, who, partnership)


def away(known: Member, sign: str, ends: datetime | None, at: datetime) -> Days | None:
    """The days that a status in Slack says they are away; those that are over stay known.

    A status without an end says nothing about days.
    """
    person = nudge.person(known, None)
    today, before = person.day(at), known.away
    goes_on = before is not None and before.last >= today
    first = before.first if before is not None and goes_on else today
    if sign in AWAY and ends is not None and ends > at:
        last = person.day(ends)
        whole = ends.astimezone(person.zone).time() >= known.hours.end
        last = last if whole else last - ONE_DAY
    elif goes_on:
        last = today - ONE_DAY
    else:
        return before
    return Days(first, min(last, first + LONGEST_LEAVE)) if last >= first else None


def disturb_not(work: Work, who: MemberId, span: Span | None) -> None:
    """Do-not-disturb as Slack has it now."""
    known = work.members.get(who)
    if known is not None and known.undisturbed != span:
        work.members.put(replace(known, undisturbed=span))
        delivering.deliver(work, who)


def _keep(work: Work, member: Member, until: date | None = None) -> Steered:
    work.members.put(member)
    delivering.deliver(work, member.id)
    saying.home(work, member.id)
    return Steered(member, quiet.together(work, member.id), until)
