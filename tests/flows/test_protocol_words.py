"""The words of the shipped protocols, as people read them (practice A7)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import library
from flows.protocol import WORDING
from tests.flows.courses import protocol

TECHNICAL = re.compile(
    r"\b(observers?|coachees?|protocols?|stages?|embargo\w*|low-inference)\b", re.IGNORECASE
)
RATING = re.compile(r"\b(scale|score|rate|rating|stars?|grade|out of (?:5|10))\b", re.IGNORECASE)
FILES = sorted((Path(library.__file__).parent / "protocols").glob("*.yml"))


def words(value: object) -> Iterator[str]:
    """Every text that a person may read."""
    match value:
        case dict():
            for key, inner in value.items():
                if key in WORDING and isinstance(inner, str):
                    yield inner
                else:
                    yield from words(inner)
        case list() | tuple():
            for inner in value:
                yield inner if isinstance(inner, str) and " " in inner else ""
                yield from words(inner)
        case _:
            pass


def texts(path: Path) -> list[str]:
    whole = library.frame() if path.stem == library.FRAME else protocol(path.stem)
    return [text for text in words(whole.model_dump()) if text]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_screen_shows_a_technical_word(path: Path) -> None:
    assert len(texts(path)) > 20
    assert [text for text in texts(path) if TECHNICAL.search(text)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nobody_is_asked_for_a_mark(path: Path) -> None:
    """practice INV-06."""
    assert [text for text in texts(path) if RATING.search(text)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_whoever_answers_for_the_first_time_finds_a_starter_and_an_example(path: Path) -> None:
    """practice B, prompt level `guided`."""
    whole = library.frame() if path.stem == library.FRAME else protocol(path.stem)
    bare = [
        f"{stage.id}.{prompt.key}"
        for stage in whole.stages
        for prompt in stage.prompts
        if prompt.kind == "text" and not (prompt.starter and prompt.example)
    ]

    assert bare == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_step_that_is_announced_says_what_it_wants(path: Path) -> None:
    whole = library.frame() if path.stem == library.FRAME else protocol(path.stem)

    assert [s.id for s in whole.stages if s.mode != "class" and not s.intent] == []
