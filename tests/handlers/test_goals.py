import json
from datetime import date

import pytest

from flows.goal import GoalState
from flows.goals import mine
from handlers import ids
from handlers.views import goal as views
from tests.handlers.workspace import Json, Workspace, button, element
from tests.staffroom import MAYA, TOMAS, Staffroom

HOSTILE = "<!here> In 2B, *more* students give a <@U0AYA> reason \u202e& why 🎉"


@pytest.fixture
async def draft(slack: Workspace, room: Staffroom) -> Json:
    """The form of Maya's draft, opened from her Home."""
    await room.partnered()
    await room.answer(TOMAS, "his")
    await room.answer(MAYA, HOSTILE)
    press = button(ids.USE_AS_GOAL, {"partnership": room.pair.id})
    await slack.press(MAYA, press)
    home = await slack.home(MAYA)
    await room.all_sent()
    return (await slack.press(MAYA, element(home["blocks"], ids.OPEN_GOAL), view=home)).opened


async def test_a_draft_is_completed_in_its_form(
    slack: Workspace, room: Staffroom, draft: Json
) -> None:
    field = next(b for b in draft["blocks"] if b.get("block_id") == views.STATEMENT)
    assert field["element"]["initial_value"] == HOSTILE

    reply = await slack.submit(MAYA, draft, review="2026-03-27")

    assert "Your goal is set" in str(reply.page)
    (worded,) = await room.read(lambda r: mine(r, MAYA))
    assert (worded.statement, worded.goal.state) == (HOSTILE, GoalState.ACTIVE)
    assert worded.goal.review_on == date(2026, 3, 27)
    home = await slack.home(MAYA)
    assert "You look at it again on 2026-03-27" in str(home)
    again = await slack.press(MAYA, element(home["blocks"], ids.OPEN_GOAL), view=home)
    assert "2026-03-27" in str(again.opened)


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"review": "2026-03-03"}, views.REVIEW, "That date has passed"),
        ({"review": None}, views.REVIEW, "Please pick a day"),
        ({"review": "soon"}, views.REVIEW, "Please pick a day"),
        ({"review": "2026-03-27", "statement": " "}, views.STATEMENT, "Please write a sentence"),
        ({"review": "2026-03-27", "statement": "x" * 241}, views.STATEMENT, "241 of 240"),
    ],
)
async def test_what_is_amiss_is_said_at_its_field_and_can_be_mended(
    slack: Workspace, room: Staffroom, draft: Json, given: dict[str, str], field: str, said: str
) -> None:
    reply = await slack.submit(MAYA, draft, **given)

    assert list(reply.errors) == [field]
    assert said in reply.errors[field]
    assert await room.said() == []
    mended = await slack.submit(MAYA, draft, review="2026-03-27", statement="short")
    assert "Your goal is set" in str(mended.page)


async def test_a_goal_is_opened_and_settled_by_its_owner_alone(
    slack: Workspace, room: Staffroom, draft: Json
) -> None:
    goal = json.loads(draft["private_metadata"])["goal"]

    opened = await slack.press(TOMAS, button(ids.OPEN_GOAL, {"goal": goal}))
    sent = await slack.submit(TOMAS, draft, review="2026-03-27")
    lost = await slack.press(MAYA, button(ids.OPEN_GOAL, "garbage"))

    assert opened.called("views.open") == lost.called("views.open") == []
    assert "not open any more" in opened.whispered[0]
    assert "not open any more" in sent.errors[views.STATEMENT]
    assert HOSTILE not in str([opened, lost])
    assert await room.said() == []
