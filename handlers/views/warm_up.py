"""The question about an item to read: answered first, then beside what a good answer says."""

from collections.abc import Mapping

from flows.preparing import ANSWER
from flows.prework import CHOICES, COMPARE, HINT, MODEL, QUESTION
from handlers import ids, payloads
from handlers.payloads import Answers
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say


def asked(
    callback: str,
    words: Mapping[str, str],
    answer: str,
    *,
    hint: str,
    key: str,
    locale: str,
    **memory: str,
) -> Block:
    """The question, to be answered before the model answer is shown; `hint` leads to the hint.

    It is chosen, as the number of an answer, or written in one's own words.
    """
    choices = [(str(n), choice) for n, choice in enumerate(choices_of(words))]
    chosen = next((value for value, text in choices if text == answer), None)
    box = (
        blocks.radio(ANSWER, choices, initial=chosen)
        if choices
        else blocks.typed(ANSWER, initial=answer)
    )
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


def choices_of(words: Mapping[str, str]) -> list[str]:
    """The answers that can be chosen; none where it is answered in one's own words."""
    return words.get(CHOICES, "").splitlines()


def given(words: Mapping[str, str], found: Answers) -> str:
    """The answer in words; empty where what was picked is none of the choices any more."""
    choices, picked = choices_of(words), found.choice(ANSWER)
    if not choices:
        return found.text(ANSWER)
    number = payloads.number(picked) if picked else len(choices)
    return choices[number] if number < len(choices) else ""


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
