"""The three rules by which balance is asked about after something happened (practice G3)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from flows import delivering
from flows.cycle import Cycle
from flows.effects import CycleEffect, EndTurn, OpenStage
from flows.ids import MemberId, RunId
from flows.nudge import Kind, Planned, Why
from flows.ports import Work
from flows.schooldays import local_day
from flows.stage import StageRun
from flows.turns import TurnState

if TYPE_CHECKING:
    from flows.coaching import Course

UNEVEN = 2
"""So many turns more than another, and all are asked whether they want it so (BAL-1)."""

LONG_OPEN = 7
"""A step that one person held for more school days than this was long open (BAL-2)."""

BUSY = 2
"""So many moved talks in a row (BAL-4)."""


def noticed(work: Work, found: "Course", effects: Sequence[CycleEffect]) -> None:
    """Plans the questions that what just happened gives reason for, each once."""
    for planned, refs in _asked(work, found, effects):
        if work.slips.get(planned.key) is None:
            delivering.plan(work, [planned], partnership=found.pair.id, **refs)


def turns_of(cycles: Iterable[Cycle], members: Iterable[MemberId]) -> dict[MemberId, int]:
    """How many turns each of these members had, in all cycles together."""
    done = [t.coachee for cycle in cycles for t in cycle.turns if t.state is TurnState.DONE]
    return {member: done.count(member) for member in members}


def uneven(turns: Mapping[MemberId, int]) -> tuple[MemberId, MemberId] | None:
    """Who had most turns and who least, where that is two apart or more."""
    most = max(turns, key=lambda m: turns[m])
    least = min(turns, key=lambda m: turns[m])
    return (most, least) if turns[most] - turns[least] >= UNEVEN else None


def moved_in_a_row(found: "Course") -> StageRun | None:
    """The last of two talks that both were moved, or of one that was moved twice."""
    talks = [
        run
        for run in found.cycle.runs
        if found.stage(run).mode == "live" and (run.session or run.moved or run.held_by)
    ]
    in_a_row = 0
    for run in talks:
        in_a_row = in_a_row + run.moved if run.moved else 0
    return talks[-1] if in_a_row >= BUSY else None


Question = tuple[Planned, dict[str, str | int]]


def _asked(work: Work, found: "Course", effects: Sequence[CycleEffect]) -> Iterator[Question]:
    if found.cycle.over:
        return
    if any(isinstance(effect, EndTurn) for effect in effects):
        yield from _turns(work, found)
    for effect in effects:
        if isinstance(effect, OpenStage):
            yield from _long_open(work, found, effect.run)
    busy = moved_in_a_row(found)
    for member in found.pair.members if busy else ():
        name = f"moved:{found.cycle.id}:{busy.id if busy else ''}"
        yield _of_all(work, found, member, "busy_weeks", Why.TALKS_MOVED, name), {}


def _turns(work: Work, found: "Course") -> Iterator[Question]:
    before = (c for c in work.cycles.of_partnership(found.pair.id) if c.id != found.cycle.id)
    turns = turns_of([*before, found.cycle], found.pair.members)
    apart = uneven(turns)
    if apart is None:
        return
    most, least = apart
    refs: dict[str, str | int] = {"most": most, "least": least, "x": turns[most], "y": turns[least]}
    name = f"turns:{found.pair.id}:{turns[most]}-{turns[least]}"
    for member in found.pair.members:
        yield _of_all(work, found, member, "turns_uneven", Why.TURNS_UNEVEN, name), refs


def _of_all(
    work: Work, found: "Course", member: MemberId, template: str, why: Why, name: str
) -> Planned:
    return Planned(
        kind=Kind.BALANCE,
        member=member,
        due=work.now,
        key=f"{Kind.BALANCE}:{member}:{name}",
        why=why,
        cycle=found.cycle.id,
        template=template,
    )


def _long_open(work: Work, found: "Course", opened: RunId) -> Iterator[Question]:
    """Privately to whoever held the step before for long, once this one is open as long."""
    run = found.cycle.run(opened)
    if run is None or not run.blocks or len(run.parts) != 1 or found.stage(run).mode == "class":
        return
    who = run.members[0]
    runs = found.cycle.runs
    before = [r for r in runs[: runs.index(run)] if r.finished and r.blocks and r.done_at]
    if not before or before[-1].members != (who,) or not _held_long(found, before[-1]):
        return
    person = delivering.person_of(work, who)
    day = person.calendar.add(person.day(work.now), LONG_OPEN + 1)
    if day is None:
        return
    planned = Planned(
        kind=Kind.BALANCE,
        member=who,
        due=person.slot_on(day),
        key=f"{Kind.BALANCE}:{who}:{found.cycle.id}:{run.id}",
        why=Why.STEPS_LONG_OPEN,
        about=run.id,
        cycle=found.cycle.id,
        template="rhythm_alone",
    )
    yield planned, {"run": run.id}


def _held_long(found: "Course", run: StageRun) -> bool:
    if run.opened_at is None or run.done_at is None:
        return False
    zone = found.rules.zone
    first, last = local_day(run.opened_at, zone), local_day(run.done_at, zone)
    return found.rules.calendar.count(first, last) > LONG_OPEN
