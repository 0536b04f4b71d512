"""Answers of several boxes in a form: a part of a text, a set of samples."""

from flows import composed
from flows.composed import ADDRESS, LABEL, LONGEST_PART, MANY, MINUTES, WHAT
from flows.protocol import Prompt
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say

USUAL_MINUTES = "10"


def inputs(prompt: Prompt, name: str, number: int, earlier: str, locale: str) -> list[Block]:
    """The boxes of one answer below its question."""
    stands = composed.opened(prompt.kind, earlier)
    needed = prompt.starred and number <= (prompt.many.least if prompt.many else 1)
    head = [] if number > 1 else [blocks.section(f"*{blocks.escaped(prompt.ask)}*")]
    return head + [
        blocks.field(
            composed.box(name, part),
            say(f"boxes.{prompt.kind}.{part}", locale, n=number),
            _element(composed.box(name, part), part, stands[part], locale),
            optional=not (needed and part in {LABEL, MINUTES, WHAT}),
            hint=_hint(prompt, part, number, locale),
        )
        for part in composed.BOXES[prompt.kind]
    ]


def told(prompt: Prompt, words: str, locale: str) -> str:
    """The same answer in one line or two, for whoever reads it."""
    found = composed.opened(prompt.kind, words)
    if prompt.kind == "segments":
        line = say("boxes.part", locale, label=found[LABEL], minutes=found[MINUTES])
        return "\n".join(part for part in (line, found[ADDRESS]) if part)
    return " · ".join(text for text in found.values() if text)


def _element(action: str, part: str, earlier: str, locale: str) -> Block:
    if part != MINUTES:
        return blocks.typed(action, multiline=False, initial=earlier)
    choices = [str(n) for n in range(1, LONGEST_PART + 1)]
    options = [(n, say("visit.minutes_n", locale, n=int(n))) for n in choices]
    return blocks.select(action, options, initial=earlier if earlier in choices else USUAL_MINUTES)


def _hint(prompt: Prompt, part: str, number: int, locale: str) -> str | None:
    if number > 1:
        return None
    if part == ADDRESS:
        return say("boxes.address_hint", locale)
    return say("boxes.no_names", locale) if part == MANY and prompt.kind == "sample_note" else None
