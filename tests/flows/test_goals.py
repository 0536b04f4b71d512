from datetime import date
from typing import Any

import pytest

from flows import goals, together, trail
from flows.goal import Decision, Goal, GoalState, Source, TrailEntry, TrailWord
from flows.goals import Empty, Gone, NoDay, Past, TooLong, Worded
from flows.ids import GoalId, MemberId
from flows.nudge import Kind
from flows.pieces import Vault
from flows.together import Drafted
from flows.trail import Ahead, Nothing
from tests.staffroom import MAYA, TOMAS, ZONE, Staffroom, at

LATER = date(2026, 3, 27)
MAY = date(2026, 5, 8)


@pytest.fixture
async def draft(room: Staffroom) -> tuple[Staffroom, GoalId]:
    await room.spoken()
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
    **texts: str,
) -> Any:
    def body(work: Any) -> object:
        known = work.goals.get(goal)
        return goals.settle(work, who, known, {"statement": statement, **texts}, day)

    return await room.write(body)


async def decide(
    room: Staffroom, goal: GoalId, decision: Decision, who: MemberId = MAYA, **more: Any
) -> Any:
    return await room.write(lambda w: goals.decide(w, who, goal, decision, **more))


async def find(room: Staffroom, who: MemberId, goal: GoalId) -> object:
    return await room.read(lambda r: goals.find(r, who, goal))


async def reviews(room: Staffroom, goal: GoalId) -> list[str]:
    slips = await room.read(lambda r: list(r.slips.about(goal)))
    assert {(slip.kind, slip.member) for slip in slips} <= {(Kind.REVIEW, MAYA)}
    assert all(slip.refs == {"goal": goal} for slip in slips)
    return [str(slip.due) for slip in slips]


async def test_a_draft_with_a_day_is_a_goal_and_asks_on_it(
    draft: tuple[Staffroom, GoalId],
) -> None:
    room, goal = draft

    outcome = await settle(room, goal)

    assert (outcome.state, outcome.review_on, outcome.version) == (GoalState.ACTIVE, LATER, 1)
    assert await find(room, MAYA, goal) == Worded(outcome, {"statement": "More give a reason"})
    (piece,) = await room.pieces(outcome.about)
    assert piece.vault == Vault(MAYA, room.pair.id)
    assert await room.lines("home") == ["publish_home home home:U0MAYA 0 03-03 08:05"]
    assert await reviews(room, goal) == [str(at("2026-03-27 15:45"))]


async def test_its_words_are_kept_as_typed(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft
    typed = "  <!channel> *bold* \u202eﬁrst 👩‍🏫 \n second  "

    await settle(room, goal, typed)

    found = await find(room, MAYA, goal)
    assert isinstance(found, Worded)
    assert found.statement == typed


@pytest.mark.parametrize(
    ("statement", "day", "expected"),
    [
        (" \n", LATER, Empty()),
        ("x" * 241, LATER, TooLong({"statement": 241})),
        ("fine", date(2026, 3, 3), Past()),
        ("fine", date(2026, 3, 2), Past()),
    ],
)
async def test_what_is_amiss_is_said_and_nothing_is_kept(
    draft: tuple[Staffroom, GoalId], statement: str, day: date, expected: object
) -> None:
    room, goal = draft

    assert await settle(room, goal, statement, day) == expected

    found = await find(room, MAYA, goal)
    assert isinstance(found, Worded)
    assert (found.goal.state, found.statement) == (GoalState.DRAFT, "leave it to five hands")
    assert await room.said() == []
    assert await reviews(room, goal) == []


async def test_today_depends_on_where_the_owner_is(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft
    room.now = at("2026-03-03 12:00")  # The next day has begun on Kiritimati.
    tomorrow = date(2026, 3, 4)
    await room.put(MAYA, zone="Pacific/Kiritimati")
    assert await settle(room, goal, day=tomorrow) == Past()

    await room.put(MAYA, zone=ZONE)
    assert isinstance(await settle(room, goal, day=tomorrow), Goal)


async def test_a_goal_is_only_its_owners(draft: tuple[Staffroom, GoalId]) -> None:
    """practice INV-08"""
    room, goal = draft

    assert await settle(room, goal, who=TOMAS) == Gone()
    assert await decide(room, goal, Decision.REACHED, who=TOMAS) == Gone()
    noted = await room.write(lambda w: trail.note_progress(w, TOMAS, goal, "x", None))
    assert noted == Gone()
    assert await find(room, TOMAS, goal) == Gone()
    assert await find(room, MAYA, GoalId("none")) == Gone()
    assert await room.read(lambda r: goals.mine(r, TOMAS)) == []


async def test_a_set_goal_that_is_worded_anew_is_adjusted(
    draft: tuple[Staffroom, GoalId],
) -> None:
    room, goal = draft
    first = await settle(room, goal)

    same = await settle(room, goal, day=MAY)
    changed = await settle(room, goal, "After a pause", MAY, why="they are thirteen")

    assert (same.version, same.state, same.review_on) == (1, GoalState.ACTIVE, MAY)
    assert (changed.version, changed.state) == (2, GoalState.ADJUSTED)
    earlier = await room.read(lambda r: goals.worded(r, changed, 1))
    assert (earlier.statement, earlier.goal.version) == ("More give a reason", first.version)
    assert await reviews(room, goal) == [str(at("2026-05-08 15:45"))]


async def test_keeping_needs_no_new_day_and_adjusting_does(
    draft: tuple[Staffroom, GoalId],
) -> None:
    room, goal = draft
    await settle(room, goal)
    room.now = at("2026-03-18 16:20")

    kept = await decide(room, goal, Decision.KEEP)
    undated = await decide(room, goal, Decision.ADJUST, statement="After a pause")
    past = await decide(room, goal, Decision.KEEP, review_on=date(2026, 3, 18))
    done = await decide(
        room, goal, Decision.ADJUST, statement="After a pause", review_on=MAY, version=1
    )
    late = await decide(room, goal, Decision.ADJUST, review_on=LATER, version=1)

    assert (kept.version, kept.review_on, kept.asked_on) == (1, LATER, date(2026, 3, 18))
    assert (undated, past, late) == (NoDay(), Past(), Gone())
    assert (done.version, done.state, done.review_on) == (2, GoalState.ADJUSTED, MAY)
    assert await reviews(room, goal) == [str(at("2026-05-08 15:45"))]


async def test_asked_within_five_school_days_before_it_is_not_asked_again(
    draft: tuple[Staffroom, GoalId],
) -> None:
    """practice D"""
    room, goal = draft
    await settle(room, goal)
    room.now = at("2026-03-24 12:00")

    await decide(room, goal, Decision.KEEP)

    assert await reviews(room, goal) == []


async def test_the_question_at_its_date_shows_that_it_was_answered(
    draft: tuple[Staffroom, GoalId],
) -> None:
    room, goal = draft
    await settle(room, goal)
    room.now = at("2026-03-27 15:45")
    await room.on_time()
    assert len([s for s in await room.said("review") if s.effect == "post"]) == 1

    await decide(room, goal, Decision.KEEP, review_on=MAY)

    assert len([s for s in await room.said("review") if s.effect == "update"]) == 1
    assert await reviews(room, goal) == [str(at("2026-05-08 15:45"))]


async def test_a_kept_draft_with_a_day_is_set(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft

    kept = await decide(room, goal, Decision.KEEP, review_on=LATER)

    assert (kept.state, kept.review_on) == (GoalState.ACTIVE, LATER)


@pytest.mark.parametrize(
    ("decision", "state"),
    [(Decision.REACHED, GoalState.REACHED), (Decision.SET_ASIDE, GoalState.SET_ASIDE)],
)
async def test_a_goal_that_is_over_is_gone_and_not_asked_about(
    draft: tuple[Staffroom, GoalId], decision: Decision, state: GoalState
) -> None:
    room, goal = draft
    await settle(room, goal)

    ended = await decide(room, goal, decision)

    assert ended.state is state
    assert await settle(room, goal) == Gone()
    assert await decide(room, goal, decision) == Gone()
    assert await room.read(lambda r: goals.mine(r, MAYA)) == []
    assert await reviews(room, goal) == []


async def test_set_goals_are_offered_before_drafts(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft

    def new(work: Any) -> object:
        fresh = Goal(GoalId("fresh"), MAYA, None, GoalState.DRAFT, 1, work.now)
        return goals.settle(work, MAYA, fresh, {"statement": "Another"}, MAY)

    assert isinstance(await room.write(new), Goal)

    offered = await room.read(lambda r: goals.choose(r, MAYA))

    assert [found.goal.id for found in offered] == ["fresh", goal]


async def test_somebody_in_no_program_is_not_asked_at_the_date(room: Staffroom) -> None:
    await room.put(MAYA, program=None)

    def new(work: Any) -> object:
        fresh = Goal(GoalId("fresh"), MAYA, None, GoalState.DRAFT, 1, work.now)
        return goals.settle(work, MAYA, fresh, {"statement": "Another"}, MAY)

    assert isinstance(await room.write(new), Goal)
    assert await reviews(room, GoalId("fresh")) == []
    assert (await room.read(lambda r: goals.calendar(r, MAYA)))[0].covered_until.year == 9999


async def test_beyond_the_calendar_nothing_is_asked(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft

    await settle(room, goal, day=date(2027, 8, 2))

    assert await reviews(room, goal) == []


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


async def test_the_trail_is_in_order_of_days(draft: tuple[Staffroom, GoalId]) -> None:
    room, goal = draft
    found = await settle(room, goal)
    monday = date(2026, 3, 2)

    async def note(*given: Any) -> object:
        return await room.write(lambda w: trail.note_progress(w, MAYA, goal, *given))

    today = await note("two spoke", TrailWord.SOME_SIGNS)
    before = await note("", TrailWord.TRYING, Source.STUDENT_WORK, monday)

    assert isinstance(today, TrailEntry)
    assert isinstance(before, TrailEntry)
    noted = await room.read(lambda r: trail.of(r, found))
    assert [(n.entry, n.words, n.shared) for n in noted] == [
        (today, "two spoke", False),
        (before, "", False),
    ]
    assert await note(" ", None) == Nothing()
    assert await note("x" * 1501, None) == TooLong({"noticed": 1501})
    assert await note("soon", None, Source.SELF, LATER) == Ahead()
