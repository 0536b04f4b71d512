"""The order of a cycle: sections of slots, each slot the stages that run side by side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from flows.cycle import Cycle
from flows.protocol import Condition, Scope, Stage
from flows.rules import Rules, for_all

Holds = Callable[[Condition, int], bool]
"""Whether a condition holds in the turn of that number."""

Slot = tuple[str, ...]
"""Full keys of the stages that open together."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a cycle: for all, for one turn, for all turns at once, or for one repeat."""

    slots: tuple[Slot, ...]
    alone: tuple[int | None, ...] = ()
    """Whose turn each slot is for, where one turn goes through some of them before the next."""
    beside: tuple[str, ...] = ()
    turns: tuple[int, ...] = ()
    repeat: int | None = None
    closing: bool = False
    serial: bool = False


def sections(rules: Rules, cycle: Cycle, holds: Holds) -> Iterator[Section]:
    """Everything that the cycle goes through, in order, as far as it is known."""
    frame, protocol = rules.frame, rules.protocol
    opening = [stage for key in frame.starts.named(cycle.start).then if (stage := frame.stage(key))]
    yield Section(_slots(frame.id, opening))
    for scope, stages in groupby(protocol.stages, lambda stage: stage.scope):
        yield from _of_scope(rules, cycle, scope, list(stages), holds)
    closing = frame.stage(frame.closing)
    yield Section(((f"{frame.id}.{closing.id}",) if closing else (),), closing=True)


def _of_scope(
    rules: Rules, cycle: Cycle, scope: Scope, stages: list[Stage], holds: Holds
) -> Iterator[Section]:
    name, turns = rules.protocol.id, tuple(t.number for t in cycle.turns)
    line = [stage for stage in stages if not stage.beside_next_turn]
    slots = _slots(name, line)
    beside = tuple(f"{name}.{stage.id}" for stage in stages if stage.beside_next_turn)
    match scope:
        case "cycle":
            yield Section(slots)
        case "repeat":
            repeats = rules.protocol.repeats
            for number in range(1, (cycle.repeats or (repeats.min if repeats else 1)) + 1):
                yield Section(slots, repeat=number)
        case "turn" if rules.protocol.turns == "serial":
            for number in turns:
                moved = _slots(name, line, _in_turn(holds, number))
                yield Section(moved, beside=beside, turns=(number,), serial=True)
        case "turn":
            yield _at_once(rules, cycle, slots, turns)
        case _:
            assert_never(scope)


def _at_once(
    rules: Rules, cycle: Cycle, slots: tuple[Slot, ...], turns: tuple[int, ...]
) -> Section:
    """All turns side by side; what is held in one sitting, one turn after the other."""
    ordered: list[tuple[Slot, int | None]] = []
    for sat, some in groupby(slots, lambda slot: rules.in_sitting(cycle, slot[0])):
        block = list(some)
        ordered += [(s, number) for number in (turns if sat else (None,)) for s in block]
    return Section(
        tuple(slot for slot, _ in ordered), tuple(number for _, number in ordered), turns=turns
    )


def _in_turn(holds: Holds, turn: int) -> Callable[[Condition], bool]:
    return lambda condition: holds(condition, turn)


def _slots(
    family: str, stages: list[Stage], holds: Callable[[Condition], bool] = lambda _: False
) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    later: dict[str, list[Slot]] = {}
    for stage in stages:
        key = f"{family}.{stage.id}"
        if stage.instead_after is not None and holds(stage.instead_after.only_if):
            later.setdefault(stage.instead_after.stage, []).append((key,))
            continue
        if stage.parallel_with is None:
            slots.append((key,))
        else:
            slots[-1] = (*slots[-1], key)
        slots += later.pop(stage.id, [])
    return tuple(slots)


def runs_of(
    rules: Rules, section: Section, key: str, alone: int | None = None
) -> list[tuple[int | None, int | None]]:
    """Turn and repeat of each run that a stage has in a section: one, or one for each turn.

    `alone` is the one turn that the slot is for.
    """
    if alone is not None and not for_all(rules.stage(key)):
        return [(alone, None)]
    if section.serial or (section.turns and not for_all(rules.stage(key))):
        return [(number, None) for number in section.turns]
    return [(None, section.repeat)]
