"""A step before whoever writes it: what it asks, what they wrote, what they saved unfinished."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import coaching, composed, deeds, gate, kept, levels, material, pool, training
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.desk import Desk
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.levels import Level
from flows.material import Material
from flows.micro_lessons import MicroLesson
from flows.partnership import PartnershipState
from flows.people import Member
from flows.ports import Reader, Work
from flows.protocol import Kind, Prompt, Stage
from flows.stage import PartState, RunState, StageRun
from flows.unchanged import Unchanged

fields = composed.fields

CHOSEN: frozenset[Kind] = frozenset({"choice", "yes_no", "goal"})
WRITTEN: frozenset[Kind] = frozenset(
    {"text", "themes", "place", "link", "segments", "sample_note", "cards"}
)
"""The kinds of prompts that a step's form asks by itself; others have forms of their own."""


@dataclass(frozen=True, slots=True)
class SomebodyElses(Unchanged):
    """The step is open, but it is theirs to do."""

    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """A step as one member finds it: a saved draft goes before what they handed in earlier."""

    course: Course
    run: StageRun
    who: MemberId
    prompts: tuple[Prompt, ...]
    entered: Mapping[str, str]
    drafted: bool
    asks: Level = Level.LIGHT
    offered: tuple[MicroLesson, ...] = ()
    material: Material = Material()  # noqa: RUF009 - a fixed value

    @property
    def stage(self) -> Stage:
        """The definition of the step."""
        return self.course.stage(self.run)

    def level(self) -> str:
        """What kind of feedback was asked for in this turn, for advice that depends on it."""
        return chosen(self.course, self.run, "level")

    def stays(self) -> bool:
        """Whether what is written here would go out with notes that were not asked for."""
        carrier = self.stage.released_with
        notes = self.course.rules.protocol.stage(carrier) if carrier else None
        wanted = notes.only_if if notes else None
        if wanted is None:
            return False
        return chosen(self.course, self.run, wanted.key) not in wanted.one_of

    def gist(self) -> tuple[Prompt, ...]:
        """What level `light` asks first: the starred prompts, or else the first one.

        At the end of a cycle also what suits whom next: silence there would be a pause.
        """
        frame = self.course.rules.frame
        closing = self.run.stage == f"{frame.id}.{frame.closing}"
        starred = tuple(p for p in self.prompts if p.starred) or self.prompts[:1]
        return starred + tuple(p for p in self.prompts if closing and p.key == frame.outcome)


@dataclass(frozen=True, slots=True)
class Drafted:
    """It is kept for its author alone; the step is still to do."""


def find(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> Writing | NotTheirs | Late | SomebodyElses:
    """The step as this member finds it, if they may write in it now."""
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or not open_to(found, standing):
        return Late()
    asked = asked_of(found, standing, who)
    if asked is None:
        return SomebodyElses(tuple(found.rules.casting(found.cycle, standing)))
    return of(reader, found, standing, who, asked)


def of(
    reader: Reader, found: Course, run: StageRun, who: MemberId, asked: tuple[Prompt, ...]
) -> Writing:
    """What this member wrote in the run so far, beside what it asks them."""
    draft, own = _so_far(reader, found, run, who)
    part = run.part(who)
    # What was saved before the material opened stands, and is asked no more.
    stands = {p.key for p in found.stage(run).prompts if p.before_start} - {p.key for p in asked}
    own = {field: words for field, words in own.items() if field not in stands}
    handed_in = own | dict(part.choices if part else ())
    known = reader.members.get(who)
    lessons = training.before(known, found, run)
    if material.settled_together(found, run):
        handed_in = material.standing(reader, found, run, who)
    entered, asks = draft or handed_in, _asks(known, found, who)
    beside = material.of(reader, found, run, who)
    return Writing(found, run, who, asked, entered, bool(draft), asks, lessons, beside)


def _so_far(
    reader: Reader, found: Course, run: StageRun, who: MemberId
) -> tuple[dict[str, str], dict[str, str]]:
    if found.stage(run).share == "pool":
        entry = pool.mine(reader, found.cycle, run.id, who)
        return dict(entry.draft), dict(entry.written)
    cycle = found.cycle
    return kept.draft(reader, cycle, run.id, who), kept.own(reader, cycle, run.id, who)


def asks_of(reader: Reader, found: Course, who: MemberId) -> Level:
    """How much a form asks this member at once."""
    return _asks(reader.members.get(who), found, who)


def _asks(known: Member | None, found: Course, who: MemberId) -> Level:
    if known is None or who in found.cycle.lightened:
        return Level.LIGHT
    return levels.held(known.level, known.level_at, found.cycle)


def open_to(found: Course, run: StageRun) -> bool:
    """Whether its actors may write in the run: open, to be started early, or a talk that was."""
    stage = found.stage(run)
    if stage.done == "held" and run.state is RunState.DONE and not found.cycle.over:
        return found.pair.state is PartnershipState.ACTIVE
    early = run.state is RunState.LOCKED and run.gate_at is not None
    begun = run.active or (early and stage.mode != "class" and not stage.follow_up)
    visit_ahead = stage.mode == "class" and run.state is not RunState.OPEN
    return begun and not visit_ahead and found.pair.state is PartnershipState.ACTIVE


def asked_of(found: Course, run: StageRun, who: MemberId) -> tuple[Prompt, ...] | None:
    """What a form asks this member; None where the step is not theirs (INV-10)."""
    asked = deeds.asked_of(Desk(found.rules, found.cycle, found.cycle.begun_at), run, who)
    if asked is None:
        return None
    return tuple(p for p in asked if p.kind in CHOSEN | WRITTEN and not p.with_visit_card)


def chosen(found: Course, run: StageRun, key: str) -> str:
    """What was chosen under that key in the same turn, or its default; empty where nobody was."""
    for other in found.cycle.runs:
        prompt = found.stage(other).prompt(key)
        if other.turn == run.turn and prompt is not None and prompt.kind == "choice":
            made = (c for part in other.parts if (c := part.choice(key)))
            return next(made, prompt.default or "")
    return ""


def save(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    entered: Mapping[str, str],
) -> Drafted | NotTheirs | Late | TooLong | SomebodyElses:
    """Keeps a draft of the step; too long is refused with the count."""
    found = find(work, who, partnership, run)
    if not isinstance(found, Writing):
        return found
    part = found.run.part(who)
    if part is not None and part.state not in {PartState.WAITING, PartState.SUBMITTED}:
        return Late()
    known = {field for prompt in found.prompts for field in fields(prompt)}
    held = {f: words for f, words in entered.items() if f in known and words.strip()}
    long = too_long(found.stage, held)
    if long is not None:
        return long
    keep = pool.keep_draft if found.stage.share == "pool" else kept.keep_draft
    keep(work, partnership, found.course.cycle, run, who, held)
    return Drafted()


def hand_in(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late | TooLong | Missing | SomebodyElses:
    """Hands the saved draft in as it is."""
    found = find(work, who, partnership, run)
    if not isinstance(found, Writing):
        return found
    choices = {p.key for p in found.prompts if p.kind in CHOSEN}
    return coaching.answer(
        work,
        who,
        partnership,
        run,
        {field: words for field, words in found.entered.items() if field not in choices},
        {key: option for key, option in found.entered.items() if key in choices},
    )


def turn_run(found: Course, run: StageRun, stage: str) -> StageRun | None:
    """The run of another stage in the same turn, by the stage's short key."""
    key = f"{found.rules.protocol.id}.{stage}"
    return next((r for r in found.cycle.runs_of(key) if r.turn == run.turn), None)


def earlier_cycle(
    reader: Reader, who: MemberId, partnership: PartnershipId, cycle: CycleId | None, run: RunId
) -> tuple[Course, StageRun] | NotTheirs | Late:
    """A run of this cycle or the current one, for its members."""
    found = coaching.theirs(reader, who, partnership, cycle)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    return (found, standing) if standing is not None else Late()


def too_long(stage: Stage, entered: Mapping[str, str]) -> TooLong | None:
    """Which fields are longer than allowed, with their counts and limits."""
    asked = ((field, len(text), gate.prompt_of(stage, field)) for field, text in entered.items())
    long = [(field, n, p.max_length) for field, n, p in asked if p and n > p.max_length]
    return TooLong({f: n for f, n, _ in long}, {f: most for f, _, most in long}) if long else None
