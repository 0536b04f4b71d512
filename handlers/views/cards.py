"""The pooled cards, each as it was typed and nobody's, with what takes one away."""

from flows.cards import Cards
from handlers import ids
from handlers.seams import Block, Telling
from handlers.views import blocks
from handlers.words import say


def page(found: Cards, telling: Telling) -> Block:
    """All cards of a pool, question by question."""
    locale = telling.locale
    key = "cards.intro" if found.n else "cards.none"
    shown = [blocks.section(say(key, locale, n=found.n))]
    for prompt, cards in found.by_prompt:
        if cards:
            shown.append(blocks.context(f"*{blocks.escaped(prompt.ask)}*"))
        for card in cards:
            away = {"accessory": _away(found, card.id, locale)} if found.takes else {}
            shown.append({"type": "section", "text": blocks.plain(card.words), **away})
    return blocks.modal(ids.PAGE, say("cards.title", locale), shown, close=say("app.close", locale))


def _away(found: Cards, card: str, locale: str) -> Block:
    press = blocks.button(
        ids.TAKE_CARD_AWAY,
        say(f"cards.{found.takes}", locale),
        partnership=found.course.pair.id,
        cycle=found.course.cycle.id,
        run=found.run.id,
        card=card,
    )
    return blocks.asking(
        press,
        say("cards.sure_title", locale),
        say("cards.sure", locale),
        yes=say("cards.sure_yes", locale),
        no=say("cards.sure_no", locale),
    )
