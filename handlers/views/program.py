"""Founding a program, its Join post, and what joining means."""

from collections.abc import Mapping

from flows.founding import MOST_FACILITATORS
from flows.ids import MemberId
from flows.people import KEEP_DAYS, Program, WordPack
from handlers import ids
from handlers.seams import Block, Message, Telling
from handlers.views import blocks, offering, rhythm
from handlers.words import say

NAME = "name"
CHANNEL = "channel"
COUNTRY = "country"
REGION = "region"
KEEP = "keep"
FACILITATORS = "facilitators"

SHORTER = (7, 14, 21)
"""A program can shorten how long copies are kept, never lengthen it (INV-18)."""


def form(
    countries: Mapping[str, str], *, key: str, program: Program | None, locale: str, country: str
) -> Block:
    """The form that founds a program, or changes the one given."""
    memory = {"key": key, "program": program.id} if program else {"key": key}
    return blocks.modal(
        ids.PROGRAM_FORM,
        say("program.form_change" if program else "program.form_title", locale),
        [
            blocks.field(
                NAME,
                say("program.name", locale),
                blocks.typed(NAME, multiline=False, initial=program.name if program else ""),
                hint=say("program.name_hint", locale),
            ),
            blocks.field(
                CHANNEL,
                say("program.channel", locale),
                blocks.channels(CHANNEL, program.channel if program else None),
                hint=say("program.channel_hint", locale),
            ),
            blocks.field(
                COUNTRY,
                say("program.country", locale),
                blocks.select(COUNTRY, list(countries.items()), initial=country),
                hint=say("program.country_hint", locale),
            ),
            blocks.field(
                REGION,
                say("program.region", locale),
                blocks.typed(REGION, multiline=False, initial=(program and program.region) or ""),
                optional=True,
                hint=say("program.region_hint", locale),
            ),
            _keep(program.keep_days if program else KEEP_DAYS, locale),
            *([_facilitators(program, locale)] if program else [_packs(locale)]),
            blocks.context(say("program.defaults", locale)),
            *([rhythm.row(program, locale)] if program else []),
        ],
        submit=say("program.save", locale),
        close=say("app.cancel", locale),
        **memory,
    )


def _facilitators(program: Program, locale: str) -> Block:
    picked = blocks.several_people(FACILITATORS, sorted(program.facilitators), MOST_FACILITATORS)
    hint = say("program.facilitators_hint", locale)
    return blocks.field(FACILITATORS, say("program.facilitators", locale), picked, hint=hint)


def named(program: Program, by: MemberId, telling: Telling) -> Message:
    """Somebody was asked to look after the program, too."""
    locale = telling.locale
    who = blocks.escaped(telling.names.get(by, say("app.somebody", locale)))
    text = say("program.named", locale, who=who, program=blocks.escaped(program.name))
    button = blocks.button(ids.OPEN_PROGRAM, say("program.named_open", locale))
    return Message(text, [blocks.section(text), blocks.actions(button)])


def channel_lost(program: Program, locale: str) -> Message:
    """Nothing can be posted in the program's channel; both ways to mend it."""
    text = say(
        "program.channel_lost",
        locale,
        program=blocks.escaped(program.name),
        channel=f"<#{program.channel}>",
    )
    button = blocks.button(ids.OPEN_PROGRAM, say("program.named_open", locale))
    return Message(text, [blocks.section(text), blocks.actions(button)])


def _packs(locale: str) -> Block:
    return offering.packs(WordPack.SCHOOL, say("program.pack_hint", locale), locale)


def _keep(days: int, locale: str) -> Block:
    full = (str(KEEP_DAYS), say("program.keep_full", locale))
    options = [full, *((str(n), say("program.keep_days", locale, n=n)) for n in SHORTER)]
    select = blocks.select(KEEP, options, initial=str(days))
    return blocks.field(KEEP, say("program.keep", locale), select)


def saved(program: Program, *, new: bool, locale: str) -> Block:
    """What the form turns into once the program is on disk."""
    name, channel = blocks.escaped(program.name), f"<#{program.channel}>"
    first = say(
        "program.founded" if new else "program.changed", locale, program=name, channel=channel
    )
    return blocks.modal(
        ids.PAGE,
        say("program.saved_title", locale),
        [blocks.section(first), blocks.section(say("program.facilitator_sees", locale))],
        close=say("app.done", locale),
    )


def join_post(program: Program, locale: str) -> Message:
    """The one post in the channel by which people join."""
    text = say("join.post", locale, program=blocks.escaped(program.name))
    return Message(
        text,
        [
            blocks.section(text),
            blocks.actions(
                blocks.button(
                    ids.JOIN, say("join.button", locale), style="primary", program=program.id
                ),
                blocks.button(ids.EXPLAIN, say("join.what", locale)),
            ),
        ],
    )


def joined(program: Program, locale: str) -> Message:
    """The answer to somebody who just joined."""
    text = say("join.done", locale, program=blocks.escaped(program.name))
    return Message(
        text,
        [
            blocks.section(text),
            blocks.actions(
                blocks.button(ids.INVITE, say("join.invite", locale), style="primary"),
                blocks.button(ids.EXPLAIN, say("join.what", locale)),
            ),
        ],
    )


def explanation(locale: str) -> Block:
    """What joining means, who sees what, and how to stop."""
    return blocks.modal(
        ids.PAGE,
        say("join.explain_title", locale),
        [blocks.section(say("join.explain", locale)), blocks.context(say("app.limits", locale))],
        close=say("app.close", locale),
    )
