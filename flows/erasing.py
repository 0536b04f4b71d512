"""Own writing deleted by its author, one text or all of it; a whole person forgotten (INV-17)."""

from dataclasses import dataclass, replace

from flows import (
    authored,
    coaching,
    copied_beside,
    copies,
    copying,
    gathering,
    giving,
    goals,
    guests,
    inviting,
    own_cards,
    reading,
    reflecting,
    regrouping,
    saying,
    strategies,
    workshops,
)
from flows.authored import Kind
from flows.coaching import Course
from flows.copied import CopyState
from flows.gate import GIVEN, OF_RUN, POSTED, WORKSHOP
from flows.goal import OPEN_STATES, Decision, Goal
from flows.goals import STATEMENT
from flows.ids import (
    CycleId,
    GivenId,
    GoalId,
    MemberId,
    PartnershipId,
    PieceId,
    PreworkId,
    ProgramId,
    RunId,
    WorkshopId,
)
from flows.partnership import Partnership, PartnershipState
from flows.pieces import Piece
from flows.ports import Lock, Reader, Work
from flows.sharing import may_read, note_with
from flows.stage import StageRun
from flows.unchanged import Unchanged


@dataclass(frozen=True, slots=True)
class Gone(Unchanged):
    """There is no such text of this person's, or no such copy."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """The text is gone, wherever it was shown."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class LetGo:
    """The copy is gone; its author keeps what they wrote."""


@dataclass(frozen=True, slots=True)
class Everything:
    """What goes with a person: so many texts, so many partnerships that end."""

    texts: int
    partnerships: int
    invitations: int
    alone_with: tuple[ProgramId, ...]
    """Programs that nobody else looks after: that role stays until somebody else does."""


def one(work: Work, who: MemberId, piece: PieceId) -> Deleted | Gone:
    """Deletes one of this person's own texts; with its sentence a goal goes whole."""
    found = reading.own_one(work, piece, who)
    if found is None:
        card = own_cards.delete(work, who, piece)
        return Gone() if card is None else Deleted(Kind.STEP_DRAFT if card.draft else Kind.CARD)
    kind = authored.kind_of(found)
    match kind:
        case Kind.REFLECTION:
            reflecting.erase(work, who, found.id)
        case Kind.POSTED:
            posted = found.about.removeprefix(POSTED)
            reflecting.take_back(work, who, PieceId(posted))
        case Kind.GOAL if found.key == STATEMENT:
            _goal(work, who, found)
        case Kind.STRATEGY:
            strategies.withdrawn(work, who, found)
        case Kind.PREWORK:
            for other in reading.own(work, found.about, who):
                work.pieces.erase(other.id)
            work.prework.forget(PreworkId(found.about.removeprefix(authored.PREWORK)))
        case Kind.WORKSHOP:
            workshops.take_down(work, who, WorkshopId(found.about.removeprefix(WORKSHOP)))
            work.pieces.erase(found.id)
        case Kind.GIVEN:
            giving.remove(work, who, GivenId(found.about.removeprefix(GIVEN)))
            work.pieces.erase(found.id)
        case _:
            work.pieces.erase(found.id)
            _copies_follow(work, found)
    saying.home(work, who)
    return Deleted(kind)


def copy_of(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    cycle: CycleId,
    run: RunId,
    author: MemberId,
) -> LetGo | Gone:
    """Deletes this person's copy of an opened note; its author is told nothing (INV-11)."""
    course = coaching.load_of(work, partnership, cycle)
    note = course.cycle.run(run) if course else None
    if course is None or note is None or course.cycle.coachee(note) != who:
        return Gone()
    note = note_with(course.rules, course.cycle, note)
    part = note.part(author) if note else None
    if note is None or part is None or part.let_go or not _may_read(course, note, author, who):
        return Gone()
    after = note.with_part(part.model_copy(update={"let_go": True}))
    runs = tuple(after if each.id == after.id else each for each in course.cycle.runs)
    work.cycles.put(partnership, course.cycle.model_copy(update={"runs": runs}))
    copies.review(work, partnership)
    saying.home(work, who)
    return LetGo()


def ahead(reader: Reader, who: MemberId) -> Everything:
    """What deleting everything would take."""
    pairs = reader.partnerships.of_member(who)
    led = [p for p in reader.programs.all() if p.led_by(who)]
    return Everything(
        texts=len(reading.all_own(reader, who)) + len(own_cards.all_of(reader, who)),
        partnerships=sum(p.state is not PartnershipState.ENDED for p in pairs),
        invitations=len(reader.invitations.open_from(who)),
        alone_with=tuple(p.id for p in led if p.facilitators == {who}),
    )


def anything(ahead: Everything) -> bool:
    """Whether there is anything to delete."""
    return bool(ahead.texts or ahead.partnerships or ahead.invitations)


def everything(work: Work, who: MemberId) -> Everything:
    """Forgets the person: afterwards they are as somebody who never joined.

    Partners learn that the partnership has ended, as after every ending, and keep what they wrote.
    """
    for name in sorted(pair.id for pair in work.partnerships.of_member(who)):
        work.hold(Lock.partnership(name))
    found = ahead(work, who)
    for reflection in reflecting.mine(work, who):
        reflecting.take_back(work, who, reflection.id)
    close_invitations(work, who)
    workshops.taken_along(work, who)
    guests.let_go(work, who)
    giving.taken_along(work, who)
    for pair in work.partnerships.of_member(who):
        depart(work, who, pair)
        _take_copies(work, who, pair.id)
        _step_out(work, who, work.partnerships.get(pair.id) or pair)
    for program in work.programs.all():
        others = program.facilitators - {who}
        if others and who in {program.founded_by, *program.facilitators}:
            founder = min(others) if program.founded_by == who else program.founded_by
            work.programs.put(replace(program, facilitators=others, founded_by=founder))
    work.pieces.destroy_of_author(who)
    work.erasure.member(who)
    saying.home(work, who)
    return found


def workspace(work: Work) -> None:
    """Forgets the workspace: Tandem is not installed there any more."""
    work.pieces.destroy_all()
    work.erasure.workspace()


def close_invitations(work: Work, who: MemberId) -> None:
    """Takes this person's open invitations back, and answers those to them: not this time."""
    for invitation in (*work.invitations.open_from(who), *work.invitations.open_to(who)):
        inviting.decline(work, who, invitation.id)


def depart(work: Work, who: MemberId, pair: Partnership) -> None:
    """A pair ends, as if anybody had ended it (INV-03); a larger group goes on without them.

    Those who go on are told what they are told of anybody who leaves, and meet anew (INV-26).
    """
    if pair.state is PartnershipState.FORMING:
        gathering.let_go(work, who, pair)
    else:
        regrouping.leave(work, who, pair.id)


def _step_out(work: Work, who: MemberId, pair: Partnership) -> None:
    """The partnership without this person: their name stands only where they took part."""
    for cycle in work.cycles.of_partnership(pair.id):
        work.cycles.put(pair.id, regrouping.without(cycle, who))
    for item in work.prework.of_partnership(pair.id):
        work.prework.put(item.unmarked(who))
    members = tuple(m for m in pair.members if m != who)
    work.partnerships.put(replace(pair, members=members, version=pair.version + 1))


def _copies_follow(work: Work, erased: Piece) -> None:
    """A copy in the group DM goes when its author takes the piece back (practice AG13)."""
    goal = erased.about.partition("/")[0] if erased.about.startswith(authored.GOAL) else ""
    copied_beside.changed(work, erased.vault.partnership, goal or erased.about)
    cycle, run = authored.about_of(erased.about)
    if not erased.about.startswith(OF_RUN) or erased.vault.partnership is None:
        return
    course = coaching.load_of(work, erased.vault.partnership, cycle)
    if course is not None:
        copying.changed(work, course, run)


def _take_copies(work: Work, who: MemberId, partnership: PartnershipId) -> None:
    for copy in work.copies.of_partnership(partnership):
        if copy.author == who and copy.state is CopyState.SAID:
            copying.withdrawn(work, copy)
        elif copy.author == who and copy.state is CopyState.WAITS:
            work.copies.forget(copy.id)


def _goal(work: Work, who: MemberId, sentence: Piece) -> None:
    goal = work.goals.get(GoalId(sentence.about.removeprefix(authored.GOAL).partition("/")[0]))
    if goal is None or goal.about != sentence.about:
        work.pieces.erase(sentence.id)  # An earlier wording; the goal goes on.
        return
    if goal.state in OPEN_STATES:
        goals.decide(work, who, goal.id, Decision.SET_ASIDE)
    for about in (goal.trail, *_versions(goal)):
        for piece in reading.own(work, about, who):
            work.pieces.erase(piece.id)
    copied_beside.changed(work, goal.partnership, copied_beside.subject(goal))


def _versions(goal: Goal) -> list[str]:
    return [replace(goal, version=n).about for n in range(1, goal.version + 1)]


def _may_read(course: Course, note: StageRun, author: MemberId, who: MemberId) -> bool:
    part = note.part(author)
    keys = part.keys if part else ()
    return any(
        may_read(course.rules, course.cycle, note, author=author, reader=who, key=key)
        for key in keys
    )
