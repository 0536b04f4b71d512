"""One item of pre-work: its page for whoever added it, and the two questions about it."""

from collections.abc import Mapping, Sequence

from flows.assigning import Own
from flows.ids import MemberId
from flows.preparing import ANSWER, Known
from flows.prework import BEFORE, Item, Load
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks, item_form, prework
from handlers.views import warm_up as questions
from handlers.words import say

LABEL = 75
"""docs.slack.dev/reference/block-kit/composition-objects/option-object"""

Memory = Mapping[str, str]
"""What a form or page remembers: the partnership, the session, the item, what lies below it."""


def first(memory: Memory, *, key: str, locale: str, item: Item | None = None) -> Block:
    """What it is and why: to be added, or as it is."""
    return item_form.essentials(
        ids.PREWORK_FORM,
        say("before.form_title", locale),
        say("before.keep" if item else "before.save", locale),
        key=key,
        locale=locale,
        entered=item_form.entered(item) if item else None,
        **memory,
    )


def question(memory: Memory, item: Item, *, key: str, locale: str) -> Block:
    """A question to come back to."""
    return item_form.question(
        ids.PREWORK_QUESTION_FORM,
        say("before.ask_title", locale),
        say("before.keep", locale),
        key=key,
        locale=locale,
        entered=item_form.entered(item),
        **memory,
    )


def more(memory: Memory, own: Own, telling: Telling, *, key: str) -> Block:
    """Another copy, a thought before, what to bring, for whom: those who hold a role there."""
    item, locale = own.item, telling.locale
    roles = [(role, _named(members, telling)) for role, members in own.holders.items()]
    return item_form.more(
        ids.PREWORK_MORE_FORM,
        say("before.rest_title", locale),
        say("before.keep", locale),
        key=key,
        locale=locale,
        kind=item.kind,
        roles=roles,
        entered=item_form.entered(item),
        **memory,
    )


def item(own: Own, memory: Memory, telling: Telling, *, lead: str = "") -> Block:
    """The item before whoever added it: as it stands, and what can be changed about it."""
    assigned, known, before, locale = own.assigned, own.item, own.before, telling.locale
    words = {"title": known.title, "why": known.why, "address": known.address}
    what = prework.named(words, known.kind, locale)
    shown = [blocks.section(lead)] if lead else []
    shown.append(blocks.section(say("before.item_other", locale, what=what, minutes=known.minutes)))
    shown += prework.described(words)
    told = prework.facts(assigned, own.whom, telling)
    if known.retrieval is not None:
        told = f"{told} {say('before.has_question', locale)}".strip()
    if told:
        shown.append(blocks.context(told))
    if before.load is not Load.FINE:
        n, m = before.minutes, before.length
        shown.append(blocks.section(say(before.load.words, locale, n=n, m=m)))
    names = {"partnership": str(assigned.partnership), "item": str(assigned.id)}
    remove = blocks.asking(
        blocks.button(ids.PREWORK_REMOVE, say("before.remove", locale), **names),
        say("before.remove_sure", locale),
        say("before.remove_text", locale),
        yes=say("before.remove_yes", locale),
        no=say("before.remove_no", locale),
    )
    shown.append(
        blocks.actions(
            blocks.button(ids.PREWORK_QUESTION, say("before.ask", locale), **names),
            blocks.button(ids.PREWORK_MORE, say("before.rest", locale), **names),
            blocks.button(ids.PREWORK_WHAT, say("before.what", locale), **names),
            remove,
        )
    )
    return blocks.modal(
        ids.PAGE,
        say("before.form_title", locale),
        shown,
        close=say("app.done", locale),
        **memory,
    )


def warm_up(known: Known, *, key: str, locale: str) -> Block:
    """The question, to be answered before the model answer is shown; chosen or in one's words."""
    return questions.asked(
        ids.WARM_UP_FORM,
        known.words,
        known.answer,
        hint=say("before.warm_hint", locale),
        key=key,
        locale=locale,
        partnership=known.assigned.partnership,
        item=known.assigned.id,
    )


def think_first(known: Known, *, key: str, locale: str) -> Block:
    """The question before it is opened; an answer is welcome and not needed."""
    box = blocks.typed(ANSWER, initial=known.first)
    return blocks.modal(
        ids.THINK_FIRST_FORM,
        say("before.think_title", locale),
        [
            blocks.context(say("before.think_intro", locale)),
            blocks.literal(known.words.get(BEFORE, "")),
            blocks.field(ANSWER, say("before.warm_answer", locale), box, optional=True),
        ],
        submit=say("before.think_send", locale),
        close=say("app.close", locale),
        key=key,
        partnership=known.assigned.partnership,
        item=known.assigned.id,
    )


def thought(known: Known, locale: str) -> Block:
    """After it: the item itself."""
    written = [blocks.section(say("before.warm_yours", locale)), blocks.literal(known.first)]
    return blocks.modal(
        ids.PAGE,
        say("before.think_title", locale),
        [
            blocks.literal(known.words.get(BEFORE, "")),
            *(written if known.first else []),
            blocks.section(say("before.think_over", locale)),
            *prework.described(known.words),
            blocks.actions(*prework.opens(known, locale)),
        ],
        close=say("app.close", locale),
    )


def _named(members: Sequence[MemberId], telling: Telling) -> str:
    nobody = say("app.somebody", telling.locale)
    names = ", ".join(telling.names.get(member, nobody) for member in members)
    return names if len(names) <= LABEL else f"{names[: LABEL - 1]}…"
