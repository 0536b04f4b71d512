"""Reading notes and answering them: own words first, then the notes, a reply and a next step."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import answered, coaching, copying, notes, showing, talking, writing
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.events import NoteOpened, ResponseGiven
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.ports import Reader, Work
from flows.sharing import may_open_notes
from flows.showing import Answer
from flows.stage import RELEASED_STATES, PartState, StageRun
from flows.writing import Writing

RESPONSE = "response"
REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Opened:
    """The notes as the person visited reads them, and what they can do from there."""

    course: Course
    run: StageRun
    notes: dict[MemberId, list[Answer]]
    log: dict[MemberId, list[Answer]]
    answer: Writing | None
    talk: StageRun | None


@dataclass(frozen=True, slots=True)
class WordsFirst:
    """Own first words come before the notes, or leaving them out (practice INV-12)."""

    writing: Writing


@dataclass(frozen=True, slots=True)
class NothingYet:
    """Own words are in; the notes are not released."""


@dataclass(frozen=True, slots=True)
class Waits:
    """What of feedback waits for one member, in one partnership; ids only."""

    course: Course
    to_write: tuple[StageRun, ...]
    to_read: tuple[StageRun, ...]
    sent: tuple[StageRun, ...]
    shared: tuple[StageRun, ...]
    own: tuple[StageRun, ...]

    def __bool__(self) -> bool:
        return any((self.to_write, self.to_read, self.sent, self.shared, self.own))


def read(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    cycle: CycleId | None = None,
) -> Opened | WordsFirst | NothingYet | NotTheirs | Late:
    """The notes of a turn for the person visited; a released one counts as opened from now on."""
    found = writing.earlier_cycle(work, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, note = found
    if course.cycle.coachee(note) != who:
        return Late()
    first = words_of(work, course, note, who)
    if first is not None:
        return WordsFirst(first)
    for part in note.parts:
        if part.state is PartState.RELEASED and may_open_notes(course.rules, course.cycle, note):
            coaching.happened(work, course, NoteOpened(run, who, part.member))
            course = coaching.load_of(work, partnership, course.cycle.id) or course
    found_open = opened(work, course, run, who)
    if isinstance(found_open, Opened):
        copying.opened(work, course, [run, *(log.id for log in notes.logs(course, note))], who)
    return found_open


def opened(reader: Reader, course: Course, run: RunId, who: MemberId) -> Opened | NothingYet | Late:
    """What was opened already, read again; nothing changes."""
    note = course.cycle.run(run)
    if note is None or course.cycle.coachee(note) != who:
        return Late()
    released = showing.to_coachee(reader, course, note, who)
    if not released:
        return NothingYet()
    log: dict[MemberId, list[Answer]] = {}
    for other in notes.logs(course, note):
        log |= showing.to_coachee(reader, course, other, who)
    talks = [r for r in course.cycle.runs if r.turn == note.turn]
    held = (r for r in talks if course.stage(r).done == "held" and r.session is None)
    talk = next((r for r in held if talking.askable(course, r, who)), None)
    return Opened(course, note, released, log, _answering(reader, course, note, who), talk)


def words(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
) -> Opened | WordsFirst | NothingYet | NotTheirs | Late | TooLong | Missing:
    """Keeps own first words, or waives them where all are empty, and opens the notes."""
    if any(text.strip() for text in texts.values()):
        outcome = coaching.answer(work, who, partnership, run, texts, {})
    else:
        outcome = coaching.skip(work, who, partnership, run)
    if not isinstance(outcome, Moved):
        return outcome
    course = coaching.load(work, partnership)
    note = note_of(course, outcome.run) if course else None
    return read(work, who, partnership, note.id) if note is not None else NothingYet()


def reply(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
    choices: Mapping[str, str],
) -> Moved | NotTheirs | Late | TooLong | Missing:
    """Keeps the answer and the next step; a word back marks the notes as answered."""
    found = coaching.theirs(work, who, partnership)
    outcome = coaching.answer(work, who, partnership, run, texts, choices)
    back = bool(texts.get(REPLY, "").strip()) or RESPONSE in choices
    if not isinstance(outcome, Moved) or not isinstance(found, Course):
        return outcome
    for note in [r for r in found.cycle.runs if r == note_of(found, outcome.run)]:
        for author in note.members if back else ():
            course = coaching.load_of(work, partnership, outcome.cycle.id) or found
            coaching.happened(work, course, ResponseGiven(note.id, who, author))
        answered.about(work, who, outcome.cycle.id, note.id)
    return outcome


def words_of(reader: Reader, course: Course, note: StageRun, who: MemberId) -> Writing | None:
    """The step of own first words where it comes before this note and is still to do."""
    embargo = course.rules.protocol.embargo
    first = writing.turn_run(course, note, embargo.words) if embargo else None
    if first is None or may_open_notes(course.rules, course.cycle, note):
        return None
    asked = writing.asked_of(course, first, who)
    writable = asked is not None and writing.open_to(course, first)
    return writing.of(reader, course, first, who, asked or ()) if writable else None


def note_of(course: Course, run: StageRun) -> StageRun | None:
    """The note of the same turn."""
    return next(
        (r for r in course.cycle.runs if r.turn == run.turn and course.stage(r).done == "released"),
        None,
    )


def answers_notes(course: Course, run: StageRun) -> bool:
    """Whether the run is where its turn's notes are answered."""
    return "action_step" in course.stage(run).creates and note_of(course, run) is not None


def waiting(course: Course, who: MemberId) -> Waits:
    """What of feedback waits for this member here: to write, to read, and what they released."""
    notes = [run for run in course.cycle.runs if course.stage(run).done == "released"]
    return Waits(
        course,
        to_write=tuple(r for r in course.cycle.waiting_for(who) if r in notes),
        to_read=tuple(r for r in notes if course.cycle.coachee(r) == who and _unread(r)),
        sent=tuple(r for r in notes if _state(r, who) in RELEASED_STATES),
        shared=tuple(showing.shared_with(course, who)),
        own=tuple(showing.kept_back(course, who)),
    )


def _unread(note: StageRun) -> bool:
    return any(part.state is PartState.RELEASED for part in note.parts)


def _state(note: StageRun, who: MemberId) -> PartState | None:
    part = note.part(who)
    return part.state if part else None


def _answering(reader: Reader, course: Course, note: StageRun, who: MemberId) -> Writing | None:
    """The step in which these notes are answered, while it is open."""
    for run in course.cycle.runs:
        asked = writing.asked_of(course, run, who)
        ours = run.turn == note.turn and answers_notes(course, run)
        if ours and asked is not None and writing.open_to(course, run):
            return writing.of(reader, course, run, who, asked)
    return None


def of_member(reader: Reader, who: MemberId) -> list[Waits]:
    """What of feedback waits for this member, in each of their partnerships."""
    found = (coaching.load(reader, pair.id) for pair in reader.partnerships.of_member(who))
    return [waiting(course, who) for course in found if course is not None]
