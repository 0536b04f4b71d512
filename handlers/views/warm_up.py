"""The question about an item to read: answered first, then beside what a good answer says."""

from collections.abc import Mapping

from flows.preparing import ANSWER
from flows.prework import COMPARE, HINT, MODEL, QUESTION
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say


def asked(
    callback: str,
    words: Mapping[str, str],
    box: Block,
    *,
    hint: str,
    key: str,
    locale: str,
    **memory: str,
) -> Block:
    """The question, to be answered before the model answer is shown; `hint` leads to the hint."""
    helped = [blocks.context(hint), blocks.literal(words[HINT])] if words.get(HINT) else []
    return blocks.modal(
        callback,
        say("before.warm_title", locale),
        [
            blocks.context(say("before.warm_intro", locale)),
            blocks.literal(words.get(QUESTION, "")),
            *helped,
            blocks.field(ANSWER, say("before.warm_answer", locale), box),
        ],
        submit=say("before.warm_send", locale),
        close=say("app.close", locale),
        key=key,
        **memory,
    )


def compared(words: Mapping[str, str], answer: str, locale: str) -> Block:
    """One's own answer beside the model answer, with the question between them."""
    return blocks.modal(
        ids.PAGE,
        say("before.warm_title", locale),
        [
            blocks.literal(words.get(QUESTION, "")),
            blocks.section(say("before.warm_yours", locale)),
            blocks.literal(answer),
            blocks.section(say("before.warm_model", locale)),
            blocks.literal(words.get(MODEL, "")),
            blocks.section(say(COMPARE, locale)),
        ],
        close=say("app.close", locale),
    )
