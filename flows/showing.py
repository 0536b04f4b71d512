"""Sharing one's own answers of a step, one by one or all, and reading what partners shared."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flows import coaching, copying, reading, telling, writing
from flows.coaching import Course, Late, NotTheirs
from flows.events import Shared
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.ports import Reader, Work
from flows.protocol import Prompt, Stage
from flows.sharing import may_read
from flows.stage import Part, StageRun


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the words, or the option chosen."""

    prompt: Prompt
    words: str
    option: str = ""
    shared: bool = False
    own: bool = False
    """Stays its author's, whatever they share."""
    gone: bool = False
    """Its author deleted it after others could read it (practice INV-17)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Answers of a step, by author, as one member may read them."""

    course: Course
    run: StageRun
    by: dict[MemberId, list[Answer]]


@dataclass(frozen=True, slots=True)
class NowShared:
    """So many more answers are open to the other members."""

    course: Course
    run: StageRun
    n: int


def own(
    reader: Reader,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    cycle: CycleId | None = None,
) -> Shown | NotTheirs | Late:
    """A member's own answers of a step, and which of them are shared."""
    found = writing.earlier_cycle(reader, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, standing = found
    return Shown(course, standing, {who: list(_answers(reader, course, standing, who, who))})


def read(
    reader: Reader,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    cycle: CycleId | None = None,
) -> Shown | NotTheirs | Late:
    """What partners let this member read of a step."""
    found = writing.earlier_cycle(reader, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, standing = found
    if course.stage(standing).share == "to_coachee":
        return Late()  # Notes are opened first, which their author sees: see `feedback.read`.
    by = _others(reader, course, standing, who)
    return Shown(course, standing, by) if by else Late()


def kept_together(
    reader: Reader,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    cycle: CycleId | None = None,
) -> Shown | NotTheirs | Late:
    """What all of the group kept of a step that is theirs together, this member's own among it."""
    found = writing.earlier_cycle(reader, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, standing = found
    if not _kept_for_all(course.stage(standing)):
        return Late()
    own = list(_answers(reader, course, standing, who, who))
    by = {**({who: own} if own else {}), **_others(reader, course, standing, who)}
    return Shown(course, standing, by) if by else Late()


def theirs_together(course: Course) -> list[StageRun]:
    """The runs of which all read what was kept as soon as it is, of the turns in sight."""
    here = course.cycle.turns_in_sight
    return [
        run
        for run in course.cycle.runs
        if run.turn in here and _kept_for_all(course.stage(run))
        if any(_read_by_all(course, run, part) for part in run.parts)
    ]


def opened(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    cycle: CycleId | None = None,
) -> None:
    """Notes that this member read what partners shared: where all chose copies, it is copied."""
    found = writing.earlier_cycle(work, who, partnership, cycle, run)
    if isinstance(found, tuple):
        copying.opened(work, found[0], [run], who)


def of_author(
    reader: Reader, course: Course, run: StageRun, author: MemberId, who: MemberId
) -> list[Answer]:
    """One author's answers of a step, as this member may read them."""
    return list(_answers(reader, course, run, author, who))


def to_coachee(
    reader: Reader, course: Course, run: StageRun, who: MemberId
) -> dict[MemberId, list[Answer]]:
    """What was released to this member of the run, by author."""
    return _others(reader, course, run, who)


def share(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    keys: Collection[str],
    cycle: CycleId | None = None,
) -> NowShared | NotTheirs | Late:
    """Opens these of a member's own answers to the others, who hear how many (practice A3, H)."""
    found = writing.earlier_cycle(work, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, standing = found
    before = _shared(standing, who)
    part = standing.part(who)
    can = shareable(course, standing, part) if part else frozenset[str]()
    event = Shared(run, who, tuple(k for k in keys if k in can - before))
    after = coaching.happened(work, course, event).run(run) if event.keys else standing
    new = _shared(after, who) - before
    n = len(new)
    if after is None or not n:
        return Late()
    copying.offered(work, course, after, who, [key for key in event.keys if key in new])
    if not telling.waits(course, after):
        for other in course.pair.others(who):
            telling.shared(work, course, run, who, other, n)
    return NowShared(course, after, n)


def shared_with(course: Course, who: MemberId) -> list[StageRun]:
    """The runs in which a partner shared answers one by one, the youngest first."""
    return [
        run
        for run in reversed(course.cycle.runs)
        if course.stage(run).share == "on_share"
        and any(part.shared for part in run.parts if part.member != who)
    ]


def kept_back(course: Course, who: MemberId) -> list[StageRun]:
    """The runs in which this member could share more of what they handed in, the youngest first."""
    return [
        run
        for run in reversed(course.cycle.runs)
        if course.stage(run).share == "on_share"
        and (part := run.part(who)) is not None
        and run.finished
        and shareable(course, run, part) - set(part.shared)
    ]


def shareable(course: Course, run: StageRun, part: Part) -> frozenset[str]:
    """The answers that their author may share: what suits whom next stays theirs (practice B0)."""
    stage, frame = course.stage(run), course.rules.frame
    closing = run.stage == f"{frame.id}.{frame.closing}"
    asked = {p.key for p in stage.prompts if p.kind in writing.CHOSEN | writing.WRITTEN}
    return frozenset(asked & set(part.keys)) - ({frame.outcome} if closing else set())


def _kept_for_all(stage: Stage) -> bool:
    """Whether each keeps something of their own there; a text that all agree on is one for all."""
    return stage.share == "members" and stage.done != "agreed"


def _read_by_all(course: Course, run: StageRun, part: Part) -> bool:
    """Whether somebody else reads any of it by now."""
    others = (member for member in course.cycle.members if member != part.member)
    return any(
        may_read(course.rules, course.cycle, run, author=part.member, reader=other, key=key)
        for other in others
        for key in part.keys
    )


def _shared(run: StageRun | None, who: MemberId) -> set[str]:
    part = run.part(who) if run else None
    return set(part.shared) if part else set()


def _others(
    reader: Reader, course: Course, run: StageRun, who: MemberId
) -> dict[MemberId, list[Answer]]:
    return {
        author: answers
        for author in run.members
        if author != who and (answers := list(_answers(reader, course, run, author, who)))
    }


def _answers(
    reader: Reader, course: Course, run: StageRun, author: MemberId, who: MemberId
) -> Iterator[Answer]:
    open_ones = reading.of_run(reader, who, course.pair, course.rules, course.cycle, run)
    words = {piece.key: piece.words for piece in open_ones if piece.vault.author == author}
    part = run.part(author)
    if part is None:
        return
    can = shareable(course, run, part)
    for prompt in course.stage(run).prompts:
        shared = prompt.key in part.shared
        for field in writing.fields(prompt):
            if field in words:
                yield Answer(prompt, words[field], shared=shared, own=prompt.key not in can)
        if author != who and _taken_back(course, run, part, prompt, words, who):
            yield Answer(prompt, "", shared=shared, gone=True)
        option = part.choice(prompt.key) if prompt.kind in writing.CHOSEN else None
        if option and may_read(
            course.rules, course.cycle, run, author=author, reader=who, key=prompt.key
        ):
            yield Answer(prompt, "", option, shared, prompt.key not in can)


def _taken_back(
    course: Course,
    run: StageRun,
    part: Part,
    prompt: Prompt,
    words: Collection[str],
    who: MemberId,
) -> bool:
    """Whether this person might read an answer there whose words are gone."""
    written = prompt.kind in writing.WRITTEN and prompt.key in part.keys
    if not written or any(field in words for field in writing.fields(prompt)):
        return False
    return may_read(course.rules, course.cycle, run, author=part.member, reader=who, key=prompt.key)
