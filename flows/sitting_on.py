"""A sitting as those in it go through it: where they are, on to the next step, or no further."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import appointments, coaching, proposing, talking, writing
from flows.coaching import Course, Late, Moved, NotTheirs, TooLong
from flows.events import SpreadOut
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Reader, Work
from flows.stage import StageRun
from flows.writing import Writing


@dataclass(frozen=True, slots=True)
class Sitting:
    """The steps of one sitting that take place, in order, and the one that they are at."""

    steps: tuple[StageRun, ...]
    at: StageRun | None
    """None when all are over."""
    minutes: int
    """How long it takes in all."""
    left: int
    """How long what is left of it takes."""

    @property
    def number(self) -> int:
        """Which step they are at, counted from one; the last one when all are over."""
        return self.steps.index(self.at) + 1 if self.at is not None else len(self.steps)

    @property
    def then(self) -> tuple[StageRun, ...]:
        """The steps after the one that they are at."""
        return self.steps[self.number :]

    @property
    def before(self) -> StageRun | None:
        """The step before the one that they are at."""
        return self.steps[self.number - 2] if self.at is not None and self.number > 1 else None


def of(found: Course, run: StageRun) -> Sitting | None:
    """The sitting that the step is part of."""
    if not found.rules.in_sitting(found.cycle, run.stage):
        return None
    steps = tuple(
        each
        for each in found.cycle.runs
        if each.turn == run.turn
        and found.rules.in_sitting(found.cycle, each.stage)
        and not (each.finished and each.held_by is None)
    )
    at = next((each for each in steps if not each.finished), None)
    left = steps[steps.index(at) :] if at is not None else ()
    return Sitting(
        steps,
        at,
        sum(found.stage(each).minutes for each in steps),
        sum(found.stage(each).minutes for each in left),
    )


def under_way(found: Course, run: StageRun) -> bool:
    """Whether those in the talk are in the middle of it: its time runs, or a step of it is over."""
    sitting = of(found, run)
    return run.timed is not None or (sitting is not None and sitting.number > 1)


def find(reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId) -> Sitting | None:
    """The sitting that a step is part of, for its members."""
    found = coaching.theirs(reader, who, partnership)
    standing = found.cycle.run(run) if isinstance(found, Course) else None
    return of(found, standing) if isinstance(found, Course) and standing is not None else None


def here(reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId) -> RunId:
    """Where the sitting of that step is by now; the step itself where it is part of none."""
    sitting = find(reader, who, partnership, run)
    if sitting is None or not sitting.steps:
        return run
    return (sitting.at or sitting.steps[-1]).id


def leave_off(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Moved | NotTheirs | Late:
    """What is left of the cycle comes step by step; the time for the rest is off."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None:
        return Late()
    cycle = coaching.happened(work, found, SpreadOut(run, who))
    after = cycle.run(run)
    if cycle.delivery == found.cycle.delivery or after is None:
        return Late()
    proposing.dropped(work, found, standing)
    if standing.session is not None:
        appointments.gone(work, found, standing)
    return Moved(found.pair, cycle, after)


def notes(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> list[Writing] | NotTheirs | Late:
    """Each step of the sitting that has begun and asks this member something, to note it there."""
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    sitting = of(found, standing) if standing is not None else None
    if sitting is None:
        return Late()
    steps = (each for each in sitting.steps if talking.may_note(found, each, who))
    asked = ((each, writing.asked_of(found, each, who)) for each in steps)
    return [writing.of(reader, found, each, who, prompts) for each, prompts in asked if prompts]


def keep(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    texts: Mapping[RunId, Mapping[str, str]],
    choices: Mapping[RunId, Mapping[str, str]],
) -> Moved | NotTheirs | Late | TooLong:
    """Keeps what this member noted, each in its step and by that step's rules; all or nothing."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    runs = [run for name in texts if (run := found.cycle.run(name)) is not None]
    for run in runs:
        long = writing.too_long(found.stage(run), texts[run.id])
        if long is not None:
            return _named(long, found.stage(run).id)
    kept: Moved | NotTheirs | Late | TooLong = Late()
    for run in runs:
        part, words, chosen = run.part(who), texts[run.id], choices.get(run.id, {})
        if any(text.strip() for text in words.values()) or chosen or (part and part.keys):
            answer = coaching.answer(work, who, partnership, run.id, words, chosen)
            kept = answer if isinstance(answer, Moved) else kept
    return kept


def field(stage: str, name: str) -> str:
    """What the input of a step's question is called among those of the others."""
    return f"{stage}:{name}"


def _named(long: TooLong, stage: str) -> TooLong:
    counts = {field(stage, name): n for name, n in long.counts.items()}
    return TooLong(counts, {field(stage, name): n for name, n in long.most.items()})
