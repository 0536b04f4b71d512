"""Back to an earlier step whose old words stay; another map in the middle of a talk."""

import pytest

from flows import changing, going_back, showing
from flows.coaching import Late, Moved, NotTheirs
from flows.events import ChoiceChanged
from flows.ids import MemberId, RunId
from flows.showing import Shown
from flows.stage import RunState
from tests.flows.on_way import on_way, run_of, tell, wrote
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

GOAL, REALITY = RunId("grow.goal/1"), RunId("grow.reality/1")
CHOOSE = RunId("cognitive.choose/1")


@pytest.fixture
async def grow(room: Staffroom) -> Staffroom:
    """Maya shared her goal; where things stand is open."""
    await on_way(room, "grow", "2026-03-04 12:00")
    await wrote(room, MAYA, GOAL, share=True, want="more reasons", see="because")
    await wrote(room, TOMAS, "grow.goal/2", want="sources")
    await room.until("2026-03-05 12:00")
    return room


async def goes_back(room: Staffroom, who: MemberId, run: RunId) -> object:
    return await room.write(lambda w: going_back.go_back(w, who, room.pair.id, run))


async def shared(room: Staffroom) -> dict[str, str]:
    found = await room.read(lambda r: showing.read(r, TOMAS, room.pair.id, GOAL))
    by = found.by.get(MAYA, []) if isinstance(found, Shown) else []
    return {answer.prompt.key: answer.words for answer in by}


async def test_the_old_words_stay_and_the_new_ones_are_private(grow: Staffroom) -> None:
    """practice B1"""
    course = await grow.course()
    reality = await run_of(grow, REALITY)
    assert going_back.earlier(course, reality, MAYA) == await run_of(grow, GOAL)
    assert going_back.earlier(course, reality, TOMAS) is None
    assert going_back.earlier(course, await run_of(grow, GOAL), MAYA) is None
    assert await goes_back(grow, AYA, GOAL) == NotTheirs()
    assert await goes_back(grow, MAYA, REALITY) == Late()

    assert isinstance(await goes_back(grow, MAYA, GOAL), Moved)
    assert await goes_back(grow, MAYA, GOAL) == Late()
    assert await shared(grow) == {"want": "more reasons", "see": "because"}
    await wrote(grow, MAYA, GOAL, want="a second reason", see="because")

    assert await shared(grow) == {}
    course, goal = await grow.course(), await run_of(grow, GOAL)
    before = await grow.read(lambda r: going_back.before(r, course, goal, MAYA))
    assert [(prompt.key, words) for prompt, words in before] == [("want", "more reasons")]
    assert await grow.read(lambda r: going_back.before(r, course, goal, TOMAS)) == []


async def changes(room: Staffroom, who: MemberId, key: str, value: str) -> object:
    return await room.write(lambda w: changing.change(w, who, room.pair.id, CHOOSE, key, value))


async def test_another_map_opens_in_the_middle_of_the_talk(room: Staffroom) -> None:
    """practice B5"""
    await on_way(room, "cognitive", "2026-03-04 12:00")
    await wrote(room, MAYA, CHOOSE, event="the debate", map=":reflecting")
    await room.until("2026-03-05 12:00")
    course, talk = await room.course(), await run_of(room, "cognitive.reflecting/1")
    offered = [(run.id, p.key, v) for run, p, v in changing.open_to(course, talk, MAYA)]
    assert offered == [(CHOOSE, "map", "reflecting"), (CHOOSE, "function", "coaching")]
    assert list(changing.open_to(course, talk, TOMAS)) == []
    assert list(changing.open_to(course, await run_of(room, CHOOSE), MAYA)) == []
    assert await changes(room, AYA, "map", "problem") == NotTheirs()
    assert await changes(room, MAYA, "map", "evaluating") == Late()
    assert isinstance(await changes(room, MAYA, "function", "consulting"), Moved)

    moved = await changes(room, MAYA, "map", "problem")

    assert isinstance(moved, Moved)
    assert moved.run.id == "cognitive.problem/1"
    assert moved.run.state is RunState.OPEN
    assert (await run_of(room, "cognitive.reflecting/1")).state is RunState.SKIPPED
    await changes(room, MAYA, "map", "planning")
    assert (await run_of(room, "cognitive.planning/1")).state is RunState.OPEN


async def test_a_choice_changed_with_no_talk_ahead_is_kept(room: Staffroom) -> None:
    await on_way(room, "cognitive", "2026-03-04 12:00")
    course = await tell(room, ChoiceChanged(CHOOSE, MAYA, "map", "problem"))
    assert isinstance(await changes(room, MAYA, "map", "reflecting"), Moved)
    assert course.cycle.run(CHOOSE) is not None
