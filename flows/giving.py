"""Things to read or try that whoever looks after a program puts up for its members (practice C)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows import attending, from_program, offering, prework, reading, workshops
from flows.ids import GivenId, MemberId, ProgramId, WorkshopId
from flows.item_words import Wrong, item_of, texts, wrong
from flows.library import Library
from flows.people import Program
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.prework import Item, Load
from flows.unchanged import Unchanged
from flows.workshop import MOST_ITEMS, Given, WorkshopState
from flows.workshops import Gone, Led, NotTheirs
from flows.written import keep_text


@dataclass(frozen=True, slots=True)
class TooMany(Unchanged):
    """As many as may lie before one workshop."""


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of step, by its way of working; the set-up belongs to all of them."""

    stage: str
    way: str
    title: str


@dataclass(frozen=True, slots=True)
class Worded:
    """One item with its words, as who looks after the program sees it."""

    given: Given
    item: Item


def before_workshop(
    work: Work, by: MemberId, workshop: WorkshopId, item: Item
) -> Worded | NotTheirs | Gone | Wrong | TooMany:
    """One more item before the workshop; who comes gets it in good time."""
    found = workshops.led(work, by, workshop)
    if not isinstance(found, Led):
        return found
    known = found.workshop
    if known.state is WorkshopState.OFF or known.start <= work.now:
        return Gone()
    if len(found.items) >= MOST_ITEMS:
        return TooMany()
    refused = wrong(item)
    if refused is not None:
        return refused
    given = _given(GivenId(work.new_id()), by, found.program.id, item, work, workshop=known.id)
    work.given.put(given)
    write(work, given, item, shared=known.state is WorkshopState.OPEN)
    if known.state is WorkshopState.OPEN:
        attending.given(work, known)
    return Worded(given, item)


def before_step(
    work: Work, by: MemberId, program: ProgramId, stage: str, item: Item
) -> Worded | NotTheirs | Gone | Wrong | TooMany:
    """One more item before every step of that kind whose time is settled from now on."""
    known = work.programs.get(program)
    if known is None or not known.led_by(by):
        return NotTheirs()
    if stage not in {place.stage for place in places(work.library, known)}:
        return Gone()
    if sum(each.stage == stage for each in work.given.of_program(program)) >= MOST_ITEMS:
        return TooMany()
    refused = wrong(item)
    if refused is not None:
        return refused
    given = _given(GivenId(work.new_id()), by, program, item, work, stage=stage)
    work.given.put(given)
    write(work, given, item, shared=True)
    return Worded(given, item)


def places(known: Library, program: Program) -> list[Place]:
    """Before which kinds of step a program can give something: the set-up, talks and visits."""
    frame, pack = known.frame_in(program.word_pack.value), program.word_pack
    found = [
        Place(f"{frame.id}.{stage.id}", "", stage.title)
        for stage in frame.stages
        if stage.id == frame.setup
    ]
    ways = offering.choices(known, pack)
    for name in sorted(offering.offered(known, program), key=lambda way: ways[way].title):
        way = ways[name]
        found += [
            Place(f"{way.id}.{stage.id}", way.title, stage.title)
            for stage in way.stages
            if from_program.takes(stage)
        ]
    return found


def of_program(
    reader: Reader, by: MemberId, program: ProgramId
) -> tuple[Program, list[Worded]] | NotTheirs:
    """What the program gives before its steps, for who looks after it."""
    known = reader.programs.get(program)
    if known is None or not known.led_by(by):
        return NotTheirs()
    items = [given for given in reader.given.of_program(program) if given.stage]
    return known, worded(reader, by, items)


def change(
    work: Work, by: MemberId, given: GivenId, item: Item
) -> Worded | NotTheirs | Gone | Wrong:
    """The item as it is now; nobody but its author changes its words (INV-14)."""
    found = theirs(work, by, given)
    if not isinstance(found, Worded):
        return found
    refused = wrong(item)
    if refused is not None:
        return refused
    known = found.given
    kept = _given(known.id, by, known.program, item, work, known.workshop, known.stage)
    work.given.put(kept)
    write(work, kept, item, shared=_is_open(work, kept))
    return Worded(kept, item)


def remove(work: Work, by: MemberId, given: GivenId) -> Given | NotTheirs | Gone:
    """Nothing of it is left, and nobody's answer to its question."""
    known = work.given.get(given)
    program = work.programs.get(known.program) if known else None
    if known is None or program is None:
        return Gone()
    if not program.led_by(by):
        return NotTheirs()
    _away(work, known)
    return known


def taken_along(work: Work, who: MemberId) -> None:
    """What somebody put up for their program goes with them, and what was answered to it."""
    for program in work.programs.all():
        for given in work.given.of_program(program.id):
            if given.by == who:
                _away(work, given)


def theirs(reader: Reader, by: MemberId, given: GivenId) -> Worded | NotTheirs | Gone:
    """One item with its words, for its author while they look after the program."""
    known = reader.given.get(given)
    program = reader.programs.get(known.program) if known else None
    if known is None or program is None:
        return Gone()
    if not program.led_by(by) or known.by != by:
        return NotTheirs()
    found = reading.published(reader, known.about, by, program)
    return Worded(known, item_of(known, {piece.key: piece.words for piece in found}))


def worded(reader: Reader, by: MemberId, items: Sequence[Given]) -> list[Worded]:
    """These items with their words, for who looks after their program."""
    found = []
    for given in items:
        program = reader.programs.get(given.program)
        if program is not None and program.led_by(by):
            pieces = reading.published(reader, given.about, by, program)
            found.append(Worded(given, item_of(given, {p.key: p.words for p in pieces})))
    return found


def load(items: Sequence[Worded]) -> tuple[Load, int]:
    """How much lies before one session (practice C, Load)."""
    return prework.load(each.item for each in items)


def write(work: Work, given: Given, item: Item, *, shared: bool) -> None:
    """Keeps the item's words in its author's vault; what is empty is kept no longer."""
    there = {piece.key: piece.id for piece in reading.lying(work, given.about)}
    for key, words in texts(item).items():
        if words.strip():
            keep_text(
                work,
                Vault(given.by, None),
                given.about,
                key,
                words,
                Sharing.MEMBERS,
                shared=shared,
                earlier=there.get(key),
            )
        elif key in there:
            work.pieces.erase(there[key])


def _away(work: Work, given: Given) -> None:
    for about in (given.about, given.recalled):
        for piece in reading.lying(work, about):
            work.pieces.erase(piece.id)
    work.given.forget(given.id)


def _given(
    name: GivenId,
    by: MemberId,
    program: ProgramId,
    item: Item,
    work: Work,
    workshop: WorkshopId | None = None,
    stage: str = "",
) -> Given:
    return Given(
        id=name,
        program=program,
        by=by,
        kind=item.kind,
        minutes=item.minutes,
        added_at=work.now,
        workshop=workshop,
        stage=stage,
        optional=item.optional,
        start_second=item.start_second,
        end_second=item.end_second,
    )


def _is_open(reader: Reader, given: Given) -> bool:
    workshop = reader.workshops.get(given.workshop) if given.workshop else None
    return workshop is None or workshop.state is not WorkshopState.DRAFT
