"""Slack's cursors: one page of a list, and where the next one begins."""

from collections.abc import Sequence
from typing import Any, TypeVar

from playground.refusal import SlackRefusal

LARGEST_PAGE = 999
Item = TypeVar("Item")


def page(items: Sequence[Item], arguments: dict[str, Any], default: int) -> tuple[list[Item], str]:
    """The items of the page that was asked for, and the next cursor (empty on the last page)."""
    limit = arguments.get("limit") or default
    if not 0 < limit <= LARGEST_PAGE + 1:
        raise SlackRefusal("invalid_limit")
    cursor = arguments.get("cursor") or "at:0"
    prefix, _, start = cursor.partition(":")
    if prefix != "at" or not start.isdecimal():
        raise SlackRefusal("invalid_cursor")
    end = int(start) + limit
    return list(items[int(start) : end]), f"at:{end}" if end < len(items) else ""
