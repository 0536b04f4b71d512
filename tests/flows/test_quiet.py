"""Snoozing, stopping and starting again; lighter, later; rest and going on."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from flows import coaching, easing, leaving, plans, quiet
from flows.coaching import Late, NotTheirs
from flows.easing import Eased, NotMovable, NotThen
from flows.events import Rested, Scheduled
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.quiet import Quiet
from flows.snoozing import Snooze
from tests.staffroom import AYA, MAYA, SPARK, TOMAS, Staffroom, at

FOCUS = RunId("observation.focus/1")
VISIT = RunId("observation.visit/1")


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    """Maya's focus is open since Wednesday morning."""
    await room.partnered()
    for member in (MAYA, TOMAS):
        await room.write(partial(coaching.skip, who=member, partnership=room.pair.id, run=SPARK))
    await room.until("2026-03-04 08:00")
    return room


async def planned(room: Staffroom, who: MemberId = MAYA) -> list[str]:
    slips = await room.read(lambda r: r.slips.planned(who))
    return [f"{slip.kind} {slip.due:%m-%d}" for slip in slips]


async def move_along(room: Staffroom, day: date) -> None:
    await room.write(lambda w: quiet.move_along(w, MAYA, room.pair.id, day))


async def test_what_a_step_brings_its_actor(pair: Staffroom) -> None:
    assert await planned(pair) == ["open 03-04", "soft 03-06", "pause_ask 03-11"]
    assert await planned(pair, TOMAS) == []


@pytest.mark.parametrize(
    ("choice", "day"),
    [
        (Snooze.TOMORROW, date(2026, 3, 5)),
        (Snooze.NEXT_MONDAY, date(2026, 3, 9)),
        (date(2026, 3, 20), date(2026, 3, 20)),
    ],
)
async def test_quiet_until_a_day_and_dates_move_along(
    pair: Staffroom, choice: Snooze | date, day: date
) -> None:
    outcome = await pair.write(lambda w: quiet.snooze(w, MAYA, choice))

    assert isinstance(outcome, Quiet)
    assert (outcome.day, outcome.together) == (day, (pair.pair.id,))
    await move_along(pair, day)
    run = (await pair.course()).cycle.run(FOCUS)
    assert run is not None
    assert run.due_at is not None
    assert (run.due_for(MAYA) or run.due_at) > run.due_at
    assert run.due_for(TOMAS) == run.due_at
    await pair.until(f"{day} 07:29")
    assert await pair.said("open", "soft", "pause_ask", sent=True) == []


async def test_what_was_not_announced_yet_is_announced_after_the_quiet(pair: Staffroom) -> None:
    await move_along(pair, date(2026, 3, 9))

    assert await planned(pair) == ["open 03-04", "soft 03-11", "pause_ask 03-16"]

    await pair.until("2026-03-04 16:00")
    await move_along(pair, date(2026, 3, 9))
    assert await planned(pair) == ["soft 03-16", "pause_ask 03-19"]


async def test_nobody_elses_dates_move(pair: Staffroom) -> None:
    before = (await pair.course()).cycle
    await pair.write(lambda w: quiet.move_along(w, AYA, pair.pair.id, date(2026, 3, 9)))
    await pair.write(lambda w: quiet.take_up(w, AYA, pair.pair.id))
    await pair.write(lambda w: quiet.move_along(w, MAYA, PartnershipId("no"), date(2026, 3, 9)))
    assert (await pair.course()).cycle == before


async def test_a_day_too_far_or_past_is_refused(pair: Staffroom) -> None:
    for day in (date(2026, 3, 4), date(2026, 6, 1)):
        assert await pair.write(partial(quiet.snooze, who=MAYA, choice=day)) == quiet.NotThen()


async def test_stopped_and_started_again(pair: Staffroom) -> None:
    start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")
    await pair.write(
        lambda w: coaching.answer(
            w, MAYA, pair.pair.id, FOCUS, {"look": "who answers"}, {"level": "evidence"}
        )
    )

    def settle(work: Work) -> None:
        found = coaching.load(work, pair.pair.id)
        assert found is not None
        host = frozenset({MAYA})
        coaching.happened(work, found, Scheduled(VISIT, MAYA, start, end, None, host))

    await pair.write(settle)
    await pair.write(lambda w: quiet.stop(w, MAYA))
    await pair.until("2026-03-05 12:00")
    assert await planned(pair) == []

    started = await pair.write(lambda w: quiet.start_again(w, MAYA))
    assert started.together == (pair.pair.id,)
    await pair.write(lambda w: quiet.take_up(w, MAYA, pair.pair.id))
    kinds = [line.split()[0] for line in await planned(pair)]
    assert kinds[:2] == ["remind", "after_visit"]


async def test_somebody_unknown_can_stop_all_messages(room: Staffroom) -> None:
    stranger = MemberId("U0NEW")
    await room.write(lambda w: quiet.stop(w, stranger))
    known = await room.member(stranger)
    assert known is not None
    assert known.stopped


async def test_lighter_gives_five_more_school_days(pair: Staffroom) -> None:
    outcome = await pair.write(lambda w: easing.lighten(w, MAYA, pair.pair.id))

    assert outcome == Eased(date(2026, 3, 11))
    assert await planned(pair) == ["open 03-04", "soft 03-13", "pause_ask 03-18"]


async def test_a_moved_turn_takes_back_what_was_planned_and_tells_the_day(pair: Staffroom) -> None:
    monday = date(2026, 3, 16)
    outcome = await pair.write(lambda w: easing.move_turn(w, MAYA, pair.pair.id, monday))

    assert outcome == Eased(monday)
    assert [line for line in await planned(pair) if "swap" not in line] == []
    (told,) = await pair.said("changed_turn")
    assert (told.lane, told.refs["to"]) == (f"dm:{TOMAS}", "2026-03-16")
    await pair.until("2026-03-16 16:00")
    assert len(await pair.said("open", sent=True)) == 1


@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2026, 5, 20), date(2026, 3, 1)])
async def test_a_turn_moves_to_a_day_ahead_only(pair: Staffroom, day: date) -> None:
    assert await pair.write(lambda w: easing.move_turn(w, MAYA, pair.pair.id, day)) == NotThen()


async def test_a_turn_that_was_begun_stays(pair: Staffroom) -> None:
    await pair.write(
        lambda w: coaching.answer(
            w, MAYA, pair.pair.id, FOCUS, {"look": "who answers"}, {"level": "evidence"}
        )
    )
    monday = date(2026, 3, 16)
    outcome = await pair.write(lambda w: easing.move_turn(w, MAYA, pair.pair.id, monday))
    assert outcome == NotMovable()


async def test_only_members_of_an_active_partnership_ease_it(pair: Staffroom) -> None:
    monday = date(2026, 3, 16)
    assert isinstance(await pair.write(lambda w: easing.lighten(w, AYA, pair.pair.id)), NotTheirs)
    assert isinstance(await pair.write(lambda w: easing.put_off(w, AYA, pair.pair.id)), NotTheirs)
    await pair.write(lambda w: leaving.pause(w, MAYA, pair.pair.id))
    assert isinstance(await pair.write(lambda w: easing.lighten(w, MAYA, pair.pair.id)), Late)
    assert isinstance(
        await pair.write(lambda w: easing.move_turn(w, MAYA, pair.pair.id, monday)), Late
    )


async def test_beyond_the_calendar_nothing_gets_lighter(pair: Staffroom) -> None:
    ends = replace(pair.program, covered_until=date(2026, 3, 6))
    await pair.write(lambda w: w.programs.put(ends))
    assert isinstance(await pair.write(lambda w: easing.lighten(w, MAYA, pair.pair.id)), Late)


async def rested(room: Staffroom) -> None:
    def body(work: Work) -> None:
        found = coaching.load(work, room.pair.id)
        assert found is not None
        coaching.happened(work, found, Rested())

    await room.write(body)


async def test_rest_takes_everything_back_but_one_question_much_later(pair: Staffroom) -> None:
    await rested(pair)

    assert await planned(pair) == ["close_ask 05-13"]
    assert (await pair.course()).cycle.next_at == at("2026-05-20 18:00")


async def test_going_on_plans_what_is_open_with_days_again(pair: Staffroom) -> None:
    await pair.until("2026-03-12 12:00")
    await rested(pair)
    pair.now = at("2026-03-16 12:00")

    outcome = await pair.write(lambda w: leaving.resume(w, TOMAS, pair.pair.id))

    assert outcome == await pair.state()
    assert await planned(pair) == ["open 03-16", "soft 03-18", "pause_ask 03-23"]
    assert isinstance(await pair.write(lambda w: leaving.resume(w, MAYA, pair.pair.id)), Late)


async def test_going_on_after_a_pause_reminds_of_what_is_settled(pair: Staffroom) -> None:
    await pair.write(
        lambda w: coaching.answer(
            w, MAYA, pair.pair.id, FOCUS, {"look": "who answers"}, {"level": "evidence"}
        )
    )

    def settle(work: Work) -> None:
        found = coaching.load(work, pair.pair.id)
        assert found is not None
        start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")
        coaching.happened(work, found, Scheduled(VISIT, MAYA, start, end, None, frozenset({MAYA})))

    await pair.write(settle)
    await pair.write(lambda w: leaving.pause(w, MAYA, pair.pair.id))
    assert await planned(pair) == ["close_ask 05-13"]
    await pair.write(lambda w: leaving.resume(w, MAYA, pair.pair.id))
    assert (await planned(pair))[0] == "remind 03-11"


async def test_a_paused_partnerships_cycle_is_never_due(pair: Staffroom) -> None:
    paused = pair.pair.became(PartnershipState.PAUSED)
    await pair.write(lambda w: w.partnerships.put(paused))
    pair.now = at("2027-01-01 12:00")

    await pair.write(lambda w: coaching.pass_time(w, pair.pair.id))

    assert await pair.read(lambda r: r.cycles.due(pair.now, 10)) == []


async def test_whoever_looked_into_a_step_is_asked_for_it_by_name(pair: Staffroom) -> None:
    def look(work: Work, who: MemberId, run: RunId) -> None:
        found = coaching.load(work, pair.pair.id)
        assert found is not None
        plans.touched(work, found, run, who)

    for who, run in ((TOMAS, FOCUS), (MAYA, SPARK)):
        await pair.write(partial(look, who=who, run=run))
    assert (await planned(pair))[-1] == "pause_ask 03-11"
    await pair.write(lambda w: look(w, MAYA, FOCUS))
    assert (await planned(pair))[-1] == "late 03-11"


async def test_a_visit_that_began_is_not_announced_as_a_step(pair: Staffroom) -> None:
    await pair.write(
        lambda w: coaching.answer(
            w, MAYA, pair.pair.id, FOCUS, {"look": "who answers"}, {"level": "evidence"}
        )
    )
    start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")

    def settle(work: Work) -> None:
        found = coaching.load(work, pair.pair.id)
        assert found is not None
        host = frozenset({MAYA})
        coaching.happened(work, found, Scheduled(VISIT, MAYA, start, end, None, host))

    await pair.write(settle)
    await pair.until("2026-03-12 11:15")
    cycle = (await pair.course()).cycle
    assert [run.id for run in cycle.waiting_for(TOMAS)] == [VISIT]

    await pair.write(lambda w: quiet.move_along(w, TOMAS, pair.pair.id, date(2026, 3, 16)))

    assert await planned(pair, TOMAS) == []


async def test_beyond_the_calendar_nothing_is_planned(pair: Staffroom) -> None:
    ends = replace(pair.program, covered_until=date(2026, 3, 20))
    await pair.write(lambda w: w.programs.put(ends))

    await rested(pair)

    assert await planned(pair) == []
