"""Which case students each observer watches: the plan's letters, dealt in order (practice B8)."""

from collections.abc import Mapping

from flows import documents, writing
from flows.coaching import Course
from flows.documents import Version
from flows.ids import MemberId
from flows.ports import Reader
from flows.protocol import Kind
from flows.stage import StageRun

LABELS: Kind = "case_labels"


def watched(
    reader: Reader, found: Course, run: StageRun, who: MemberId
) -> Mapping[MemberId, tuple[str, ...]]:
    """The letters by observer, as this member may read the plan; nothing without a plan.

    Every letter is watched by somebody, and everybody who watches has one.
    """
    stage = found.stage(run)
    labels = _labels(reader, found, run, who) if stage.mode == "class" else ()
    roles = {prompt.for_role for prompt in stage.prompts}
    casting = found.rules.casting(found.cycle, run)
    observers = [member for member, held in casting.items() if roles & set(held)]
    return {
        member: labels[n :: len(observers)] or (labels[n % len(labels)],)
        for n, member in enumerate(observers if labels else ())
    }


def _labels(reader: Reader, found: Course, run: StageRun, who: MemberId) -> tuple[str, ...]:
    stages = found.rules.protocol.stages
    asked = ((s, p.key) for s in stages for p in s.prompts if p.kind == LABELS)
    for stage, key in asked:
        planned = writing.turn_run(found, run, stage.id)
        if planned is not None and planned.finished:
            plan = documents.read(reader, who, found.pair.id, planned.id, cycle=found.cycle.id)
            return tuple(plan.entered.get(key, "")) if isinstance(plan, Version) else ()
    return ()
