"""The forms in which one item of pre-work is described, in three short parts (practice C).

First what it is and why; then, for whoever wants them, a question to come back to, and the rest.
They know nothing of where the item goes: `callback` and what the form remembers say that.
"""

from collections.abc import Mapping, Sequence

from flows.micro_lessons import LESSONS
from flows.prework import (
    ADDRESS,
    BEFORE,
    BRING,
    BRING_ALONG,
    CHOICES,
    COPY,
    HINT,
    MODEL,
    MOST_CHOICES,
    MOST_MINUTES,
    QUESTION,
    TITLE,
    WHY,
    Item,
    ItemKind,
    Retrieval,
)
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say

KIND, LESSON, MINUTES, OPTIONAL = "kind", "lesson", "minutes", "optional"
ROLES, START, END = "roles", "start", "end"
YES = "yes"

Entered = Mapping[str, str]
"""What stands in the fields, as typed or chosen."""

MOODLE = frozenset({ItemKind.MOODLE_COURSE, ItemKind.MOODLE_ACTIVITY})
SECONDS = 60


def essentials(
    callback: str,
    title: str,
    submit: str,
    *,
    key: str,
    locale: str,
    entered: Entered | None = None,
    **memory: str,
) -> Block:
    """What it is, how long it takes and why: all that an item needs."""
    return blocks.modal(
        callback,
        title,
        _essentials(entered or {}, locale),
        submit=submit,
        close=say("app.close", locale),
        key=key,
        **memory,
    )


def with_kind(view: Mapping[str, object], entered: Entered, locale: str) -> Block:
    """The same form after another kind was picked: every word that was typed stays in sight."""
    known = view.get("blocks")
    lead = [b for b in known if b.get("type") != "input"] if isinstance(known, list) else []
    kept = {
        name: view[name] for name in ("callback_id", "title", "submit", "close") if name in view
    }
    memory = {"private_metadata": view.get("private_metadata", "")}
    return {"type": "modal", **kept, **memory, "blocks": [*lead, *_essentials(entered, locale)]}


def question(
    callback: str,
    title: str,
    submit: str,
    *,
    key: str,
    locale: str,
    entered: Entered | None = None,
    **memory: str,
) -> Block:
    """A question to come back to the day before: free, or with answers to choose from."""
    known = entered or {}
    shown = [
        blocks.context(say("item.question_intro", locale)),
        _text(QUESTION, known, locale, optional=True),
        _text(CHOICES, known, locale, optional=True, hint=True, n=MOST_CHOICES),
        _text(MODEL, known, locale, optional=True, hint=True),
        _text(HINT, known, locale, optional=True, multiline=False),
    ]
    return blocks.modal(
        callback, title, shown, submit=submit, close=say("app.close", locale), key=key, **memory
    )


def more(
    callback: str,
    title: str,
    submit: str,
    *,
    key: str,
    locale: str,
    kind: ItemKind,
    roles: Sequence[blocks.Option] = (),
    entered: Entered | None = None,
    **memory: str,
) -> Block:
    """What few items need: another copy, a thought before, what to bring, for whom, a part only."""
    known = entered or {}
    shown = [
        _text(BEFORE, known, locale, optional=True, hint=True),
        _text(BRING_ALONG, known, locale, optional=True, placeholder=say(BRING, locale)),
    ]
    if kind is not ItemKind.MICRO_LESSON:
        shown.append(_text(COPY, known, locale, optional=True, hint=True, multiline=False))
    if kind is ItemKind.VIDEO:
        shown.append(_text(START, known, locale, optional=True, hint=True, multiline=False))
        shown.append(_text(END, known, locale, optional=True, multiline=False))
    if len(roles) > 1:
        chosen = known.get(ROLES, "").split()
        boxes = blocks.checkboxes(ROLES, roles, initial=chosen)
        hint = say("item.roles_hint", locale)
        label = say("item.roles", locale)
        shown.append(blocks.field(ROLES, label, boxes, optional=True, hint=hint))
    return blocks.modal(
        callback, title, shown, submit=submit, close=say("app.close", locale), key=key, **memory
    )


def entered(item: Item) -> dict[str, str]:
    """What stands in the fields of a form in which that item is changed."""
    asks = item.retrieval or Retrieval("", "")
    lesson = item.kind is ItemKind.MICRO_LESSON
    found = {
        KIND: item.kind.value,
        TITLE: item.title,
        LESSON if lesson else ADDRESS: item.address,
        MINUTES: str(item.minutes),
        WHY: item.why,
        OPTIONAL: YES if item.optional else "",
        QUESTION: asks.prompt,
        CHOICES: "\n".join(asks.options),
        MODEL: asks.model_answer,
        HINT: asks.hint,
        BEFORE: item.before,
        BRING_ALONG: item.bring,
        COPY: item.other_copy,
        START: clock(item.start_second),
        END: clock(item.end_second),
        ROLES: " ".join(item.for_roles),
    }
    return {field: text for field, text in found.items() if text}


def clock(second: int | None) -> str:
    """A moment in a video, as its player shows it; empty for none."""
    return "" if second is None else f"{second // SECONDS}:{second % SECONDS:02d}"


def _essentials(entered: Entered, locale: str) -> list[Block]:
    kind = _kind(entered)
    kinds = [(k.value, say(f"item.kinds.{k.value}", locale)) for k in ItemKind]
    menu = blocks.select(ids.ITEM_KIND, kinds, initial=kind.value)
    shown = [blocks.field(KIND, say("item.kind", locale), menu, dispatch=True)]
    if kind is ItemKind.MICRO_LESSON:
        lessons = [(each.key, say(each.title, locale)) for each in LESSONS.values()]
        choice = blocks.select(LESSON, lessons, initial=entered.get(LESSON))
        shown.append(blocks.field(LESSON, say("item.lesson", locale), choice))
        typed = [field for field in (TITLE, ADDRESS) if entered.get(field)]
        shown += [_text(f, entered, locale, optional=True, multiline=False) for f in typed]
    else:
        shown.append(_text(TITLE, entered, locale, multiline=False))
        label, hint = say("item.address", locale), "item.address_hint"
        typed_in = blocks.typed(ADDRESS, multiline=False, initial=entered.get(ADDRESS, ""))
        said = say("item.moodle_hint" if kind in MOODLE else hint, locale)
        shown.append(blocks.field(ADDRESS, label, typed_in, hint=said))
        counts = [(str(n), say("item.minutes_n", locale, n=n)) for n in range(1, MOST_MINUTES + 1)]
        minutes = blocks.select(MINUTES, counts, initial=entered.get(MINUTES))
        shown.append(blocks.field(MINUTES, say("item.minutes", locale), minutes))
    shown.append(_text(WHY, entered, locale, multiline=False))
    options = [(YES, say("item.optional_yes", locale))]
    box = blocks.checkboxes(OPTIONAL, options, initial=[entered.get(OPTIONAL, "")])
    shown.append(blocks.field(OPTIONAL, say("item.optional", locale), box, optional=True))
    return shown


def _kind(entered: Entered) -> ItemKind:
    named = entered.get(KIND, ItemKind.READING.value)
    return next((kind for kind in ItemKind if kind.value == named), ItemKind.READING)


def _text(
    field: str,
    entered: Entered,
    locale: str,
    *,
    optional: bool = False,
    hint: bool = False,
    multiline: bool = True,
    placeholder: str | None = None,
    **facts: object,
) -> Block:
    box = blocks.typed(
        field, multiline=multiline, initial=entered.get(field, ""), placeholder=placeholder
    )
    said = say(f"item.{field}_hint", locale, **facts) if hint else None
    return blocks.field(field, say(f"item.{field}", locale), box, optional=optional, hint=said)
