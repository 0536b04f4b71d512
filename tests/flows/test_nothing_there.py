"""Whoever reaches for what is not there, or not theirs, changes nothing."""

from flows import cards, goal_sharing, hearing, pool
from flows.coaching import Late, NotTheirs
from flows.goals import Gone
from flows.hearing import NothingAsked
from flows.ids import GoalId, PieceId
from tests.flows.owned import own
from tests.staffroom import AYA, MAYA, SPARK, TOMAS, Staffroom


async def test_there_is_no_card_to_take_away(room: Staffroom) -> None:
    await room.partnered()
    for who, refused in ((AYA, NotTheirs()), (MAYA, Late())):
        body = await room.write(
            lambda w, m=who: cards.take_away(w, m, room.pair.id, SPARK, PieceId("none"))  # type: ignore[misc]  # bound here
        )
        assert body == refused


async def test_who_put_nothing_into_a_pool_withdraws_nothing(room: Staffroom) -> None:
    await room.partnered()
    await room.answer(MAYA, "five hands")
    cycle = (await room.course()).cycle

    await room.write(lambda w: pool.withdraw(w, cycle, SPARK, MAYA))

    assert [piece.words for piece in await own(room, MAYA)] == ["five hands"]


async def test_no_goal_has_no_part_to_take_back(room: Staffroom) -> None:
    goal = GoalId("none")

    assert await room.write(lambda w: goal_sharing.take_back(w, MAYA, goal, "why")) == Gone()


async def test_typing_answers_nothing_where_nothing_is_asked(room: Staffroom) -> None:
    await room.joined(TOMAS)

    assert await room.read(lambda r: hearing.meant(r, TOMAS, None)) == NothingAsked()
    assert await room.read(lambda r: hearing.meant(r, TOMAS, "1.1")) == NothingAsked()
