"""Balance facts, and the four rules that ask about them (practice G3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from flows import answered, balance, coaching, leaving, weighing
from flows.balance import Applied, Asked, AskedAlready, Facts, Noted, Swapped, Way
from flows.coaching import Late, NotTheirs
from flows.cycle import CycleState
from flows.effects import Announce, CycleEffect, EndTurn, OpenStage
from flows.ids import MemberId, RunId
from flows.nudge import Kind, Why
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.slip import Slip
from flows.stage import Part, RunState, StageRun
from flows.turns import TurnState
from tests.staffroom import AYA, MAYA, TOMAS, ZONE, Staffroom, at


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    return room


async def facts(room: Staffroom, who: MemberId) -> Facts | NotTheirs | Late:
    return await room.read(lambda r: balance.facts(r, who, room.pair.id))


async def planned(room: Staffroom, member: MemberId) -> list[Slip]:
    found = await room.read(lambda r: r.slips.planned(member))
    return [slip for slip in found if slip.kind is Kind.BALANCE]


async def test_facts_are_for_members_alone(pair: Staffroom) -> None:
    assert await facts(pair, AYA) == NotTheirs()

    found = await facts(pair, MAYA)

    assert isinstance(found, Facts)
    assert found.turns == {MAYA: 0, TOMAS: 0}
    assert (found.held, found.moved, found.mine, found.others) == (0, 0, 1, 1)
    assert found.minutes[MAYA] > 0
    assert not found.may_check


async def test_whoever_waits_may_ask_all_about_the_rhythm(pair: Staffroom) -> None:
    await pair.answer(MAYA, "wait too long")
    await pair.all_sent()
    found = await facts(pair, MAYA)
    assert isinstance(found, Facts)
    assert found.may_check

    outcome = await pair.write(lambda w: balance.check(w, MAYA, pair.pair.id))

    assert outcome == Asked()
    rows = await pair.said("check_rhythm")
    assert [row.lane for row in rows] == [f"dm:{MAYA}", f"dm:{TOMAS}"]
    assert len({row.due for row in rows}) == 1
    assert {row.refs["partnership"] for row in rows} == {pair.pair.id}
    pair.now += timedelta(days=6)
    again = await pair.write(lambda w: balance.check(w, TOMAS, pair.pair.id))
    assert again == AskedAlready()
    pair.now += timedelta(days=2)
    assert await pair.write(lambda w: balance.check(w, TOMAS, pair.pair.id)) == Asked()


async def test_the_rhythm_is_for_members_of_what_goes_on(pair: Staffroom) -> None:
    name = pair.pair.id
    assert await pair.write(lambda w: balance.check(w, AYA, name)) == NotTheirs()
    assert await pair.write(lambda w: balance.answer(w, AYA, name, Way.FINE)) == NotTheirs()
    assert await pair.write(lambda w: balance.answer(w, MAYA, name, Way.FINE)) == Late()
    assert await pair.write(lambda w: balance.swap_next(w, AYA, name)) == NotTheirs()
    await pair.write(lambda w: leaving.pause(w, MAYA, name))
    assert await pair.write(lambda w: balance.check(w, MAYA, name)) == Late()


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (Way.FINE, Way.FINE, Way.FINE),
        (Way.FINE, Way.LIGHTEN, Way.LIGHTEN),
        (Way.PAUSE, Way.LIGHTEN, Way.PAUSE),
        (Way.FINE, Way.FINISH, Way.FINISH),
    ],
)
async def test_the_lightest_of_the_answers_holds(
    pair: Staffroom, first: Way, second: Way, holds: Way
) -> None:
    name = pair.pair.id
    await pair.write(lambda w: balance.check(w, MAYA, name))

    noted = await pair.write(lambda w: balance.answer(w, MAYA, name, first))
    twice = await pair.write(lambda w: balance.answer(w, MAYA, name, second))
    applied = await pair.write(lambda w: balance.answer(w, TOMAS, name, second))

    assert (noted, twice, applied) == (Noted(), Late(), Applied(holds))
    state = (await pair.state()).state
    match holds:
        case Way.FINE:
            assert state is PartnershipState.ACTIVE
        case Way.LIGHTEN:
            assert set((await pair.course()).cycle.lightened) == {MAYA, TOMAS}
            assert len(await pair.said("lighter")) == 2
        case Way.PAUSE:
            assert state is PartnershipState.PAUSED
        case Way.FINISH:
            assert state is PartnershipState.ENDED


async def test_an_answer_shows_in_its_own_message_alone(pair: Staffroom) -> None:
    name = pair.pair.id
    await pair.write(lambda w: balance.check(w, MAYA, name))
    await pair.all_sent()

    await pair.write(lambda w: balance.answer(w, MAYA, name, Way.LIGHTEN))

    rows = [row for row in await pair.said("check_rhythm") if row.effect == "update"]
    assert [row.lane for row in rows] == [f"dm:{MAYA}"]
    slips = await pair.read(lambda r: r.slips.sent_since(TOMAS, pair.now))
    assert all(answered.HOW not in slip.refs for slip in slips)


async def test_the_next_turn_is_swapped_once_both_wish_it(pair: Staffroom) -> None:
    name = pair.pair.id

    first = await pair.write(lambda w: balance.swap_next(w, MAYA, name))
    twice = await pair.write(lambda w: balance.swap_next(w, MAYA, name))
    second = await pair.write(lambda w: balance.swap_next(w, TOMAS, name))

    assert (first, twice, second) == (Swapped(settled=False), Late(), Swapped(settled=True))
    order = [turn.coachee for turn in (await pair.course()).cycle.turns]
    assert order == [TOMAS, MAYA]


def test_turns_two_apart_are_uneven() -> None:
    assert weighing.uneven({MAYA: 3, TOMAS: 1}) == (MAYA, TOMAS)
    assert weighing.uneven({MAYA: 2, TOMAS: 1}) is None


def notice(work: Work, room: Staffroom, effects: Sequence[CycleEffect], **changes: object) -> None:
    """What follows from these effects in a cycle with these changes, twice."""
    found = coaching.load(work, room.pair.id)
    assert found is not None
    after = replace(found, cycle=found.cycle.model_copy(update=changes))
    for _ in range(2):
        weighing.noticed(work, after, effects)


async def test_all_are_asked_whether_uneven_turns_are_what_they_want(pair: Staffroom) -> None:
    first, second = (
        turn.model_copy(update={"state": TurnState.DONE})
        for turn in (await pair.course()).cycle.turns
    )
    ended = [EndTurn(1)]

    await pair.write(partial(notice, room=pair, effects=ended, turns=(first, first, second)))
    assert await planned(pair, MAYA) == []
    await pair.write(partial(notice, room=pair, effects=ended, turns=(first, first, first, second)))

    for member in (MAYA, TOMAS):
        (slip,) = await planned(pair, member)
        assert (slip.template, slip.why) == ("turns_uneven", Why.TURNS_UNEVEN)
        assert (slip.refs["x"], slip.refs["y"]) == (3, 1)


async def test_what_is_over_is_not_asked_about(pair: Staffroom) -> None:
    await pair.write(partial(notice, room=pair, effects=[EndTurn(1)], state=CycleState.CLOSED))

    assert await planned(pair, MAYA) == []


def run_of(
    stage: str, who: MemberId, opened: str, done: str | None = None, **more: object
) -> StageRun:
    run = StageRun(
        id=RunId(f"observation.{stage}/1"),
        stage=f"observation.{stage}",
        turn=1,
        state=RunState.OPEN if done is None else RunState.DONE,
        parts=(Part(member=who),),
        opened_at=at(opened),
        done_at=at(done) if done else None,
    )
    return run.model_copy(update=more)


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (run_of("focus", MAYA, "2026-02-16 08:00", "2026-03-02 08:00"), ["03-13 15:45"]),
        (run_of("focus", MAYA, "2026-02-23 08:00", "2026-03-02 08:00"), []),
        (run_of("focus", TOMAS, "2026-02-16 08:00", "2026-03-02 08:00"), []),
        (run_of("focus", MAYA, "2026-02-16 08:00"), []),
        (run_of("focus", MAYA, "2026-02-16 08:00", "2026-03-02 08:00", opened_at=None), []),
    ],
)
async def test_two_long_steps_of_one_person_are_asked_about_privately(
    pair: Staffroom, before: StageRun, asked: list[str]
) -> None:
    now = run_of("words", MAYA, "2026-03-03 08:00")
    opened = [OpenStage(now.id, (MAYA,), None, Announce.OPEN)]

    await pair.write(partial(notice, room=pair, effects=opened, runs=(before, now)))

    slips = await planned(pair, MAYA)
    assert [f"{slip.due.astimezone(ZoneInfo(ZONE)):%m-%d %H:%M}" for slip in slips] == asked
    assert {slip.template for slip in slips} <= {"rhythm_alone"}
    assert await planned(pair, TOMAS) == []


async def test_a_visit_or_a_step_of_several_is_nobodys_long_step(pair: Staffroom) -> None:
    before = run_of("focus", MAYA, "2026-02-16 08:00", "2026-03-02 08:00")
    for now in (
        run_of("visit", MAYA, "2026-03-03 08:00"),
        run_of("words", MAYA, "2026-03-03 08:00", offered=True),
    ):
        opened = [OpenStage(now.id, (MAYA,), None, Announce.OPEN)]
        await pair.write(partial(notice, room=pair, effects=opened, runs=(before, now)))
    gone = [OpenStage(RunId("observation.words/2"), (MAYA,), None, Announce.OPEN)]
    await pair.write(partial(notice, room=pair, effects=gone, runs=(before,)))

    assert await planned(pair, MAYA) == []


async def test_a_long_step_where_the_calendar_ends_is_not_asked_about(pair: Staffroom) -> None:
    before = run_of("focus", MAYA, "2026-02-16 08:00", "2026-03-02 08:00")
    now = run_of("words", MAYA, "2026-03-03 08:00")
    await pair.write(
        lambda w: w.programs.put(replace(pair.program, covered_until=date(2026, 3, 6)))
    )

    opened = [OpenStage(now.id, (MAYA,), None, Announce.OPEN)]
    await pair.write(partial(notice, room=pair, effects=opened, runs=(before, now)))

    assert await planned(pair, MAYA) == []


def talk(stage: str, moves: int) -> StageRun:
    return run_of(stage, MAYA, "2026-03-03 08:00", moved=moves)


@pytest.mark.parametrize(
    ("talks", "asked"),
    [
        ((talk("plan", 1), talk("debrief", 1)), 1),
        ((talk("debrief", 2),), 1),
        ((talk("debrief", 1),), 0),
        ((talk("plan", 2), run_of("debrief", MAYA, "2026-03-03 08:00", held_by=MAYA)), 0),
        ((), 0),
    ],
)
async def test_two_moved_talks_in_a_row_are_asked_about(
    pair: Staffroom, talks: tuple[StageRun, ...], asked: int
) -> None:
    await pair.write(partial(notice, room=pair, effects=[], runs=talks))

    for member in (MAYA, TOMAS):
        slips = await planned(pair, member)
        assert [slip.template for slip in slips] == ["busy_weeks"] * asked
