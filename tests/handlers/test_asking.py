"""The three levels: chosen in the settings or in a form, and what each form then asks."""

import pytest

from flows.levels import Level
from handlers import ids
from tests.handlers.workspace import OUTSIDER, Json, Workspace, button, element
from tests.staffroom import MAYA, TOMAS, Staffroom

CLOSE = "common.close/1"


@pytest.fixture
async def pair(slack: Workspace, room: Staffroom) -> Staffroom:
    """Both turns are left out; looking back can be started."""
    await room.spoken()
    return room


async def close_form(slack: Workspace, room: Staffroom) -> Json:
    for who, turn in ((MAYA, 1), (TOMAS, 2)):
        value = {"partnership": room.pair.id, "run": f"observation.focus/{turn}"}
        await slack.press(who, button(ids.SKIP_STEP, value), dm=True)
    value = {"partnership": room.pair.id, "run": CLOSE}
    return (await slack.press(MAYA, button(ids.START_NOW, value), dm=True)).opened


def inputs(view: Json) -> list[str]:
    return [b["block_id"] for b in view["blocks"] if b["type"] == "input"]


def hints(view: Json) -> list[str]:
    return [b["hint"]["text"] for b in view["blocks"] if b["type"] == "input" and "hint" in b]


def options(menu: Json) -> list[str]:
    return [option["text"]["text"] for option in menu["options"]]


async def at_level(slack: Workspace, form: Json, label: str, **values: Json) -> Json:
    menu = element(form["blocks"], ids.LEVEL_HERE)
    chosen = options(menu).index(label)
    reply = await slack.press(MAYA, menu, view=form, values=values, chosen=chosen)
    (updated,) = reply.called("views.update")
    view: Json = updated["view"]
    return view


async def test_a_form_asks_more_or_less_at_a_press_and_keeps_every_word(
    slack: Workspace, pair: Staffroom
) -> None:
    form = await close_form(slack, pair)
    assert inputs(form) == ["students", "next"]
    assert options(element(form["blocks"], ids.LEVEL_HERE)) == ["With examples", "All questions"]
    typed = {"students": {"students": {"type": "plain_text_input", "value": "they waited"}}}

    guided = await at_level(slack, form, "With examples", **typed)

    assert len(inputs(guided)) == 5
    assert "they waited" in str(guided)
    assert any("For example:" in hint for hint in hints(guided))
    plain = await at_level(slack, guided, "All questions")
    assert len(inputs(plain)) == 5
    assert hints(plain) == []
    light = await at_level(slack, plain, "The main ones")
    assert inputs(light) == ["students", "next"]


async def test_the_request_for_a_visit_follows_the_level_as_well(
    slack: Workspace, pair: Staffroom
) -> None:
    pick = button(ids.PICK_VISIT, {"partnership": pair.pair.id})
    form = (await slack.press(MAYA, pick)).opened
    assert "moment" not in inputs(form)

    guided = await at_level(slack, form, "With examples")

    assert {"look", "moment", "evidence", "leave", "level", "channel"} <= set(inputs(guided))
    again = (await slack.press(MAYA, pick)).opened
    assert "moment" in inputs(again)


async def test_it_is_a_setting_of_ones_own(slack: Workspace, pair: Staffroom) -> None:
    home = await slack.home(MAYA)
    form = (await slack.press(MAYA, element(home["blocks"], ids.MY_LEVEL))).opened
    assert "every question, plain" in str(form)

    saved = await slack.submit(MAYA, form, level="standard")

    assert "Saved: All questions." in str(saved.page)
    member = await pair.read(lambda r: r.members.get(MAYA))
    assert member is not None
    assert member.level is Level.STANDARD
    pause = await slack.command(MAYA, ids.PAUSE)
    assert "How much is asked" in str(pause.body)


async def test_without_a_program_there_is_nothing_to_set(slack: Workspace, pair: Staffroom) -> None:
    reply = await slack.press(OUTSIDER, button(ids.MY_LEVEL), dm=True)
    assert reply.called("views.open") == []
    form = (await slack.press(MAYA, button(ids.MY_LEVEL), dm=True)).opened
    refused = await slack.submit(OUTSIDER, form, level="guided")
    assert refused.errors
