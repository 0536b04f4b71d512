"""Small typed helpers for Block Kit's plain dicts (docs.slack.dev/reference/block-kit).

What a person wrote goes only into `literal` blocks, which Slack shows as typed: no mention, link or
formatting in it comes alive. `escaped` is for names inside our own sentences.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from handlers.payloads import packed
from handlers.seams import Block

Option = tuple[str, str]
"""Value and label of one choice."""

LONGEST_LABEL = 75
"""docs.slack.dev/reference/block-kit/block-elements/button-element"""

MOST_OPTIONS = 100
"""In one menu or group: docs.slack.dev/reference/block-kit/block-elements/select-menu-element."""


_MARKS = re.compile(r"[*_~]")
_NO_BREAK = "\ufeff"
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def escaped(text: str) -> str:
    """A name inside our own sentence, in mrkdwn or `text`: it neither links, formats nor turns it.

    Slack's three control characters are escaped; marks of formatting get a space of no width on
    either side, so that they mark nothing; signs that turn the direction of writing are left out.
    """
    plain = text.translate(_TURNS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(f"{_NO_BREAK}\\g<0>{_NO_BREAK}", plain).replace("`", "\u02cb")


def plain(text: str) -> Block:
    """A text object that is shown as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """A text object of our own words; facts in it are escaped before."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph of our own words."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text)}


def context(text: str) -> Block:
    """A small line."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def divider() -> Block:
    """A line between two parts."""
    return {"type": "divider"}


def literal(text: str) -> Block:
    """What a person wrote, exactly as typed and with nothing in it alive."""
    parts = [{"type": "text", "text": text}] if text else [{"type": "text", "text": " "}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": parts}]}


def button(
    action: str, text: str, *, style: str | None = None, says: str | None = None, **value: str
) -> Block:
    """A button; its value carries ids only. `says` is what a screen reader says instead.

    A label that a long name makes longer than Slack takes loses its end.
    """
    element: Block = {
        "type": "button",
        "action_id": action,
        "text": plain(_fitting(text)),
        "value": packed(**value),
    }
    if style is not None:
        element["style"] = style
    if says is not None:
        element["accessibility_label"] = says
    return element


def asking(press: Block, title: str, text: str, *, yes: str, no: str) -> Block:
    """The button with a question before it does anything."""
    confirm = {
        "title": plain(title),
        "text": plain(text),
        "confirm": plain(yes),
        "deny": plain(no),
        "style": "danger",
    }
    return {**press, "confirm": confirm}


def link(action: str, text: str, address: str) -> Block:
    """A button that opens an address; Slack still tells that it was pressed."""
    element = button(action, text)
    return {**element, "url": address}


def actions(*elements: Block, block: str | None = None) -> Block:
    """A row of buttons and menus."""
    row: Block = {"type": "actions", "elements": list(elements)}
    if block is not None:
        row["block_id"] = block
    return row


def overflow(action: str, options: Iterable[tuple[str, Mapping[str, str]]]) -> Block:
    """The three dots: each option's value carries ids only, and a label fits as a button's does."""
    return {
        "type": "overflow",
        "action_id": action,
        "options": [
            {"text": plain(_fitting(label)), "value": packed(**value)} for label, value in options
        ],
    }


def _fitting(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def menu(action: str, placeholder: str, options: Iterable[tuple[str, Mapping[str, str]]]) -> Block:
    """A menu that acts as soon as something is picked."""
    return {
        **overflow(action, options),
        "type": "static_select",
        "placeholder": plain(placeholder),
    }


def _option(option: Option) -> Block:
    value, label = option
    return {"text": plain(label), "value": value}


def field(
    block: str,
    label: str,
    element: Block,
    *,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool = False,
) -> Block:
    """An input with its label."""
    found: Block = {
        "type": "input",
        "block_id": block,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }
    if hint is not None:
        found["hint"] = plain(hint)
    if dispatch:
        found["dispatch_action"] = True
    return found


def typed(
    action: str, *, multiline: bool = True, initial: str = "", placeholder: str | None = None
) -> Block:
    """A box to type in. No length is set: too long is refused with the count, never cut."""
    element: Block = {"type": "plain_text_input", "action_id": action, "multiline": multiline}
    if initial:
        element["initial_value"] = initial
    if placeholder is not None:
        element["placeholder"] = plain(placeholder)
    return element


def select(
    action: str,
    options: Sequence[Option],
    *,
    initial: str | None = None,
    placeholder: str | None = None,
) -> Block:
    """A menu of up to a hundred choices, grouped when there are more."""
    element: Block = {"type": "static_select", "action_id": action}
    if len(options) > MOST_OPTIONS:
        groups = [options[i : i + MOST_OPTIONS] for i in range(0, len(options), MOST_OPTIONS)]
        element["option_groups"] = [
            {
                "label": plain(f"{group[0][1][:1]} – {group[-1][1][:1]}"),
                "options": [_option(o) for o in group],
            }
            for group in groups
        ]
    else:
        element["options"] = [_option(o) for o in options]
    chosen = next((o for o in options if o[0] == initial), None)
    if chosen is not None:
        element["initial_option"] = _option(chosen)
    if placeholder is not None:
        element["placeholder"] = plain(placeholder)
    return element


def radio(action: str, options: Sequence[Option], *, initial: str | None = None) -> Block:
    """Choices of which one is picked, all in sight."""
    element: Block = {
        "type": "radio_buttons",
        "action_id": action,
        "options": [_option(o) for o in options],
    }
    chosen = next((o for o in options if o[0] == initial), None)
    if chosen is not None:
        element["initial_option"] = _option(chosen)
    return element


def checkboxes(action: str, options: Sequence[Option], *, initial: Collection[str] = ()) -> Block:
    """Boxes to tick; those of `initial` are ticked at first."""
    element: Block = {
        "type": "checkboxes",
        "action_id": action,
        "options": [_option(o) for o in options],
    }
    chosen = [_option(o) for o in options if o[0] in initial]
    if chosen:
        element["initial_options"] = chosen
    return element


def people(action: str, initial: str | None = None) -> Block:
    """A menu of the workspace's people; bots and guests are in it too, so check what comes back."""
    element: Block = {"type": "users_select", "action_id": action}
    if initial is not None:
        element["initial_user"] = initial
    return element


def several_people(action: str, initial: Sequence[str], most: int) -> Block:
    """A menu of the workspace's people of whom several are picked; check what comes back."""
    element: Block = {
        "type": "multi_users_select",
        "action_id": action,
        "max_selected_items": most,
    }
    if initial:
        element["initial_users"] = list(initial)
    return element


def channels(action: str, initial: str | None = None) -> Block:
    """A menu of public and private channels that this person is in."""
    element: Block = {
        "type": "conversations_select",
        "action_id": action,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if initial is not None:
        element["initial_conversation"] = initial
    return element


def dates(action: str, initial: str | None = None) -> Block:
    """A day to pick; it has no zone."""
    element: Block = {"type": "datepicker", "action_id": action}
    if initial is not None:
        element["initial_date"] = initial
    return element


def clock(action: str, initial: str | None = None) -> Block:
    """A time of day to pick; it has no zone."""
    element: Block = {"type": "timepicker", "action_id": action}
    if initial is not None:
        element["initial_time"] = initial
    return element


def modal(
    callback: str,
    title: str,
    blocks: list[Block],
    *,
    close: str,
    submit: str | None = None,
    **memory: str,
) -> Block:
    """A form; `memory` comes back with it and carries ids only."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title),
        "close": plain(close),
        "blocks": blocks,
        "private_metadata": packed(**memory),
    }
    if submit is not None:
        view["submit"] = plain(submit)
    return view
