"""The form by which a program chooses its ways of working, and the words for them."""

from collections.abc import Collection, Iterator, Mapping

from flows.people import Program, WordPack
from flows.protocol import CoachingProtocol
from handlers import ids
from handlers.seams import Block
from handlers.views import blocks
from handlers.words import say

PACK, WAYS = "pack", "ways"
AT_MOST = 10
"""Slack: so many boxes in one field."""


def form(
    program: Program,
    ways: Mapping[str, CoachingProtocol],
    chosen: Collection[str],
    *,
    key: str,
    locale: str,
) -> Block:
    """Whose words, and which ways; those that ship and those of this installation."""
    return blocks.modal(
        ids.OFFERING_FORM,
        say("offering.title", locale),
        [
            packs(program.word_pack, say("offering.pack.hint", locale), locale),
            *_boxes(ways, chosen, locale),
            blocks.context(say("offering.note", locale)),
        ],
        submit=say("program.save", locale),
        close=say("app.cancel", locale),
        key=key,
        program=program.id,
    )


def packs(chosen: WordPack, hint: str, locale: str) -> Block:
    """For whom the words are."""
    options = [(pack.value, say(f"offering.pack.{pack.value}", locale)) for pack in WordPack]
    choice = blocks.radio(PACK, options, initial=chosen.value)
    return blocks.field(PACK, say("offering.pack.ask", locale), choice, hint=hint)


def fields(ways: int) -> list[str]:
    """The names of the fields in which so many ways stand."""
    return [f"{WAYS}_{number}" for number in range((ways + AT_MOST - 1) // AT_MOST)]


def _boxes(
    ways: Mapping[str, CoachingProtocol], chosen: Collection[str], locale: str
) -> Iterator[Block]:
    options = [(name, _named(way, locale)) for name, way in ways.items()]
    for number, name in enumerate(fields(len(ways))):
        some = options[number * AT_MOST : (number + 1) * AT_MOST]
        title = say("offering.ways" if number == 0 else "offering.more", locale)
        boxes = blocks.checkboxes(name, some, initial=chosen)
        yield blocks.field(name, title, boxes, optional=True)


def _named(way: CoachingProtocol, locale: str) -> str:
    least, most = way.size.min, way.size.max
    key = "offering.way_one" if least == most else "offering.way"
    return say(key, locale, title=way.title, least=least, most=most)
