"""Pausing, going on, ending: the state, and the same words to all at once (INV-02, INV-03)."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows import policy, saying
from flows.notices import Pair
from flows.partnership import Partnership, PartnershipState
from flows.people import Program
from flows.ports import Work
from flows.schooldays import ONE_DAY

KEPT = timedelta(days=30)
"""How long the members' copies are kept after the end (INV-18)."""

LONG_HOLIDAY = 14
"""More days without school than this, and the copies are kept until after the holiday."""

AFTER_HOLIDAY = 15
"""So many school days after a long holiday (INV-18)."""


def pause(work: Work, pair: Partnership) -> Partnership:
    """The partnership at rest; all members are told, and nobody is told who chose it."""
    paused = pair.became(PartnershipState.PAUSED)
    work.partnerships.put(paused)
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
    _tell_all(work, ended, "ended")
    saying.in_pair(work, ended, "ended_pair", f"ended:{ended.id}")
    return ended


def kept_until(ended: datetime, program: Program) -> datetime:
    """When the copies are deleted: after 30 days, 15 school days after a long holiday (INV-18)."""
    plain = ended + KEPT
    calendar, zone = policy.calendar_of(program), policy.zone_of(program.zone)
    day, last = ended.astimezone(zone).date(), plain.astimezone(zone).date()
    while day <= last:
        back = calendar.on_or_after(day)
        if back is None:
            return plain
        if (back - day).days > LONG_HOLIDAY:
            until = calendar.add(back, AFTER_HOLIDAY - 1)
            return plain if until is None else max(plain, policy.evening(until, program.zone))
        day = back + ONE_DAY
    return plain


def _tell_all(work: Work, pair: Partnership, kind: str) -> None:
    for member in pair.members:
        saying.event(
            work, member, kind, f"{kind}:{pair.id}:{pair.version}:{member}", partnership=pair.id
        )
    cycle = work.cycles.current(pair.id)
    if cycle is not None:
        saying.update(work, Pair(pair.id), "card", f"card:{cycle.id}", partnership=pair.id)
    saying.home(work, *pair.members)
