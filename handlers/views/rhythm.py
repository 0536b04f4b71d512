"""What a facilitator sets: the school's own dates, the week's questions, the month's."""

from collections.abc import Sequence

from flows import own_dates
from flows.own_prompts import OwnPrompt
from flows.people import Program
from flows.pulse import EXTRAS
from flows.weekly import Turn
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks, giving, workshop
from handlers.words import say

DAYS_OFF, EXTRA, TERMS, UNTIL = "days_off", "extra", "terms", "until"
WORDS, TURN, MONTHLY = "words", "turn", "extras"


def row(program: Program, locale: str) -> Block:
    """[School dates], [Questions] and [Ways of working]."""
    return blocks.actions(
        blocks.button(ids.SCHOOL_DATES, say("dates.open", locale), program=program.id),
        blocks.button(ids.QUESTIONS, say("questions.open", locale), program=program.id),
        blocks.button(ids.OFFERING, say("offering.open", locale), program=program.id),
        workshop.button(program, locale),
        giving.button(program, locale),
    )


def dates_form(program: Program, *, key: str, locale: str) -> Block:
    """The school's own dates, a line each."""
    own = program.own_dates
    typed = {
        DAYS_OFF: own_dates.written(own.days_off),
        EXTRA: own_dates.written(own.extra),
        TERMS: own_dates.written(own.terms),
    }
    until = own.until.isoformat() if own.until else None
    return blocks.modal(
        ids.DATES_FORM,
        say("dates.title", locale),
        [
            blocks.context(say("dates.intro", locale)),
            *(
                blocks.field(
                    name,
                    say(f"dates.{name}", locale),
                    blocks.typed(name, initial=initial),
                    optional=True,
                )
                for name, initial in typed.items()
            ),
            blocks.field(
                UNTIL,
                say("dates.until", locale),
                blocks.dates(UNTIL, until),
                optional=True,
                hint=say("dates.until_hint", locale),
            ),
        ],
        submit=say("program.save", locale),
        close=say("app.cancel", locale),
        key=key,
        program=program.id,
    )


def questions_form(program: Program, own: Sequence[OwnPrompt], *, key: str, locale: str) -> Block:
    """The program's own weekly questions, one more, and the optional monthly ones."""
    shown = [blocks.context(say("questions.intro", locale))]
    shown += [_own(each, program, locale) for each in own]
    turns = [(turn.value, say(f"questions.turn_{turn.value}", locale)) for turn in Turn]
    extras = [(extra, say(f"questions.extra.{extra}", locale)) for extra in EXTRAS]
    shown += [
        blocks.field(
            WORDS,
            say("questions.words", locale),
            blocks.typed(WORDS, multiline=False),
            optional=True,
            hint=say("questions.words_hint", locale),
        ),
        blocks.field(
            TURN,
            say("questions.turn", locale),
            blocks.radio(TURN, turns, initial=Turn.PRACTICAL.value),
        ),
        blocks.field(
            MONTHLY,
            say("questions.extras", locale),
            blocks.checkboxes(MONTHLY, extras, initial=program.pulse_extras),
            optional=True,
        ),
    ]
    return blocks.modal(
        ids.QUESTIONS_FORM,
        say("questions.title", locale),
        shown,
        submit=say("program.save", locale),
        close=say("app.cancel", locale),
        key=key,
        program=program.id,
    )


def _own(each: OwnPrompt, program: Program, locale: str) -> Block:
    text = say(f"questions.of_turn.{each.turn.value}", locale, words=blocks.escaped(each.words))
    remove = blocks.button(
        ids.REMOVE_QUESTION,
        say("questions.remove", locale),
        program=program.id,
        prompt=each.id,
    )
    return blocks.section(text, remove)
