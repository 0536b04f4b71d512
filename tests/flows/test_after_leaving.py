"""Whoever left a group and sends its old forms and buttons again: nothing is read or changed."""

from collections.abc import Callable

import pytest

from flows import (
    cards,
    coaching,
    documents,
    goal_sharing,
    goals,
    own_cards,
    pool,
    reflecting,
    regrouping,
    showing,
    writing,
)
from flows.goal import Goal, GoalState
from flows.goals import STATEMENT
from flows.ids import GoalId, PieceId
from flows.ports import Work
from flows.unchanged import Unchanged
from tests.flows.grouped import DESCRIBE, PLAN, PREPARE, PROBLEM, QUESTION, Group, described
from tests.flows.test_copied_beside import LATER
from tests.staffroom import AYA, MAYA, OLE, TOMAS, TUESDAY, Staffroom

GOAL = GoalId("g1")


@pytest.fixture
async def left(room: Staffroom) -> Group:
    """Tomás has cards in a pool and a goal of his own, and has left."""
    group = Group(room, "rounds")
    await group.begins()
    await group.all_agree(PROBLEM, QUESTION)
    await group.later("2026-03-11 09:00")
    await group.all_agree(PREPARE, PLAN)
    await described(group, TOMAS)
    goal = Goal(GOAL, TOMAS, group.id, GoalState.DRAFT, 1, TUESDAY)
    await room.write(lambda w: goals.settle(w, TOMAS, goal, {STATEMENT: "Evidence"}, LATER))
    await room.write(lambda w: regrouping.leave(w, TOMAS, group.id))
    assert TOMAS not in (await group.course()).pair.members
    await room.all_sent()
    return group


OLD: dict[str, Callable[[Work, Group], object]] = {
    "answer": lambda w, g: coaching.answer(w, TOMAS, g.id, DESCRIBE, {"card": "again"}, {}),
    "save": lambda w, g: writing.save(w, TOMAS, g.id, DESCRIBE, {"card": "again"}),
    "skip": lambda w, g: coaching.skip(w, TOMAS, g.id, DESCRIBE),
    "open": lambda w, g: writing.find(w, TOMAS, g.id, DESCRIBE),
    "cards": lambda w, g: cards.read(w, TOMAS, g.id, DESCRIBE),
    "take away": lambda w, g: cards.take_away(w, TOMAS, g.id, DESCRIBE, PieceId("x")),
    "text": lambda w, g: documents.find(w, TOMAS, g.id, PROBLEM),
    "version": lambda w, g: documents.read(w, TOMAS, g.id, PROBLEM, 1),
    "yes": lambda w, g: documents.agree(w, TOMAS, g.id, PROBLEM, 1),
    "share": lambda w, g: showing.share(w, TOMAS, g.id, PROBLEM, ["wonder"]),
    "read": lambda w, g: showing.read(w, TOMAS, g.id, PROBLEM),
    "leave": lambda w, g: regrouping.leave(w, TOMAS, g.id),
    "goal": lambda w, g: goal_sharing.share(w, TOMAS, GOAL, STATEMENT),
    "reflection": lambda w, g: reflecting.show(w, TOMAS, PieceId("x"), g.id),
}


@pytest.mark.parametrize("what", sorted(OLD))
async def test_an_old_form_comes_to_nothing(left: Group, what: str) -> None:
    before = (await left.course()).cycle

    outcome = await left.room.write(lambda w: OLD[what](w, left))

    assert isinstance(outcome, Unchanged)
    assert (await left.course()).cycle == before
    assert await left.room.said() == []


async def test_their_cards_left_with_them(left: Group) -> None:
    """practice INV-26: a leaver's unshared writing leaves with them"""
    course = await left.course()
    assert await left.room.read(lambda r: own_cards.all_of(r, TOMAS)) == []
    entry = await left.room.read(lambda r: pool.mine(r, course.cycle, DESCRIBE, TOMAS))
    assert entry.id is None
    for who in (MAYA, AYA, OLE):
        assert await left.room.read(lambda r, w=who: goal_sharing.shown_to(r, w, GOAL)) is None  # type: ignore[misc]  # bound early
