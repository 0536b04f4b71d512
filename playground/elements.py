"""Interactive elements inside blocks: where they are, what they hold, what a click on one says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

REQUIRED = "Please complete this required field."


@dataclass(frozen=True)
class Holding:
    """How an element type names what was chosen, and what it begins with."""

    value: str
    initial: str
    empty: Any = None


_TEXT = Holding("value", "initial_value")
_OPTION = Holding("selected_option", "initial_option")
_OPTIONS = Holding("selected_options", "initial_options", ())

HOLDINGS = {
    "plain_text_input": _TEXT,
    "number_input": _TEXT,
    "email_text_input": _TEXT,
    "url_text_input": _TEXT,
    "rich_text_input": Holding("rich_text_value", "initial_value"),
    "static_select": _OPTION,
    "external_select": _OPTION,
    "radio_buttons": _OPTION,
    "checkboxes": _OPTIONS,
    "multi_static_select": _OPTIONS,
    "multi_external_select": _OPTIONS,
    "users_select": Holding("selected_user", "initial_user"),
    "multi_users_select": Holding("selected_users", "initial_users", ()),
    "conversations_select": Holding("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Holding("selected_conversations", "initial_conversations", ()),
    "channels_select": Holding("selected_channel", "initial_channel"),
    "multi_channels_select": Holding("selected_channels", "initial_channels", ()),
    "datepicker": Holding("selected_date", "initial_date"),
    "timepicker": Holding("selected_time", "initial_time"),
    "datetimepicker": Holding("selected_date_time", "initial_date_time"),
    "file_input": Holding("files", "", ()),
}
PRESSED = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}


def interactive(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every element that a person can press or fill, with the block it stands in."""
    for block in blocks:
        found = [
            block.get("accessory"),
            block.get("element"),
            *block.get("elements", []),
            *block.get("actions", []),
        ]
        for element in found:
            if isinstance(element, dict) and element.get("type") in HOLDINGS.keys() | PRESSED:
                yield block, element
        inner = [*block.get("child_blocks", [])]
        if block["type"] == "carousel":
            inner += block["elements"]
        yield from interactive(inner)


def find(
    blocks: list[dict[str, Any]], action_id: str, block_id: str | None = None
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The element with this action id (in this block, when one is named), or None."""
    for block, element in interactive(blocks):
        if element.get("action_id") == action_id and block_id in {None, block["block_id"]}:
            return block, element
    return None


def choice(element: dict[str, Any], given: Any) -> Any:
    """What a person gave, in the element's own form: options are looked up by their value."""
    holding = HOLDINGS[element["type"]]
    if isinstance(given, dict) and holding.value in given:
        given = given[holding.value]
    elif isinstance(given, dict) and "value" in given and holding is not _OPTION:
        given = given["value"]
    if given is None or given == "":
        return None if holding.empty is None else []
    if holding is _OPTION:
        return _option(element, given)
    if holding is _OPTIONS:
        return [_option(element, each) for each in given]
    return given


def _option(element: dict[str, Any], given: Any) -> dict[str, Any]:
    value = given.get("value") if isinstance(given, dict) else given
    for option in _options(element):
        if option.get("value") == value:
            return option
    if element["type"].endswith("external_select") and isinstance(given, dict):
        return given
    raise ValueError(f"there is no option {value!r}")


def _options(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from element.get("options", [])
    for group in element.get("option_groups", []):
        yield from group["options"]


def state_values(blocks: list[dict[str, Any]], typed: dict[str, Any]) -> dict[str, Any]:
    """`state.values` as Slack sends it: every stateful element, with what it holds or null.

    `typed` is keyed by block, then by action; a lone element's value may stand by itself.
    """
    values: dict[str, Any] = {}
    for block, element in interactive(blocks):
        holding = HOLDINGS.get(element["type"])
        if holding is None:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        if block_id in typed:
            given = typed[block_id]
            if isinstance(given, dict) and action_id in given:
                given = given[action_id]
            held = choice(element, given)
        else:
            empty: list[Any] | None = None if holding.empty is None else []
            held = element.get(holding.initial, empty)
        values.setdefault(block_id, {})[action_id] = {"type": element["type"], holding.value: held}
    return values


def unfinished(blocks: list[dict[str, Any]], values: dict[str, Any]) -> dict[str, str]:
    """What Slack's own client says under each input before it sends a form."""
    errors: dict[str, str] = {}
    for block, element in interactive(blocks):
        if block["type"] != "input":
            continue
        held = values[block["block_id"]][element["action_id"]][HOLDINGS[element["type"]].value]
        if not held:
            if not block.get("optional", False):
                errors[block["block_id"]] = REQUIRED
            continue
        problem = _unfit(element, held)
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _unfit(element: dict[str, Any], held: Any) -> str | None:
    if element["type"] == "plain_text_input":
        most = element.get("max_length", 3000)
        if len(held) > most:
            return f"This entry can have at most {most} characters."
        least = element.get("min_length", 0)
        if len(held) < least:
            return f"This entry needs at least {least} characters."
    if "max_selected_items" in element and len(held) > element["max_selected_items"]:
        return f"You can choose at most {element['max_selected_items']}."
    if element["type"] == "number_input":
        return _unfit_number(element, held)
    if element["type"] == "email_text_input" and "@" not in held:
        return "Enter an email address."
    if element["type"] == "url_text_input" and "://" not in held:
        return "Enter an address that begins with https://."
    return None


def _unfit_number(element: dict[str, Any], held: str) -> str | None:
    try:
        number = float(held)
    except ValueError:
        return "Enter a number."
    if not element.get("is_decimal_allowed", False) and not number.is_integer():
        return "Enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Enter {element['min_value']} or more."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Enter {element['max_value']} or less."
    return None


def pressed(
    block: dict[str, Any], element: dict[str, Any], given: dict[str, Any], action_ts: str
) -> dict[str, Any]:
    """One entry of `actions`: the element's own fields and what the person chose."""
    action: dict[str, Any] = {
        key: element[key]
        for key in ("type", "text", "value", "url", "style", "placeholder", "confirm")
        if key in element
    }
    if element["type"] == "overflow":
        action["selected_option"] = _option(element, given.get("selected_option"))
    elif element["type"] == "feedback_buttons":
        action["value"] = given.get("value")
    elif element["type"] in HOLDINGS:
        holding = HOLDINGS[element["type"]]
        action[holding.value] = choice(element, given)
        if holding.initial in element:
            action[holding.initial] = element[holding.initial]
    return {
        **action,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }
