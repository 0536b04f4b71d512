"""What members share while all of them answer is told once, when the step is done (practice H)."""

from dataclasses import replace

import pytest

from flows import telling
from flows.coaching import Course
from flows.effects import Outcome
from flows.ids import RunId
from flows.stage import Part, PartState, RunState, StageRun
from tests.staffroom import MAYA, TOMAS, Staffroom

CLOSE = RunId("common.close/1")
CHECK = RunId("observation.check/1")


def run(name: RunId, state: RunState) -> StageRun:
    parts = (
        Part(member=MAYA, roles=(), state=PartState.SUBMITTED, shared=("students", "thanks")),
        Part(member=TOMAS, roles=(), state=PartState.SUBMITTED),
    )
    return StageRun(id=name, stage=name.rpartition("/")[0], state=state, parts=parts)


async def course(room: Staffroom, standing: StageRun, outcome: Outcome | None = None) -> Course:
    await room.partnered()
    found = await room.course()
    cycle = found.cycle.model_copy(update={"runs": (standing,), "outcome": outcome})
    return replace(found, cycle=cycle)


@pytest.mark.parametrize(
    ("name", "state", "waits"),
    [
        (CLOSE, RunState.OPEN, True),
        (CLOSE, RunState.DONE, False),
        (CHECK, RunState.OPEN, False),
    ],
)
async def test_only_a_step_that_all_answer_waits(
    room: Staffroom, name: RunId, state: RunState, waits: bool
) -> None:
    standing = run(name, state)

    assert telling.waits(await course(room, standing), standing) is waits


@pytest.mark.parametrize(
    ("name", "outcome", "told"),
    [
        (CLOSE, Outcome.OTHER, [(f"dm:{TOMAS}", 2)]),
        (CLOSE, Outcome.PAUSE, []),
        (CLOSE, Outcome.FINISH, []),
        (CHECK, None, []),
    ],
)
async def test_each_hears_once_unless_the_partnership_stops_here(
    room: Staffroom, name: RunId, outcome: Outcome | None, told: list[tuple[str, int]]
) -> None:
    found = await course(room, run(name, RunState.DONE), outcome)

    await room.write(lambda work: telling.all_shared(work, found, name))

    assert [(each.lane, each.refs["n"]) for each in await room.said("shared")] == told
