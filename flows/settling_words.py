"""What a group settles in one step: one suggests it, and it stands once all said yes to the same.

Whoever changes a word of it suggests a new version, which everybody is asked about anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import coaching, composed, kept, material, writing
from flows.coaching import Course, Late, Missing, NotTheirs, TooLong
from flows.events import Agreed, Answered, Began, Proposed, RepeatsSet
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Work
from flows.stage import PartState, StageRun
from flows.writing import SomebodyElses, Writing


@dataclass(frozen=True, slots=True)
class Suggested:
    """The others are asked."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Everybody said yes to these words."""


def agreed(run: StageRun, who: MemberId) -> bool:
    """Whether this member said yes to what stands now."""
    part = run.part(who)
    return part is not None and part.state is PartState.AGREED and part.agreed == run.version


def answer(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    entered: Mapping[str, str],
    seen: int,
) -> Suggested | Settled | NotTheirs | Late | TooLong | Missing | SomebodyElses:
    """A yes to the version that was seen, or a new one where a word of it was changed."""
    found = writing.find(work, who, partnership, run)
    if not isinstance(found, Writing):
        return found
    if seen != found.run.version or not material.settled_together(found.course, found.run):
        return Late()
    asked = {name for prompt in found.prompts for name in writing.fields(prompt)}
    given = {f: text for f, text in entered.items() if f in asked and text.strip()}
    long = writing.too_long(found.stage, given)
    if long is not None:
        return long
    missing = tuple(p.key for p in found.prompts if p.starred and p.key not in given)
    if missing:
        return Missing(missing)
    if seen and given == material.standing(work, found.course, found.run, who):
        return _yes(work, found, who)
    return _anew(work, found, who, given)


def begin(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId, entered: Mapping[str, str]
) -> Writing | NotTheirs | Late | TooLong | SomebodyElses:
    """Opens what a step is about; what was asked first is kept as it is from now on, or left."""
    found = writing.find(work, who, partnership, run)
    if not isinstance(found, Writing):
        return found
    first = {prompt.key for prompt in found.prompts if prompt.before_start}
    given = {f: text for f, text in entered.items() if f in first and text.strip()}
    long = writing.too_long(found.stage, given)
    if long is not None:
        return long
    if found.material.closed:
        course = found.course
        kept.add(work, partnership, course.cycle, run, found.stage, who, given)
        _happened(work, course, Began(run, who, tuple(given)))
    return writing.find(work, who, partnership, run)


def _anew(work: Work, found: Writing, who: MemberId, given: Mapping[str, str]) -> Suggested:
    """Keeps the words as this member's and asks the others about them."""
    course, run = found.course, found.run
    kept.keep(work, course.pair.id, course.cycle, run.id, found.stage, who, given)
    keys = tuple(p.key for p in found.prompts if given.keys() & set(writing.fields(p)))
    coaching.happened(work, course, Answered(run.id, who, keys))
    _happened(work, course, Proposed(run.id, who, run.version + 1))
    return Suggested()


def _yes(work: Work, found: Writing, who: MemberId) -> Suggested | Settled:
    course, run = found.course, found.run
    kept.drop_draft(work, course.cycle, run.id, who)
    repeats = course.rules.protocol.repeats
    last = all(part.agreed == run.version for part in run.parts if part.member != who)
    if last and repeats is not None and repeats.set_by == found.stage.id:
        known = material.standing(work, course, run, who)
        parts = [p for p in found.stage.prompts if p.kind == "segments"]
        count = sum(len(composed.segments(p, known)) for p in parts)
        # How often comes first: with the last yes the first repeat begins.
        _happened(work, course, RepeatsSet(who, count))
    _happened(work, course, Agreed(run.id, who, run.version))
    after = coaching.load(work, course.pair.id)
    now = after.cycle.run(run.id) if after else None
    return Settled() if now is not None and now.finished else Suggested()


def _happened(work: Work, course: Course, event: Began | Proposed | Agreed | RepeatsSet) -> None:
    coaching.happened(work, coaching.load(work, course.pair.id) or course, event)
