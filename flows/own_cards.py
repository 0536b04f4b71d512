"""One's own cards while their pool is open: listed, taken along and deleted (practice INV-17).

Until the lock a member's cards lie sealed with their name in the pool's vault, so only here can
they be told from the others'. From the lock on they are nobody's, and nobody's to delete (INV-14).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows import coaching, gate, pool, reading
from flows.coaching import Course, Moved
from flows.ids import MemberId, PieceId
from flows.partnership import PartnershipState
from flows.ports import Lock, Reader, Work
from flows.stage import Part, PartState, StageRun

_WRITTEN, _DRAFT = "card", "draft"
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Card:
    """One card, or one of those that are not handed in yet, with the step that it answers."""

    id: PieceId
    course: Course
    run: StageRun
    field: str
    words: str
    draft: bool


def of_course(reader: Reader, course: Course, who: MemberId) -> Iterator[Card]:
    """The cards of this person in the pools of that cycle that are not locked."""
    for run in course.cycle.runs:
        if course.stage(run).share == "pool" and not run.finished:
            entry = pool.mine(reader, course.cycle, run.id, who)
            for kind, texts in ((_WRITTEN, entry.written), (_DRAFT, entry.draft)):
                for field, words in texts.items():
                    name = PieceId(_BETWEEN.join((str(entry.id), kind, field)))
                    yield Card(name, course, run, field, words, kind == _DRAFT)


def all_of(reader: Reader, who: MemberId) -> list[Card]:
    """All cards of this person's that are not locked, wherever they lie."""
    courses = (
        coaching.load(reader, pair.id)
        for pair in reader.partnerships.of_member(who)
        if pair.state is not PartnershipState.ENDED
    )
    return [card for course in courses if course for card in of_course(reader, course, who)]


def delete(work: Work, who: MemberId, card: PieceId) -> Card | None:
    """The card that is gone now; with the last one handed in, the step counts as left out.

    Too few authors never open a pool: whoever took everything back is none of them.
    """
    lying = reading.lying_one(work, PieceId(card.partition(_BETWEEN)[0]))
    if lying is None or not lying.about.startswith(gate.POOL) or lying.vault.partnership is None:
        return None
    work.hold(Lock.partnership(lying.vault.partnership))
    course = coaching.load(work, lying.vault.partnership)
    own = list(of_course(work, course, who)) if course else []
    found = next((each for each in own if each.id == card), None)
    if course is None or found is None:
        return None
    entry = pool.mine(work, course.cycle, found.run.id, who)
    texts = entry.draft if found.draft else entry.written
    left = {field: words for field, words in texts.items() if field != found.field}
    entry = replace(entry, draft=left) if found.draft else replace(entry, written=left)
    if entry.written or entry.draft:
        pool.put(work, course.pair.id, course.cycle, found.run.id, entry)
    else:
        pool.withdraw(work, course.cycle, found.run.id, who)
    if not entry.written and not found.draft:
        _leave_out(work, course, found.run, who)
    return found


def _leave_out(work: Work, course: Course, run: StageRun, who: MemberId) -> None:
    if isinstance(coaching.skip(work, who, course.pair.id, run.id), Moved):
        return
    # While a cycle rests nothing in it moves; what its pool has in it is told anyway.
    part = run.part(who) or Part(member=who)
    gone = run.with_part(part.model_copy(update={"state": PartState.SKIPPED}))
    runs = tuple(gone if each.id == run.id else each for each in course.cycle.runs)
    work.cycles.put(course.pair.id, course.cycle.model_copy(update={"runs": runs}))
