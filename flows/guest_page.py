"""What a guest of a group reads, and the one question they may answer themselves (INV-25)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows import coaching, gate, guests, reading
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.guests import Entry
from flows.ids import MemberId, PartnershipId, RunId
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import Prompt
from flows.stage import StageRun
from flows.unchanged import Unchanged
from flows.written import keep_text


@dataclass(frozen=True, slots=True)
class Question:
    """What a guest is asked in a step, and what they wrote so far."""

    run: StageRun
    prompt: Prompt
    words: str

    @property
    def field(self) -> str:
        """The name of its input."""
        return f"{self.run.id}.{self.prompt.key}"


@dataclass(frozen=True, slots=True)
class Page:
    """What a guest may see: times, the texts that stand, the locked cards; nothing personal."""

    entry: Entry
    times: Sequence[tuple[StageRun, datetime, datetime]]
    texts: Sequence[tuple[StageRun, Mapping[str, str]]]
    cards: Sequence[tuple[StageRun, Sequence[tuple[Prompt, Sequence[Piece]]]]]
    asked: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Nothing(Unchanged):
    """Nothing was written."""


def read(
    reader: Reader, who: MemberId, partnership: PartnershipId, name: str
) -> Page | NotTheirs | Late:
    """The page of a guest who said yes."""
    entry = guests.of_guest(reader, who, partnership, name)
    if not isinstance(entry, Entry):
        return entry
    if not entry.guest.came:
        return NotTheirs()
    runs = [r for r in entry.course.cycle.runs if r.stage in entry.guest.stages]
    return Page(
        entry=entry,
        times=[(r, r.session.start, r.session.end) for r in runs if r.session and not r.finished],
        texts=[(r, text) for r in entry.course.cycle.runs if (text := _text(reader, entry, r))],
        cards=[(run, cards) for run in runs if (cards := cards_of(reader, entry, run))],
        asked=[question for run in runs for question in _asked(reader, entry, run)],
    )


def write(
    work: Work, who: MemberId, partnership: PartnershipId, name: str, entered: Mapping[str, str]
) -> Page | NotTheirs | Late | TooLong | Nothing:
    """Keeps what a guest answers; the members read it beside their talk."""
    page = read(work, who, partnership, name)
    if not isinstance(page, Page):
        return page
    asked = {each.field: each for each in page.asked}
    said = {f: words for f, words in entered.items() if f in asked and words.strip()}
    most = {field: asked[field].prompt.max_length for field in said}
    long = {field: len(words) for field, words in said.items() if len(words) > most[field]}
    if long:
        return TooLong(long, {field: most[field] for field in long})
    if not said:
        return Nothing()
    for field, words in said.items():
        _keep(work, page.entry.course, asked[field], who, words)
    return page


def by_guests(
    reader: Reader, who: MemberId, course: Course, run: StageRun
) -> list[tuple[MemberId, Prompt, str]]:
    """What guests answered in the step, for a member of the group."""
    found = []
    for piece in reading.of_run(reader, who, course.pair, course.rules, course.cycle, run):
        author, prompt = piece.vault.author, gate.prompt_of(course.stage(run), piece.key)
        if author is not None and prompt and prompt.for_guest and run.part(author) is None:
            found.append((author, prompt, piece.words))
    return found


def _text(reader: Reader, entry: Entry, run: StageRun) -> Mapping[str, str]:
    course = entry.course
    pieces = reading.for_guest(
        reader, entry.guest.member, course.pair, course.rules, course.cycle, run
    )
    return {piece.key: piece.words for piece in pieces}


def cards_of(
    reader: Reader, entry: Entry, run: StageRun
) -> Sequence[tuple[Prompt, Sequence[Piece]]]:
    """The locked cards of a step; of any other step nothing."""
    course = entry.course
    if course.stage(run).share != "pool":
        return []
    pieces = reading.of_run(
        reader, entry.guest.member, course.pair, course.rules, course.cycle, run
    )
    return [
        (prompt, cards)
        for prompt in course.stage(run).prompts
        if (cards := [p for p in pieces if p.key == prompt.key])
    ]


def _asked(reader: Reader, entry: Entry, run: StageRun) -> list[Question]:
    if run.opened_at is None:
        return []
    about = coaching.about(entry.course.cycle, run.id)
    own = {p.key: p.words for p in reading.own(reader, about, entry.guest.member)}
    prompts = entry.course.stage(run).prompts
    return [Question(run, p, own.get(p.key, "")) for p in prompts if p.for_guest]


def _keep(work: Work, course: Course, question: Question, who: MemberId, words: str) -> None:
    about = coaching.about(course.cycle, RunId(question.run.id))
    key = question.prompt.key
    for piece in [own for own in reading.own(work, about, who) if own.key == key]:
        work.pieces.erase(piece.id)
    keep_text(work, Vault(who, course.pair.id), about, key, words, Sharing.MEMBERS, shared=True)
