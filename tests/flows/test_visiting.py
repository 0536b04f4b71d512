"""A visit on the store in memory: found in its turn, and asked for by its host."""

from dataclasses import replace

import pytest

from flows import requesting, together, visiting
from flows.coaching import Late, Missing, Moved, NotTheirs, TooLong
from flows.ids import RunId
from flows.proposing import Settled
from flows.requesting import NotHost, Prepared
from flows.visiting import Phase, Visit
from tests.flows.visited import (
    FOCUS,
    LOOK,
    ROOM,
    THURSDAY,
    VISIT,
    proposal,
    requested,
    slips,
    spoken,
    visit,
    works,
)
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    return await spoken(room)


async def test_what_the_request_begins_with(pair: Staffroom) -> None:
    begun = await pair.read(lambda r: requesting.prepare(r, MAYA, pair.pair.id, THURSDAY))
    assert isinstance(begun, Prepared)
    assert (begun.goal, begun.texts["look"], begun.texts["place"]) == (
        "",
        "leave it to five hands",
        "14",
    )
    nowhere = await pair.read(lambda r: requesting.prepare(r, MAYA, pair.pair.id, None))
    assert isinstance(nowhere, Prepared)
    assert nowhere.texts["place"] == ""

    his = await pair.read(lambda r: requesting.prepare(r, TOMAS, pair.pair.id, THURSDAY))
    hers = await pair.read(lambda r: requesting.prepare(r, AYA, pair.pair.id, THURSDAY))
    assert isinstance(his, NotHost)
    assert isinstance(hers, NotTheirs)
    await requested(pair)
    again = await pair.read(lambda r: requesting.prepare(r, MAYA, pair.pair.id, THURSDAY))
    assert isinstance(again, Late)


async def test_the_goal_comes_before_the_sentence(pair: Staffroom) -> None:
    await pair.write(lambda w: together.use_as_goal(w, MAYA, pair.pair.id))

    begun = await pair.read(lambda r: requesting.prepare(r, MAYA, pair.pair.id, THURSDAY))

    assert isinstance(begun, Prepared)
    assert (begun.goal, begun.texts["look"]) == ("mine", "leave it to five hands")


async def test_her_request_is_her_confirmation_and_he_is_asked(pair: Staffroom) -> None:
    asked = await proposal(pair)

    found = await visit(pair, TOMAS)
    assert found.phase is Phase.ASKED
    assert found.request.finished
    assert found.proposal == asked
    assert found.run.session is None
    assert await pair.lines("proposed") == [f"post proposed dm:{TOMAS} 1 03-03 08:05"]
    (said,) = await pair.said("proposed")
    assert LOOK not in str(said.refs)
    assert ROOM not in str(said.refs)
    seen = await pair.read(lambda r: visiting.asked_for(r, found, TOMAS))
    assert seen["look"] == LOOK
    assert seen["leave"] == "the group by the door"
    assert seen["tool"] == "timeline"
    assert await pair.read(lambda r: visiting.place_words(r, found, TOMAS)) == ROOM
    assert await pair.read(lambda r: visiting.place_words(r, found, AYA)) == ""
    assert await slips(pair) == [f"soft {MAYA} 03-12", f"soft {TOMAS} 03-05"]


async def test_a_request_needs_its_place_its_focus_and_its_host(pair: Staffroom) -> None:
    assert await requested(pair, place=" ") == Missing(("place",))
    assert await requested(pair, look="") == Missing(("look",))
    assert isinstance(await requested(pair, look="x" * 1501), TooLong)
    assert isinstance(await requested(pair, who=TOMAS), NotHost)
    assert isinstance(await requested(pair, who=AYA), NotTheirs)
    await requested(pair)
    assert isinstance(await requested(pair), Late)


async def test_a_talk_about_the_visit_can_be_taken_up(pair: Staffroom) -> None:
    async def take() -> object:
        return await pair.write(lambda w: requesting.plan_together(w, TOMAS, pair.pair.id))

    assert isinstance(await take(), Late)
    asked = await proposal(pair)
    assert (await visit(pair)).may_plan_together
    assert isinstance(await take(), Moved)
    assert isinstance(await take(), Late)
    assert isinstance(
        await pair.write(lambda w: requesting.plan_together(w, AYA, pair.pair.id)), NotTheirs
    )
    assert isinstance(await works(pair, TOMAS, asked.id), Settled)
    plan = (await visit(pair)).plan
    assert plan is not None
    assert plan.finished


async def test_the_first_sentences_come_before_the_visit(room: Staffroom) -> None:
    await room.partnered()

    assert isinstance(await room.read(lambda r: visiting.find(r, MAYA, room.pair.id)), Late)


async def test_only_the_visit_of_this_turn_is_found(pair: Staffroom) -> None:
    async def find(run: RunId) -> object:
        return await pair.read(lambda r: visiting.find(r, MAYA, pair.pair.id, run))

    assert isinstance(await find(VISIT), Visit)
    assert isinstance(await find(FOCUS), Visit)
    assert isinstance(await find(RunId("observation.visit/2")), Late)


async def test_where_no_visit_is_there_is_none(pair: Staffroom) -> None:
    course = await pair.course()
    protocol = course.rules.protocol
    talks_only = protocol.model_copy(
        update={"stages": tuple(s for s in protocol.stages if s.mode != "class")}
    )
    without = replace(course, rules=replace(course.rules, protocol=talks_only))
    nothing_yet = replace(course, cycle=course.cycle.model_copy(update={"runs": ()}))

    assert await pair.read(lambda r: visiting.of(r, without)) == []
    assert await pair.read(lambda r: visiting.of(r, nothing_yet)) == []
