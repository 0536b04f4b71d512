from datetime import date

import pytest

from flows import goals, together
from flows.goal import Goal, GoalState
from flows.goals import Empty, Gone, Past, TooLong, Worded
from flows.ids import GoalId, MemberId
from flows.pieces import Vault
from flows.together import Drafted
from tests.staffroom import MAYA, TOMAS, ZONE, Staffroom, at

LATER = date(2026, 3, 27)


@pytest.fixture
async def draft(room: Staffroom) -> tuple[Staffroom, GoalId]:
    await room.partnered()
    await room.answer(TOMAS, "agree too soon")
    await room.answer(MAYA, "leave it to five hands")
    outcome = await room.write(lambda w: together.use_as_goal(w, MAYA, room.pair.id))
    assert isinstance(outcome, Drafted)
    await room.all_sent()
    return room, outcome.goal.id


async def settle(
    room: Staffroom,
    goal: GoalId,
    statement: str = "More give a reason",
    day: date = LATER,
    who: MemberId = MAYA,
    zone: str = ZONE,
) -> object:
    return await room.write(lambda w: goals.settle(w, who, goal, statement, day, zone))


async def find(room: Staffroom, who: MemberId, goal: GoalId) -> object:
    return await room.read(lambda r: goals.find(r, who, goal))


async def test_a_draft_with_a_day_is_a_goal(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft

    outcome = await settle(room, goal)

    assert isinstance(outcome, Goal)
    assert (outcome.state, outcome.review_on, outcome.version) == (GoalState.ACTIVE, LATER, 1)
    assert await find(room, MAYA, goal) == Worded(outcome, "More give a reason")
    (piece,) = await room.pieces(outcome.about)
    assert piece.vault == Vault(MAYA, room.pair.id)
    assert await room.lines() == ["publish_home home home:U0MAYA 0 03-03 08:05"]


async def test_its_words_are_kept_as_typed(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft
    typed = "  <!channel> *bold* \u202eﬁrst 👩‍🏫 \n second  "

    await settle(room, goal, typed)

    found = await find(room, MAYA, goal)
    assert isinstance(found, Worded)
    assert found.statement == typed


@pytest.mark.parametrize(
    ("statement", "day", "zone", "expected"),
    [
        (" \n", LATER, ZONE, Empty()),
        ("x" * 241, LATER, ZONE, TooLong(241)),
        ("fine", date(2026, 3, 3), ZONE, Past()),
        ("fine", date(2026, 3, 2), ZONE, Past()),
        ("fine", date(2026, 3, 4), "Pacific/Kiritimati", None),  # 3 March there till ten.
        ("x" * 240, LATER, ZONE, None),
    ],
)
async def test_what_is_amiss_is_said_and_nothing_is_kept(
    draft: tuple[Staffroom, GoalId], statement: str, day: date, zone: str, expected: object
) -> None:
    room, goal = draft

    outcome = await settle(room, goal, statement, day, zone=zone)

    if expected is None:
        assert isinstance(outcome, Goal)
    else:
        assert outcome == expected
        found = await find(room, MAYA, goal)
        assert isinstance(found, Worded)
        assert (found.goal.state, found.statement) == (GoalState.DRAFT, "leave it to five hands")
        assert await room.said() == []


async def test_today_depends_on_where_the_owner_is(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft
    room.now = at("2026-03-03 12:00")  # The next day has begun on Kiritimati.

    tomorrow = date(2026, 3, 4)
    assert await settle(room, goal, day=tomorrow, zone="Pacific/Kiritimati") == Past()
    assert isinstance(await settle(room, goal, day=tomorrow), Goal)


async def test_a_goal_is_only_its_owners(draft: tuple[Staffroom, GoalId]) -> None:
    """practice INV-08"""
    room, goal = draft

    assert await settle(room, goal, who=TOMAS) == Gone()
    assert await find(room, TOMAS, goal) == Gone()
    assert await find(room, MAYA, GoalId("none")) == Gone()
    assert await room.read(lambda r: goals.mine(r, TOMAS)) == []


@pytest.mark.parametrize("state", [GoalState.REACHED, GoalState.SET_ASIDE])
async def test_a_goal_that_is_over_is_gone(
    draft: tuple[Staffroom, GoalId], state: GoalState
) -> None:
    room, goal = draft
    found = await find(room, MAYA, goal)
    assert isinstance(found, Worded)
    await room.write(lambda w: w.goals.put(found.goal.became(state)))

    assert await settle(room, goal) == Gone()
    assert await room.read(lambda r: goals.mine(r, MAYA)) == []


async def test_a_goal_whose_words_were_erased_can_be_worded_anew(
    draft: tuple[Staffroom, GoalId],
) -> None:
    room, goal = draft
    found = await find(room, MAYA, goal)
    assert isinstance(found, Worded)
    (piece,) = await room.pieces(found.goal.about)
    await room.write(lambda w: w.pieces.erase(piece.id))

    assert [w.statement for w in await room.read(lambda r: goals.mine(r, MAYA))] == [""]
    assert isinstance(await settle(room, goal), Goal)
    assert [w.statement for w in await room.read(lambda r: goals.mine(r, MAYA))] == [
        "More give a reason"
    ]
