"""The catalogue and the code agree: what is said is there, and what is there is said."""

import ast
import re
from collections.abc import Iterable, Iterator

from handlers.words import catalogue
from tests.house.reading import PRODUCT, Source, sources

SAYING = ("say", "knows")


def said_in(source: Source) -> Iterator[tuple[int, str]]:
    """What this file asks the catalogue for: line, and the key as a pattern."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[key, *_]) if (
                name in SAYING
            ):
                if pattern := _pattern(key):
                    yield node.lineno, pattern
            case _:
                pass


def _pattern(key: ast.expr) -> str | None:
    match key:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=values):
            return "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                for part in values
            )
    return None


def unknown(source: Source, keys: Iterable[str]) -> Iterator[str]:
    """Keys that this file says and no catalogue has."""
    known = list(keys)
    for line, pattern in said_in(source):
        if not any(re.fullmatch(pattern, key) for key in known):
            yield f"{source.path}:{line}: no catalogue has {pattern}"


def unsaid(files: Iterable[Source], keys: Iterable[str]) -> Iterator[str]:
    """Keys that nothing in these files could mean."""
    patterns: set[str] = set()
    for source in files:
        for node in ast.walk(source.tree):
            match node:
                case ast.Constant(value=str(text)):
                    patterns.add(re.escape(text))
                case ast.JoinedStr() if (pattern := _pattern(node)) and pattern.strip(".+"):
                    patterns.add(pattern)
                case _:
                    pass
    some = re.compile("|".join(f"(?:{pattern})" for pattern in patterns if pattern))
    return (key for key in sorted(keys) if not some.fullmatch(key))


def test_every_key_that_is_said_is_there() -> None:
    keys = catalogue("en")
    found = [line for source in sources(*PRODUCT) for line in unknown(source, keys)]

    assert not found, "\n".join(found)


def test_every_key_that_is_there_is_said() -> None:
    found = list(unsaid(sources(*PRODUCT), catalogue("en")))

    assert not found, "\n".join(found)


def test_a_planted_key_that_is_not_there_is_found() -> None:
    keys = ["home.title", "home.empty.one"]
    planted = 'say("home.titel")\nsay(f"house.{kind}")\nsay("home.title")\nsay(f"home.empty.{n}")'

    found = list(unknown(Source("bot/x.py", planted), keys))

    assert [line.split(":")[1] for line in found] == ["1", "2"]


def test_a_planted_key_that_nobody_says_is_found() -> None:
    files = [Source("bot/x.py", 'TITLES = {"a": "home.title"}\nsay(f"home.empty.{n}")')]

    assert list(unsaid(files, ["home.title", "home.empty.one", "home.old"])) == ["home.old"]
