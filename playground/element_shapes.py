"""Block Kit's composition objects and elements, each with its published limits."""

import re
from typing import Any

from playground.shapes import (
    Problem,
    Rule,
    anything,
    by_type,
    exactly_one,
    fails,
    flag,
    listed,
    number,
    one_of,
    shape,
    text,
)

URL = text(3000)
IDENTIFIER = text(255)
_PERSON_OR_PLACE = text(255)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_EPOCH = number(1_000_000_000, 9_999_999_999)
_ANY_NUMBER = text(64)


def plain(most: int) -> Rule:
    """A plain_text object."""
    fields = shape({"text": text(most)}, {"emoji": flag})
    return by_type({"plain_text": fields})


def words(most: int) -> Rule:
    """A plain_text or mrkdwn object."""
    return by_type(
        {
            "plain_text": shape({"text": text(most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": text(most)}, {"verbatim": flag}),
        }
    )


CONFIRM = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
SLACK_FILE = shape({}, {"id": text(255), "url": URL}, exactly_one("id", "url"))
IMAGE_FIELDS = {"image_url": URL, "slack_file": SLACK_FILE}
_DISPATCH = shape(
    {"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), most=2)}
)
_FILTER = shape(
    {},
    {
        "include": listed(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)


def _option(label: Rule, *, url: bool = False) -> Rule:
    more = {"url": URL} if url else {}
    return shape({"text": label, "value": text(150)}, {"description": words(75), **more})


_PLAIN_OPTION = _option(plain(75))
_RICH_OPTION = _option(words(75))
_GROUP = shape({"label": plain(75), "options": listed(_PLAIN_OPTION, most=100)})
_OPTIONS = {
    "options": listed(_PLAIN_OPTION, most=100),
    "option_groups": listed(_GROUP, most=100),
}
_BASE: dict[str, Rule] = {"action_id": IDENTIFIER, "confirm": CONFIRM, "focus_on_load": flag}
_MENU: dict[str, Rule] = {**_BASE, "placeholder": plain(150)}
_MANY: dict[str, Rule] = {**_MENU, "max_selected_items": number(1, 1000)}
_FIELD: dict[str, Rule] = {
    "action_id": IDENTIFIER,
    "focus_on_load": flag,
    "placeholder": plain(150),
    "dispatch_action_config": _DISPATCH,
}


def _known_initial(value: Any, at: str, found: list[Problem]) -> None:
    known = [
        *value.get("options", []),
        *(option for group in value.get("option_groups", []) for option in group["options"]),
    ]
    initial = value.get("initial_options") or []
    if value.get("initial_option") is not None:
        initial = [*initial, value["initial_option"]]
    values = {option["value"] for option in known}
    if any(option["value"] not in values for option in initial):
        message = "initial options must be among the options"
        found.append(Problem(at, "unknown_option", message))


def _distinct(value: Any, at: str, found: list[Problem]) -> None:
    values = [option["value"] for option in value.get("options", [])]
    if len(set(values)) < len(values):
        found.append(Problem(f"{at}/options", "duplicate_value", "option values must be unique"))


def _pattern(pattern: re.Pattern[str], what: str) -> Rule:
    def check(value: Any, at: str, found: list[Problem]) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            found.append(Problem(at, "invalid_format", f"must be a valid {what}"))

    return check


def _misordered(value: Any) -> bool:
    return bool(value.get("min_length", 0) > value.get("max_length", 3000))


_LINES = {"min_lines": number(1, 100), "max_lines": number(1, 100)}
_BUTTON_LABEL = {"accessibility_label": text(75)}
_FEEDBACK = shape({"text": plain(75), "value": text(2000)}, _BUTTON_LABEL)

ELEMENTS: dict[str, Rule] = {
    "button": shape(
        {"text": plain(75)},
        {
            "action_id": IDENTIFIER,
            "url": URL,
            "value": text(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": text(75),
            "visible_to_user_ids": listed(_PERSON_OR_PLACE, most=100),
            "agent_prompt": text(4000),
            "agent_prompt_display": anything,
        },
    ),
    "checkboxes": shape(
        {"options": listed(_RICH_OPTION, most=10)},
        {**_BASE, "initial_options": listed(_RICH_OPTION, most=10)},
        _distinct,
        _known_initial,
    ),
    "radio_buttons": shape(
        {"options": listed(_RICH_OPTION, most=10)},
        {**_BASE, "initial_option": _RICH_OPTION},
        _distinct,
        _known_initial,
    ),
    "overflow": shape(
        {"options": listed(_option(plain(75), url=True), most=5)},
        {"action_id": IDENTIFIER, "confirm": CONFIRM},
        _distinct,
    ),
    "datepicker": shape({}, {**_MENU, "initial_date": _pattern(_DATE, "date")}),
    "timepicker": shape(
        {}, {**_MENU, "initial_time": _pattern(_TIME, "time"), "timezone": text(100)}
    ),
    "datetimepicker": shape({}, {**_BASE, "initial_date_time": _EPOCH}),
    "static_select": shape(
        {},
        {**_MENU, **_OPTIONS, "initial_option": _PLAIN_OPTION},
        exactly_one("options", "option_groups"),
        _distinct,
        _known_initial,
    ),
    "multi_static_select": shape(
        {},
        {**_MANY, **_OPTIONS, "initial_options": listed(_PLAIN_OPTION, most=100)},
        exactly_one("options", "option_groups"),
        _distinct,
        _known_initial,
    ),
    "external_select": shape(
        {}, {**_MENU, "min_query_length": number(0, 100), "initial_option": _PLAIN_OPTION}
    ),
    "multi_external_select": shape(
        {},
        {
            **_MANY,
            "min_query_length": number(0, 100),
            "initial_options": listed(_PLAIN_OPTION, most=100),
        },
    ),
    "users_select": shape({}, {**_MENU, "initial_user": _PERSON_OR_PLACE}),
    "multi_users_select": shape(
        {}, {**_MANY, "initial_users": listed(_PERSON_OR_PLACE, most=1000)}
    ),
    "conversations_select": shape(
        {},
        {
            **_MENU,
            "initial_conversation": _PERSON_OR_PLACE,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": _FILTER,
        },
    ),
    "multi_conversations_select": shape(
        {},
        {
            **_MANY,
            "initial_conversations": listed(_PERSON_OR_PLACE, most=1000),
            "default_to_current_conversation": flag,
            "filter": _FILTER,
        },
    ),
    "channels_select": shape(
        {}, {**_MENU, "initial_channel": _PERSON_OR_PLACE, "response_url_enabled": flag}
    ),
    "multi_channels_select": shape(
        {}, {**_MANY, "initial_channels": listed(_PERSON_OR_PLACE, most=1000)}
    ),
    "plain_text_input": shape(
        {},
        {
            **_FIELD,
            "initial_value": text(3000, least=0),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
        fails(_misordered, "out_of_range", "min_length must not exceed max_length"),
    ),
    "rich_text_input": shape({}, {**_FIELD, "initial_value": anything, **_LINES}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {
            **_FIELD,
            "initial_value": _ANY_NUMBER,
            "min_value": _ANY_NUMBER,
            "max_value": _ANY_NUMBER,
        },
    ),
    "email_text_input": shape({}, {**_FIELD, "initial_value": text(3000)}),
    "url_text_input": shape({}, {**_FIELD, "initial_value": text(3000)}),
    "file_input": shape(
        {},
        {
            "action_id": IDENTIFIER,
            "filetypes": listed(text(20), most=100),
            "max_files": number(1, 10),
        },
    ),
    "image": shape({"alt_text": text(2000)}, IMAGE_FIELDS, exactly_one("image_url", "slack_file")),
    "feedback_buttons": shape(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": IDENTIFIER}
    ),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(75)},
        {
            "action_id": IDENTIFIER,
            "value": text(2000),
            "confirm": CONFIRM,
            "accessibility_label": text(75),
            "visible_to_user_ids": listed(_PERSON_OR_PLACE, most=100),
        },
    ),
    "workflow_button": shape(
        {"text": plain(75), "workflow": anything},
        {
            "action_id": IDENTIFIER,
            "style": one_of("primary", "danger"),
            "accessibility_label": text(75),
        },
    ),
}

_SELECTS = {
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
}
_MULTI_SELECTS = {f"multi_{name}" for name in _SELECTS}
_CHOICES = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
IN_SECTION = (
    _SELECTS
    | _MULTI_SELECTS
    | _CHOICES
    | {
        "button",
        "image",
        "overflow",
        "workflow_button",
    }
)
IN_ACTIONS = (
    _SELECTS
    | _MULTI_SELECTS
    | _CHOICES
    | {
        "button",
        "datetimepicker",
        "overflow",
        "rich_text_input",
        "workflow_button",
    }
)
IN_INPUT = (
    _SELECTS
    | _MULTI_SELECTS
    | _CHOICES
    | {
        "datetimepicker",
        "email_text_input",
        "file_input",
        "number_input",
        "plain_text_input",
        "rich_text_input",
        "url_text_input",
    }
)
ONLY_IN_MODALS = {"email_text_input", "file_input", "url_text_input"}
NOT_ON_HOME = {"datetimepicker"}
ONLY_IN_MESSAGES = {"feedback_buttons", "icon_button", "workflow_button"}
