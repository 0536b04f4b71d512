"""Starting before the day, and wanting after all what one left out: both only where they can be."""

from collections.abc import Callable

import pytest

from flows import leaving, second_thoughts, starting
from flows.coaching import Late, Moved, NotTheirs
from flows.ids import MemberId, RunId
from flows.stage import RunState
from tests.flows.on_way import on_way, run_of
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

NEXT = RunId("grow.goal/1")


async def starts(room: Staffroom, who: MemberId, run: RunId) -> object:
    return await room.write(lambda w: starting.start(w, who, room.pair.id, run))


async def test_what_has_its_day_can_begin_before_it(room: Staffroom) -> None:
    """practice A8: offsets delay messages, never people"""
    await on_way(room, "grow", "2026-03-03 08:10")
    course = await room.course()
    early = [run.id for run in starting.startable(course)]
    assert NEXT in early
    assert [run.id for run in starting.startable(course, AYA)] == []
    assert await starts(room, AYA, NEXT) == NotTheirs()
    assert await starts(room, TOMAS, RunId("grow.will/1")) == Late()

    outcome = await starts(room, MAYA, NEXT)

    assert isinstance(outcome, Moved)
    assert (await run_of(room, NEXT)).state is RunState.OPEN
    assert await starts(room, MAYA, NEXT) == Late()


async def test_a_paused_pair_starts_nothing(room: Staffroom) -> None:
    await on_way(room, "grow", "2026-03-03 08:10")
    await room.write(lambda w: leaving.pause(w, MAYA, room.pair.id))

    assert starting.startable(await room.course()) == []
    assert await starts(room, MAYA, NEXT) == Late()


@pytest.mark.parametrize("change", [second_thoughts.ask_after_all, second_thoughts.want_notes])
async def test_what_nobody_left_out_cannot_be_wanted_after_all(
    room: Staffroom, change: Callable[..., object]
) -> None:
    await on_way(room, "observation")

    async def wants(who: MemberId, run: str = "observation.focus/1") -> object:
        return await room.write(lambda w: change(w, who, room.pair.id, RunId(run)))

    assert await wants(AYA) == NotTheirs()
    assert await wants(MAYA) == Late()
    assert await wants(MAYA, "observation.none/1") == Late()
    await room.write(lambda w: leaving.pause(w, MAYA, room.pair.id))
    assert await wants(MAYA) == Late()
