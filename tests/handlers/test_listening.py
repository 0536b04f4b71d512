"""Late and foreign presses on talks, replies, earlier steps, maps and what is parked."""

import pytest

from flows.ids import MemberId
from handlers import ids
from tests.flows.on_way import on_way, wrote
from tests.handlers.workspace import Workspace, button, element, elements
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

LONG = "x" * 1501


@pytest.fixture
async def grow(slack: Workspace, room: Staffroom) -> Staffroom:
    """Maya shared where things stand."""
    await on_way(room, "grow", "2026-03-04 12:00")
    await wrote(room, MAYA, "grow.goal/1", share=True, want="more reasons")
    await wrote(room, TOMAS, "grow.goal/2", want="sources")
    await room.until("2026-03-05 12:00")
    return room


async def pressed(
    slack: Workspace, who: MemberId, action: str, room: Staffroom, **more: str
) -> str:
    """What is whispered to whoever presses it."""
    reply = await slack.press(who, button(action, {"partnership": room.pair.id, **more}))
    return " ".join(reply.whispered)


async def test_nothing_to_reply_to(slack: Workspace, grow: Staffroom) -> None:
    reality = "grow.reality/1"
    assert "nothing here" in await pressed(slack, TOMAS, ids.REPLY, grow, run=reality)
    assert "other people" in await pressed(slack, AYA, ids.REPLY, grow, run=reality)
    gone = await pressed(slack, MAYA, ids.READ_REPLY, grow, run=reality)
    assert gone
    theme = await pressed(slack, MAYA, ids.CONFIRM_THEME, grow, run=reality, author="x", key="y")
    assert "nothing here" in theme


async def test_a_reply_that_is_empty_or_too_long_stays_open(
    slack: Workspace, grow: Staffroom
) -> None:
    await wrote(grow, MAYA, "grow.reality/1", share=True, now="five hands")
    named = {"partnership": grow.pair.id, "run": "grow.reality/1", "to": MAYA}
    form = (await slack.press(TOMAS, button(ids.REPLY, named))).opened
    assert "nothing is sent" in str((await slack.submit(TOMAS, form)).errors)
    assert "1501 of 1500" in str((await slack.submit(TOMAS, form, heard=LONG)).errors)
    assert "other people" in str((await slack.submit(AYA, form, heard="x")).errors)
    assert "can read it now" in str((await slack.submit(TOMAS, form, heard="five")).page)
    late = (await slack.press(TOMAS, button(ids.REPLY, named))).whispered
    assert "nothing here" in late[0]
    home = str(await slack.home(MAYA))
    assert "Tomás replied to *Reality*." in home
    message = await slack.message("replied")
    read = await slack.press(MAYA, element(message.blocks, ids.READ_REPLY), dm=True)
    assert "five" in str(read.opened)


async def test_back_to_an_earlier_step_keeps_what_was_typed(
    slack: Workspace, grow: Staffroom
) -> None:
    named = {"partnership": grow.pair.id, "run": "grow.reality/1"}
    form = (await slack.press(MAYA, button(ids.OPEN_STEP, named))).opened
    back = element(form["blocks"], ids.REOPEN_STEP)
    reply = await slack.press(MAYA, back, view=form)
    (again,) = [call["view"] for call in reply.called("views.update")]
    assert "more reasons" in str(again)
    late = await slack.press(MAYA, back, view=form)
    assert "done already" in str(late.called("views.update"))


async def test_a_lesson_of_ones_own_needs_a_whole_time(slack: Workspace, room: Staffroom) -> None:
    await on_way(room, "cognitive", "2026-03-04 12:00")
    named = {"run": "cognitive.event/1"}
    assert "moved on" in await pressed(slack, MAYA, ids.OWN_LESSON, room, **named)
    assert "other people" in await pressed(slack, AYA, ids.OWN_LESSON, room, **named)
    assert "other people" in await pressed(slack, AYA, ids.TALK_QUESTIONS, room, **named)
    assert "moved on" in await pressed(slack, MAYA, ids.TALK_NOTES, room, run="no")


async def test_what_is_parked(slack: Workspace, room: Staffroom) -> None:
    await on_way(room, "ai", "2026-03-04 12:00")
    assert "other people" in await pressed(slack, AYA, ids.PARK, room)
    form = (await slack.press(MAYA, button(ids.PARK, {"partnership": room.pair.id}))).opened
    assert "write a line" in str((await slack.submit(MAYA, form)).errors)
    assert "1501 of 1500" in str((await slack.submit(MAYA, form, note=LONG)).errors)
    assert "other people" in str((await slack.submit(AYA, form, note="x")).errors)
    assert "asked about the other way" in str((await slack.submit(MAYA, form, way="park")).page)
    message = await slack.message("way_suggested")
    yes = element(message.blocks, ids.TAKE_WAY)
    assert "other people" in (await slack.press(AYA, yes, dm=True)).whispered[0]
    stays = await slack.press(TOMAS, element(message.blocks, ids.KEEP_WAY), dm=True)
    assert "goes on as it was" in stays.whispered[0]
    assert "moved on" in (await slack.press(TOMAS, yes, dm=True)).whispered[0]


async def test_a_map_that_is_none(slack: Workspace, room: Staffroom) -> None:
    await on_way(room, "cognitive", "2026-03-04 12:00")
    await wrote(room, MAYA, "cognitive.choose/1", event="the debate", map=":reflecting")
    await room.until("2026-03-05 12:00")
    named = {"partnership": room.pair.id, "run": "cognitive.reflecting/1"}
    card = (await slack.press(MAYA, button(ids.OPEN_STEP, named))).opened
    menus = [e for e in elements(card["blocks"]) if e.get("action_id") == ids.CHANGE_CHOICE]
    assert len(menus) == 2
