"""The one catalogue: every sentence that a person reads, by key and language.

Catalogues are the `*.LOCALE.yml` and `LOCALE.yml` files beside this module; a folder named after a
word pack holds what is said in other words there (practice A7), and a locale names the pack as its
private part: `en-GB-x-workplace`. A text is a sentence with {facts}, or `one` and `other` chosen by
the fact `n`.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from flows.plain_yaml import FAST

Entry = str | Mapping[str, str]


class NoSuchWords(KeyError):
    """No catalogue knows the key: a mistake in the program, not of a person."""


PLAIN = "school"
"""The pack in which the catalogue itself is written."""

_PACK = "-x-"
"""Before the private part of a language tag (https://www.rfc-editor.org/rfc/rfc5646#section-2.2.7)."""


def in_pack(locale: str, pack: str) -> str:
    """The locale in which the words of that pack are said."""
    return locale if pack == PLAIN else f"{locale}{_PACK}{pack}"


@cache
def catalogue(locale: str) -> Mapping[str, Entry]:
    """All texts of one language, by dotted key; of a pack, only what it says in other words."""
    found: dict[str, Entry] = {}
    language, _, pack = locale.partition(_PACK)
    folder = resources.files(__name__)
    for file in (folder / pack if pack else folder).iterdir():
        if file.name == f"{language}.yml" or file.name.endswith(f".{language}.yml"):
            tree = yaml.load(file.read_text("utf-8"), Loader=FAST)  # noqa: S506 - a safe one
            for key, entry in _flat("", tree or {}):
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
    entry = _entry(key, locale.replace("_", "-").lower())
    if isinstance(entry, Mapping):
        entry = entry["one" if facts["n"] == 1 else "other"]
    return entry.format(**facts)


def _entry(key: str, locale: str) -> Entry:
    tag, _, pack = locale.partition(_PACK)
    language = tag.split("-", maxsplit=1)[0]
    for each in (language, "en"):
        own = catalogue(in_pack(each, pack)).get(key) if pack else None
        entry = own or catalogue(each).get(key)
        if entry is not None:
            return entry
    raise NoSuchWords(key)


def knows(key: str) -> bool:
    """Whether the catalogue has a sentence of that key."""
    return key in catalogue("en")
