"""Ten minutes for two: one speaks for four, the other asks one question, then they swap."""

from random import Random

from handlers import ids
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say

CARD = "good_question_card"
SHOWN, BANK = 3, 12


def button(locale: str) -> Block:
    """[One good question]."""
    return blocks.button(ids.GOOD_QUESTION, say("question.open", locale))


def card(chance: Random, locale: str) -> Block:
    """What to do, minute by minute, and three open questions."""
    drawn = sorted(chance.sample(range(1, BANK + 1), SHOWN))
    asked = "\n".join(f"•  {say(f'question.bank.q{n}', locale)}" for n in drawn)
    return blocks.modal(
        CARD,
        say("question.title", locale),
        [
            blocks.section(say("question.how", locale)),
            blocks.divider(),
            blocks.section(f"{say('question.for_example', locale)}\n{asked}"),
            blocks.actions(blocks.button(ids.GOOD_QUESTION, say("question.others", locale))),
            blocks.context(say("question.nothing_kept", locale)),
        ],
        close=say("app.close", locale),
    )
