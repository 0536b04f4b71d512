"""Pausing, going on, ending: the state, and the same words to all at once (INV-02, INV-03)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from flows import not_begun, policy, saying
from flows.partnership import Partnership, PartnershipState
from flows.people import KEEP_DAYS, Program
from flows.ports import Alarm, Work
from flows.schooldays import MONDAY_TO_FRIDAY, ONE_DAY, ProgramCalendar, local_day

KEPT = timedelta(days=KEEP_DAYS)
"""How long the members' copies are kept after the end (INV-18)."""

LONG_HOLIDAY = 14
"""A holiday of more days than this, and the copies are kept until after it."""

LONGEST_HOLIDAY = timedelta(days=120)
"""No holiday began longer ago than this."""

AFTER_HOLIDAY = 15
"""So many school days after a long holiday (INV-18)."""


def pause(work: Work, pair: Partnership) -> Partnership:
    """The partnership at rest; all members are told, and nobody is told who chose it."""
    paused = pair.became(PartnershipState.PAUSED)
    work.partnerships.put(paused)
    not_begun.withdrawn(work, paused)
    _tell_all(work, paused, "paused")
    return paused


def resume(work: Work, pair: Partnership) -> Partnership:
    """The partnership going on."""
    active = pair.became(PartnershipState.ACTIVE)
    work.partnerships.put(active)
    _tell_all(work, active, "resumed")
    return active


def end(work: Work, pair: Partnership, program: Program) -> Partnership:
    """The partnership closed; every message about it names the date until which copies are kept."""
    ended = replace(
        pair.became(PartnershipState.ENDED),
        ended_at=work.now,
        erase_after=kept_until(work.now, program),
    )
    work.partnerships.put(ended)
    not_begun.withdrawn(work, ended)
    work.alarms.set(Alarm.of_partnership(ended.id), ended.erase_after)
    _tell_all(work, ended, "ended")
    saying.in_pair(work, ended, "ended_pair", f"ended:{ended.id}")
    return ended


def kept_until(ended: datetime, program: Program) -> datetime:
    """When the copies are deleted: after 30 days, 15 school days after a long holiday (INV-18).

    A program that chose fewer days keeps them for these, holidays or not.
    """
    if program.keep_days < KEEP_DAYS:
        return ended + timedelta(days=program.keep_days)
    plain = ended + KEPT
    calendar, zone = policy.calendar_of(program), policy.zone_of(program.zone)
    last, until = local_day(plain, zone), plain
    day = _last_school_day(calendar, local_day(ended, zone))
    while day <= last and (back := calendar.next(day)) is not None:
        begins = _long_holiday(day, back)
        if begins is not None and begins <= last:
            end = calendar.add(back, AFTER_HOLIDAY - 1)
            until = max(until, policy.evening(end, program.zone)) if end else until
        day = back
    return until


def _last_school_day(calendar: ProgramCalendar, day: date) -> date:
    """That day or the school day before it; what lies before the calendar began is school."""
    longest = day - LONGEST_HOLIDAY
    while day > longest and not calendar.is_school_day(day):
        day -= ONE_DAY
    return day


def _long_holiday(before: date, back: date) -> date | None:
    """When a holiday of over two weeks between two school days begins, weekends around it aside."""
    days = (before + ONE_DAY * n for n in range(1, (back - before).days))
    off = [day for day in days if day.weekday() in MONDAY_TO_FRIDAY]
    return off[0] if off and (off[-1] - off[0]).days >= LONG_HOLIDAY else None


def _tell_all(work: Work, pair: Partnership, kind: str) -> None:
    saying.to_all(work, pair, kind, f"{kind}:{pair.id}:{pair.version}")
    cycle = work.cycles.current(pair.id)
    if cycle is not None:
        saying.shown(work, pair, cycle)
    saying.home(work, *pair.members)
