"""The entrance to Block Kit's rules."""

from typing import Any

from playground.refusal import SlackRefusal


def check_message_blocks(blocks: Any) -> None:
    """Refused when these blocks may not stand in a message."""
    if not isinstance(blocks, list) or len(blocks) > 50:
        raise SlackRefusal("invalid_blocks")


def check_view(view: Any, kind: str) -> None:
    """Refused when this is no view of that kind."""
    if not isinstance(view, dict) or view.get("type") != kind:
        raise SlackRefusal("invalid_arguments")


class Problem:
    def answer(self) -> dict[str, Any]:
        return {}


def problems_of(kind: str, given: Any) -> list[Problem]:
    return []
