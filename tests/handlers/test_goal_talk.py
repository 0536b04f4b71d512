"""A goal in conversation, press by press: late clicks, other people's, and what is amiss."""

import json

import pytest

from flows import goal_talk
from flows.draft import Draft
from handlers import ids
from tests.handlers.workspace import Json, Workspace, button
from tests.staffroom import MAYA, TOMAS, Staffroom

PRESSED = [
    ids.GOAL_BACK,
    ids.GOAL_SKIP,
    ids.GOAL_ASK,
    ids.GOAL_LATER,
    ids.GOAL_STOP,
    ids.GOAL_IN_FORM,
    ids.GOAL_TAKE_FIRST,
    ids.GOAL_SET,
]


@pytest.fixture
async def draft(slack: Workspace, room: Staffroom) -> Draft:
    await slack.command(MAYA, "/coach-goal")
    (found,) = await room.read(lambda r: goal_talk.asking(r, MAYA))
    value = {"draft": found.id, "version": "1"}
    await slack.press(MAYA, button(ids.GOAL_SKIP, value), dm=True)
    await room.all_sent()
    (found,) = await room.read(lambda r: goal_talk.asking(r, MAYA))
    return found


@pytest.mark.parametrize("action", PRESSED)
async def test_a_late_click_explains_itself_and_changes_nothing(
    slack: Workspace, room: Staffroom, draft: Draft, action: str
) -> None:
    value = {"draft": draft.id, "version": "1", "step": "why", "day": "2026-03-27"}

    reply = await slack.press(MAYA, button(action, value), dm=True)
    stranger = await slack.press(TOMAS, button(action, {**value, "version": "2"}), dm=True)

    assert "That question is behind you" in reply.whispered[0]
    assert "This conversation is over" in stranger.whispered[0]
    assert reply.called("views.open") == stranger.called("views.open") == []
    assert await room.said() == []
    assert await room.read(lambda r: r.drafts.get(draft.id)) == draft


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"statement": {"statement": {"value": None}}}, "The box is empty"),
        ({"review": {"review": {"selected_date": "2026-03-03"}}}, "That date has passed"),
    ],
)
async def test_what_is_amiss_in_the_box_is_said_there(
    slack: Workspace, room: Staffroom, draft: Draft, given: Json, said: str
) -> None:
    value = {"draft": draft.id, "version": str(draft.version)}

    reply = await slack.press(MAYA, button(ids.GOAL_ANSWER, value), dm=True, values=given)

    assert said in reply.whispered[0]
    assert await room.said() == []


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"review": "2026-03-03"}, "review", "That date has passed"),
        ({"statement": "x" * 241}, "statement", "241 of 240"),
    ],
)
async def test_a_form_stays_open_with_every_word(
    slack: Workspace, room: Staffroom, draft: Draft, given: dict[str, str], field: str, said: str
) -> None:
    value = {"draft": draft.id, "version": str(draft.version)}
    form = (await slack.press(MAYA, button(ids.GOAL_IN_FORM, value), dm=True)).opened

    reply = await slack.submit(MAYA, form, **given)
    blank = await slack.submit(MAYA, form)
    theirs = await slack.submit(TOMAS, form, statement="mine now")
    stale = {**form, "private_metadata": json.dumps({"draft": draft.id, "version": "1"})}
    late = await slack.submit(MAYA, stale, statement="late")

    assert said in reply.errors[field]
    assert "write a sentence" in str(blank.errors)
    assert "is over" in str(theirs.errors)
    assert "nothing was changed" in str(late.errors)
    assert await room.pieces(draft.about) == []


async def test_somebody_in_no_program_joins_first(slack: Workspace, room: Staffroom) -> None:
    await room.put(MAYA, program=None)

    typed = await slack.command(MAYA, "/coach-goal")
    pressed = await slack.press(MAYA, button(ids.GOAL_BEGIN), dm=True)

    assert "Join a program first" in typed.text
    assert "Join a program first" in pressed.whispered[0]
