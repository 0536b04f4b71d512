"""Texts that a group owns: each suggestion is a version, and one stands once all said yes to it.

The words of a version lie in the group's own vault; older versions stay readable (practice A1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from flows import (
    coaching,
    deeds,
    first_word,
    forgone,
    gate,
    plans,
    reading,
    saying,
    settled_text,
    writing,
)
from flows.coaching import Course, Late, Missing, NotTheirs, TooLong
from flows.cycle import Cycle
from flows.desk import Desk
from flows.events import Agreed, Answered, Proposed
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import Kind, Prompt, Stage
from flows.settled_text import NoTime
from flows.stage import StageRun
from flows.unchanged import Unchanged
from flows.writing import SomebodyElses
from flows.written import keep_text

LABELS = "ABC"
"""Whom a group watches in a lesson has a letter and no name (practice B8)."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a text, as one of the group finds it; number 0 before there is any."""

    course: Course
    run: StageRun
    who: MemberId
    number: int
    entered: Mapping[str, str]
    all: Sequence[tuple[RunId, int]]
    """Every version of the text, the oldest first."""
    prompts: tuple[Prompt, ...] = ()
    """What this member is asked for the next one; nothing once it is settled."""

    @property
    def stage(self) -> Stage:
        """The definition of the step."""
        return self.course.stage(self.run)

    @property
    def newest(self) -> bool:
        """Whether it is what is talked about now."""
        return self.number == self.run.version

    @property
    def lacks(self) -> tuple[str, ...]:
        """The starred prompts that nobody answered yet: nobody can say yes before."""
        known = {p.key for f in self.entered if (p := gate.prompt_of(self.stage, f))}
        starred = (p for p in self.stage.prompts if p.starred and p.default is None)
        return tuple(p.key for p in starred if p.key not in known)

    @property
    def mine(self) -> bool:
        """Whether this member's yes stands for the newest version."""
        part = self.run.part(self.who)
        return part is not None and self.number > 0 and part.agreed == self.run.version

    @property
    def before(self) -> tuple[RunId, int] | None:
        """The version before this one."""
        here = (self.run.id, self.number)
        at = self.all.index(here) if here in self.all else len(self.all)
        return self.all[at - 1] if at else None


@dataclass(frozen=True, slots=True)
class Suggested:
    """It is kept, and a yes of somebody is still to come."""

    course: Course
    run: StageRun
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Everybody said yes to it."""

    course: Course
    run: StageRun


@dataclass(frozen=True, slots=True)
class Newer(Unchanged):
    """Somebody suggested another version meanwhile."""


def is_document(found: Course, run: StageRun) -> bool:
    """Whether the step makes such a text; a visit that is asked for on its card is none."""
    stage = found.stage(run)
    on_card = forgone.request_stage(found.rules.protocol) is not None
    plans_visit = "observation" in stage.creates and not on_card
    return stage.done == "agreed" and (stage.document is not None or plans_visit)


def find(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> Version | NotTheirs | Late | SomebodyElses:
    """The newest version, for somebody who may change it or say yes to it."""
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or not is_document(found, standing):
        return Late()
    if not writing.open_to(found, standing):
        return Late()
    asked = deeds.asked_of(Desk(found.rules, found.cycle, found.cycle.begun_at), standing, who)
    if asked is None:
        return SomebodyElses(tuple(found.rules.casting(found.cycle, standing)))
    prompts = tuple(p for p in asked if not p.needs_every_yes)
    return replace(_version(reader, found, standing, standing.version, who), prompts=prompts)


def read(
    reader: Reader,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    number: int | None = None,
    cycle: CycleId | None = None,
) -> Version | NotTheirs | Late:
    """That version of the text or the newest, of this cycle or an earlier one."""
    found = writing.earlier_cycle(reader, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, standing = found
    wanted = standing.version if number is None else number
    if not is_document(course, standing) or not 0 < wanted <= standing.version:
        return Late()
    return _version(reader, course, standing, wanted, who)


def standing(found: Course) -> list[StageRun]:
    """The steps whose text stands, of the turns in sight and of the whole cycle, in their order."""
    here = found.cycle.turns_in_sight
    return [
        run
        for run in found.cycle.runs
        if run.version and run.finished and is_document(found, run) and run.turn in here
    ]


def predictions(
    reader: Reader, found: Course, run: StageRun, who: MemberId
) -> list[tuple[Prompt, str]]:
    """What the group agreed on before, at which prompts of this step look back (practice B8)."""
    shown: dict[str, tuple[Prompt, str]] = {}
    for prompt in found.stage(run).prompts:
        step, _, key = (prompt.looks_back_at or "").rpartition(".")
        there = writing.turn_run(found, run, step) if step else None
        asked = found.stage(there).prompt(key) if there else None
        if there is None or asked is None or not is_document(found, there):
            continue
        words = _version(reader, found, there, there.version, who).entered.get(key)
        if words:
            shown[f"{step}.{key}"] = (asked, words)
    return list(shown.values())


def suggest(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    seen: int,
    entered: Mapping[str, str],
) -> Suggested | Settled | NotTheirs | Late | SomebodyElses | Newer | TooLong | Missing | NoTime:
    """A new version, with this member's yes; nothing changed is a yes to the one that was seen."""
    found = find(work, who, partnership, run)
    if not isinstance(found, Version):
        return found
    if seen != found.number:
        return Newer()
    asked = {p.key: p for p in found.prompts}
    own = {k: words for k, words in entered.items() if k in asked and _fits(found, asked[k], words)}
    long = writing.too_long(found.stage, own)
    if long is not None:
        return long
    missing = [p.key for p in found.prompts if p.starred and not p.default and p.key not in own]
    if missing:
        return Missing(tuple(missing))
    whole = {k: words for k, words in found.entered.items() if k not in asked} | own
    refused = settled_text.check(work, found.course, found.run, whole)
    if refused is not None:
        return refused
    if found.number and whole == dict(found.entered):
        return agree(work, who, partnership, run, seen)
    course, number = _choose(work, found, own), found.number + 1
    begin = first_word.comes_from(course.rules, course.cycle, found.run)
    _write(work, course, run, number, whole)
    after = _happened(work, course, Proposed(run, who, number))
    proposed = _run(after, run)
    if begin and not first_word.comes_from(after.rules, after.cycle, proposed):
        later = [m for m in proposed.members if m not in begin]
        plans.first_written(work, after, proposed, later)
    for other in proposed.members:
        if other != who:
            _tell(work, after, proposed, who, other)
    return Suggested(after, proposed, anew=True)


def agree(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, seen: int
) -> Suggested | Settled | NotTheirs | Late | SomebodyElses | Newer | Missing | NoTime:
    """A yes to the version that was seen; with the last one it stands, and what it says follows."""
    found = find(work, who, partnership, run)
    if not isinstance(found, Version):
        return found
    if seen != found.number:
        return Newer()
    if found.lacks:
        return Missing(found.lacks)
    refused = settled_text.check(work, found.course, found.run, found.entered)
    if refused is not None:
        return refused
    after = _happened(work, found.course, Agreed(run, who, seen))
    if after.cycle is found.course.cycle:
        return Late()
    agreed = _run(after, run)
    if not agreed.finished:
        return Suggested(after, agreed)
    settled_text.follows(work, after, agreed, who, found.entered)
    return Settled(after, agreed)


def about(cycle: Cycle, run: RunId, number: int) -> str:
    """What the pieces of a version are about."""
    return f"{gate.VERSION}{cycle.id}:{run}:{number}"


def _version(reader: Reader, found: Course, run: StageRun, number: int, who: MemberId) -> Version:
    subject = about(found.cycle, run.id, number)
    pieces = reading.of_pair(reader, subject, who, found.pair) if number else ()
    entered = {piece.key: piece.words for piece in pieces}
    return Version(found, run, who, number, entered, all=_all(found, run))


def _all(found: Course, run: StageRun) -> list[tuple[RunId, int]]:
    document = found.stage(run).document
    same = [
        r
        for r in found.cycle.runs
        if r.id == run.id
        or (document and found.stage(r).document == document and r.turn == run.turn)
    ]
    return [(r.id, n) for r in same for n in range(1, r.version + 1)]


def nameable(found: Version, prompt: Prompt) -> tuple[MemberId, ...]:
    """Whom this can name: whoever has the turn holds no other role in it (practice B6)."""
    course = found.course
    own = course.cycle.coachee(found.run) if prompt.key in course.rules.protocol.roles else None
    return tuple(member for member in course.cycle.members if member != own)


def _fits(found: Version, prompt: Prompt, words: str) -> bool:
    """Whether it answers the prompt at all; what is no option, day or member is left out."""
    match prompt.kind:
        case "choice":
            return words in deeds.options_of(prompt)
        case "date" | "time":
            return _parses(prompt.kind, words)
        case "member":
            return words in nameable(found, prompt)
        case "case_labels":
            return bool(words) and set(words) <= set(LABELS)
        case _:
            return bool(words.strip())


def _parses(kind: Kind, words: str) -> bool:
    try:
        date.fromisoformat(words) if kind == "date" else time.fromisoformat(words)
    except ValueError:
        return False
    return True


def _choose(work: Work, found: Version, own: Mapping[str, str]) -> Course:
    """Options belong to whoever chose them: the engine asks for them by member."""
    chosen = {p.key: own[p.key] for p in found.prompts if p.kind == "choice" and p.key in own}
    part = found.run.part(found.who)
    choices = {**dict(part.choices if part else ()), **chosen}
    if not chosen:
        return found.course
    event = Answered(found.run.id, found.who, (), tuple(choices.items()))
    return _happened(work, found.course, event)


def _happened(work: Work, found: Course, event: Answered | Proposed | Agreed) -> Course:
    return replace(found, cycle=coaching.happened(work, found, event))


def _run(found: Course, run: RunId) -> StageRun:
    return next(each for each in found.cycle.runs if each.id == run)


def _write(work: Work, found: Course, run: RunId, number: int, entered: Mapping[str, str]) -> None:
    for key, words in entered.items():
        keep_text(
            work,
            Vault(None, found.pair.id),
            about(found.cycle, run, number),
            key,
            words,
            Sharing.MEMBERS,
            shared=True,
        )


def _tell(work: Work, found: Course, run: StageRun, by: MemberId, other: MemberId) -> None:
    saying.event(
        work,
        other,
        "version",
        f"version:{found.cycle.id}:{run.id}:{run.version}:{other}",
        partnership=found.pair.id,
        cycle=found.cycle.id,
        run=run.id,
        number=run.version,
        by=by,
    )
