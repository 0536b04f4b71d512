"""Every protocol walked from its first to its last step, from the smallest to the largest group."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import product

import pytest

from flows import events as ev
from flows import library
from flows.cycle import CycleState
from flows.effects import CloseCycle, OpenStage, StartTurn
from flows.ids import MemberId
from flows.protocol import DeliveryName, StartName
from flows.stage import RunState, StageRun
from tests.flows import holding
from tests.flows.courses import PEOPLE, Course, protocol

NAMES = [*library.shipped(), "everything", "visiting", "talking"]
STARTS: tuple[StartName, ...] = ("short", "full", "again")
DELIVERIES: tuple[DeliveryName, ...] = ("spread", "one_sitting", "same_day")
OWN = ("everything", "visiting", "talking")
"""The tests' own, which hold every word of the vocabulary: walked from every beginning."""

SMALLEST = [(name, protocol(name).size.min) for name in NAMES]
NONE: Mapping[tuple[str, str], str] = {}
LARGER = [
    (name, size)
    for name in NAMES
    for size in range(protocol(name).size.min + 1, protocol(name).size.max + 1)
]
WALKS = [
    *SMALLEST,
    *(pytest.param(name, size, marks=pytest.mark.prove) for name, size in LARGER),
]
ALL_BEGINNINGS = list(product(STARTS, DELIVERIES))
BEGINNINGS = [
    pytest.param(name, start, delivery, marks=() if name in OWN else pytest.mark.prove)
    for name in NAMES
    for start, delivery in ALL_BEGINNINGS
]


def wanted(
    course: Course, run: StageRun, member: MemberId, chosen: Mapping[tuple[str, str], str]
) -> list[ev.CycleEvent]:
    """What the step asks of this member; `chosen` are the options taken, by step and key."""
    stage = course.rules.stage(run.stage)
    asked = holding.asked(course.rules, course.cycle, run, member)
    keys = tuple(prompt.key for prompt in asked)
    picked = [(p.key, chosen[stage.id, p.key]) for p in asked if (stage.id, p.key) in chosen]
    match stage.done:
        case "one" | "each" | "lock":
            return [ev.Answered(run.id, member, keys, tuple(picked))]
        case "released":
            return [ev.Answered(run.id, member, keys), ev.Released(run.id, member)]
        case "agreed" if run.version:
            return [ev.Agreed(run.id, member, run.version)]
        case "agreed":
            return [ev.Proposed(run.id, member, 1)]
        case "held":
            return [ev.Held(run.id, member)]


def walk(course: Course, *, skip: bool, chosen: Mapping[tuple[str, str], str] = NONE) -> None:
    """Everybody does, or leaves out, whatever waits for them, until the cycle is over."""
    for _ in range(400):
        if course.cycle.over:
            return
        for member in course.cycle.members:
            for run in course.cycle.waiting_for(member):
                for event in wanted(course, run, member, chosen):
                    course.tell(ev.SkippedPart(run.id, member) if skip else event)
        for run in course.cycle.without_date():
            start = course.now + timedelta(days=1)
            settled = frozenset(course.cycle.members)
            end = start + timedelta(minutes=20)
            course.tell(ev.Scheduled(run.id, course.cycle.members[0], start, end, None, settled))
        if course.cycle.next_at is not None:
            course.until(course.cycle.next_at)


@pytest.mark.parametrize(("name", "size"), WALKS)
@pytest.mark.parametrize("skip", [False, True], ids=["does", "leaves out"])
def test_every_walk_ends_once_with_a_turn_for_everybody(name: str, size: int, skip: bool) -> None:
    """practice INV-13."""
    course = Course(name, PEOPLE[:size], rhythm=None)

    walk(course, skip=skip)

    assert course.cycle.state is CycleState.CLOSED
    assert isinstance(course.effects[-1], CloseCycle)
    begun = [e.coachee for e in course.effects if isinstance(e, StartTurn)]
    assert begun == list(PEOPLE[: len(course.cycle.turns)])


@pytest.mark.parametrize(("name", "start", "delivery"), BEGINNINGS)
def test_every_beginning_and_delivery_leads_to_the_end(
    name: str, start: StartName, delivery: DeliveryName
) -> None:
    size = protocol(name).size.best
    course = Course(name, PEOPLE[:size], start=start, delivery=delivery, rhythm=None)

    walk(course, skip=False)

    assert course.cycle.state is CycleState.CLOSED
    assert {run.state for run in course.cycle.runs} <= {RunState.DONE, RunState.SKIPPED}
    opened = {e.run for e in course.effects if isinstance(e, OpenStage)}
    stages = {f"{name}.{s.id}" for s in protocol(name).stages if not (s.offered or s.only_if)}
    assert stages <= {run.rpartition("/")[0] for run in opened}
