"""What pre-work hangs on: a talk, a visit or the set-up; when that is, and whom an item is for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flows import setting_up
from flows.assigned import Assigned
from flows.coaching import Course
from flows.ids import MemberId
from flows.partnership import PartnershipState
from flows.planning import Meeting
from flows.ports import Reader
from flows.prework import Item, Mark, after_session
from flows.stage import StageRun


def takes(found: Course, run: StageRun) -> bool:
    """Whether something can lie before it: it has a card of its own, or it is the set-up."""
    stage = found.stage(run)
    meets = stage.mode == "live" or (stage.mode == "class" and stage.on_schedule)
    return meets or setting_up.is_setup(found, run)


def may_add(found: Course, run: StageRun, who: MemberId, now: datetime) -> bool:
    """Before what is shared anybody adds, in a turn the person coached; with a time or without.

    Before the set-up, once it is open.
    """
    goes_on = found.pair.state is PartnershipState.ACTIVE and who in found.cycle.members
    ahead = not run.finished and (run.session is None or run.session.start > now)
    if setting_up.is_setup(found, run):
        ahead = run.active
    return goes_on and ahead and takes(found, run) and who == (found.cycle.coachee(run) or who)


def meeting_of(found: Course, run: StageRun, now: datetime) -> Meeting | None:
    """When it is; of the set-up its last day. None while that is not settled."""
    if run.session is not None:
        start, end = run.session.start, run.session.end
    elif setting_up.is_setup(found, run) and run.active and run.due_at is not None:
        start = end = run.due_at
    else:
        return None
    return Meeting(run=run.id, cycle=found.cycle.id, start=start, end=end, fixed_at=now)


def over(run: StageRun, now: datetime) -> bool:
    """Whether nobody is asked for it any more: the session was, or the step is done."""
    return run.finished or (run.session is not None and run.session.end <= now)


def people(found: Course, run: StageRun) -> tuple[MemberId, ...]:
    """Who is concerned by it: who acts in it, and of a visit its host."""
    concerned: set[str] = {*found.rules.casting(found.cycle, run)}
    if found.stage(run).mode == "class":
        concerned |= found.rules.host(found.cycle, run)
    return tuple(m for m in found.cycle.members if m in concerned)


def roles(found: Course, run: StageRun) -> Mapping[MemberId, Sequence[str]]:
    """What each of them is there as; empty where nobody has a role of their own."""
    everyone = found.rules.everyone(found.cycle, run)
    return {member: everyone.get(member, ()) for member in people(found, run)}


def holders(found: Course, run: StageRun) -> dict[str, list[MemberId]]:
    """Who holds each of the roles that people have there."""
    held: dict[str, list[MemberId]] = {}
    for member, names in roles(found, run).items():
        for name in names:
            held.setdefault(name, []).append(member)
    return held


def is_for(found: Course, run: StageRun, item: Assigned | Item, member: MemberId) -> bool:
    """Whether that member is to read it; without roles it is for everybody."""
    there = roles(found, run)
    wanted = set(item.for_roles)
    return member in there and (not wanted or bool(wanted & set(there[member])))


def items_of(reader: Reader, found: Course, run: StageRun, member: MemberId) -> list[Assigned]:
    """What that member is to read before it."""
    items = reader.prework.before(found.cycle.id, run.id)
    return [item for item in items if is_for(found, run, item, member)]


def asked_of(found: Course, run: StageRun, items: Sequence[Assigned]) -> dict[MemberId, list[Mark]]:
    """The marks of what is not optional, of everybody for whom there is such an item."""
    needed = [item for item in items if not item.optional]
    found_marks = {
        member: [i.mark_of(member) for i in needed if is_for(found, run, i, member)]
        for member in people(found, run)
    }
    return {member: marks for member, marks in found_marks.items() if marks}


def mark_at(item: Assigned, member: MemberId, run: StageRun, now: datetime) -> Mark:
    """How far that member is with it; nobody is behind once the session is over."""
    mark = item.mark_of(member)
    return after_session(mark) if over(run, now) else mark
