"""Answers of several boxes: a part of a text, a set of samples; kept as one text, a line a box.

Addresses are judged by their form alone; nothing is fetched (practice B2, C).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flows import gate, prework
from flows.protocol import Kind, Prompt, Stage

LABEL, MINUTES, ADDRESS = "label", "minutes", "address"
WHAT, MANY, FROM = "what", "many", "from"

BOXES: Mapping[Kind, tuple[str, ...]] = {
    "segments": (LABEL, MINUTES, ADDRESS),
    "sample_note": (WHAT, MANY, FROM),
}
"""The boxes of each kind of answer that has several, in order."""

LONGEST_PART = 10
"""Minutes that one part of a text may take (practice B2)."""

LONGEST_BOX = 300
BETWEEN = "."


class Fault(StrEnum):
    """What keeps an answer of several boxes, or an address, from being kept."""

    ADDRESS = "address"
    LABEL = "label"
    MINUTES = "minutes"
    LONG = "long"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of what is read together; where it has no address of its own, the source's holds."""

    label: str
    minutes: str
    address: str


def box(field: str, name: str) -> str:
    """The name of one box of a field; no prompt's key has a dot in it."""
    return f"{field}{BETWEEN}{name}"


def opened(kind: Kind, words: str) -> dict[str, str]:
    """What stands in each box."""
    lines = words.split("\n") if words else []
    return dict(zip(BOXES[kind], [*lines, "", "", ""], strict=False))


def folded(entered: Mapping[str, str]) -> dict[str, str]:
    """The same with the boxes of one answer put together; empty where all of them are."""
    found: dict[str, str] = {}
    several: dict[str, dict[str, str]] = {}
    for name, words in entered.items():
        field, dot, part = name.partition(BETWEEN)
        if dot:
            several.setdefault(field, {})[part] = " ".join(words.split())
        else:
            found[field] = words
    for field, parts in several.items():
        names = next((n for n in BOXES.values() if set(parts) & set(n)), ())
        lines = [parts.get(name, "") for name in names]
        # How long a part takes is always picked: alone it says nothing.
        said = any(line for name, line in zip(names, lines, strict=True) if name != MINUTES)
        found[field] = "\n".join(lines) if said else ""
    return found


def segments(prompt: Prompt, words: Mapping[str, str]) -> tuple[Segment, ...]:
    """The parts that were given, in order."""
    return tuple(
        Segment(**opened("segments", text))
        for field in fields(prompt)
        if (text := words.get(field, "").strip())
    )


def fields(prompt: Prompt) -> Iterator[str]:
    """The names of a prompt's answers: one, or one for each that it takes."""
    yield prompt.key
    for number in range(2, (prompt.many.most if prompt.many else 1) + 1):
        yield f"{prompt.key}_{number}"


def faults(stage: Stage, texts: Mapping[str, str]) -> dict[str, Fault]:
    """What is wrong, by box: an address without https, a part without a name, too few parts."""
    found: dict[str, Fault] = {}
    for field, words in texts.items():
        prompt = gate.prompt_of(stage, field)
        if prompt is None or not words.strip():
            continue
        if prompt.kind == "link" and not prework.is_address(words.strip()):
            found[field] = Fault.ADDRESS
        if prompt.kind in BOXES:
            found |= {box(field, name): why for name, why in _wrong(prompt.kind, words)}
    for prompt in stage.prompts:
        given = [field for field in fields(prompt) if texts.get(field, "").strip()]
        if prompt.kind == "segments" and prompt.many and given and len(given) < prompt.many.least:
            missing = next(field for field in fields(prompt) if field not in given)
            found.setdefault(box(missing, LABEL), Fault.MANY)
    return found


def _wrong(kind: Kind, words: str) -> Iterator[tuple[str, Fault]]:
    boxes = opened(kind, words)
    for name, text in boxes.items():
        if len(text) > LONGEST_BOX:
            yield name, Fault.LONG
    if kind != "segments":
        return
    if not boxes[LABEL]:
        yield LABEL, Fault.LABEL
    if not (boxes[MINUTES].isdecimal() and 1 <= int(boxes[MINUTES]) <= LONGEST_PART):
        yield MINUTES, Fault.MINUTES
    if boxes[ADDRESS] and not prework.is_address(boxes[ADDRESS]):
        yield ADDRESS, Fault.ADDRESS
