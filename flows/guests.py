"""A guest of a group: suggested, by every member's yes, for named steps of its cycle (INV-25).

A no ends it without a reason, and nobody learns whose it was. Until all of the group and the guest
said yes nothing is read by anybody from outside.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows import answered, coaching, delivering, guest_notices, joining, saying
from flows.coaching import Course, Late, NotTheirs
from flows.cycle import CycleState, Guest
from flows.events import GuestCame, GuestGone, GuestInvited
from flows.guest_notices import ASKED, CAME, INVITE, NOT, OFF, REMIND, TIME
from flows.ids import MemberId, PartnershipId
from flows.inviting import PowerUnchosen, Yes
from flows.joining import Who
from flows.partnership import PartnershipState
from flows.ports import Lock, Reader, Work
from flows.protocol import Stage
from flows.unchanged import Unchanged


@dataclass(frozen=True, slots=True)
class OneOfYou(Unchanged):
    """The person is in the group."""


@dataclass(frozen=True, slots=True)
class Taken(Unchanged):
    """One of the steps has a guest already, or somebody is asked about one."""


@dataclass(frozen=True, slots=True)
class NoStep(Unchanged):
    """None of the steps is one for a guest, or they are over."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A guest, or somebody who is to be one, with the course of the group."""

    course: Course
    guest: Guest

    @property
    def agreed(self) -> bool:
        """Whether every member said yes."""
        return set(self.guest.yes) >= set(self.course.cycle.members)

    @property
    def steps(self) -> list[Stage]:
        """The steps that they are invited to, in their order."""
        rules = self.course.rules.protocol
        return [stage for stage in rules.stages if rules.key(stage) in self.guest.stages]

    def asks(self, member: MemberId) -> bool:
        """Whether this member's yes is still to come."""
        return member in self.course.cycle.members and member not in self.guest.yes


def steps(course: Course) -> list[Stage]:
    """The steps still ahead to which a guest can be invited."""
    rules, cycle = course.rules.protocol, course.cycle
    awake = cycle.state in {CycleState.PLANNED, CycleState.RUNNING}
    if not awake or course.pair.state is not PartnershipState.ACTIVE:
        return []
    over = {run.stage for run in cycle.runs if run.finished}
    return [stage for stage in rules.stages if stage.guests and rules.key(stage) not in over]


def free(course: Course) -> list[Stage]:
    """Those of them for which nobody is suggested so far."""
    taken = {key for guest in course.cycle.guests for key in guest.stages}
    return [stage for stage in steps(course) if course.rules.protocol.key(stage) not in taken]


def next_time(entry: Entry, now: datetime) -> datetime | None:
    """When the next of their sessions is, of those that have a time."""
    runs = (run for run in entry.course.cycle.runs if run.stage in entry.guest.stages)
    times = (run.session.start for run in runs if run.session and not run.finished)
    return min((start for start in times if start > now), default=None)


def entries(course: Course) -> list[Entry]:
    """Everybody who is a guest of the group, or is to be one."""
    return [Entry(course, guest) for guest in course.cycle.guests]


def suggest(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    guest: MemberId,
    wanted: Collection[str],
    yes: Yes,
) -> Entry | NotTheirs | Late | OneOfYou | Taken | NoStep | PowerUnchosen:
    """The yes of who suggests them; every other member is asked once."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    if guest in found.cycle.members:
        return OneOfYou()
    ahead = [stage.id for stage in steps(found) if stage.id in wanted]
    if not ahead:
        return NoStep()
    rules = found.rules.protocol
    keys = frozenset(rules.key(stage) for stage in rules.stages if stage.id in ahead)
    known = any(each.member == guest for each in found.cycle.guests)
    if known or not set(ahead) <= {stage.id for stage in free(found)}:
        return Taken()
    if yes.power and not yes.chosen:
        return PowerUnchosen()
    event = GuestInvited(guest, who, keys, work.new_id(), yes.power)
    after = _happened(work, found, event)
    entry = next(each for each in entries(after) if each.guest.id == event.id)
    for member in after.pair.others(who):
        guest_notices.tell(work, member, ASKED, after, entry.guest, by=who)
    saying.home(work, *after.pair.members)
    return entry


def say_yes(
    work: Work, who: MemberId, partnership: PartnershipId, name: str
) -> Entry | NotTheirs | Late:
    """A member's yes; with the last one the guest is invited."""
    entry = find(work, who, partnership, name)
    if not isinstance(entry, Entry):
        return entry
    if not entry.asks(who) or not steps(entry.course):
        return Late()
    guest = entry.guest
    event = GuestInvited(guest.member, who, frozenset(guest.stages), guest.id)
    after = _entry(_happened(work, entry.course, event), name)
    answered.show(work, f"{ASKED}:{name}:{who}")
    _invite(work, after)
    saying.home(work, who)
    return after


def say_no(
    work: Work, who: MemberId, partnership: PartnershipId, name: str
) -> Entry | NotTheirs | Late:
    """A member would rather not, before or after a yes: there is no guest, and no reason.

    Before the last yes only who suggested it hears of it; nobody hears whose no it was.
    """
    entry = find(work, who, partnership, name)
    if isinstance(entry, Entry):
        _end(work, entry, OFF, entry.course.pair.others(who), by=who)
    return entry


def come(work: Work, who: Who, partnership: PartnershipId, name: str) -> Entry | NotTheirs | Late:
    """The guest's own yes: they are reminded of the sessions, and read what a guest may read."""
    entry = of_guest(work, who.id, partnership, name)
    if not isinstance(entry, Entry):
        return entry
    if entry.guest.came:
        return Late()
    joining.remember(work, who)
    after = _entry(_happened(work, entry.course, GuestCame(name)), name)
    for run in after.course.cycle.runs:
        guest_notices.reminded(work, after.course, run, after.guest)
    answered.show(work, f"{INVITE}:{name}:{who.id}")
    for member in after.course.cycle.members:
        if member == after.guest.yes[0]:
            guest_notices.tell(work, member, CAME, after.course, after.guest)
    saying.home(work, who.id)
    return after


def decline(
    work: Work, who: MemberId, partnership: PartnershipId, name: str
) -> Entry | NotTheirs | Late:
    """The guest would rather not, now or after a yes, and no reason is asked."""
    entry = of_guest(work, who, partnership, name)
    if isinstance(entry, Entry):
        _end(work, entry, NOT, entry.course.cycle.members, by=who)
    return entry


def let_go(work: Work, who: MemberId) -> None:
    """Whoever is gone is nobody's guest."""
    for partnership in work.cycles.with_guest(who):
        work.hold(Lock.partnership(partnership))
        found = coaching.load(work, partnership)
        for entry in entries(found) if found is not None else ():
            if entry.guest.member == who:
                _end(work, entry, NOT, entry.course.cycle.members, by=who)


def one_less(work: Work, partnership: PartnershipId) -> None:
    """A member left: what waited for their yes alone waits no more."""
    found = coaching.load(work, partnership)
    for entry in entries(found) if found is not None else ():
        _invite(work, entry)


def find(
    reader: Reader, who: MemberId, partnership: PartnershipId, name: str
) -> Entry | NotTheirs | Late:
    """The guest of that name, for a member of the group."""
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    known = (each for each in entries(found) if each.guest.id == name)
    return next(known, Late())


def invited(reader: Reader, who: MemberId) -> list[Entry]:
    """What this person was asked into as a guest, by a message that came, and is still ahead."""
    since = reader.now - delivering.REMEMBERED
    told = {
        (str(slip.refs["partnership"]), str(slip.refs["guest"]))
        for slip in reader.slips.sent_since(who, since)
        if slip.template in {INVITE, TIME, REMIND}
    }
    found = (of_guest(reader, who, PartnershipId(pair), name) for pair, name in sorted(told))
    return [entry for entry in found if isinstance(entry, Entry) and _ahead(entry)]


def _ahead(entry: Entry) -> bool:
    over = {run.stage for run in entry.course.cycle.runs if run.finished}
    return bool(steps(entry.course)) and not set(entry.guest.stages) <= over


def of_guest(
    reader: Reader, who: MemberId, partnership: PartnershipId, name: str
) -> Entry | NotTheirs | Late:
    """What one is invited to, for the guest; a member, or anybody else, is none."""
    found = coaching.load(reader, partnership)
    if found is None or found.pair.state is PartnershipState.ENDED:
        return Late()
    mine = (e for e in entries(found) if (e.guest.id, e.guest.member) == (name, who) and e.agreed)
    return next(mine, NotTheirs())


def _invite(work: Work, entry: Entry) -> None:
    guest, course = entry.guest, entry.course
    if not entry.agreed or guest.came:
        return
    known = work.members.get(guest.member)
    if known is not None and known.deactivated:
        _end(work, entry, NOT, course.cycle.members, by=guest.member)
        return
    if known is None:
        joining.remember(work, Who(guest.member, course.program.zone))
    guest_notices.tell(work, guest.member, INVITE, course, guest)


def _end(work: Work, entry: Entry, kind: str, members: Sequence[MemberId], *, by: MemberId) -> None:
    """There is no guest; whoever was asked sees that it is settled, and no reason."""
    guest = entry.guest
    after = _happened(work, entry.course, GuestGone(guest.id))
    guest_notices.over(work, after, guest, told=by != guest.member)
    answered.show(work, *(f"{ASKED}:{guest.id}:{m}" for m in after.cycle.members))
    answered.show(work, f"{INVITE}:{guest.id}:{guest.member}")
    all_knew = guest.came or (entry.agreed and kind == OFF)
    for member in members:
        if all_knew or member == guest.yes[0]:
            guest_notices.tell(work, member, kind, after, guest)
    saying.home(work, *after.cycle.members, guest.member)


def _entry(course: Course, name: str) -> Entry:
    return next(each for each in entries(course) if each.guest.id == name)


def _happened(work: Work, found: Course, event: GuestInvited | GuestCame | GuestGone) -> Course:
    after = replace(found, cycle=coaching.happened(work, found, event))
    saying.shown(work, after.pair, after.cycle)
    return after
