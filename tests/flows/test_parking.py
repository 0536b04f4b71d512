"""A difficulty parked for oneself; another way of working by everybody's yes."""

import pytest

from flows import leaving, parking, reading
from flows.coaching import Late, NotTheirs, TooLong
from flows.events import WayWished
from flows.ids import CycleId, MemberId
from flows.parking import Kept, Nothing, Parked, Taken, Waits
from flows.ports import Work
from flows.stage import RunState
from tests.flows.on_way import on_way, run_of, tell
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom


@pytest.fixture
async def ai(room: Staffroom) -> Staffroom:
    return await on_way(room, "ai", "2026-03-04 12:00")


async def parks(room: Staffroom, who: MemberId, words: str = "", way: str = "") -> object:
    return await room.write(lambda w: parking.park(w, who, room.pair.id, words, way))


async def says(
    room: Staffroom, who: MemberId, way: str, cycle: CycleId, *, yes: bool = True
) -> object:
    return await room.write(lambda w: parking.answer(w, who, room.pair.id, cycle, way, yes=yes))


async def test_a_note_is_its_authors_alone(ai: Staffroom) -> None:
    assert await parks(ai, MAYA, "the room is small") == Parked(None)
    assert await parks(ai, MAYA, " ") == Nothing()
    assert await parks(ai, MAYA, "x" * 1501) == TooLong({"note": 1501}, {"note": 1500})
    assert await parks(ai, AYA, "x") == NotTheirs()
    course = await ai.course()
    assert await ai.read(lambda r: parking.notes(r, course, MAYA)) == ["the room is small"]
    assert await ai.read(lambda r: parking.notes(r, course, TOMAS)) == []
    about = parking._about(course.cycle)
    for who, seen in ((MAYA, 1), (TOMAS, 0), (AYA, 0)):
        found = await ai.read(lambda r, m=who: reading.of_pair(r, about, m, ai.pair))  # type: ignore[misc]  # bound early
        assert len(found) == seen
    assert await ai.said("way_suggested") == []
    await ai.write(lambda w: leaving.pause(w, MAYA, ai.pair.id))
    assert await parks(ai, MAYA, "x") == Late()


async def test_another_way_begins_with_everybodys_yes(ai: Staffroom) -> None:
    before = (await ai.course()).cycle.id
    outcome = await parks(ai, MAYA, "stuck", "stuck")
    assert isinstance(outcome, Parked)
    assert outcome.asked is not None
    (said,) = await ai.said("way_suggested")
    assert said.lane == f"dm:{TOMAS}"
    course = await ai.course()
    assert parking.suggested(course, TOMAS, "stuck") == outcome.asked
    assert parking.suggested(course, MAYA, "stuck") is None
    assert await says(ai, AYA, "stuck", before) == NotTheirs()
    assert await says(ai, TOMAS, "park", before) == Late()
    assert await says(ai, TOMAS, "stuck", before, yes=False) == Kept()
    assert await says(ai, TOMAS, "stuck", before) == Late()
    await parks(ai, MAYA, "", "park")

    assert isinstance(await says(ai, TOMAS, "park", before), Taken)

    course = await ai.course()
    assert course.rules.protocol.id == "grow"
    assert course.cycle.id != before
    assert (await run_of(ai, "common.open/1")).state is RunState.DONE
    assert await says(ai, TOMAS, "park", before) == Late()


async def test_everybody_is_asked(ai: Staffroom) -> None:
    def joined_by_another(work: Work) -> None:
        cycle = work.cycles.current(ai.pair.id)
        assert cycle is not None
        three = cycle.model_copy(update={"members": (*cycle.members, AYA)})
        work.cycles.put(ai.pair.id, three)

    await ai.write(joined_by_another)
    await parks(ai, MAYA, "", "park")
    assert await says(ai, TOMAS, "park", (await ai.course()).cycle.id) == Waits()


async def test_only_ways_out_that_the_way_knows(ai: Staffroom) -> None:
    course = await tell(ai, WayWished(MAYA, "nowhere"))
    assert course.cycle.ways_wished == ()
