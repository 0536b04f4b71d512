"""Two visits at the same time: each of two hosts asks for their own, and each has its own lines."""

import pytest

from flows import visiting
from flows.ids import MemberId
from flows.visiting import Phase, Visit
from handlers import ids
from tests.flows.on_way import to_rehearsals
from tests.handlers.workspace import Json, Reply, Workspace, button, element, elements
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

WHEN = {"date": "2026-03-18", "start": "10:00", "end": "10:15", "place": "14"}


@pytest.fixture
async def growing(room: Staffroom) -> Staffroom:
    return await to_rehearsals(room)


async def phases(room: Staffroom) -> list[tuple[MemberId, Phase]]:
    course = await room.course()
    visits = await room.read(lambda r: visiting.of(r, course))
    return [(visit.host, visit.phase) for visit in visits]


async def another(slack: Workspace, whose: int) -> Json:
    """[Another time] of the visit of the first or the second turn on the live card."""
    card = (await slack.message("card")).blocks
    found = [e for e in elements(card) if e.get("text", {}).get("text") == "Another time"]
    return next(e for e in found if f"visit/{whose}" in e["value"])


async def requested(slack: Workspace, who: MemberId, whose: int, **given: str) -> Reply:
    form = (await slack.press(who, await another(slack, whose))).opened
    return await slack.submit(who, form, **({"look": "the pause"} | WHEN | given))


async def works(slack: Workspace, who: MemberId) -> list[str]:
    message = await slack.message("proposed", f"dm:{who}")
    reply = await slack.press(who, element(message.blocks, ids.WORKS), dm=True)
    return reply.whispered


async def test_each_host_picks_a_time_for_their_own(slack: Workspace, growing: Staffroom) -> None:
    assert await phases(growing) == [(MAYA, Phase.PICK), (TOMAS, Phase.PICK)]
    card = (await slack.message("card")).blocks
    assert "Maya picks a time" in str(card)
    assert "Tomás picks a time" in str(card)

    refused = await slack.press(MAYA, await another(slack, 2))
    assert "times at which Tomás could be visited" in str(refused.opened)
    assert (await requested(slack, TOMAS, 2)).page is not None

    assert await phases(growing) == [(MAYA, Phase.PICK), (TOMAS, Phase.ASKED)]
    assert await works(slack, MAYA) == ["Settled: Wed 18 Mar 10:00."]
    assert await phases(growing) == [(MAYA, Phase.PICK), (TOMAS, Phase.SETTLED)]
    card = (await slack.message("card")).blocks
    assert "*Short visit (Tomás):*" in str(card)
    await requested(slack, MAYA, 1, date="2026-03-19")
    assert await works(slack, TOMAS) == ["Settled: Thu 19 Mar 10:00."]
    sessions = [run.session for run in (await growing.course()).cycle.runs if run.session]
    assert [s.start.day for s in sessions] == [19, 18]


async def test_a_request_opens_with_its_own_time(slack: Workspace, growing: Staffroom) -> None:
    for who, number in ((MAYA, 1), (TOMAS, 2)):
        names = {"partnership": growing.pair.id, "run": f"growing.request/{number}"}
        form = (await slack.press(who, button(ids.OPEN_STEP, names))).opened
        assert form["callback_id"] == ids.REQUEST_FORM
        assert {"date", "start", "end"} <= {b.get("block_id") for b in form["blocks"]}


async def test_both_are_not_asked_to_the_same_time(slack: Workspace, growing: Staffroom) -> None:
    await requested(slack, MAYA, 1)

    refused = await requested(slack, TOMAS, 2)

    assert "another visit or talk at that time" in str(refused.errors)
    assert (await phases(growing))[1] == (TOMAS, Phase.PICK)


async def test_a_time_given_away_since_it_was_suggested_is_not_settled(
    slack: Workspace, growing: Staffroom
) -> None:
    pair = growing.pair
    await requested(slack, MAYA, 1)
    asked = await slack.message("proposed", f"dm:{TOMAS}")
    await growing.partnered(MAYA, AYA)
    for who in (MAYA, AYA):
        await growing.answer(who, "a sentence")
    form = (await slack.press(MAYA, await another(slack, 1))).opened
    await slack.submit(MAYA, form, look="the start", **WHEN)
    assert await works(slack, AYA) == ["Settled: Wed 18 Mar 10:00."]
    growing.pair = pair

    reply = await slack.press(TOMAS, element(asked.blocks, ids.WORKS), dm=True)

    assert "another visit or talk at that time since" in str(reply.whispered)
    assert (await phases(growing))[0] == (MAYA, Phase.ASKED)


async def test_without_a_run_it_is_the_own_visit_that_wants_a_time(
    slack: Workspace, growing: Staffroom
) -> None:
    async def host(who: MemberId) -> MemberId:
        found = await growing.read(lambda r: visiting.find(r, who, growing.pair.id))
        assert isinstance(found, Visit)
        return found.host

    assert [await host(who) for who in (MAYA, TOMAS)] == [MAYA, TOMAS]
    await requested(slack, MAYA, 1)
    assert await host(MAYA) == MAYA
    old = button(ids.PICK_VISIT, {"partnership": growing.pair.id})
    assert (await slack.press(TOMAS, old)).opened["callback_id"] == ids.REQUEST_FORM


async def test_lines_at_home_name_the_other_ones_turn(slack: Workspace, growing: Staffroom) -> None:
    await requested(slack, MAYA, 1)
    await works(slack, TOMAS)

    hers, his = [str(await slack.home(who)) for who in (MAYA, TOMAS)]

    assert "*Short visit:*" in hers
    assert "*Short visit (Maya):*" in his
