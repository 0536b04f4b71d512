"""A cycle's course: how it begins, and what one event makes of it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flows import deeds, long_rest, membership
from flows.agreement import Rhythm
from flows.cycle import Cycle, CycleState, named
from flows.desk import Desk
from flows.effects import CycleEffect
from flows.events import CycleEvent, ProtocolChosen
from flows.ids import CycleId, MemberId
from flows.protocol import DeliveryName, StartName, digest
from flows.rules import Rules
from flows.settling import settle
from flows.stage import Part, PartState, RunState, StageRun
from flows.turns import turns_of

__all__ = ["Rules", "Step", "advance", "begin"]


@dataclass(frozen=True, slots=True)
class Step:
    """The cycle after one event, and what is to be done about it."""

    cycle: Cycle
    effects: tuple[CycleEffect, ...] = ()


def begin(
    rules: Rules,
    cycle: CycleId,
    members: tuple[MemberId, ...],
    at: datetime,
    *,
    start: StartName = "short",
    delivery: DeliveryName = "spread",
    rhythm: Rhythm | None = Rhythm.FORTNIGHTLY,
    ordered: frozenset[str] = frozenset(),
) -> Step:
    """A new cycle of these members, in the order of their turns, with its first stages open."""
    if len(members) not in rules.protocol.size or len(set(members)) < len(members):
        raise ValueError(f"{rules.protocol.id} is not made for these {len(members)} members")
    fresh = Cycle(
        id=cycle,
        protocol=rules.protocol.id,
        protocol_version=rules.protocol.version,
        digest=digest(rules.written),
        start=start,
        members=members,
        delivery=delivery,
        rhythm=rhythm,
        ordered=tuple(sorted(ordered)),
        begun_at=at.astimezone(UTC),
        turns=turns_of(rules.protocol, members),
        runs=tuple(_done_at_start(rules, start, members, at.astimezone(UTC))),
    )
    desk = Desk(rules.of(fresh), fresh, at.astimezone(UTC))
    settle(desk)
    return Step(desk.cycle, tuple(desk.effects))


def advance(rules: Rules, cycle: Cycle, event: CycleEvent, at: datetime) -> Step:
    """The cycle after this event; the very same one if it is late, foreign or doubled."""
    if not isinstance(event, ProtocolChosen) and rules.protocol.id != cycle.protocol:
        raise ValueError(f"a cycle on {cycle.protocol} cannot go by {rules.protocol.id}")
    if cycle.over:
        return Step(cycle)
    known = rules if isinstance(event, ProtocolChosen) else rules.of(cycle)
    desk = Desk(known, cycle, at.astimezone(UTC))
    if cycle.state is not CycleState.RESTING and not isinstance(event, ProtocolChosen):
        settle(desk)
    deeds.fold(desk, event)
    if desk.cycle.protocol != rules.protocol.id:
        return Step(cycle)
    if desk.cycle.state in {CycleState.PLANNED, CycleState.RUNNING}:
        settle(desk)
    else:
        rests = desk.cycle.state is CycleState.RESTING and not desk.cycle.rest_kept
        since = desk.cycle.rested_at if rests else None
        desk.set(next_at=long_rest.look_again(rules, since, desk.at))
    membership.see_guests_off(desk, cycle)
    if desk.cycle == cycle:
        return Step(cycle, tuple(desk.effects))
    desk.set(version=cycle.version + 1)
    return Step(desk.cycle, tuple(desk.effects))


def _done_at_start(
    rules: Rules, start: StartName, members: tuple[MemberId, ...], at: datetime
) -> list[StageRun]:
    """The runs that the way into the cycle already completed (practice B0, short start)."""
    parts = tuple(Part(member=m, state=PartState.AGREED, agreed=1) for m in members)
    return [
        StageRun(
            id=named(f"{rules.frame.id}.{key}"),
            stage=f"{rules.frame.id}.{key}",
            state=RunState.DONE,
            version=1,
            parts=parts,
            opened_at=at,
            done_at=at,
        )
        for key in rules.frame.starts.named(start).done
    ]
