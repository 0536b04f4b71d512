"""What people typed in a journey stands in no message, no button, no file and no log (INV-05)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import flows
import handlers
from playground.traffic import Entry

PROTOCOLS = Path(flows.__path__[0]) / "protocols"
WORDS = Path(handlers.__path__[0]) / "words"

TELLING = 12
"""A text of so many characters is somebody's own; a shorter one may stand anywhere by chance."""


def typed(entries: Iterable[Entry]) -> set[str]:
    """Every text that somebody typed into a form, a box or the conversation with the bot."""
    found: set[str] = set()
    for entry in entries:
        if entry.direction == "in" and isinstance(entry.body, Mapping):
            view = entry.body.get("view") or {}
            for state in (view.get("state"), entry.body.get("state")):
                found.update(_values(state))
            event = entry.body.get("event") or {}
            if event.get("type") == "message" and not event.get("bot_id"):
                found.add(str(event.get("text", "")))
    return {text for text in found if len(text) >= TELLING and " " in text}


def own(texts: Iterable[str]) -> set[str]:
    """Those of the texts that are their author's alone: none that Tandem brings along itself."""
    shipped = _shipped()
    return {text for text in texts if text not in shipped}


@cache
def _shipped() -> str:
    """All that Tandem brings along: its questions with their examples, its catalogues."""
    files = [*PROTOCOLS.glob("*.yml"), *WORDS.rglob("*.yml")]
    return "\n".join(file.read_text(encoding="utf-8").replace('\\"', '"') for file in files)


def messages(entries: Iterable[Entry]) -> str:
    """Everything that was said: posts, notes for one person's eyes, answers to commands."""
    said = []
    for entry in entries:
        if entry.direction == "out" and entry.what.startswith("chat."):
            said.append(entry.body)
        elif entry.direction == "in" and isinstance(entry.answer, Mapping):
            said.append({k: v for k, v in entry.answer.items() if k in {"text", "blocks"}})
    return _text(said)


def remembered(entries: Iterable[Entry]) -> str:
    """What forms and buttons carry along, which lies with Slack: ids only."""
    return _text([list(_hidden(e.body)) for e in entries if e.direction == "out"])


def on_disk(folder: Path) -> str:
    """Every byte of the data, as far as it is text."""
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    return "\n".join(each.decode("utf-8", "ignore") for each in files)


def _values(state: Any) -> Iterator[str]:
    for block in ((state or {}).get("values") or {}).values():
        for element in block.values():
            if isinstance(element.get("value"), str):
                yield element["value"]


def _hidden(shown: Any) -> Iterator[str]:
    """The values of buttons and options, and the memory of forms."""
    if isinstance(shown, str) and shown.startswith(("{", "[")):
        try:
            shown = json.loads(shown)
        except ValueError:
            return
    if isinstance(shown, Mapping):
        for name, each in shown.items():
            if name in {"value", "action_id", "block_id", "private_metadata"}:
                yield str(each)
            elif name != "initial_value":
                yield from _hidden(each)
    elif isinstance(shown, list):
        for each in shown:
            yield from _hidden(each)


def _text(what: Any) -> str:
    return json.dumps(what, default=repr, ensure_ascii=False)
