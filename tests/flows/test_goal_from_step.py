"""A goal begun in a step: a draft of its author's own, to be completed by them (practice B4)."""

import pytest

from flows import goals, library, reading
from flows.goal import GoalState
from flows.goal_from_step import draft
from flows.goals import STATEMENT
from flows.protocol import CoachingProtocol
from tests.staffroom import MAYA, TOMAS, Staffroom

GROWING = library.shipped()["growing"]
SENTENCE = "give a second reason without being asked"


async def drafted(
    room: Staffroom,
    words: dict[str, str],
    way: CoachingProtocol = GROWING,
    step: str = "focus",
) -> list[goals.Worded]:
    stage = next(s for s in way.stages if s.id == step)
    await room.write(lambda w: draft(w, room.pair.id, way, stage, MAYA, words))
    return list(await room.read(lambda r: goals.mine(r, MAYA)))


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    return room


async def test_the_sentence_and_what_stands_so_far_become_a_draft(pair: Staffroom) -> None:
    (found,) = await drafted(
        pair, {"goal": SENTENCE, "baseline": "one reason", "practice": "waiting", "sign": " "}
    )

    assert found.goal.state is GoalState.DRAFT
    assert (found.goal.owner, found.goal.partnership) == (MAYA, pair.pair.id)
    own = await pair.read(lambda r: reading.own(r, found.goal.about, MAYA))
    assert {p.key: p.words for p in own} == {STATEMENT: SENTENCE, "baseline": "one reason"}
    assert not any(p.shared for p in own)
    assert await pair.read(lambda r: goals.mine(r, TOMAS)) == []


async def test_a_second_one_does_not_come_beside_an_open_one(pair: Staffroom) -> None:
    await drafted(pair, {"goal": SENTENCE})

    assert len(await drafted(pair, {"goal": "something else"})) == 1


@pytest.mark.parametrize("sentence", ["", "  ", "x" * 3001])
async def test_without_a_sentence_that_fits_there_is_none(pair: Staffroom, sentence: str) -> None:
    assert await drafted(pair, {"goal": sentence, "baseline": "one reason"}) == []


async def test_only_where_the_step_begins_a_goal_of_ones_own(pair: Staffroom) -> None:
    ours = GROWING.goal.model_copy(update={"owner": "partnership"})
    of_both = GROWING.model_copy(update={"goal": ours})

    assert await drafted(pair, {"seen": SENTENCE}, step="learn") == []
    assert await drafted(pair, {"goal": SENTENCE}, of_both) == []
