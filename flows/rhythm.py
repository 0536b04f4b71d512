"""What a facilitator sets for the calendar and the questions of a program (practice G5, H, I2)."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from flows import channel, delivering, saying
from flows.ids import MemberId, ProgramId
from flows.nudge import Kind, Planned, Why
from flows.own_dates import WARNED_SCHOOL_DAYS, OwnDates
from flows.people import Program
from flows.policy import calendar_of
from flows.ports import Alarm, Work
from flows.pulse import EXTRAS
from flows.schooldays import ONE_DAY
from flows.unchanged import Unchanged

ENDS_ANEW = "calendar_changed"


@dataclass(frozen=True, slots=True)
class Kept:
    """The program with what was set."""

    program: Program


@dataclass(frozen=True, slots=True)
class NotTheirs(Unchanged):
    """The person does not look after this program."""


def set_dates(work: Work, by: MemberId, program: ProgramId, dates: OwnDates) -> Kept | NotTheirs:
    """The school's own dates; everybody in the program is looked at again by them."""
    known = work.programs.get(program)
    if known is None or not known.led_by(by):
        return NotTheirs()
    changed = replace(known, own_dates=dates)
    work.programs.put(changed)
    recalculated(work, changed)
    saying.home(work, by)
    return Kept(changed)


def set_extras(
    work: Work, by: MemberId, program: ProgramId, extras: Collection[str]
) -> Kept | NotTheirs:
    """Which of the optional questions take their turn among the months (practice I2)."""
    known = work.programs.get(program)
    if known is None or not known.led_by(by):
        return NotTheirs()
    changed = replace(known, pulse_extras=tuple(key for key in EXTRAS if key in extras))
    work.programs.put(changed)
    return Kept(changed)


def recalculated(work: Work, program: Program) -> None:
    """The calendar is another: prompts, people and the warning of its end follow it."""
    channel.founded(work, program)
    for member in work.members.of_program(program.id):
        work.alarms.no_later(Alarm.of_member(member.id), work.now)
    warned(work, program)


def warned(work: Work, program: Program) -> None:
    """Plans that who looks after it hears twenty school days before its own dates end."""
    about = f"calendar:{program.id}"
    delivering.drop(work, work.slips.about(about), ENDS_ANEW)
    last = program.own_dates.until
    if last is None:
        return
    calendar, day, left = calendar_of(program), last, WARNED_SCHOOL_DAYS
    while left and day > last - ONE_DAY * 7 * WARNED_SCHOOL_DAYS:
        day -= ONE_DAY
        left -= calendar.is_school_day(day)
    for facilitator in sorted(program.facilitators):
        person = delivering.person_of(work, facilitator)
        warning = Planned(
            kind=Kind.CALENDAR_ENDS,
            member=facilitator,
            due=max(person.slot_on(day), work.now),
            key=f"{Kind.CALENDAR_ENDS}:{facilitator}:{program.id}:{last}",
            why=Why.CALENDAR_ENDS,
            about=about,
            expires=person.slot_on(last + ONE_DAY),
        )
        delivering.plan(work, [warning], program=program.id, until=last.isoformat())
