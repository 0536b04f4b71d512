"""One's own quiet: snoozing, stopping all messages and starting again; nobody else is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows import appointments, coaching, delivering, plans, saying
from flows.coaching import Course
from flows.events import Snoozed
from flows.ids import MemberId, PartnershipId
from flows.partnership import PartnershipState
from flows.people import Member
from flows.ports import Reader, Work
from flows.snoozing import Snooze, until
from flows.unchanged import Unchanged


@dataclass(frozen=True, slots=True)
class Quiet:
    """No nudges until then; `together` are the partnerships whose own dates move along."""

    until: datetime
    day: date
    together: Sequence[PartnershipId]


@dataclass(frozen=True, slots=True)
class NotThen(Unchanged):
    """That date is not 1 to 60 days ahead."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing is sent to this person any more."""


@dataclass(frozen=True, slots=True)
class Started:
    """Messages come again; what waits in these partnerships is planned anew."""

    together: Sequence[PartnershipId]


def snooze(work: Work, who: MemberId, choice: Snooze | date) -> Quiet | NotThen:
    """Nudges wait until that day's morning; what partners do is told all the same."""
    person = delivering.person_of(work, who)
    then = until(person, choice, work.now)
    if then is None:
        return NotThen()
    work.members.put(replace(_known(work, who), snoozed_until=then))
    delivering.deliver(work, who)
    saying.home(work, who)
    return Quiet(then, person.day(then), together(work, who))


def stop(work: Work, who: MemberId) -> Stopped:
    """Everything that was still to come is dropped."""
    work.members.put(replace(_known(work, who), stopped=True))
    delivering.deliver(work, who)
    saying.home(work, who)
    return Stopped()


def start_again(work: Work, who: MemberId) -> Started:
    """Neither stopped nor snoozed any more."""
    work.members.put(replace(_known(work, who), stopped=False, snoozed_until=None))
    delivering.deliver(work, who)
    saying.home(work, who)
    return Started(together(work, who))


def move_along(work: Work, who: MemberId, partnership: PartnershipId, day: date) -> None:
    """Snoozed time never counts as late: this member's dates move along (INV-21)."""
    found = coaching.theirs(work, who, partnership)
    if isinstance(found, Course) and not found.cycle.over:
        cycle = coaching.happened(work, found, Snoozed(who, day))
        plans.replanned(work, replace(found, cycle=cycle), who)


def take_up(work: Work, who: MemberId, partnership: PartnershipId) -> None:
    """What waits for this member in the partnership is planned again."""
    found = coaching.theirs(work, who, partnership)
    if isinstance(found, Course):
        plans.replanned(work, found, who)
        for run in found.cycle.runs:
            if run.session is not None and not run.finished and run.session.start > work.now:
                appointments.settled(work, found, run)


def _known(work: Work, who: MemberId) -> Member:
    return work.members.get(who) or Member(id=who, program=None, zone="UTC")


def together(reader: Reader, who: MemberId) -> Sequence[PartnershipId]:
    """The active partnerships of this person."""
    pairs = reader.partnerships.of_member(who)
    return tuple(pair.id for pair in pairs if pair.state is PartnershipState.ACTIVE)
