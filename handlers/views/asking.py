"""How much a form asks at once: the setting, and the menu below each form."""

from flows.levels import Level
from flows.protocol import Prompt
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say

LEVEL = "level"


def form(level: Level, *, key: str, locale: str) -> Block:
    """The three levels, each with what it means."""
    options = [
        (each.value, f"{say(each.words, locale)}: {say(f'{each.words}_means', locale)}")
        for each in Level
    ]
    chosen = blocks.radio(LEVEL, options, initial=level.value)
    return blocks.modal(
        ids.LEVEL_FORM,
        say("level.title", locale),
        [
            blocks.field(LEVEL, say("level.ask", locale), chosen),
            blocks.context(say("level.first_cycle", locale)),
        ],
        submit=say("mine.save", locale),
        close=say("app.close", locale),
        key=key,
    )


def button(locale: str) -> Block:
    """[How much is asked]."""
    return blocks.button(ids.MY_LEVEL, say("level.open", locale))


def menu(level: Level, locale: str) -> Block:
    """The other levels, one press away in the form itself."""
    others = [each for each in Level if each is not level]
    return blocks.overflow(
        ids.LEVEL_HERE, [(say(each.words, locale), {"level": each.value}) for each in others]
    )


def hint(prompt: Prompt, level: Level, locale: str) -> str | None:
    """What stands below a question: a beginning and an example, a beginning, or nothing."""
    begin, example = prompt.starter, prompt.example
    match level:
        case Level.GUIDED:
            told = say("level.example", locale, example=example) if example else ""
            return " ".join(part for part in (begin, told) if part) or None
        case Level.STANDARD:
            return None
        case Level.LIGHT:
            return begin or example
