"""The words of an item of pre-work, each a text of its own, wherever they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import prework
from flows.assigned import Assigned
from flows.prework import (
    ADDRESS,
    BEFORE,
    BRING_ALONG,
    CHOICES,
    COPY,
    HINT,
    MODEL,
    QUESTION,
    TITLE,
    WHY,
    Fault,
    Item,
    Retrieval,
)
from flows.unchanged import Unchanged
from flows.workshop import Given


@dataclass(frozen=True, slots=True)
class Wrong(Unchanged):
    """What keeps the item from being kept; nothing was cut.

    What is too long stands by field: how long it is, and how long at most.
    """

    faults: tuple[Fault, ...]
    long: Mapping[str, tuple[int, int]]


def wrong(item: Item) -> Wrong | None:
    """What is wrong with the item; None where it can be kept."""
    faults, long = prework.faults(item), prework.too_long(item)
    return Wrong(faults, long) if faults or long else None


def texts(item: Item) -> dict[str, str]:
    """Every text of the item, by its key; empty where the item has none."""
    asks = item.retrieval or Retrieval("", "")
    return {
        TITLE: item.title,
        ADDRESS: item.address,
        WHY: item.why,
        COPY: item.other_copy,
        BEFORE: item.before,
        QUESTION: asks.prompt,
        CHOICES: "\n".join(asks.options),
        MODEL: asks.model_answer,
        HINT: asks.hint,
        BRING_ALONG: item.bring,
    }


def item_of(kept: Assigned | Given, words: Mapping[str, str]) -> Item:
    """The item of those words."""
    asks = Retrieval(
        prompt=words.get(QUESTION, ""),
        model_answer=words.get(MODEL, ""),
        options=tuple(words.get(CHOICES, "").splitlines()),
        hint=words.get(HINT, ""),
    )
    return Item(
        title=words.get(TITLE, ""),
        kind=kept.kind,
        address=words.get(ADDRESS, ""),
        minutes=kept.minutes,
        why=words.get(WHY, ""),
        for_roles=kept.for_roles if isinstance(kept, Assigned) else (),
        optional=kept.optional,
        other_copy=words.get(COPY, ""),
        start_second=kept.start_second,
        end_second=kept.end_second,
        before=words.get(BEFORE, ""),
        retrieval=asks if asks.prompt else None,
        bring=words.get(BRING_ALONG, ""),
    )
