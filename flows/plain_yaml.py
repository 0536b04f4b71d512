"""Reads YAML so that every fault has its line and no plain word turns into something else.

`on`, `no`, `12:30` and dates stay text; a key written twice and anchors are refused.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flows.faults import ProtocolFault, UnsoundProtocol, fault

FAST: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where PyYAML came with it: a start reads a third of a megabyte of YAML."""

Path = tuple[str | int, ...]
"""Where in a file something stands: keys and positions from the top."""

MEANINGS = (
    (re.compile(r"true|false"), lambda text: text == "true"),
    (re.compile(r"-?(?:0|[1-9][0-9]*)"), int),
    (re.compile(r"null|"), lambda _: None),
)
"""The only plain words that are not text."""


@dataclass(slots=True)
class Source:
    """A file's data, with the line on which each part of it stands."""

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=lambda: {(): 1})
    faults: list[ProtocolFault] = field(default_factory=list)

    def fault(self, path: Path, kind: str, **refs: object) -> None:
        """Notes a fault at the nearest line that is known for that place."""
        while path not in self.lines:
            path = path[:-1]
        self.faults.append(fault(self.file, self.lines[path], kind, **refs))

    def refuse(self) -> None:
        """Raises what was noted, if anything was."""
        if self.faults:
            raise self.refusal()

    def refusal(self) -> UnsoundProtocol:
        """What was noted, each fault once, in the order of the lines."""
        found = dict.fromkeys(self.faults)
        return UnsoundProtocol(tuple(sorted(found, key=lambda f: f.line)))


def read(text: str, file: str) -> Source:
    """The data of a YAML text with its lines; raises `UnsoundProtocol` for what is no YAML."""
    source = Source(file)
    try:
        anchor, node = _composed(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        source.lines[()] = mark.line + 1 if mark else 1
        source.fault((), "not_yaml", why=getattr(error, "problem", None) or error)
        raise source.refusal() from error
    if anchor:
        source.lines[()] = anchor.start_mark.line + 1
        source.fault((), "anchor")
    elif node is None:
        source.fault((), "empty")
    else:
        source.data = _value(source, node, ())
    source.refuse()
    return source


def _composed(text: str) -> tuple[yaml.Token | None, Node | None]:
    """The first anchor, else the root of the text."""
    try:
        return _composed_by(FAST, text)
    except yaml.YAMLError:
        return _composed_by(yaml.SafeLoader, text)  # It says in clearer words what is wrong.


def _composed_by(loader: type[Any], text: str) -> tuple[yaml.Token | None, Node | None]:
    tokens = yaml.scan(text, Loader=loader)
    anchor = next((token for token in tokens if isinstance(token, yaml.AnchorToken)), None)
    return anchor, None if anchor else yaml.compose(text, Loader=loader)


def _value(source: Source, node: Node, path: Path) -> Any:
    if isinstance(node, MappingNode):
        return _mapping(source, node, path)
    if not isinstance(node, SequenceNode):
        return _scalar(node)
    for number, item in enumerate(node.value):
        source.lines[*path, number] = item.start_mark.line + 1
    # Tuples, because what is read stays as it is.
    return tuple(_value(source, item, (*path, n)) for n, item in enumerate(node.value))


def _mapping(source: Source, node: MappingNode, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in node.value:
        line = name.start_mark.line + 1
        if not isinstance(name, ScalarNode):
            source.lines[*path, "?"] = line
            source.fault((*path, "?"), "not_text_key")
            continue
        key = name.value
        source.lines[*path, key] = line
        if key in found:
            source.fault((*path, key), "twice", key=key)
        found[key] = _value(source, value, (*path, key))
    return found


def _scalar(node: Node) -> Any:
    text: str = node.value
    plain = isinstance(node, ScalarNode) and not node.style
    meanings = (meaning(text) for pattern, meaning in MEANINGS if pattern.fullmatch(text))
    return next(meanings, text) if plain else text
