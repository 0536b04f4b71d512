"""What stands on a screen of blocks: every text, what can be pressed, what can be filled in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Block = Mapping[str, Any]

_INNER = ("text", "title", "label", "hint", "elements", "fields", "accessory", "element")
_CHOSEN = {
    "datepicker": "initial_date",
    "timepicker": "initial_time",
}
_TYPED = frozenset({"plain_text_input", "number_input", "url_text_input", "email_text_input"})
_PEOPLE = frozenset({"users_select"})


class NotOnScreen(Exception):
    """Nothing with these words is there."""


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button, or one choice of a menu."""

    block_id: str
    action_id: str
    option: Mapping[str, Any] | None = None


def texts(shown: Any) -> list[str]:
    """Every text in these blocks, in order, with what is filled in already."""
    if isinstance(shown, Sequence) and not isinstance(shown, str):
        return [text for each in shown for text in texts(each)]
    if not isinstance(shown, Mapping):
        return []
    if isinstance(shown.get("text"), str):
        return [shown["text"]]
    found = [text for key in _INNER for text in texts(shown.get(key))]
    for option in shown.get("options", ()):
        found += texts(option)
    chosen = shown.get("initial_value") or shown.get(_CHOSEN.get(str(shown.get("type")), ""))
    if isinstance(chosen, str):
        found.append(chosen)
    if isinstance(shown.get("initial_option"), Mapping):
        found += texts(shown["initial_option"])
    return found


def labels(blocks: Sequence[Block]) -> list[str]:
    """What stands on the buttons, in order."""
    pressed = (each for block in blocks for each in _elements(block) if each["type"] == "button")
    return [each["text"]["text"] for each in pressed]


def pressable(blocks: Sequence[Block], label: str, nth: int = 1) -> Pressable | None:
    """The first (second, …) thing to press that carries this label."""
    found = [each for block in blocks for each in _pressables(block, label)]
    return found[nth - 1] if len(found) >= nth else None


def _pressables(block: Block, label: str) -> Iterator[Pressable]:
    for element in _elements(block):
        if "action_id" not in element:
            continue
        text = element.get("text")
        if isinstance(text, Mapping) and text["text"] == label:
            yield Pressable(block["block_id"], element["action_id"])
        for option in element.get("options", ()):
            if option["text"]["text"] == label:
                yield Pressable(block["block_id"], element["action_id"], option)


def fields(blocks: Sequence[Block]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Everything that can be filled in: its label, its block, the element."""
    for block in blocks:
        if block["type"] == "input":
            yield block["label"]["text"], block["block_id"], block["element"]
        elif block["type"] in {"actions", "section"}:
            for element in _elements(block):
                if element.get("type") not in {None, "button", "overflow"}:
                    label = " ".join(texts(block.get("text"))) or _placeholder(element)
                    yield label, block["block_id"], element


def filled(
    blocks: Sequence[Block], answers: Mapping[str, Any], people: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """Slack's state for answers given by label, and what of it was typed freely."""
    state: dict[str, Any] = {}
    typed = []
    for label, given in answers.items():
        block_id, element = _field(blocks, label)
        kind = element["type"]
        if kind in _TYPED:
            typed.append(str(given))
        value = people.get(given, given) if kind in _PEOPLE else _value(element, given)
        state.setdefault(block_id, {})[element["action_id"]] = value
    return state, typed


def _field(blocks: Sequence[Block], label: str) -> tuple[str, Mapping[str, Any]]:
    there = list(fields(blocks))
    for shown, block_id, element in there:
        if shown.startswith(label):
            return block_id, element
    raise NotOnScreen(label, [shown for shown, _, _ in there])


def _value(element: Mapping[str, Any], given: Any) -> Any:
    options = list(_options(element))
    if not options:
        return given
    if isinstance(given, list):
        return [_option(options, each) for each in given]
    return _option(options, str(given))


def _option(options: Sequence[Mapping[str, Any]], given: str) -> Any:
    for option in options:
        if option["text"]["text"].startswith(given):
            return option["value"]
    raise NotOnScreen(given, [option["text"]["text"] for option in options])


def _options(element: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from element.get("options", ())
    for group in element.get("option_groups", ()):
        yield from group["options"]


def _elements(block: Block) -> list[Mapping[str, Any]]:
    found = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
    return [element for element in found if isinstance(element, Mapping)]


def _placeholder(element: Mapping[str, Any]) -> str:
    return str((element.get("placeholder") or {}).get("text", ""))
