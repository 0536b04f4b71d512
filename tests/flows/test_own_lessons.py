"""A lesson of one's own in a cycle: its teacher says when it is, and nobody else is asked."""

from datetime import timedelta

from flows import leaving, own_lessons
from flows.coaching import Late, Moved, NotTheirs
from flows.events import Held
from flows.ids import MemberId, RunId
from flows.own_lessons import Past
from flows.stage import RunState
from tests.flows.on_way import on_way, run_of, tell, wrote
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

EVENT = RunId("cognitive.event/1")
START = at("2026-03-12 09:00")


async def settles(room: Staffroom, who: MemberId, minutes: int = 45) -> object:
    end = START + timedelta(minutes=minutes)
    return await room.write(lambda w: own_lessons.settle(w, who, room.pair.id, EVENT, START, end))


async def test_its_teacher_settles_when_it_is(room: Staffroom) -> None:
    await on_way(room, "cognitive", "2026-03-04 12:00")
    await wrote(room, MAYA, "cognitive.choose/1", event="the debate", map=":planning")
    await room.until("2026-03-06 12:00")
    assert await settles(room, MAYA) == Late(), "the talk before it is still ahead"
    course = await tell(room, Held(RunId("cognitive.planning/1"), TOMAS))
    assert [run.id for run in own_lessons.ahead(course, MAYA)] == [EVENT]
    assert own_lessons.ahead(course, TOMAS) == []
    assert await settles(room, AYA) == NotTheirs()
    assert await settles(room, TOMAS) == Late()
    assert isinstance(await settles(room, MAYA, 0), Past)

    assert isinstance(await settles(room, MAYA), Moved)

    assert (await run_of(room, EVENT)).state is RunState.SCHEDULED
    assert [run.id for run in own_lessons.ahead(await room.course(), MAYA)] == [EVENT]
    await room.write(lambda w: leaving.pause(w, MAYA, room.pair.id))
    assert own_lessons.ahead(await room.course(), MAYA) == []
