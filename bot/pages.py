"""Writes docs/protocols.md: what a person wrote in docs/protocols.in.md, and tables of the models.

`make docs` runs it; a check says when the page no longer tells what the code does.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from flows import protocol, vocabulary, wording
from flows.protocol import CoachingProtocol, Data

DOCS = Path(__file__).parents[1] / "docs"
PAGE, FRAMEWORK, EXAMPLE = "protocols.md", "protocols.in.md", "examples/page_swap.yml"
HEADS = "| key | holds | what it says |\n|---|---|---|"  # words: a page for whoever writes a file


def protocols() -> str:
    """The page as it should be."""
    example = (DOCS / EXAMPLE).read_text("utf-8").rstrip()
    text = (DOCS / FRAMEWORK).read_text("utf-8")
    return text.replace("{example}", example).replace("{models}", "\n".join(_models()))


def main() -> int:
    """Writes the page."""
    (DOCS / PAGE).write_text(protocols(), "utf-8")
    return 0


def _models() -> Iterator[str]:
    seen: list[type[Data]] = [CoachingProtocol]
    said = _docstrings()
    for model in seen:
        yield f"\n### `{model.__name__}`\n\n{inspect.getdoc(model)}\n\n{HEADS}"
        for name, info in model.model_fields.items():
            parts = [part for part in _within(info.annotation) if part not in seen]
            seen += dict.fromkeys(parts)
            star = "\\*" if info.is_required() else ""
            says = _cell(said[model.__name__, name])
            yield f"| `{info.alias or name}`{star} | {_cell(_holds(info))} | {says} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _holds(info: FieldInfo) -> str:
    known = _bounded(info) or _named(info.annotation)
    if info.is_required() or info.default in (None, (), "", False):
        return known
    default = info.get_default(call_default_factory=True)
    return known if isinstance(default, Data) else f"{known}; else `{default}`"


def _bounded(info: FieldInfo) -> str:
    """What pydantic keeps apart from the type: how long a text, how large a number."""
    bounds = {
        name: value
        for part in info.metadata
        for name in ("ge", "le", "pattern", "max_length")
        if (value := getattr(part, name, None)) is not None
    }
    if "pattern" in bounds:
        return "key"
    if "max_length" in bounds:
        return f"text, up to {bounds['max_length']} characters"  # words: as above
    if "ge" in bounds:
        most = f" to {bounds['le']}" if "le" in bounds else " on"
        return f"number, from {bounds['ge']}{most}"  # words: as above
    return ""


def _named(kind: Any) -> str:
    if kind in _NAMES:
        return _NAMES[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _named(inner[0])
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if origin in {Union, UnionType}:
        return _named(next(part for part in inner if part is not NoneType))
    if origin is tuple:
        return f"list of: {_named(inner[0])}"
    if inspect.isclass(kind) and issubclass(kind, Data):
        return f"`{kind.__name__}`"
    return str(kind)


_NAMES: dict[Any, str] = {  # words: as above
    bool: "yes or no (`true`)",
    int: "number",
    str: "word",
    protocol.Key: "key",
    protocol.Keys: "key, or list of keys",
    protocol.Title: "text, up to 24 characters",
    protocol.Sentence: "text, up to 300 characters",
    protocol.Days: "school days, 0 to 60",
    protocol.Minutes: "minutes, 0 to 120",
}


def _within(kind: Any) -> Iterator[type[Data]]:
    if inspect.isclass(kind) and issubclass(kind, Data):
        yield kind
    for part in get_args(kind):
        yield from _within(part)


def _docstrings() -> dict[tuple[str, str], str]:
    """What stands below each field in the source."""
    found: dict[tuple[str, str], str] = {}
    for module in (vocabulary, protocol, wording):
        for model in ast.parse(inspect.getsource(module)).body:
            if isinstance(model, ast.ClassDef):
                found.update(((model.name, key), text) for key, text in _of_class(model))
    return found


def _of_class(model: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, after in zip(model.body, model.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield field.target.id, text


if __name__ == "__main__":
    sys.exit(main())
