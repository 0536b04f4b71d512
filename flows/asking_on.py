"""When somebody wants to be asked about their next step: a day of their choice (practice A1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows import coaching, deeds
from flows.coaching import Course, Late, NotTheirs
from flows.desk import Desk
from flows.events import AskedOn
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.schooldays import local_day
from flows.stage import StageRun
from flows.unchanged import Unchanged

FARTHEST = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A next step of one's own, and when one will be asked about it."""

    run: StageRun
    follow: StageRun
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class AskedThen:
    """On this day it is."""

    day: date


@dataclass(frozen=True, slots=True)
class NotThen(Unchanged):
    """The day has passed, is no school day that a calendar covers, or is too far ahead."""


def ahead(found: Course, who: MemberId) -> Iterator[Ahead]:
    """The next steps that this member will be asked about."""
    if found.pair.state is not PartnershipState.ACTIVE:
        return
    desk = Desk(found.rules, found.cycle, found.cycle.begun_at)
    for run in found.cycle.runs:
        follow = deeds.follow_up_of(desk, run, who) if run.part(who) else None
        if follow is not None and follow.opens_at is not None and run.finished:
            yield Ahead(run, follow, follow.opens_at)


def ask_on(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, day: date
) -> AskedThen | NotTheirs | Late | NotThen:
    """The one nudge about the next step comes on that day, in place of the usual one."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    if not any(each.run.id == run for each in ahead(found, who)):
        return Late()
    today = local_day(work.now, found.rules.zone)
    opening = found.rules.opening_on(day)
    if not today < day <= today + FARTHEST or opening is None:
        return NotThen()
    coaching.happened(work, found, AskedOn(run, who, day))
    return AskedThen(local_day(opening, found.rules.zone))
