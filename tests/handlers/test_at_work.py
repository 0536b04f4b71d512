"""Where people do not teach, no view, message or sentence speaks of a school (practice A7)."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from flows import library
from flows.people import WordPack
from handlers import ids
from handlers.words import catalogue, in_pack, say
from tests.handlers.gallery import Words, gathered
from tests.handlers.names import IN_BOTH_PACKS
from tests.handlers.test_views import Shown, parts
from tests.handlers.workspace import Workspace
from tests.staffroom import MAYA, Staffroom

SCHOOL = re.compile(
    r"\b(?:students?|pupils?|class(?:es|rooms?)?|lessons?|schools?|teach\w*|homework|terms?)\b",
    re.IGNORECASE,
)
AT_WORK = in_pack("en", WordPack.WORKPLACE)
EXCEPTIONS = {
    "offering.pack.school": "it names the other words that a program can choose",
}
NOT_FOR_MEMBERS = ("settings.", "cli.", "doctor.", "metrics.", "operate.", "guide.")
"""Said in a terminal, or by the tour in a school of its own."""


@pytest.fixture(scope="module")
def shown() -> Shown:
    return asyncio.run(
        gathered(
            Words(goal="On Mondays, more guests give a reason without my asking"),
            WordPack.WORKPLACE,
        )
    )


def texts(entry: str | Mapping[str, str]) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence that a member can meet, in the words of a workplace, without its facts."""
    own = catalogue(AT_WORK)
    for key, entry in catalogue("en").items():
        if not key.startswith(NOT_FOR_MEMBERS):
            yield from ((key, re.sub(r"{\w+}", "", text)) for text in texts(own.get(key, entry)))


def test_every_screen_is_among_them_but_those_of_ways_that_are_a_school_s_alone(
    shown: Shown,
) -> None:
    assert set(shown) == set(IN_BOTH_PACKS)
    offered = [way for way in library.shipped().values() if "workplace" in way.packs]
    assert offered
    assert not any(stage.guests for way in offered for stage in way.stages)


@pytest.mark.parametrize("name", IN_BOTH_PACKS)
def test_no_screen_speaks_of_a_school(name: str, shown: Shown) -> None:
    other = say("offering.pack.school")
    seen = [t for place, t in parts(shown[name][1]) if place.endswith(".text") and t != other]

    assert [text for text in seen if SCHOOL.search(text)] == []


def test_no_sentence_speaks_of_a_school() -> None:
    found = {key: text for key, text in sentences() if SCHOOL.search(text)}

    assert found.keys() <= EXCEPTIONS.keys(), f"say it anew in handlers/words/workplace: {found}"
    assert found.keys() == EXCEPTIONS.keys()


def test_what_is_said_in_other_words_has_the_same_facts() -> None:
    base = catalogue("en")
    for key, entry in catalogue(AT_WORK).items():
        assert key in base, key
        assert entry != base[key], key
        assert [facts(t) for t in texts(entry)] == [facts(t) for t in texts(base[key])], key


def test_the_words_of_a_pack_go_before_those_of_the_language() -> None:
    assert say("menu.three", "en-GB") == "Three school days from now"
    assert say("menu.three", "en-GB-x-workplace") == "Three working days from now"
    assert say("menu.three", "es-x-workplace") == "Three working days from now"
    assert say("app.close", "en_US-x-workplace") == say("app.close")
    assert say("menu.three", in_pack("en", WordPack.SCHOOL)) == say("menu.three")


async def test_whoever_joins_reads_the_words_of_that_program_at_once() -> None:
    room = Staffroom()
    slack = Workspace(room)
    try:
        await room.found(word_pack=WordPack.WORKPLACE)
        before = await slack.command(MAYA, ids.LEARN)
        await room.joined(MAYA)
        after = await slack.command(MAYA, ids.LEARN)
    finally:
        await room.store.close()

    assert before.body["text"] == after.body["text"] == say("learn.title", AT_WORK)
