"""Pre-work given out: added before a talk, a visit or the set-up, changed, taken away (practice C).

Whoever added an item changes it. Released, it stands from the school day before the session.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows import (
    appointments,
    attached,
    coaching,
    delivering,
    planning,
    preparing,
    prework,
    reading,
    saying,
    setting_up,
)
from flows.assigned import Assigned
from flows.coaching import Course, Late, NotTheirs
from flows.ids import MemberId, PartnershipId, PreworkId, RunId
from flows.item_words import Wrong, item_of, texts, wrong
from flows.pieces import Sharing
from flows.ports import Reader, Work
from flows.preparing import Before
from flows.prework import Item, Load
from flows.stage import StageRun
from flows.unchanged import Unchanged


@dataclass(frozen=True, slots=True)
class Heavy(Unchanged):
    """With it somebody would have to read for so many minutes: some of it must be optional."""

    minutes: int


class Full(Unchanged):
    """There are as many items before this session as one card can show."""

    __slots__ = ()


class Stands(Unchanged):
    """People have it, and the session is too near for another one in its place."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Own:
    """An item before whoever added it and may still change it."""

    assigned: Assigned
    item: Item
    before: Before
    whom: Sequence[MemberId]
    holders: Mapping[str, Sequence[MemberId]]
    """For whom it could be: who holds each role there."""


Edit = Callable[[Item], Item]


def add(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, item: Item
) -> Assigned | NotTheirs | Late | Wrong | Heavy | Full:
    """One more item; each gets it five school days before, or in time after the date is settled."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or not attached.may_add(found, standing, who, work.now):
        return Late()
    if len(work.prework.before(found.cycle.id, run)) >= prework.MOST_ITEMS:
        return Full()
    refused = _refused(work, found, standing, item)
    if refused is not None:
        return refused
    assigned = _with(
        Assigned(
            id=PreworkId(work.new_id()),
            partnership=partnership,
            cycle=found.cycle.id,
            run=run,
            by=who,
            kind=item.kind,
            minutes=item.minutes,
            added_at=work.now,
        ),
        item,
    )
    _keep(work, assigned, item)
    _told(work, found, standing, assigned)
    return assigned


def change(
    work: Work, who: MemberId, partnership: PartnershipId, item: PreworkId, edit: Edit
) -> Assigned | NotTheirs | Late | Wrong | Heavy | Stands:
    """The item as its author has it now; something else to read is unread by everybody."""
    found = _own(work, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, run, assigned = found
    known = as_item(work, assigned, who)
    changed = edit(known)
    refused = _refused(work, course, run, changed, assigned)
    if refused is not None:
        return refused
    after = _with(assigned, changed)
    if (known.kind, known.address) != (changed.kind, changed.address):
        after = replace(after, marks=())
    _keep(work, after, changed)
    _told(work, course, run, after)
    return after


def take_away(
    work: Work, who: MemberId, partnership: PartnershipId, item: PreworkId
) -> Assigned | NotTheirs | Late | Stands:
    """The item is gone with its words; what others answered to it stays theirs."""
    found = _own(work, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, run, assigned = found
    for piece in reading.lying(work, assigned.about):
        if piece.vault.author == who:
            work.pieces.erase(piece.id)
    work.prework.forget(assigned.id)
    for member in attached.people(course, run):
        preparing.settle(work, course, run, member)
    _shown(work, course)
    return assigned


def own(
    reader: Reader, who: MemberId, partnership: PartnershipId, item: PreworkId
) -> Own | NotTheirs | Late | Stands:
    """The item, for whoever added it."""
    found = _own(reader, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, run, assigned = found
    return Own(
        assigned=assigned,
        item=as_item(reader, assigned, who),
        before=preparing.before(reader, course, run, who),
        whom=preparing.for_whom(course, run, assigned),
        holders=attached.holders(course, run),
    )


def _may_replace(reader: Reader, found: Course, run: StageRun, item: Assigned) -> bool:
    """Whether nobody has it yet, or there is time for another one in its place."""
    meeting = attached.meeting_of(found, run, item.added_at)
    if meeting is None:
        return True
    told = (
        planning.prework(delivering.person_of(reader, member), meeting, item.added_at)
        for member in attached.people(found, run)
    )
    released = min((each.due for each in told if each is not None), default=item.added_at)
    person = delivering.person_of(reader, item.by)
    return prework.may_replace(person, released, meeting.start, reader.now)


def as_item(reader: Reader, assigned: Assigned, who: MemberId) -> Item:
    """The item as whoever added it wrote it."""
    words = {piece.key: piece.words for piece in reading.own(reader, assigned.about, who)}
    return item_of(assigned, words)


def _refused(
    reader: Reader, found: Course, run: StageRun, item: Item, before: Assigned | None = None
) -> Wrong | Heavy | None:
    refused = wrong(item)
    if refused is not None:
        return refused
    others = [i for i in reader.prework.before(found.cycle.id, run.id) if i != before]
    for member in attached.people(found, run):
        given: list[Assigned | Item] = [*others, item]
        own = [i for i in given if attached.is_for(found, run, i, member)]
        load, minutes = prework.load(own)
        if load is Load.TOO_MUCH and not item.optional:
            return Heavy(minutes)
    return None


def _own(
    reader: Reader, who: MemberId, partnership: PartnershipId, item: PreworkId
) -> tuple[Course, StageRun, Assigned] | NotTheirs | Late | Stands:
    """The item, if this member added it and may still change it."""
    found = preparing.theirs(reader, who, partnership, item)
    if not isinstance(found, tuple):
        return found
    course, run, assigned = found
    if assigned.by != who or attached.over(run, reader.now):
        return Late()
    return found if _may_replace(reader, course, run, assigned) else Stands()


def _with(assigned: Assigned, item: Item) -> Assigned:
    return replace(
        assigned,
        kind=item.kind,
        minutes=item.minutes,
        optional=item.optional,
        for_roles=item.for_roles,
        start_second=item.start_second,
        end_second=item.end_second,
    )


def _keep(work: Work, assigned: Assigned, item: Item) -> None:
    """The row, and each text as a piece; a text that is empty now is erased."""
    work.prework.put(assigned)
    words = texts(item)
    for key, text in words.items():
        if text:
            preparing.write(work, assigned, assigned.by, key, text, Sharing.MEMBERS)
    for piece in reading.lying(work, assigned.about):
        if piece.key in words and not words[piece.key]:
            work.pieces.erase(piece.id)


def _told(work: Work, found: Course, run: StageRun, item: Assigned) -> None:
    unread = [m for m in attached.people(found, run) if attached.is_for(found, run, item, m)]
    appointments.prework_given(
        work, found, run, [m for m in unread if item.mark_of(m) not in preparing.MARKS]
    )
    _shown(work, found)


def _shown(work: Work, found: Course) -> None:
    saying.shown(work, found.pair, found.cycle)
    saying.home(work, *found.pair.members)


@dataclass(frozen=True, slots=True)
class Place:
    """A talk, a visit or the set-up that something can lie before, or lies before already."""

    run: StageRun
    may_add: bool
    before: Before


def places(reader: Reader, found: Course, who: MemberId) -> list[Place]:
    """Where this member may add something or has something to read, in the cycle's order.

    Until a cycle is set up nobody knows which steps it will have: only the set-up is there.
    """
    ahead = [run for run in found.cycle.runs if not attached.over(run, reader.now)]
    setup = [run for run in ahead if setting_up.is_setup(found, run)]
    offered = [run for run in setup or ahead if attached.takes(found, run)]
    all_places = [
        Place(
            run=run,
            may_add=attached.may_add(found, run, who, reader.now),
            before=preparing.before(reader, found, run, who),
        )
        for run in offered
    ]
    return [place for place in all_places if place.may_add or place.before.items]
