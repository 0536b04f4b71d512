"""The one catalogue: every sentence that a person reads, by key and language.

Catalogues are the `*.LOCALE.yml` and `LOCALE.yml` files beside this module.
A text is a sentence with {facts}, or `one` and `other` chosen by the fact `n`.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

Entry = str | Mapping[str, str]


class NoSuchWords(KeyError):
    """No catalogue knows the key: a mistake in the program, not of a person."""


@cache
def catalogue(locale: str) -> Mapping[str, Entry]:
    """All texts of one language, by dotted key."""
    found: dict[str, Entry] = {}
    for file in resources.files(__name__).iterdir():
        if file.name == f"{locale}.yml" or file.name.endswith(f".{locale}.yml"):
            for key, entry in _flat("", yaml.safe_load(file.read_text("utf-8")) or {}):
                if key in found:
                    raise ValueError(f"{key} stands in the catalogue twice")
                found[key] = entry
    return found


def _flat(prefix: str, tree: Mapping[str, object]) -> list[tuple[str, Entry]]:
    rows: list[tuple[str, Entry]] = []
    for name, node in tree.items():
        key = f"{prefix}{name}"
        if isinstance(node, Mapping) and set(node) != {"one", "other"}:
            rows += _flat(f"{key}.", node)
        elif isinstance(node, Mapping):
            rows.append((key, {str(k): str(v) for k, v in node.items()}))
        else:
            rows.append((key, str(node).rstrip("\n")))
    return rows


def say(key: str, locale: str = "en", **facts: object) -> str:
    """The sentence of that key, in that language or else in English, with its facts filled in."""
    language = locale.replace("_", "-").split("-", maxsplit=1)[0].lower()
    entry = catalogue(language).get(key) or catalogue("en").get(key)
    if entry is None:
        raise NoSuchWords(key)
    if isinstance(entry, Mapping):
        entry = entry["one" if facts["n"] == 1 else "other"]
    return entry.format(**facts)


def knows(key: str) -> bool:
    """Whether the catalogue has a sentence of that key."""
    return key in catalogue("en")
