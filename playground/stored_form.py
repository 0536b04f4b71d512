"""Blocks as Slack stores them: ids filled in, text objects with their defaults."""

from collections.abc import Callable
from typing import Any

from playground.elements import interactive


def stored_blocks(
    blocks: list[dict[str, Any]], fresh: Callable[[str], str]
) -> list[dict[str, Any]]:
    """A copy of the blocks with every missing block id, action id and text default."""
    copied: list[dict[str, Any]] = [_with_defaults(block) for block in blocks]
    for block in copied:
        block.setdefault("block_id", fresh("b"))
        for inner in block.get("child_blocks", []):
            inner.setdefault("block_id", fresh("b"))
        if block["type"] == "carousel":
            for card in block["elements"]:
                card.setdefault("block_id", fresh("b"))
    for _, element in interactive(copied):
        element.setdefault("action_id", fresh("a"))
    return copied


def _with_defaults(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_defaults(each) for each in value]
    if not isinstance(value, dict):
        return value
    copied = {key: _with_defaults(each) for key, each in value.items()}
    if copied.get("type") == "plain_text":
        copied.setdefault("emoji", True)
    elif copied.get("type") == "mrkdwn":
        copied.setdefault("verbatim", False)
    return copied


def fallback_text(blocks: list[dict[str, Any]]) -> str:
    """The text that Slack derives from blocks when a message comes without any."""
    return " ".join(_texts(blocks))


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if not isinstance(value, dict):
        return []
    if value.get("type") in {"plain_text", "mrkdwn", "text"} and isinstance(value.get("text"), str):
        return [value["text"]]
    return [
        text
        for key in ("text", "fields", "elements", "label", "title", "body")
        for text in _texts(value.get(key))
    ]
