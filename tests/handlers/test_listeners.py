"""Every name that Slack and we share is listened for, and shown somewhere."""

import ast
from pathlib import Path

import pytest

import handlers
from handlers import ids, listeners
from tests.handlers.workspace import Workspace, button
from tests.staffroom import MAYA, WS

NAMES = {name: value for name, value in vars(ids).items() if name.isupper()}
SINGLE = {name: value for name, value in NAMES.items() if isinstance(value, str)}
LISTENED = {
    *listeners.COMMANDS,
    *listeners.ACTIONS,
    *listeners.FORMS,
    *listeners.EVENTS,
}
ONLY_SHOWN = {ids.PAGE}


def used_in(folder: Path) -> set[str]:
    """The names of `ids` that these files use."""
    return {
        node.attr
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "ids"
    }


def test_every_name_is_listened_for() -> None:
    assert set(SINGLE.values()) - ONLY_SHOWN == LISTENED
    assert set(ids.COMMANDS) == set(listeners.COMMANDS)


def test_no_two_names_are_one() -> None:
    assert len(set(SINGLE.values())) == len(SINGLE)


def test_every_button_menu_and_form_is_shown_somewhere() -> None:
    shown = used_in(Path(str(handlers.__file__)).parent / "views")
    wanted = {
        name
        for name, value in SINGLE.items()
        if value in {*listeners.ACTIONS, *listeners.FORMS, *ONLY_SHOWN}
    }

    assert wanted - shown == set()


@pytest.mark.parametrize("kind", ["view_closed", "view_submission"])
async def test_a_page_is_closed_without_more(slack: Workspace, kind: str) -> None:
    view = {"type": "modal", "callback_id": ids.PAGE, "blocks": [], "private_metadata": "{}"}

    reply = await slack.deliver({**slack.submit_body(MAYA, view), "type": kind})

    assert (reply.status, reply.body, reply.calls) == (200, {}, [])


async def test_a_shortcut_that_nobody_knows_is_acknowledged(slack: Workspace) -> None:
    body = {
        "type": "shortcut",
        "callback_id": "moon",
        "trigger_id": "t",
        "user": {"id": MAYA, "team_id": WS},
        "team": {"id": WS},
    }

    assert (await slack.deliver(body)).status == 200


async def test_a_button_of_an_old_message_explains_itself(slack: Workspace) -> None:
    reply = await slack.press(MAYA, button("an_old_one", {"x": "y"}))

    assert reply.status == 200
    assert "moved on" in reply.whispered[0]


@pytest.mark.parametrize(
    "used",
    [
        {"type": "radio_buttons", "action_id": "power", "options": []},
        {"type": "button", "action_id": "link", "url": "https://example.org"},
    ],
)
async def test_what_is_read_later_or_leads_elsewhere_says_nothing(
    slack: Workspace, used: dict[str, object]
) -> None:
    body = slack.press_body(MAYA, used)
    body["actions"][0] |= {k: v for k, v in used.items() if k == "url"}

    reply = await slack.deliver(body)

    assert (reply.status, reply.calls) == (200, [])


async def test_another_workspace_is_not_ours(slack: Workspace) -> None:
    body = {**slack.command_body(MAYA, ids.COACH), "team_id": "T0OTHER"}

    reply = await slack.deliver(body)

    assert (reply.status, reply.body, reply.calls) == (200, {}, [])
