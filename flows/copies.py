"""Copies of a whole partnership: shown in the group DM, taken back, gone with its data."""

from dataclasses import dataclass

from flows import coaching, copied_beside, copying, showing
from flows.coaching import Course, NotTheirs
from flows.copied import Copy, CopyState
from flows.copied_beside import CopiedBeside
from flows.ids import CopyId, MemberId, PartnershipId
from flows.notices import Effect
from flows.partnership import Partnership
from flows.ports import Reader, Work
from flows.showing import Answer
from flows.stage import StageRun
from flows.unchanged import Unchanged


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy shows as things stand; without answers it only says that there are some."""

    course: Course
    run: StageRun
    copy: Copy
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class Uncopied:
    """The copy is taken out of the group DM; in Tandem the answers stay as they were."""


@dataclass(frozen=True, slots=True)
class Gone(Unchanged):
    """There is no such copy any more."""


def shown(reader: Reader, copy: CopyId, effect: Effect) -> Copied | CopiedBeside | None:
    """The copy for a message that is posted or filled in; None where it is true no more."""
    known = reader.copies.get(copy)
    if known is None or known.state is not CopyState.SAID:
        return None
    return _beside(reader, known, effect) if known.about else _of_step(reader, known, effect)


def _beside(reader: Reader, known: Copy, effect: Effect) -> CopiedBeside | None:
    pair = reader.partnerships.get(known.partnership)
    posted = reader.outbox.place(known.anchor) is not None
    if pair is None or not (posted or copying.on(pair)):
        return None
    found = copied_beside.shown(reader, pair, known)
    if found is None or effect is not Effect.POST:
        return found
    return CopiedBeside(known, {})


def _of_step(reader: Reader, known: Copy, effect: Effect) -> Copied | None:
    course = coaching.load_of(reader, known.partnership, known.cycle)
    run = course.cycle.run(known.run) if course else None
    if course is None or run is None:
        return None
    keys = copying.readable(reader, course, run, known)
    posted = reader.outbox.place(known.anchor) is not None
    if not keys or not (posted or copying.on(course.pair)):
        return None
    if effect is Effect.POST:
        return Copied(course, run, known, [])
    # All others read the same under these keys, so whoever of them is asked for.
    other = next(iter(course.pair.others(known.author)), known.author)
    answers = [
        answer
        for answer in showing.of_author(reader, course, run, known.author, other)
        if answer.prompt.key in known.keys and (answer.option or answer.prompt.key in keys)
    ]
    return Copied(course, run, known, answers)


def take_back(work: Work, who: MemberId, copy: CopyId) -> Uncopied | NotTheirs | Gone:
    """An author takes a copy out of the group DM."""
    known = work.copies.get(copy)
    pair = work.partnerships.get(known.partnership) if known else None
    if known is None or pair is None or known.state is not CopyState.SAID:
        return Gone()
    if known.author != who or who not in pair.members:
        return NotTheirs()
    copying.withdrawn(work, known)
    return Uncopied()


def review(work: Work, partnership: PartnershipId) -> None:
    """Every copy of the partnership shows what may be read now, or goes; what is gone is forgotten.

    To be called after pieces of it were erased, however that came about. A message that could not
    be deleted is tried again.
    """
    pair = work.partnerships.get(partnership)
    for copy in work.copies.of_partnership(partnership):
        if copy.state is CopyState.GONE:
            _gone(work, copy)
            continue
        if copy.about and pair is not None:
            copied_beside.followed(work, pair, copy)
            continue
        course = coaching.load_of(work, partnership, copy.cycle)
        if course is not None:
            copying.followed(work, course, copy)
        else:
            copying.withdrawn(work, copy)
    if pair is not None:
        copying.switched(work, pair)


def erase(work: Work, pair: Partnership) -> None:
    """Every copy goes with the partnership's data (INV-18)."""
    for copy in work.copies.of_partnership(pair.id):
        copying.withdrawn(work, copy)


def _gone(work: Work, copy: Copy) -> None:
    if work.outbox.place(copy.anchor) is None:
        work.copies.forget(copy.id)
    else:
        copying.withdrawn(work, copy)
