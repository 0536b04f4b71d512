"""What people wrote is taken from the store in one place, so that the gate decides every read."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.reading import Source, sources

DOOR = "flows/reading.py"
WORDLESS = re.compile("write|share|erase|destroy[a-z_]*")
"""What anybody may ask the shelf of pieces to do: none of it returns a word."""


def takes(source: Source) -> Iterator[str]:
    """Each place that reaches for pieces other than to do something wordless with them."""
    wordless = {
        node.value
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and WORDLESS.fullmatch(node.attr)
    }
    for node in ast.walk(source.tree):
        reaches = isinstance(node, ast.Attribute) and node.attr == "pieces"
        named = isinstance(node, ast.Constant) and node.value == "pieces"
        if (reaches and node not in wordless) or named:
            yield f"{source.path}:{getattr(node, 'lineno', 0)}"


def test_only_the_door_asks_the_store_for_pieces() -> None:
    """design §8: one gate decides every read"""
    found = [place for each in sources("flows", "handlers", "bot") for place in takes(each)]

    assert found, "the door itself asks"
    assert [place for place in found if not place.startswith(f"{DOOR}:")] == []


@pytest.mark.parametrize(
    "planted",
    [
        "found = reader.pieces.about('goal:1')",
        "words = work.pieces.get(piece).words",
        "shelf = reader.pieces",
        "shelf = getattr(reader, 'pieces')",
        "for piece in map(work.pieces.get, ids): pass",
        "of_author = reader.pieces.of_author(who)",
    ],
)
def test_a_planted_read_is_reported(planted: str) -> None:
    assert list(takes(Source("flows/x.py", planted)))


def test_writing_and_erasing_are_no_reads() -> None:
    text = "work.pieces.write(p); work.pieces.share(i); work.pieces.erase(i)"

    assert not list(takes(Source("flows/x.py", text)))
