"""Slack's limits on blocks, elements and views, each just kept and just broken."""

from typing import Any

import pytest

from playground.block_rules import block_problems, view_problems
from playground.block_shapes import Surface


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def words(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> dict[str, Any]:
    return {"type": "section", "text": words("Hello"), **fields}


def button(**fields: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("Go"), **fields}


def actions(*elements: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **fields}


def asked(element: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("What?"), "element": element, **fields}


def select(count: int, **fields: Any) -> dict[str, Any]:
    options = [{"text": plain(f"{n}"), "value": f"{n}"} for n in range(count)]
    return {"type": "static_select", "options": options, **fields}


def chart(**fields: Any) -> dict[str, Any]:
    return {
        "type": "data_visualization",
        "title": "Goals",
        "chart": {
            "type": "bar",
            "series": [{"name": "A", "data": [{"label": "W1", "value": 3}]}],
            "axis_config": {"categories": ["W1"]},
            **fields,
        },
    }


LINE: dict[str, Any] = {"type": "plain_text_input"}
TABLE: dict[str, Any] = {"type": "table", "rows": [[{"type": "raw_text", "text": "A"}]]}
DATA: dict[str, Any] = {
    "type": "data_table",
    "caption": "Goals",
    "rows": [[{"type": "raw_text", "text": "A"}], [{"type": "raw_number", "value": 1}]],
}
CARD: dict[str, Any] = {"type": "card", "title": words("A card")}
RICH = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "<!channel>"}]}
    ],
}
IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}

ALLOWED: list[tuple[Surface, dict[str, Any]]] = [
    ("message", section(text=words("x" * 3000))),
    ("message", section(fields=[words("x" * 2000)] * 10)),
    ("message", section(accessory=button(value="x" * 2000))),
    ("message", {"type": "header", "text": plain("x" * 150), "level": 2}),
    ("message", {"type": "divider"}),
    ("message", {"type": "context", "elements": [words("x"), IMAGE]}),
    ("message", actions(*[button(action_id=f"{n}") for n in range(25)])),
    ("message", asked(LINE, dispatch_action=True)),
    ("home", asked({**LINE, "multiline": True, "max_length": 3000})),
    ("message", asked(select(100))),
    ("message", IMAGE),
    ("message", RICH),
    ("message", TABLE),
    ("home", DATA),
    ("message", chart()),
    ("home", CARD),
    ("message", {"type": "carousel", "elements": [CARD]}),
    ("home", {"type": "container", "title": plain("x"), "child_blocks": [section()]}),
    ("modal", {"type": "alert", "text": plain("x" * 200), "level": "warning"}),
    ("message", {"type": "markdown", "text": "# x"}),
    ("modal", asked({"type": "email_text_input"})),
    ("modal", asked({"type": "datetimepicker"})),
    ("message", actions({"type": "datetimepicker"})),
    ("message", actions({"type": "multi_users_select", "max_selected_items": 2})),
    ("modal", asked({"type": "timepicker", "initial_time": "08:30", "timezone": "Europe/Dublin"})),
    ("message", {"type": "plan", "title": "Plan", "tasks": []}),
]

REFUSED: list[tuple[Surface, dict[str, Any], str]] = [
    ("message", section(text=words("x" * 3001)), "must be less than 3001 characters"),
    ("message", section(text=words("")), "must be more than 0 characters"),
    ("message", {"type": "section"}, "at least one of text, fields"),
    ("message", section(fields=[words("x")] * 11), "no more than 10 items"),
    ("message", section(fields=[words("x" * 2001)]), "must be less than 2001"),
    ("message", section(accessory={"type": "datetimepicker"}), "unsupported type"),
    ("message", section(accessory=LINE), "unsupported type: plain_text_input"),
    ("message", section(colour="red"), "invalid additional property: colour"),
    ("message", section(block_id="x" * 256), "must be less than 256"),
    ("message", {"type": "header", "text": plain("x" * 151)}, "must be less than 151"),
    ("message", {"type": "header", "text": words("x")}, "unsupported type: mrkdwn"),
    ("message", {"type": "context", "elements": [words("x")] * 11}, "no more than 10"),
    ("message", actions(*[button(action_id=f"{n}") for n in range(26)]), "no more than 25"),
    ("message", actions(button(text=plain("x" * 76))), "must be less than 76"),
    ("message", actions(button(value="x" * 2001)), "must be less than 2001"),
    ("message", actions(button(action_id="x" * 256)), "must be less than 256"),
    ("message", actions(button(style="green")), "must be a valid enum value"),
    ("message", actions(button(url="x" * 3001)), "must be less than 3001"),
    ("message", actions(button(action_id="a"), button(action_id="a")), "`action_id` a already"),
    ("message", actions(LINE), "unsupported type: plain_text_input"),
    ("message", actions(), "no less than 1"),
    ("message", asked({"type": "email_text_input"}), "unsupported type: email_text_input"),
    ("message", asked({"type": "url_text_input"}), "unsupported type: url_text_input"),
    ("home", asked({"type": "file_input"}), "unsupported type: file_input"),
    ("home", asked({"type": "datetimepicker"}), "unsupported type: datetimepicker"),
    ("modal", asked({**LINE, "max_length": 3001}), "must be between 1 and 3000"),
    ("modal", asked({**LINE, "min_length": 9, "max_length": 3}), "min_length must not exceed"),
    ("modal", asked({**LINE, "placeholder": plain("x" * 151)}), "must be less than 151"),
    ("modal", asked(select(101)), "no more than 100"),
    ("modal", asked(select(0)), "no less than 1"),
    (
        "modal",
        asked(select(1, initial_option={"text": plain("9"), "value": "9"})),
        "initial options must be among the options",
    ),
    ("modal", asked({"type": "static_select"}), "exactly one of options, option_groups"),
    ("modal", asked({"type": "datepicker", "initial_date": "1.3.26"}), "must be a valid date"),
    ("modal", asked({"type": "timepicker", "initial_time": "25:00"}), "must be a valid time"),
    ("modal", asked({"type": "file_input"}, dispatch_action=True), "dispatch_action"),
    ("modal", asked(LINE, label=plain("x" * 2001)), "must be less than 2001"),
    ("modal", asked({"type": "number_input"}), "missing required field: is_decimal_allowed"),
    ("message", {"type": "image", "alt_text": "a"}, "exactly one of image_url, slack_file"),
    ("message", {"type": "alert", "text": plain("x")}, "unsupported type: alert"),
    ("home", {"type": "markdown", "text": "x"}, "unsupported type: markdown"),
    ("modal", {"type": "markdown", "text": "x"}, "unsupported type: markdown"),
    ("modal", TABLE, "unsupported type: table"),
    ("modal", {"type": "carousel", "elements": [CARD]}, "unsupported type: carousel"),
    ("modal", chart(), "unsupported type: data_visualization"),
    ("home", {"type": "plan", "title": "x", "tasks": []}, "unsupported type: plan"),
    ("modal", {"type": "alert", "text": plain("x" * 201)}, "must be less than 201"),
    ("message", {"type": "card", "subtitle": words("x")}, "at least one of hero_image"),
    ("message", {**CARD, "title": "x"}, "must be an object"),
    ("message", {**CARD, "actions": [button()] * 4}, "no more than 3"),
    ("message", {"type": "carousel", "elements": [CARD] * 11}, "no more than 10"),
    ("message", {**TABLE, "rows": TABLE["rows"] * 101}, "no more than 100"),
    ("message", {**DATA, "rows": DATA["rows"][:1]}, "no less than 2"),
    ("message", {**DATA, "rows": [*DATA["rows"], []]}, "no less than 1"),
    ("message", {**DATA, "page_size": 101}, "must be between 1 and 100"),
    ("message", chart(axis_config={"categories": ["W1", "W2"]}), "one point for every category"),
    ("message", chart(type="donut"), "unsupported type: donut"),
    ("message", {"type": "markdown", "text": "x" * 12_001}, "must be less than 12001"),
    ("message", {"type": "file", "external_id": "x", "source": "remote"}, "unsupported type: file"),
    ("message", {"type": "secton"}, "unsupported type: secton"),
    ("message", {"text": words("x")}, "missing required field: type"),
]


@pytest.mark.parametrize(("surface", "block"), ALLOWED)
def test_what_slack_allows_is_allowed(surface: Surface, block: dict[str, Any]) -> None:
    assert block_problems([block], surface, "/blocks") == []


@pytest.mark.parametrize(("surface", "block", "message"), REFUSED)
def test_what_slack_refuses_is_refused(
    surface: Surface, block: dict[str, Any], message: str
) -> None:
    said = [problem.line() for problem in block_problems([block], surface, "/blocks")]
    assert any(message in line and "json-pointer:/blocks" in line for line in said), said


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_has_room_for_so_many_blocks(surface: Surface, most: int) -> None:
    full = [{"type": "divider"}] * most
    assert block_problems(full, surface, "/blocks") == []
    assert block_problems([*full, {"type": "divider"}], surface, "/blocks")


@pytest.mark.parametrize(
    "blocks",
    [
        [section(block_id="a"), section(block_id="a")],
        [TABLE, TABLE],
        [chart(), chart(), chart()],
        [{"type": "markdown", "text": "x" * 7000}] * 2,
        [asked({**LINE, "focus_on_load": True}), asked({**LINE, "focus_on_load": True})],
    ],
)
def test_what_only_together_is_too_much(blocks: list[dict[str, Any]]) -> None:
    assert block_problems(blocks[:1], "message", "/blocks") == []
    assert block_problems(blocks, "message", "/blocks")


FORM: dict[str, Any] = {
    "type": "modal",
    "title": plain("x" * 24),
    "submit": plain("x" * 24),
    "close": plain("x" * 24),
    "private_metadata": "x" * 3000,
    "callback_id": "x" * 255,
    "blocks": [asked(LINE)],
}


def test_a_form_at_every_limit_is_allowed() -> None:
    assert view_problems(FORM, "modal") == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": plain("x" * 25)},
        {"title": words("x")},
        {"submit": plain("x" * 25)},
        {"close": plain("x" * 25)},
        {"submit": None},
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"external_id": "x" * 256},
        {"blocks": None},
        {"colour": "red"},
        {"type": "home"},
        {"type": "workflow_step"},
    ],
)
def test_a_form_beyond_a_limit_is_refused(change: dict[str, Any]) -> None:
    assert view_problems({**FORM, **change}, "modal")


def test_a_home_has_no_title_and_no_submit() -> None:
    home = {"type": "home", "blocks": [section()]}
    assert view_problems(home, "home") == []
    assert view_problems({**home, "title": plain("x")}, "home")
    assert view_problems({**home, "submit": plain("x")}, "home")
