from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from flows import goals, together
from flows.goal import Decision, Goal, GoalState
from flows.goals import Empty, Gone, NoDay, Past, TooLong, Worded
from flows.ids import GoalId, MemberId
from flows.pieces import Vault
from flows.ports import Work
from flows.together import Drafted
from tests.staffroom import MAYA, TOMAS, Staffroom, at

LATER, LATEST = date(2026, 3, 27), date(2026, 5, 8)
WORDS = {"statement": "More give a reason"}
KIRITIMATI = "Pacific/Kiritimati"


@pytest.fixture
async def draft(room: Staffroom) -> tuple[Staffroom, GoalId]:
    await room.partnered()
    await room.answer(TOMAS, "agree too soon")
    await room.answer(MAYA, "leave it to five hands")
    outcome = await room.write(lambda w: together.use_as_goal(w, MAYA, room.pair.id))
    assert isinstance(outcome, Drafted)
    await room.all_sent()
    return room, outcome.goal.id


@pytest.fixture
async def active(draft: tuple[Staffroom, GoalId]) -> tuple[Staffroom, GoalId]:
    room, goal = draft
    assert isinstance(await settle(room, goal), Goal)
    await room.all_sent()
    return room, goal


async def settle(
    room: Staffroom,
    goal: GoalId,
    texts: Mapping[str, str] = WORDS,
    day: date = LATER,
    who: MemberId = MAYA,
) -> object:
    def body(work: Work) -> object:
        known = work.goals.get(goal)
        assert known is not None
        return goals.settle(work, who, known, texts, day)

    return await room.write(body)


async def decide(
    room: Staffroom,
    goal: GoalId,
    decision: Decision,
    *,
    who: MemberId = MAYA,
    statement: str | None = None,
    day: date | None = None,
) -> object:
    return await room.write(
        lambda w: goals.decide(w, who, goal, decision, statement=statement, review_on=day)
    )


async def find(room: Staffroom, who: MemberId, goal: GoalId) -> object:
    return await room.read(lambda r: goals.find(r, who, goal))


async def test_a_draft_with_a_day_is_a_goal(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft

    outcome = await settle(room, goal)

    assert isinstance(outcome, Goal)
    assert (outcome.state, outcome.review_on, outcome.version) == (GoalState.ACTIVE, LATER, 1)
    found = await find(room, MAYA, goal)
    assert isinstance(found, Worded)
    assert (found.goal, found.statement) == (outcome, "More give a reason")
    (piece,) = await room.pieces(outcome.about)
    assert piece.vault == Vault(MAYA, room.pair.id)
    assert await room.lines() == ["publish_home home home:U0MAYA 0 03-03 08:05"]


async def test_its_words_are_kept_as_typed(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft
    typed = "  <!channel> *bold* \u202efirst 👩‍🏫 \n second  "

    await settle(room, goal, {"statement": typed, "why": typed})

    found = await find(room, MAYA, goal)
    assert isinstance(found, Worded)
    assert found.texts == {"statement": typed, "why": typed}


@pytest.mark.parametrize(
    ("texts", "day", "expected"),
    [
        ({"statement": " \n"}, LATER, Empty()),
        ({}, LATER, Empty()),
        ({"statement": "x" * 241}, LATER, TooLong({"statement": 241})),
        ({**WORDS, "why": "x" * 1501}, LATER, TooLong({"why": 1501})),
        (WORDS, date(2026, 3, 3), Past()),
        (WORDS, date(2026, 3, 2), Past()),
        ({"statement": "x" * 240, "why": "x" * 1500}, LATER, None),
    ],
)
async def test_what_is_amiss_is_said_and_nothing_is_kept(
    draft: tuple[Staffroom, GoalId], texts: dict[str, str], day: date, expected: object
) -> None:
    room, goal = draft

    outcome = await settle(room, goal, texts, day)

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

    await room.put(MAYA, zone=KIRITIMATI)
    assert await settle(room, goal, day=tomorrow) == Past()
    await room.put(MAYA, zone="Europe/Madrid")
    assert isinstance(await settle(room, goal, day=tomorrow), Goal)


async def test_a_goal_is_only_its_owners(draft: tuple[Staffroom, GoalId]) -> None:
    """practice INV-08"""
    room, goal = draft

    assert await settle(room, goal, who=TOMAS) == Gone()
    assert await decide(room, goal, Decision.REACHED, who=TOMAS) == Gone()
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


async def test_a_goal_made_from_nothing_begins_with_its_words(room: Staffroom) -> None:
    fresh = Goal(GoalId("fresh"), MAYA, None, GoalState.DRAFT, 1, room.now)

    outcome = await room.write(lambda w: goals.settle(w, MAYA, fresh, WORDS, LATER))

    assert outcome == replace(fresh, state=GoalState.ACTIVE, review_on=LATER)
    (piece,) = await room.pieces(fresh.about)
    assert piece.vault == Vault(MAYA, None)


async def test_other_words_are_another_version_and_the_old_one_stays(
    active: tuple[Staffroom, GoalId],
) -> None:
    """practice D"""
    room, goal = active

    same = await settle(room, goal, day=LATEST)
    other = await settle(room, goal, {"statement": "Two give a reason"})

    assert isinstance(same, Goal)
    assert (same.version, same.review_on) == (1, LATEST)
    assert isinstance(other, Goal)
    assert (other.version, other.state) == (2, GoalState.ADJUSTED)
    words = [(await room.pieces(f"goal:{goal}/{version}"))[0].words for version in (1, 2)]
    assert words == ["More give a reason", "Two give a reason"]


@pytest.mark.parametrize(
    ("decision", "state"),
    [(Decision.REACHED, GoalState.REACHED), (Decision.SET_ASIDE, GoalState.SET_ASIDE)],
)
async def test_the_owner_reaches_it_or_sets_it_aside(
    active: tuple[Staffroom, GoalId], decision: Decision, state: GoalState
) -> None:
    room, goal = active

    outcome = await decide(room, goal, decision)

    assert isinstance(outcome, Goal)
    assert outcome.state is state
    assert await decide(room, goal, Decision.KEEP) == Gone()


async def test_kept_it_stays_and_is_looked_at_on_a_new_day(
    active: tuple[Staffroom, GoalId],
) -> None:
    room, goal = active

    outcome = await decide(room, goal, Decision.KEEP, day=LATEST)

    assert isinstance(outcome, Goal)
    assert (outcome.version, outcome.review_on) == (1, LATEST)
    assert outcome.asked_on == date(2026, 3, 3)


async def test_adjusted_it_needs_a_day_and_keeps_the_old_words(
    active: tuple[Staffroom, GoalId],
) -> None:
    room, goal = active
    words = "In 2B, two give a reason"

    assert await decide(room, goal, Decision.ADJUST, statement=words) == NoDay()
    assert await decide(room, goal, Decision.ADJUST, statement=" ", day=LATEST) == Empty()
    past = date(2026, 3, 1)
    assert await decide(room, goal, Decision.ADJUST, statement=words, day=past) == Past()
    outcome = await decide(room, goal, Decision.ADJUST, statement=words, day=LATEST)

    assert isinstance(outcome, Goal)
    assert (outcome.state, outcome.version) == (GoalState.ADJUSTED, 2)
    assert (await room.pieces(f"goal:{goal}/1"))[0].words == "More give a reason"
    assert (await room.pieces(outcome.about))[0].words == words
