"""The visitor's notes: written, released, taken back until opened, added to (practice B7, E)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from flows import coaching, copying, gate, kept, lints, saying, telling, writing
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.events import Answered, Held, Recalled, Released
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.lints import FieldKind
from flows.ports import Reader, Work
from flows.stage import RELEASED_STATES, PartState, RunState, StageRun
from flows.writing import Writing

ADDED = "added"
WORDS_A_MINUTE = 100
"""How fast notes are read that somebody wants to think about."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a note holds: all that a message says of it."""

    facts: int
    questions: int
    suggestions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The note is released."""

    course: Course
    run: StageRun
    counts: Counts


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The note is a draft again; it was not opened."""


@dataclass(frozen=True, slots=True)
class Added:
    """The addition stands below the note."""


def is_note(course: Course, run: StageRun) -> bool:
    """Whether the run is done by releasing what was written."""
    return course.stage(run).done == "released"


def write(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
    choices: Mapping[str, str],
) -> Moved | NotTheirs | Late | TooLong | Missing:
    """Keeps the note, complete but unreleased; writing it says that the visit took place."""
    found = writing.find(work, who, partnership, run)
    if not isinstance(found, Writing):
        return found if isinstance(found, NotTheirs) else Late()
    missing = _missing(found, texts)
    if missing:
        return Missing(missing)
    outcome = coaching.answer(work, who, partnership, run, texts, choices)
    course = coaching.load(work, partnership)
    if isinstance(outcome, Moved) and course is not None:
        _mark_visit(work, course, outcome.run, who)
    return outcome


def release(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Sent | NotTheirs | Late | Missing:
    """Sends the note to the person visited, who hears how much it holds (INV-11)."""
    found = writing.find(work, who, partnership, run)
    if not isinstance(found, Writing):
        return found if isinstance(found, NotTheirs) else Late()
    course = found.course
    missing = _missing(found, kept.own(work, course.cycle, run, who))
    if missing:
        return Missing(missing)
    after = coaching.happened(work, course, Released(run, who)).run(run)
    part = after.part(who) if after else None
    coachee = course.cycle.coachee(found.run)
    if after is None or part is None or part.state not in RELEASED_STATES or coachee is None:
        return Late()
    for each in (after, *logs(course, after)):
        copying.offered(work, course, each, who, _keys(each, who))
    counts = count(work, course, after, who)
    saying.event(
        work,
        coachee,
        "released",
        f"released:{course.cycle.id}:{run}:{who}:{work.now.isoformat()}",
        partnership=partnership,
        cycle=course.cycle.id,
        run=run,
        by=who,
        facts=counts.facts,
        questions=counts.questions,
        suggestions=counts.suggestions,
        minutes=counts.minutes,
    )
    return Sent(course, after, counts)


def recall(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> TakenBack | NotTheirs | Late:
    """Takes the note back: a draft again, as long as it was not opened (practice A2)."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    after = coaching.happened(work, found, Recalled(run, who))
    note = after.run(run)
    if after is found.cycle or note is None:
        return Late()
    for each in (note, *logs(found, note)):
        copying.recalled(work, found, each.id, who)
    return TakenBack()


def add(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    words: str,
    cycle: CycleId | None = None,
) -> Added | NotTheirs | Late | TooLong:
    """Adds to a note that was opened; what was opened stays as it is (practice E)."""
    found = writing.earlier_cycle(work, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, standing = found
    stage, part = course.stage(standing), standing.part(who)
    prompt = stage.prompt(ADDED)
    opened = part is not None and part.state in {PartState.OPENED, PartState.ANSWERED}
    coachee = course.cycle.coachee(standing)
    if prompt is None or coachee is None or not opened or course.cycle.over:
        return Late()
    if len(words) > prompt.max_length:
        return TooLong({ADDED: len(words)}, {ADDED: prompt.max_length})
    kept.add(work, partnership, course.cycle, run, stage, who, {ADDED: words})
    coaching.happened(work, course, Answered(run, who, (ADDED,)))
    copying.offered(work, course, standing, who, (ADDED,))
    telling.shared(work, course, run, who, coachee, 1)
    return Added()


def logs(course: Course, note: StageRun) -> list[StageRun]:
    """What was noted during the visit and is released with the note."""
    return [
        run
        for run in course.cycle.runs
        if run.turn == note.turn and course.stage(run).released_with == course.stage(note).id
    ]


def count(reader: Reader, course: Course, run: StageRun, author: MemberId) -> Counts:
    """How much the note of this author holds, and how long reading it takes."""
    stage, own = course.stage(run), kept.own(reader, course.cycle, run.id, author)
    kinds = []
    for field in own:
        prompt = gate.prompt_of(stage, field)
        kind = lints.KINDS.get(prompt.key) if prompt else None
        kinds.append(kind if prompt and (kind is not FieldKind.NOTICED or prompt.many) else None)
    words = sum(len(text.split()) for text in own.values())
    return Counts(
        facts=kinds.count(FieldKind.NOTICED),
        questions=kinds.count(FieldKind.QUESTION),
        suggestions=kinds.count(FieldKind.SUGGESTION),
        minutes=1 + ceil(words / WORDS_A_MINUTE),
    )


def _keys(run: StageRun, who: MemberId) -> tuple[str, ...]:
    part = run.part(who)
    return part.keys if part else ()


def _missing(found: Writing, texts: Mapping[str, str]) -> tuple[str, ...]:
    starred = (p for p in found.prompts if p.starred and not p.default)
    return tuple(p.key for p in starred if not texts.get(p.key, "").strip())


def _mark_visit(work: Work, course: Course, note: StageRun, who: MemberId) -> None:
    """A visit that is over and was not marked took place: there are notes of it."""
    for run in course.cycle.runs:
        visit = course.stage(run).mode == "class" and run.turn == note.turn
        if visit and run.state is RunState.OPEN and run.session and run.session.end <= work.now:
            coaching.happened(work, course, Held(run.id, who))
