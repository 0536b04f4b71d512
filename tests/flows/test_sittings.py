"""One sitting: steps as parts of one talk, one turn after the other, told of once."""

from datetime import timedelta

import pytest

from flows import balance, proposing, sitting_on, sittings, talking
from flows import events as ev
from flows.coaching import Late, Moved, NotTheirs, TooLong
from flows.effects import Announce, OpenStage
from flows.ids import MemberId, RunId
from flows.nudge import Kind
from flows.ports import Reader
from flows.protocol import digest
from tests.flows.courses import PEOPLE, Course, protocol, run_id
from tests.flows.on_way import on_way, run_of, tell
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom, at

A, B = PEOPLE[:2]
STEPS = ("goal", "reality", "options", "will")
GOAL, REALITY, OPTIONS, WILL = (RunId(f"grow.{step}/1") for step in STEPS)


@pytest.fixture
async def sat(room: Staffroom) -> Staffroom:
    """Maya's sitting is open."""
    return await on_way(room, "grow", "2026-03-05 12:00", "one_sitting")


def in_turn(course: Course, number: int) -> list[str]:
    return [course.state(f"grow.{step}/{number}") for step in STEPS]


def test_the_minutes_of_a_sitting_are_shared_out() -> None:
    assert sittings.shared_out(20, [10, 10, 15, 5]) == [5, 5, 8, 2]
    assert sittings.shared_out(60, [20, 10, 20]) == [24, 12, 24]
    assert sittings.shared_out(2, [1, 1, 1]) == [1, 1, 1]
    assert sittings.shared_out(4, [0, 0]) == [2, 2]


def test_in_one_sitting_each_step_is_a_part_of_the_talk() -> None:
    grow = sittings.together(protocol("grow"))
    goal, options, review = (grow.stage(key) for key in ("goal", "options", "review"))
    assert goal is not None
    assert options is not None
    assert (goal.mode, goal.done, goal.share) == ("live", "held", "on_share")
    assert goal.actor == ("coachee", "coach", "listener")
    assert {p.for_role for p in goal.prompts} == {"coachee"}
    assert [p.for_role for p in options.prompts][-1] == "listener"
    assert review == protocol("grow").stage("review")
    assert sittings.together(grow) == grow
    assert sittings.together(protocol("reflective")) is protocol("reflective")
    rounds = sittings.together(protocol("rounds"))
    assert [s.minutes for s in rounds.stages if s.id in {"analyse", "predict"}] == [24, 12]
    everything = sittings.together(protocol("everything"))
    will = everything.stage("will")
    assert will is not None
    assert [p.for_role for p in will.prompts] == ["thinker", "timekeeper"]


def test_where_all_take_part_in_one_step_all_sit_there() -> None:
    stages = tuple(
        s.model_copy(update={"actor": ("everyone",)}) if s.id == "will" else s
        for s in protocol("grow").stages
    )
    grow = sittings.together(protocol("grow").model_copy(update={"stages": stages}))
    assert [s.actor for s in grow.stages][:4] == [grow.roles] * 3 + [("everyone",)]


def test_each_turn_goes_through_its_sitting_before_the_next_begins() -> None:
    course = Course("grow", (A, B), start="again", delivery="one_sitting")
    course.tell(ev.Proposed(run_id("common.open/1"), A, 1))
    course.tell(ev.Agreed(run_id("common.open/1"), B, 1))
    assert course.cycle.digest == digest(protocol("grow"))
    course.until("03-05 12:00")
    assert in_turn(course, 1) == ["open", "locked", "locked", "locked"]
    assert in_turn(course, 2) == ["locked"] * 4
    assert course.waiting(A) == course.waiting(B) == [GOAL]
    for step, by in zip(STEPS, (A, B, A, B), strict=True):
        course.tell(ev.Held(run_id(f"grow.{step}/1"), by))
    assert in_turn(course, 1) == ["done"] * 4
    assert course.opens("grow.goal/2") == "03-06 07:30"
    course.tell(ev.StartedNow(run_id("grow.goal/2"), A))
    for step in STEPS:
        course.tell(ev.Held(run_id(f"grow.{step}/2"), A))
    assert course.opens("grow.review/1") == course.opens("grow.review/2")

    said = {e.run: e.announce for e in course.effects if isinstance(e, OpenStage)}
    assert said[GOAL] is Announce.OPEN
    assert {said[r] for r in (REALITY, OPTIONS, WILL)} == {Announce.NOTHING}


def test_a_declined_turn_has_no_sitting() -> None:
    course = Course("grow", (A, B), start="again", delivery="one_sitting")
    course.tell(ev.Proposed(run_id("common.open/1"), A, 1))
    course.tell(ev.Agreed(run_id("common.open/1"), B, 1))
    course.tell(ev.TurnDeclined(A))
    course.until("03-05 12:00")
    assert in_turn(course, 2)[0] == "open"


def test_one_step_back_within_the_sitting() -> None:
    course = Course("grow", (A, B), start="again", delivery="one_sitting")
    course.tell(ev.Proposed(run_id("common.open/1"), A, 1))
    course.tell(ev.Agreed(run_id("common.open/1"), B, 1))
    course.until("03-05 12:00")
    course.tell(ev.Held(GOAL, B))
    course.tell(ev.Unheld(GOAL, A))
    assert in_turn(course, 1)[:2] == ["open", "locked"]


def test_leaving_off_spreads_what_is_left_over_its_days() -> None:
    course = Course("grow", (A, B), start="again", delivery="one_sitting")
    course.tell(ev.Proposed(run_id("common.open/1"), A, 1))
    course.tell(ev.Agreed(run_id("common.open/1"), B, 1))
    assert not course.changes(ev.SpreadOut(GOAL, A))
    course.until("03-05 12:00")
    assert not course.changes(ev.SpreadOut(run_id("common.open/1"), A))
    assert not course.changes(ev.SpreadOut(run_id("grow.review/1"), A))
    course.tell(ev.Held(GOAL, A))
    course.tell(ev.SpreadOut(REALITY, B))
    assert course.cycle.delivery == "spread"
    assert in_turn(course, 1)[:2] == ["done", "locked"]
    assert course.state("grow.goal/2") == "open"
    assert course.waiting(B) == ["grow.goal/2"]
    course.tell(ev.Answered(run_id("grow.goal/2"), B, ("want",)))
    course.until("03-09 12:00")
    assert course.waiting(A) == [REALITY]
    assert not course.changes(ev.SpreadOut(REALITY, A))


def test_what_somebody_noted_stays_open_to_whom_it_is_asked_of() -> None:
    course = Course("grow", (A, B), start="again", delivery="one_sitting")
    course.tell(ev.Proposed(run_id("common.open/1"), A, 1))
    course.tell(ev.Agreed(run_id("common.open/1"), B, 1))
    course.until("03-05 12:00")
    course.tell(ev.Answered(GOAL, A, ("want",)))
    assert course.state(GOAL) == "open"
    course.tell(ev.SpreadOut(GOAL, B))
    assert (course.state(GOAL), course.waiting(A), course.waiting(B)) == (
        "open",
        [GOAL],
        ["grow.goal/2"],
    )


def test_only_those_who_are_there_leave_off() -> None:
    course = Course("grow", PEOPLE[:3], start="again", delivery="one_sitting")
    course.tell(ev.Proposed(run_id("common.open/1"), A, 1))
    for member in PEOPLE[1:3]:
        course.tell(ev.Agreed(run_id("common.open/1"), member, 1))
    course.until("03-05 12:00")
    run = course.run(GOAL)
    part = tuple(p for p in run.parts if p.member != B)
    runs = tuple(
        r.model_copy(update={"parts": part}) if r.id == GOAL else r for r in course.cycle.runs
    )
    course.cycle = course.cycle.model_copy(update={"runs": runs})
    assert not course.changes(ev.SpreadOut(GOAL, B))
    assert course.changes(ev.SpreadOut(GOAL, A))


async def test_the_card_knows_where_they_are(sat: Staffroom) -> None:
    course = await sat.course()
    sitting = sitting_on.of(course, await run_of(sat, GOAL))
    assert sitting is not None
    assert [run.id for run in sitting.steps] == [GOAL, REALITY, OPTIONS, WILL]
    assert (sitting.number, sitting.minutes, sitting.before) == (1, 20, None)
    assert talking.minutes_of(course, await run_of(sat, GOAL)) == 20
    assert sitting_on.of(course, await run_of(sat, "grow.review/1")) is None

    course = await tell(sat, ev.Held(GOAL, TOMAS))
    sitting = sitting_on.of(course, await run_of(sat, GOAL))
    assert sitting is not None
    assert sitting.before is not None
    assert (sitting.number, sitting.before.id, [r.id for r in sitting.then]) == (
        2,
        GOAL,
        [OPTIONS, WILL],
    )
    assert talking.minutes_of(course, await run_of(sat, REALITY)) == 15

    async def here(run: str, who: MemberId = MAYA) -> str:
        return await sat.read(lambda r: sitting_on.here(r, who, sat.pair.id, RunId(run)))

    assert await here(GOAL) == REALITY
    assert await here("grow.review/1") == "grow.review/1"
    assert await here(GOAL, OLE) == GOAL
    for run in (REALITY, OPTIONS, WILL):
        course = await tell(sat, ev.Held(run, MAYA))
    sitting = sitting_on.of(course, await run_of(sat, GOAL))
    assert sitting is not None
    assert (sitting.at, sitting.number, sitting.before) == (None, 4, None)
    assert await here(REALITY) == WILL
    found = await sat.read(lambda r: balance.facts(r, MAYA, sat.pair.id))
    assert isinstance(found, balance.Facts)
    assert found.held == 1
    assert (
        balance._meeting(course.cycle.model_copy(update={"delivery": "spread"}), sitting.steps[0])[
            1
        ]
        == GOAL
    )


async def test_its_first_step_tells_of_it_and_no_other_does(sat: Staffroom) -> None:
    for run in (GOAL, REALITY):
        await tell(sat, ev.Held(run, MAYA))

    def planned(reader: Reader) -> set[Kind]:
        return {slip.kind for slip in reader.slips.about(f"{course.cycle.id}:{OPTIONS}")}

    course = await sat.course()
    kinds = await sat.read(planned)
    assert Kind.OPEN not in kinds
    assert Kind.SOFT not in kinds


async def test_notes_are_kept_step_by_step(sat: Staffroom) -> None:
    await tell(sat, ev.Held(GOAL, MAYA))

    async def steps(who: MemberId) -> object:
        return await sat.read(lambda r: sitting_on.notes(r, who, sat.pair.id, REALITY))

    found = await steps(MAYA)
    assert isinstance(found, list)
    assert [w.run.id for w in found] == [GOAL, REALITY]
    assert await steps(TOMAS) == []
    assert isinstance(await steps(AYA), NotTheirs)
    assert isinstance(
        await sat.read(lambda r: sitting_on.notes(r, MAYA, sat.pair.id, RunId("nothing/1"))), Late
    )

    async def keep(who: MemberId = MAYA, **texts: str) -> object:
        by_run = {RunId(f"grow.{k}/1"): {n: t} for k, v in texts.items() for n, t in [v.split("=")]}
        return await sat.write(
            lambda w: sitting_on.keep(w, who, sat.pair.id, {**by_run, RunId("x/1"): {}}, {})
        )

    assert isinstance(await keep(AYA, goal="want=x"), NotTheirs)
    long = await keep(goal="want=" + "a" * 1501, reality="now=b")
    assert isinstance(long, TooLong)
    assert long.counts == {"goal:want": 1501}
    assert isinstance(await keep(goal="want= "), Late)
    assert isinstance(await keep(goal="want=more reasons", reality="now=five hands"), Moved)
    goal = (await run_of(sat, GOAL)).part(MAYA)
    assert goal is not None
    assert goal.keys == ("want",)
    assert (await run_of(sat, REALITY)).active
    assert isinstance(await keep(goal="want="), Moved)
    again = await steps(MAYA)
    assert isinstance(again, list)
    assert "want" not in again[0].entered


async def test_leaving_off_takes_the_time_and_the_question_for_one_back(sat: Staffroom) -> None:
    start = at("2026-03-10 13:00")

    async def leave(who: MemberId, run: str) -> object:
        return await sat.write(lambda w: sitting_on.leave_off(w, who, sat.pair.id, RunId(run)))

    assert isinstance(await leave(AYA, GOAL), NotTheirs)
    assert isinstance(await leave(MAYA, "nothing/1"), Late)
    assert isinstance(await leave(MAYA, "grow.review/1"), Late)
    await sat.write(lambda w: talking.ask(w, MAYA, sat.pair.id, GOAL, start, 20))
    cycle = (await sat.course()).cycle.id
    proposal = await sat.read(lambda r: r.proposals.open_for(cycle, GOAL))
    assert proposal is not None
    assert (proposal.end - proposal.start) == timedelta(minutes=20)
    await sat.write(lambda w: proposing.works(w, TOMAS, sat.pair.id, proposal.id))
    assert (await run_of(sat, GOAL)).session is not None
    assert isinstance(await leave(TOMAS, GOAL), Moved)
    assert (await run_of(sat, GOAL)).session is None
    assert isinstance(await leave(TOMAS, GOAL), Late)


async def test_a_sitting_may_rest_while_a_time_is_found(sat: Staffroom) -> None:
    await sat.write(lambda w: talking.ask(w, MAYA, sat.pair.id, GOAL, at("2026-03-10 13:00"), 20))
    left = await sat.write(lambda w: sitting_on.leave_off(w, MAYA, sat.pair.id, GOAL))
    assert isinstance(left, Moved)
    course = await sat.course()
    assert course.rules.as_written is None
    assert await sat.read(lambda r: r.proposals.open_for(course.cycle.id, GOAL)) is None
