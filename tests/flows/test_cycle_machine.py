"""Cycles of every protocol and size, with people who answer, leave, come late and click twice."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import product
from typing import get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flows import events as ev
from flows import library
from flows.agreement import Rhythm
from flows.protocol import Stage
from tests.flows import clicking, holding
from tests.flows.acting import DELIVERIES, STARTS, Acting, Dice, Drawn
from tests.flows.courses import PEOPLE, Course, protocol

RHYTHMS = (None, Rhythm.WEEKLY, Rhythm.MONTHLY)
WHAT = ("clicks", "clicks", "clicks", "changes", "wishes", "rests", "leaves")
NAMES = (*library.shipped(), "everything")
EVERY = [
    (name, size)
    for name in NAMES
    for size in range(protocol(name).size.min, protocol(name).size.max + 1)
]
"""Every way of working with every size of group that it is made for."""

SIZES = [
    (name, size)
    for name in NAMES
    for size in sorted({protocol(name).size.best, 3})
    if size in protocol(name).size
]


def depends(stage: Stage) -> bool:
    """Whether the step, or one of its questions, is there by what was chosen before."""
    return stage.only_if is not None or any(p.only_if is not None for p in stage.prompts)


class Cycles(RuleBasedStateMachine):
    """One cycle; every rule is something that a person or the clock can do."""

    name = "observation"
    size = 2

    @initialize(data=st.data())
    def begins(self, data: st.DataObject) -> None:
        chance = Drawn(data)
        begun = chance.pick(STARTS), chance.pick(DELIVERIES), chance.pick(RHYTHMS)
        self.acting = Acting(self.name, self.size, *begun)
        stages = protocol(self.name).stages
        if chance.upto(1):
            self.acting.goes_on(chance, chance.upto(40), hurry=True)
        else:
            self.acting.walks_to(chance, protocol(self.name).key(chance.pick(stages)))

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        self.acting.course.until(self.acting.course.now + timedelta(hours=hours))

    @rule()
    def the_next_thing_happens(self) -> None:
        self.acting.next_thing_happens()

    @precondition(lambda self: not self.acting.course.cycle.over)
    @rule(data=st.data())
    def someone_does_what_waits(self, data: st.DataObject) -> None:
        self.acting.somebody_does_what_waits(Drawn(data))

    @rule(data=st.data(), steps=st.integers(1, 12))
    def everybody_does_their_part(self, data: st.DataObject, steps: int) -> None:
        self.acting.goes_on(Drawn(data), steps, hurry=True)

    @rule(data=st.data(), steps=st.integers(1, 6))
    def almost_everybody_does_their_part(self, data: st.DataObject, steps: int) -> None:
        """One part in eight stays undone for now, and one is left out."""
        self.acting.goes_on(Drawn(data), steps, hurry=False)

    @rule(data=st.data(), authors=st.integers(0, 4))
    def so_many_do_what_is_open(self, data: st.DataObject, authors: int) -> None:
        active = [run.stage for run in self.acting.course.cycle.runs if run.active]
        if active:
            silent = bool(Drawn(data).upto(1))
            self.acting.so_many_do_it(Drawn(data), active[-1], authors, silent=silent)

    @rule(data=st.data())
    def much_is_tried(self, data: st.DataObject) -> None:
        self.acting.much_is_tried(Drawn(data), most=20)

    @rule(data=st.data(), what=st.sampled_from(WHAT))
    def something_else_happens(self, data: st.DataObject, what: str) -> None:
        something_else(self.acting, Drawn(data), what)

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "acting"):
            self.acting.holds()


def something_else(acting: Acting, chance: Drawn | Dice, what: str) -> None:
    """What is nobody's part in the cycle."""
    match what:
        case "clicks":
            acting.somebody_clicks_anything(chance)
        case "changes":
            acting.somebody_changes_the_cycle(chance)
        case "wishes":
            acting.everybody_wishes(chance)
        case "rests":
            acting.it_rests(pause=bool(chance.upto(1)), days=chance.upto(30))
        case _:
            acting.somebody_leaves(chance)


OFTEN = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def machine(name: str, size: int) -> type[Cycles]:
    """So many people on that way of working."""
    return type(f"CyclesOf{name.title()}", (Cycles,), {"name": name, "size": size})


@pytest.mark.prove
@pytest.mark.parametrize(("name", "size"), EVERY)
def test_whatever_people_do_a_cycle_holds(name: str, size: int) -> None:
    run_state_machine_as_test(machine(name, size), settings=OFTEN)


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_whatever_a_few_people_do_a_cycle_holds(name: str, size: int) -> None:
    """The same by dice. Hypothesis begins with the shortest story, in which nobody does a thing."""
    chance = Dice(random.Random(f"{name} {size}"))
    acting = Acting(name, size, chance.pick(STARTS), chance.pick(DELIVERIES), None)
    acting.goes_on(chance, chance.upto(12), hurry=True)
    for _ in range(8):
        acting.goes_on(chance, 1, hurry=bool(chance.upto(1)))
        something_else(acting, chance, chance.pick(WHAT))
        acting.holds()

    assert acting.tried > 20


@pytest.mark.parametrize(("name", "size"), SIZES)
def test_at_each_step_some_do_nothing(name: str, size: int) -> None:
    """Too few, just enough, almost all: the step and whatever follows from it hold."""
    chance = Dice(random.Random(f"{name} {size}"))
    seen = set[str]()
    for acting in walked(chance, name, size, 0):
        for stage in {r.stage for r in acting.course.cycle.runs if r.active} - seen:
            few = acting.course.rules.stage(stage).min_authors
            for authors, silent in product(range(size), (0, 1)) if few else ((0, 0), (1, 1)):
                acting.beside().so_many_do_it(chance, stage, authors, silent=bool(silent))
            acting.beside().each_wants_it_otherwise(stage)
            acting.beside().it_rests(pause=True, days=12)
            acting.beside().one_after_the_other_leaves()
            if acting.course.rules.stage(stage).done == "released":
                acting.beside().from_draft_to_answer(chance, stage)
            if holding.listened_to(acting.course.rules.stage(stage)):
                acting.beside().everybody_listens(chance, stage)
            if acting.course.rules.stage(stage).reopens is not None:
                acting.beside().somebody_goes_back(stage)
            if any(each.guests for each in protocol(name).stages):
                acting.beside().a_guest_is_asked()
            seen.add(stage)

    sometimes = (s.id for s in protocol(name).stages if s.only_if or s.mode == "class")
    beside = (s.id for s in protocol(name).stages if s.beside_next_turn)
    always = {s.id for s in protocol(name).stages} - {*sometimes, *beside}
    assert {f"{name}.{stage}" for stage in always} <= seen


@pytest.mark.parametrize(
    ("name", "which"),
    [(n, w) for n in NAMES for w in (0, -1) if w == 0 or any(map(depends, protocol(n).stages))],
)
def test_whatever_anybody_tries_at_any_step_it_holds(name: str, which: int) -> None:
    """Where something depends on a choice, after the first option and after the last."""
    chance, tried = Dice(random.Random(name)), 0
    for acting in walked(chance, name, protocol(name).size.best, which):
        tried += acting.much_is_tried(chance, most=40)

    assert tried > 200


def walked(chance: Dice, name: str, size: int, which: int | None = None) -> Iterator[Acting]:
    """A cycle up to the end of its second turn, whenever something new stands open in it."""
    acting, before = Acting(name, size, "short", "spread", None), set[str]()
    acting.which = which
    serial = protocol(name).turns == "serial"
    for _ in range(400):
        if acting.course.cycle.over or (serial and acting.course.turn_over(2)):
            return
        for goes_on in (acting.next_thing_happens, partial(acting.everybody_acts, chance)):
            goes_on()
            opened: set[str] = {run.id for run in acting.course.cycle.runs if run.active}
            if opened - before:
                acting.holds()
                yield acting
            before = opened
    pytest.fail("it never comes to an end")


def test_all_that_can_happen_is_tried() -> None:
    course = Course("ai", PEOPLE[:2])
    tried = {type(e) for e in clicking.on_cycle(course.rules, course.cycle, PEOPLE[0], course.now)}
    acting = Acting("ai", 2, "short", "spread", None)
    acting.walks_to(Dice(random.Random(1)), "ai.discover")
    cycle = acting.course.cycle
    for run in cycle.runs:
        tried |= {
            type(e)
            for e in clicking.on_run(acting.course.rules, cycle, run, PEOPLE[0], acting.course.now)
        }

    assert tried == set(get_args(ev.CycleEvent))
