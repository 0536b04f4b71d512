"""Strategy cards as a list, as a form, and the offer to keep one after a step (practice A1)."""

from collections.abc import Mapping, Sequence

from flows.ids import PartnershipId
from flows.strategies import FIELDS, TRIED, Card
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks
from handlers.words import say

MOST_OWN, MOST_SHOWN = 6, 8
"""A form has a hundred blocks; each card takes up to eight."""


def button(locale: str) -> Block:
    """[Worth trying]: the cards of one's own, and those that colleagues show."""
    return blocks.button(ids.STRATEGIES, say("strategies.button", locale))


def offer(partnership: PartnershipId, run: str, locale: str) -> list[Block]:
    """[Keep a card], after a step from which one can follow."""
    names = {"partnership": str(partnership), "run": str(run)}
    press = blocks.button(ids.KEEP_STRATEGY, say("strategies.keep", locale), **names)
    return [blocks.context(say("strategies.offer", locale)), blocks.actions(press)]


def form(texts: Mapping[str, str], *, key: str, locale: str, card: str = "") -> Block:
    """The three sentences of a card, of a new one or of this; only the first is needed."""
    lead = "strategies.edit_intro" if card else "strategies.offer"
    shown = [blocks.context(say(lead, locale))]
    shown += [
        blocks.field(
            field,
            say(f"strategies.{field}", locale),
            blocks.typed(field, initial=texts.get(field, "")),
            optional=field != TRIED,
        )
        for field in FIELDS
    ]
    return blocks.modal(
        ids.STRATEGY_FORM,
        say("strategies.form_title", locale),
        shown,
        submit=say("strategies.submit", locale),
        close=say("app.cancel", locale),
        key=key,
        **({"card": card} if card else {}),
    )


def page(mine: Sequence[Card], shown: Sequence[Card], telling: Telling) -> Block:
    """Own cards with who reads them, then those of colleagues with [Try this]."""
    locale = telling.locale
    found: list[Block] = [blocks.context(say("strategies.intro", locale))]
    if mine:
        found.append(blocks.section(say("strategies.own", locale)))
    for card in mine[:MOST_OWN]:
        found += [*_lines(card, locale), blocks.context(_state(card, locale)), _own(card, locale)]
    keep = blocks.button(ids.KEEP_STRATEGY, say("strategies.keep", locale))
    found += [blocks.actions(keep), blocks.divider()]
    key = "strategies.others" if shown else "strategies.none"
    found.append(blocks.section(say(key, locale)))
    for card in shown[:MOST_SHOWN]:
        who = blocks.escaped(telling.names.get(card.author, say("app.somebody", locale)))
        found.append(blocks.section(say("strategies.by", locale, who=who)))
        found += _lines(card, locale)
        press = blocks.button(
            ids.TRY_STRATEGY, say("strategies.try", locale), style="primary", card=card.name
        )
        found.append(blocks.actions(press))
    title = say("strategies.title", locale)
    return blocks.modal(ids.PAGE, title, found, close=say("app.close", locale))


def _lines(card: Card, locale: str) -> list[Block]:
    shown: list[Block] = []
    for field in FIELDS:
        if field in card.texts:
            shown.append(blocks.context(say(f"strategies.{field}", locale)))
            shown.append(blocks.literal(card.texts[field]))
    return shown


def _state(card: Card, locale: str) -> str:
    told = [("with_partners", card.partners), ("with_program", card.program)]
    read = [say(f"strategies.{key}", locale) for key, yes in told if yes]
    return " ".join(read) or say("strategies.alone", locale)


def _own(card: Card, locale: str) -> Block:
    acts = [
        (ids.CHANGE_STRATEGY, "edit", True),
        (ids.SHOW_PARTNERS, "show_partners", not card.partners),
        (ids.SHOW_PROGRAM, "show_program", not card.program),
        (ids.STRATEGY_BACK, "back", card.partners or card.program),
        (ids.DELETE_STRATEGY, "delete", True),
    ]
    return blocks.actions(
        *(
            blocks.button(action, say(f"strategies.{key}", locale), card=card.name)
            for action, key, can in acts
            if can
        )
    )
