"""Every way out of every way of working, walked by what its file says and nothing else."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from flows import events as ev
from flows import library
from flows.cycle import CycleState
from flows.effects import CloseCycle, Outcome
from flows.protocol import CoachingProtocol, Condition
from flows.stage import RunState
from tests.flows.courses import PEOPLE, Course, begun, protocol
from tests.flows.test_walks import walk

Chosen = Mapping[tuple[str, str], str]
"""Which option is taken: by the step and the key of its question."""

FRAME = library.frame()


def conditions(way: CoachingProtocol) -> Iterator[Condition]:
    """Everything that a choice decides in this way of working."""
    for stage in way.stages:
        if stage.only_if is not None:
            yield stage.only_if
        if stage.instead_after is not None:
            yield stage.instead_after.only_if
        yield from (p.only_if for p in stage.prompts if p.only_if is not None)


def paths(name: str) -> Iterator[Chosen]:
    """Every combination of options that anything depends on."""
    way = protocol(name)
    asked = sorted({(each.stage, each.key) for each in conditions(way)})
    for picked in product(*(options(way, *each) for each in asked)):
        yield dict(zip(asked, picked, strict=True))


def options(way: CoachingProtocol, stage: str, key: str) -> list[str]:
    found = way.stage(stage)
    prompt = found.prompt(key) if found else None
    assert prompt is not None
    assert prompt.options
    return [option.key for option in prompt.options]


def unusual(name: str, path: Chosen) -> int:
    """How many choices of the path are not the first that can be taken."""
    return sum(picked != options(protocol(name), *each)[0] for each, picked in path.items())


PATHS = [(name, path) for name in library.shipped() for path in paths(name)]
WALKS = [
    pytest.param(
        name,
        path,
        id="-".join([name, *path.values()]),
        marks=pytest.mark.prove if unusual(name, path) > 1 else (),
    )
    for name, path in PATHS
]
"""Each choice by itself; what several of them do together is for the prove form."""


@pytest.mark.parametrize(("name", "path"), WALKS)
def test_a_choice_opens_its_own_steps_and_leads_to_the_end(name: str, path: Chosen) -> None:
    way = protocol(name)
    course = Course(name, PEOPLE[: way.size.best], rhythm=None)

    walk(course, skip=False, chosen=path)

    assert course.cycle.state is CycleState.CLOSED
    for stage in way.stages:
        runs = course.cycle.runs_of(way.key(stage))
        assert runs
        open_to = stage.only_if is None or path[stage.only_if.stage, stage.only_if.key] in (
            stage.only_if.one_of
        )
        if not open_to:
            assert {run.state for run in runs} == {RunState.SKIPPED}
            assert all(run.by_itself for run in runs)
        elif not stage.offered:
            assert {run.state for run in runs} == {RunState.DONE}


CLOSING = FRAME.stage(FRAME.closing)
OUTCOMES = [
    option.key
    for prompt in (CLOSING.prompts if CLOSING else ())
    if prompt.key == FRAME.outcome
    for option in prompt.options
]


ENDINGS = [
    pytest.param(
        name, outcome, marks=() if (at + number) % len(OUTCOMES) == 0 else pytest.mark.prove
    )
    for number, name in enumerate(library.shipped())
    for at, outcome in enumerate(OUTCOMES)
]
"""One ending of each way in every run; all of them in the prove form."""


@pytest.mark.parametrize(("name", "outcome"), ENDINGS)
def test_every_ending_that_can_be_chosen_is_reached(name: str, outcome: str) -> None:
    course = Course(name, PEOPLE[: protocol(name).size.min], rhythm=None)

    walk(course, skip=False, chosen={(FRAME.closing, FRAME.outcome): outcome})

    assert course.effects[-1] == CloseCycle(Outcome(outcome), ())


EXITS = [(name, way.key) for name in library.shipped() for way in protocol(name).exits]


@pytest.mark.parametrize(("name", "key"), EXITS)
def test_a_way_out_stands_open_once_everybody_wishes_it(name: str, key: str) -> None:
    course = begun(name, protocol(name).size.min)
    everybody = course.cycle.members

    for number, member in enumerate(everybody, 1):
        assert course.changes(ev.WayWished(member, key))
        assert len(course.cycle.ways_wished) == number

    assert {wish for _, wish in course.cycle.ways_wished} == {key}
    (way,) = [each for each in protocol(name).exits if each.key == key]
    assert way.protocol in library.shipped() or protocol(name).stage(way.stage or "")


def test_something_depends_on_choices_and_leads_out() -> None:
    assert {name for name, path in PATHS if path} == {"cognitive", "growing", "observation"}
    assert set(OUTCOMES) == {each.value for each in Outcome} - {"differ"}
    assert {name for name, _ in EXITS} == {"ai"}
