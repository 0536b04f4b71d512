"""What an element holds, what a press on it says, and what Slack's client says before sending."""

from typing import Any

import pytest

from playground.elements import find, interactive, pressed, state_values, unfinished

OPTIONS = [
    {"text": {"type": "plain_text", "text": each.upper()}, "value": each} for each in ("a", "b")
]


def asked(element: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    return [{"type": "input", "block_id": "b", "element": {"action_id": "e", **element}, **fields}]


@pytest.mark.parametrize(
    ("element", "given", "said"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3"),
        ({"type": "plain_text_input"}, "x" * 3001, "at most 3000"),
        ({"type": "number_input"}, "two", "Enter a number"),
        ({"type": "number_input"}, "1.5", "whole number"),
        ({"type": "number_input", "min_value": "2"}, "1", "2 or more"),
        ({"type": "number_input", "max_value": "2"}, "3", "2 or less"),
        ({"type": "email_text_input"}, "here", "email address"),
        ({"type": "url_text_input"}, "here", "https://"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U1", "U2"], "at most 1"),
        ({"type": "multi_static_select", "options": OPTIONS}, [], "required"),
        ({"type": "datepicker"}, None, "required"),
    ],
)
def test_slacks_client_refuses_what_does_not_fit(
    element: dict[str, Any], given: Any, said: str
) -> None:
    blocks = asked(element)
    assert said in unfinished(blocks, state_values(blocks, {"b": given}))["b"]


@pytest.mark.parametrize(
    ("element", "given"),
    [
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5"),
        ({"type": "number_input", "min_value": "1", "max_value": "3"}, "2"),
        ({"type": "email_text_input"}, "maya@example.org"),
        ({"type": "url_text_input"}, "https://example.org"),
        ({"type": "plain_text_input", "min_length": 2, "max_length": 2}, "ab"),
    ],
)
def test_slacks_client_sends_what_fits(element: dict[str, Any], given: str) -> None:
    blocks = asked(element)
    assert unfinished(blocks, state_values(blocks, {"b": given})) == {}
    assert unfinished(asked(element, optional=True), state_values(blocks, {})) == {}


def test_an_option_that_is_not_there_cannot_be_chosen() -> None:
    with pytest.raises(ValueError, match="no option"):
        state_values(asked({"type": "static_select", "options": OPTIONS}), {"b": "c"})


def test_options_are_found_in_groups() -> None:
    groups = [{"label": {}, "options": OPTIONS[:1]}, {"label": {}, "options": OPTIONS[1:]}]
    blocks = asked({"type": "static_select", "option_groups": groups})
    values = state_values(blocks, {"b": {"e": {"selected_option": {"value": "b"}}}})
    assert values["b"]["e"]["selected_option"]["text"]["text"] == "B"


def press(element: dict[str, Any], **given: Any) -> dict[str, Any]:
    return pressed({"block_id": "b"}, {"action_id": "e", **element}, given, "1.2")


def test_a_press_says_what_slack_says() -> None:
    overflow = press({"type": "overflow", "options": OPTIONS}, selected_option={"value": "b"})
    assert overflow["selected_option"] == OPTIONS[1]
    feedback = {"type": "feedback_buttons", "positive_button": {}, "negative_button": {}}
    assert press(feedback, value="good")["value"] == "good"
    date = press({"type": "datepicker", "initial_date": "2026-03-02"}, selected_date="2026-03-03")
    assert (date["selected_date"], date["initial_date"]) == ("2026-03-03", "2026-03-02")
    line = press({"type": "plain_text_input"}, value="typed")
    assert (line["value"], line["action_ts"], line["block_id"]) == ("typed", "1.2", "b")
    person = press({"type": "users_select"}, selected_user="U1")
    assert person["selected_user"] == "U1"


def test_elements_are_found_wherever_blocks_hold_them() -> None:
    button = {"type": "button", "action_id": "go"}
    card = {"type": "card", "block_id": "card", "actions": [{**button, "action_id": "card"}]}
    blocks: list[dict[str, Any]] = [
        {"type": "section", "block_id": "s", "accessory": {**button, "action_id": "s"}},
        {"type": "context", "block_id": "c", "elements": [{"type": "image"}]},
        {"type": "carousel", "block_id": "r", "elements": [card]},
        {
            "type": "container",
            "block_id": "k",
            "child_blocks": [{"type": "actions", "block_id": "in", "elements": [button]}],
        },
    ]
    assert [element["action_id"] for _, element in interactive(blocks)] == ["s", "card", "go"]
    assert find(blocks, "go", "in") is not None
    assert find(blocks, "go", "elsewhere") is None
