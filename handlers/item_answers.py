"""What was entered in the forms of an item of pre-work, as the item, and what is wrong with it.

A field without an answer leaves that part of the item empty; nothing here knows where it goes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import prework
from flows.micro_lessons import MOST_MINUTES as LESSON_MINUTES
from flows.prework import Fault, Item, ItemKind, Retrieval
from handlers import payloads
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import item_form as views
from handlers.words import say

FIELD_OF = {
    Fault.TITLE: prework.TITLE,
    Fault.WHY: prework.WHY,
    Fault.MINUTES: views.MINUTES,
    Fault.ADDRESS: prework.ADDRESS,
    Fault.MOODLE: prework.ADDRESS,
    Fault.LESSON: views.LESSON,
    Fault.SECONDS: views.END,
    Fault.QUESTION: prework.MODEL,
    Fault.CHOICES: prework.CHOICES,
    Fault.COPY: prework.COPY,
}
"""At which field of the form a fault is said."""

_CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})")
_UNCLEAR = -1
"""A moment in a video that is none: the item is refused for it."""


async def kind_picked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """Another kind was picked: the form asks for what that kind needs, and keeps every word."""
    view = payloads.open_view(body)
    typed = entered(Answers.of(body))
    again = views.with_kind(view, typed, await desk.locale())
    await client.views_update(view_id=view["id"], hash=view.get("hash"), view=again)
    await ack()


def entered(found: Answers) -> dict[str, str]:
    """What stands in the first form now, by field."""
    optional = views.YES if found.ticked(views.OPTIONAL) else ""
    chosen = {f: found.choice(f) or "" for f in (views.KIND, views.LESSON, views.MINUTES)}
    typed = {f: found.text(f) for f in (prework.TITLE, prework.ADDRESS, prework.WHY)}
    return {f: text for f, text in {**chosen, **typed, views.OPTIONAL: optional}.items() if text}


def read(found: Answers, item: Item | None = None) -> Item:
    """The item of the first form; of an item that is there already, all else stays."""
    kind = next((k for k in ItemKind if k.value == found.choice(views.KIND)), ItemKind.READING)
    lesson = kind is ItemKind.MICRO_LESSON
    minutes = LESSON_MINUTES if lesson else payloads.number(found.choice(views.MINUTES) or "0")
    first = Item(
        title=found.text(prework.TITLE).strip(),
        kind=kind,
        address=(found.choice(views.LESSON) or "")
        if lesson
        else found.text(prework.ADDRESS).strip(),
        minutes=minutes,
        why=found.text(prework.WHY).strip(),
        optional=bool(found.ticked(views.OPTIONAL)),
    )
    if item is None:
        return first
    part = kind is ItemKind.VIDEO
    return replace(
        item,
        title=first.title,
        kind=kind,
        address=first.address,
        minutes=minutes,
        why=first.why,
        optional=first.optional,
        other_copy="" if lesson else item.other_copy,
        start_second=item.start_second if part else None,
        end_second=item.end_second if part else None,
    )


def with_question(found: Answers, item: Item) -> Item:
    """The item with the question that was entered; left empty, it has none."""
    lines = found.text(prework.CHOICES).splitlines()
    asks = Retrieval(
        prompt=found.text(prework.QUESTION).strip(),
        model_answer=found.text(prework.MODEL).strip(),
        options=tuple(line.strip() for line in lines if line.strip()),
        hint=found.text(prework.HINT).strip(),
    )
    return replace(item, retrieval=None if asks == Retrieval("", "") else asks)


def with_more(found: Answers, item: Item, roles: Sequence[str] = ()) -> Item:
    """The item with the rest; `roles` are all for whom it could be, and all of them are none."""
    named = tuple(role for role in roles if role in found.ticked(views.ROLES))
    return replace(
        item,
        before=found.text(prework.BEFORE).strip(),
        bring=found.text(prework.BRING_ALONG).strip(),
        other_copy=found.text(prework.COPY).strip(),
        start_second=_second(found.text(views.START)),
        end_second=_second(found.text(views.END)),
        for_roles=() if set(named) == set(roles) else named,
    )


def doubts(faults: Iterable[Fault], locale: str) -> dict[str, str]:
    """What is the matter, each at its field."""
    return {FIELD_OF[fault]: say(fault.words, locale) for fault in faults}


def lengths(long: Mapping[str, tuple[int, int]], locale: str) -> dict[str, str]:
    """What is too long, each at its field with its count."""
    return {
        field: say("step.too_long", locale, n=n, most=most) for field, (n, most) in long.items()
    }


def _second(text: str) -> int | None:
    if not text.strip():
        return None
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return _UNCLEAR
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (hours * 60 + minutes) * 60 + seconds
