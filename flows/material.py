"""What lies beside a step's questions: the part that is read, one's role, one's earlier answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows import composed, forgone, reading
from flows.coaching import Course
from flows.composed import Segment
from flows.cycle import named
from flows.ids import MemberId
from flows.ports import Reader
from flows.stage import RunState, StageRun


@dataclass(frozen=True, slots=True)
class Material:
    """What a member finds beside the questions; closed until what comes first is saved or left."""

    segment: Segment | None = None
    number: int = 0
    parts: int = 0
    closed: bool = False
    roles: tuple[str, ...] = ()
    earlier: Mapping[str, str] = field(default_factory=dict)
    """Own earlier answers, by the key of the prompt that looks back at them."""
    asked_for: tuple[tuple[str, str], ...] = ()
    """What the host of a visit asked to be looked at and left out, for whoever writes of it."""


def of(reader: Reader, course: Course, run: StageRun, who: MemberId) -> Material:
    """What lies beside the run's questions for this member."""
    roles = course.rules.casting(course.cycle, run).get(who, ())
    found = Material(
        closed=closed(course, run, who),
        roles=roles,
        earlier=dict(_looked_back(reader, course, run, who)),
        asked_for=_asked_for(reader, course, run, who),
    )
    if run.repeat is None:
        return found
    source, parts = segments(reader, course, who)
    if not 1 <= run.repeat <= len(parts):
        return replace(found, number=run.repeat, parts=course.cycle.repeats or 0)
    part = parts[run.repeat - 1]
    part = replace(part, address=part.address or source)
    return replace(found, segment=part, number=run.repeat, parts=len(parts))


def closed(course: Course, run: StageRun, who: MemberId) -> bool:
    """Whether something is asked of this member before they open it (practice B2)."""
    roles = course.rules.casting(course.cycle, run).get(who, ())
    asked = course.stage(run).asked_of(roles)
    first = {prompt.key for prompt in asked if prompt.before_start}
    part = run.part(who)
    return bool(first) and not (part is not None and (part.began or first & set(part.keys)))


def standing(reader: Reader, course: Course, run: StageRun, who: MemberId) -> dict[str, str]:
    """The version of a text that stands, by field, for this member; empty before there is one."""
    if run.proposed_by is None:
        return {}
    readable = reading.of_run(reader, who, course.pair, course.rules, course.cycle, run)
    return {piece.key: piece.words for piece in readable if piece.vault.author == run.proposed_by}


def settled_together(course: Course, run: StageRun) -> bool:
    """Whether all settle the same words here: no set-up, no plan of a visit, no document."""
    stage, frame = course.stage(run), course.rules.frame
    own = stage.document is not None or "observation" in stage.creates
    return stage.done == "agreed" and not own and run.stage != f"{frame.id}.{frame.setup}"


def segments(reader: Reader, course: Course, who: MemberId) -> tuple[str, tuple[Segment, ...]]:
    """What is read together: the source's address, and the parts that it was split into."""
    protocol = course.rules.protocol
    stage = protocol.stage(protocol.repeats.set_by) if protocol.repeats else None
    run = course.cycle.run(named(protocol.key(stage))) if stage else None
    if stage is None or run is None or run.state is not RunState.DONE:
        return "", ()
    known = standing(reader, course, run, who)
    links = (known.get(p.key, "") for p in stage.prompts if p.kind == "link")
    parts = (composed.segments(p, known) for p in stage.prompts if p.kind == "segments")
    return next(links, "").strip(), next(parts, ())


def _asked_for(
    reader: Reader, course: Course, run: StageRun, who: MemberId
) -> tuple[tuple[str, str], ...]:
    """The question and the host's words, where what is written goes to that host (practice E)."""
    request = forgone.request_of(course.rules, run, course.cycle.run)
    host = course.cycle.coachee(run)
    if request is None or host in {None, who} or course.stage(run).share != "to_coachee":
        return ()
    readable = reading.of_run(reader, who, course.pair, course.rules, course.cycle, request)
    words = {piece.key: piece.words for piece in readable if piece.vault.author == host}
    texts = (p for p in course.stage(request).prompts if p.kind == "text")
    return tuple((p.ask, words[p.key]) for p in texts if words.get(p.key))


def _looked_back(
    reader: Reader, course: Course, run: StageRun, who: MemberId
) -> list[tuple[str, str]]:
    """Each prompt that looks back, with what this member wrote then."""
    found = []
    for prompt in course.stage(run).prompts:
        step, _, key = (prompt.looks_back_at or "").rpartition(".")
        there = run if not step else course.cycle.run(_beside(course, run, step))
        if not key or there is None:
            continue
        readable = reading.of_run(reader, who, course.pair, course.rules, course.cycle, there)
        words = [p.words for p in readable if p.vault.author == who and p.key == key]
        found += [(prompt.key, text) for text in words]
    return found


def _beside(course: Course, run: StageRun, step: str) -> str:
    """The run of an earlier step in the same turn or repeat, or that of the whole cycle."""
    key = f"{course.rules.protocol.id}.{step}"
    own = named(key, run.turn, run.repeat)
    return own if course.cycle.run(own) is not None else named(key)
