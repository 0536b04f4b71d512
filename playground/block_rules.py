"""The entrance to Block Kit's rules: blocks on a surface, whole views, what holds across blocks."""

import json
from collections import Counter
from typing import Any

from playground.block_shapes import BLOCKS, SURFACES, Surface, with_children
from playground.element_shapes import (
    IDENTIFIER,
    NOT_ON_HOME,
    ONLY_IN_MESSAGES,
    ONLY_IN_MODALS,
    plain,
)
from playground.elements import interactive
from playground.refusal import SlackRefusal
from playground.shapes import Problem, Rule, anything, by_type, flag, listed, shape, text

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
LARGEST_VIEW = 250_000
MARKDOWN_TOTAL = 12_000
TABLE_TOTAL = 10_000
DATA_TABLE_TOTAL = 20_000
MOST_OF_A_KIND = {"table": 1, "data_visualization": 2}

_VIEW_FIELDS: dict[str, Rule] = {
    "private_metadata": text(3000, least=0),
    "callback_id": text(255, least=0),
    "external_id": text(255, least=0),
}
_MODAL = shape(
    {"title": plain(24), "blocks": anything},
    {
        **_VIEW_FIELDS,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_HOME = shape({"blocks": anything}, _VIEW_FIELDS)
_METADATA = shape({"event_type": IDENTIFIER, "event_payload": anything})
_MESSAGE = shape({}, {"blocks": anything, "text": text(40_000, least=0), "metadata": _METADATA})


def check_message_blocks(blocks: Any) -> None:
    """Refused with `invalid_blocks` when these blocks may not stand in a message."""
    problems = block_problems(blocks, "message", "/blocks")
    if problems:
        raise SlackRefusal(
            "invalid_blocks",
            *(problem.line() for problem in problems),
            errors=[problem.message for problem in problems],
        )


def check_view(view: Any, kind: Surface) -> None:
    """Refused with Slack's errors when this is no view of that kind."""
    if len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW:
        raise SlackRefusal("view_too_large")
    problems = view_problems(view, kind)
    if problems:
        raise SlackRefusal("invalid_arguments", *(problem.line() for problem in problems))


def problems_of(name: str, given: Any) -> list[Problem]:
    """What blocks.validate says about `blocks`, a `view` or a `message`."""
    found: list[Problem] = []
    match name:
        case "blocks":
            return block_problems(given, "message", "/blocks")
        case "view":
            kind: Surface = (
                "home" if isinstance(given, dict) and given.get("type") == "home" else "modal"
            )
            return view_problems(given, kind)
        case _:
            _MESSAGE(given, "/message", found)
            if not found and given.get("blocks"):
                found = block_problems(given["blocks"], "message", "/message/blocks")
            return found


def view_problems(view: Any, kind: Surface) -> list[Problem]:
    """Everything wrong with a view."""
    found: list[Problem] = []
    by_type({"modal": _MODAL, "home": _HOME}, {kind})(view, "/view", found)
    if found:
        return found
    blocks = view["blocks"]
    found = block_problems(blocks, kind, "/view/blocks")
    if found or kind == "home":
        return found
    has_input = any(block["type"] == "input" for block in blocks)
    if has_input and not view.get("submit"):
        message = "`submit` is required when an input block is within blocks"
        found.append(Problem("/view", "missing_field", message, "submit"))
    return found


def block_problems(blocks: Any, surface: Surface, at: str) -> list[Problem]:
    """Everything wrong with a list of blocks on this surface."""
    found: list[Problem] = []
    listed(by_type(BLOCKS, SURFACES[surface]), MOST_BLOCKS[surface], least=0)(blocks, at, found)
    if found:
        return found
    return [
        *_unique_ids(blocks, at),
        *_fitting_elements(blocks, surface, at),
        *_totals(blocks, at),
    ]


def _unique_ids(blocks: list[Any], at: str) -> list[Problem]:
    found: list[Problem] = []
    seen: set[str] = set()
    for block, here in with_children(blocks, at):
        block_id = block.get("block_id")
        if block_id in seen:
            message = f"`block_id` must be unique: {block_id} already exists"
            found.append(Problem(f"{here}/block_id", "duplicate_block_id", message))
        if block_id is not None:
            seen.add(block_id)
    for block, here in with_children(blocks, at):
        own = {key: value for key, value in block.items() if key != "child_blocks"}
        if block["type"] == "carousel":
            continue
        ids = Counter(
            element["action_id"]
            for _, element in interactive([own])
            if element.get("action_id") is not None
        )
        found += [
            Problem(here, "duplicate_action_id", f"`action_id` {each} already exists in its block")
            for each, times in ids.items()
            if times > 1
        ]
    return found


def _fitting_elements(blocks: list[Any], surface: Surface, at: str) -> list[Problem]:
    forbidden: set[str] = set()
    if surface != "modal":
        forbidden |= ONLY_IN_MODALS
    if surface != "message":
        forbidden |= ONLY_IN_MESSAGES
    if surface == "home":
        forbidden |= NOT_ON_HOME
    found = [
        Problem(at, "unsupported_type", f"unsupported type: {element['type']}")
        for _, element in interactive(blocks)
        if element["type"] in forbidden
    ]
    focused = sum(bool(element.get("focus_on_load")) for _, element in interactive(blocks))
    if focused > 1:
        message = "only one element may have focus_on_load"
        found.append(Problem(at, "duplicate_focus", message))
    return found


def _totals(blocks: list[Any], at: str) -> list[Problem]:
    every = [block for block, _ in with_children(blocks, at)]
    found = [
        Problem(at, "too_many", f"no more than {most} {kind} blocks allowed", most)
        for kind, most in MOST_OF_A_KIND.items()
        if sum(block["type"] == kind for block in every) > most
    ]
    sums = {
        "markdown": (
            sum(len(block["text"]) for block in every if block["type"] == "markdown"),
            MARKDOWN_TOTAL,
        ),
        "table": (_cells(every, "table"), TABLE_TOTAL),
        "data_table": (_cells(every, "data_table"), DATA_TABLE_TOTAL),
    }
    found += [
        Problem(at, "too_long", f"{kind} blocks hold at most {most} characters together", most)
        for kind, (length, most) in sums.items()
        if length > most
    ]
    return found


def _cells(blocks: list[Any], kind: str) -> int:
    return sum(
        len(json.dumps(cell.get("text", cell.get("elements", "")), ensure_ascii=False))
        for block in blocks
        if block["type"] == kind
        for row in block["rows"]
        for cell in row
    )
