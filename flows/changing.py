"""A choice that stays open while the steps after it run: another map in the middle of a talk."""

from collections.abc import Iterator

from flows import coaching
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.events import ChoiceChanged, StartedNow
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Work
from flows.protocol import Prompt
from flows.stage import RunState, StageRun


def open_to(course: Course, run: StageRun, who: MemberId) -> Iterator[tuple[StageRun, Prompt, str]]:
    """What this member chose earlier in the turn and may choose anew here: where, what, and how."""
    for other, by, prompt, chosen in _chosen(course, run):
        if by == who:
            yield other, prompt, chosen


def of_others(course: Course, run: StageRun, who: MemberId) -> Iterator[tuple[Prompt, str]]:
    """What others chose so far for this talk, where all members may read it."""
    for other, by, prompt, chosen in _chosen(course, run):
        if by != who and course.stage(other).share == "members":
            yield prompt, chosen


def _chosen(course: Course, run: StageRun) -> Iterator[tuple[StageRun, MemberId, Prompt, str]]:
    if run.turn is None or not run.active:
        return
    for other in course.cycle.runs:
        if other.turn != run.turn or not other.finished:
            continue
        for part in other.parts:
            for prompt in course.stage(other).prompts:
                chosen = part.choice(prompt.key) or prompt.default
                if prompt.changeable and chosen:
                    yield other, part.member, prompt, chosen


def change(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, key: str, value: str
) -> Moved | NotTheirs | Late:
    """The choice is another one now; a talk that follows from it can begin at once."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    cycle = coaching.happened(work, found, ChoiceChanged(run, who, key, value))
    changed = cycle.run(run)
    if cycle is found.cycle or changed is None:
        return Late()
    talk = _next_talk(found, cycle.runs, changed)
    if talk is not None and talk.state is RunState.LOCKED:
        found = coaching.load(work, partnership) or found
        cycle = coaching.happened(work, found, StartedNow(talk.id, who))
        talk = cycle.run(talk.id)
    return Moved(found.pair, cycle, talk or changed)


def _next_talk(found: Course, runs: tuple[StageRun, ...], changed: StageRun) -> StageRun | None:
    """The talk of the turn that is on now, or could be."""
    after = (r for r in runs[runs.index(changed) + 1 :] if r.turn == changed.turn)
    talks = (r for r in after if found.stage(r).mode == "live" and not r.finished)
    return next((r for r in talks if r.active or r.gate_at is not None), None)
