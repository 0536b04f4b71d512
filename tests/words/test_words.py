"""The catalogue: its tone, its plurals, its facts; who says a key gives what it asks for."""

import ast
import re
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest

import handlers
from handlers import words
from handlers.words import NoSuchWords, catalogue, knows, say

HANDLERS = Path(str(handlers.__file__)).parent
PRODUCT = [HANDLERS.parent / name for name in ("handlers", "bot", "flows", "storage")]
CATALOGUE = catalogue("en")
FOR_OPERATORS = ("settings.", "cli.", "doctor.", "metrics.")
FORBIDDEN = re.compile(
    r"\b(observers?|coachees?|protocols?|stages?|embargo(?:es|ed)?)\b", re.IGNORECASE
)


def texts(key: str) -> list[str]:
    entry = CATALOGUE[key]
    return [entry] if isinstance(entry, str) else list(entry.values())


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


EVERY = [(key, text) for key in sorted(CATALOGUE) for text in texts(key)]


def test_nothing_exclaims() -> None:
    """practice H, Tone"""
    assert [key for key, text in EVERY if "!" in text] == []


def test_people_are_told_in_their_own_words() -> None:
    """practice A7"""
    read = [(key, text) for key, text in EVERY if not key.startswith(FOR_OPERATORS)]

    assert [key for key, text in read if FORBIDDEN.search(text)] == []


def test_every_sentence_is_tidy() -> None:
    read = [(key, text) for key, text in EVERY if not key.startswith(FOR_OPERATORS)]

    assert [key for key, text in EVERY if text != text.strip() or "" in facts(text)] == []
    assert [key for key, text in read if "  " in text.replace("•  ", "")] == []


def test_both_forms_of_a_plural_are_there_and_count() -> None:
    plurals = [entry for entry in CATALOGUE.values() if not isinstance(entry, str)]

    assert plurals
    for entry in plurals:
        assert set(entry) == {"one", "other"}
        assert "n" in facts(entry["other"])
        assert facts(entry["one"]) | {"n"} == facts(entry["other"])


def patterns() -> set[str]:
    """What the product may say: every literal, and every family of keys by its first part."""
    found: set[str] = set()
    for file in (file for folder in PRODUCT for file in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Constant(value=str(text)):
                    found.add(re.escape(text))
                case ast.JoinedStr(values=[ast.Constant(value=str(first)), *_]) if "." in first:
                    found.add(
                        "".join(
                            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
                            for part in node.values
                        )
                    )
                case _:
                    pass
    return found


def test_every_key_is_said_somewhere() -> None:
    said_somewhere = re.compile("|".join(f"(?:{each})" for each in patterns() if each))

    assert [key for key in CATALOGUE if not said_somewhere.fullmatch(key)] == []


def said(file: Path) -> list[tuple[str, set[str], int]]:
    """What this file says by a key that is written out: the key, the facts it gives, the line."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id="say"), args=[ast.Constant(value=str(key)), *_], keywords=given
            ):
                names = {k.arg for k in given if k.arg is not None}
                found.append((key, names, node.lineno))
            case _:
                pass
    return found


@pytest.mark.parametrize("file", sorted(HANDLERS.rglob("*.py")), ids=lambda f: f.stem)
def test_every_sentence_gets_the_facts_it_asks_for_and_no_others(file: Path) -> None:
    for key, given, line in said(file):
        assert key in CATALOGUE, f"{file.name}:{line}: {key}"
        asked = set[str]().union(*(facts(text) for text in texts(key)))
        counted = set() if isinstance(CATALOGUE[key], str) else {"n"}
        assert given == asked | counted, f"{file.name}:{line}: {key}"


def test_one_and_other_are_chosen_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"one": "One cat", "other": "{n} cats"}
    monkeypatch.setattr(words, "catalogue", lambda locale: {"cats": entry})

    assert [say("cats", n=n) for n in (0, 1, 2)] == ["0 cats", "One cat", "2 cats"]
    with pytest.raises(KeyError):
        say("cats")


@pytest.mark.parametrize("locale", ["en", "en-GB", "EN_us", "xx", "", "zz-ZZ"])
def test_a_language_that_is_not_there_is_english(locale: str) -> None:
    assert say("app.close", locale) == "Close"


def test_another_language_goes_before_english(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"es": {"app.close": "Cerrar"}, "en": dict(catalogue("en"))}
    monkeypatch.setattr(words, "catalogue", lambda locale: found.get(locale, {}))

    assert say("app.close", "es-ES") == "Cerrar"
    assert say("app.done", "es-ES") == "Done"


def test_a_key_that_is_nowhere_is_a_mistake_of_ours() -> None:
    assert knows("app.close")
    assert not knows("app.moon")
    with pytest.raises(NoSuchWords):
        say("app.moon")


def test_a_fact_with_braces_in_it_is_shown_as_it_is() -> None:
    assert "{who} {0} {" in say("invite.not_this_time", who="{who} {0} {")


def test_a_key_that_stands_twice_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("en.yml", "more.en.yml"):
        (tmp_path / name).write_text("app:\n  close: Close\n", "utf-8")
    (tmp_path / "empty.en.yml").write_text("# Nothing yet.\n", "utf-8")
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)

    with pytest.raises(ValueError, match=r"app\.close"):
        catalogue.__wrapped__("en")
