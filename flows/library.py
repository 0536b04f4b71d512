"""The protocols: those that ship, and any other file, read once and refused if it could not run."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flows import plain_yaml
from flows.plain_yaml import Source
from flows.protocol import CoachingProtocol, Data, Frame
from flows.soundness import check_frame, check_protocol

FRAME = "common"
"""The file with the stages around every protocol."""

T = TypeVar("T", CoachingProtocol, Frame)


def load(path: Path) -> CoachingProtocol:
    """The protocol of a file; raises `UnsoundProtocol` with every fault that was found."""
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, file: str) -> CoachingProtocol:
    """The protocol of a YAML text; `file` is what faults call it."""
    source = plain_yaml.read(text, file)
    protocol = _modelled(source, CoachingProtocol)
    check_protocol(source, protocol)
    source.refuse()
    return protocol


def parse_frame(text: str, file: str) -> Frame:
    """The stages around every protocol, of a YAML text."""
    source = plain_yaml.read(text, file)
    frame = _modelled(source, Frame)
    check_frame(source, frame)
    source.refuse()
    return frame


@cache
def shipped() -> Mapping[str, CoachingProtocol]:
    """The protocols that come with Tandem, by id."""
    found = [
        parse(file.read_text(encoding="utf-8"), file.name)
        for file in (files("flows") / "protocols").iterdir()
        if file.name.endswith(".yml") and file.name != f"{FRAME}.yml"
    ]
    return MappingProxyType({p.id: p for p in sorted(found, key=lambda p: p.id)})


@cache
def frame() -> Frame:
    """The stages that come before and after every protocol's own."""
    file = files("flows") / "protocols" / f"{FRAME}.yml"
    return parse_frame(file.read_text(encoding="utf-8"), file.name)


def _modelled(source: Source, model: type[T]) -> T:
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        for details in error.errors():
            _note(source, details)
        raise source.refusal() from error


def _note(source: Source, details: ErrorDetails) -> None:
    path, context = details["loc"], details.get("ctx", {})
    last = path[-1] if path else ""
    match details["type"]:
        case "extra_forbidden":
            near = get_close_matches(str(last), _known_keys(), n=1)
            source.fault(path, "unknown", key=last, instead=f": {near[0]}?" if near else "")
        case "missing":
            source.fault(path, "missing", key=last)
        case "literal_error":
            known = context.get("expected")
            source.fault(path, "odd_word", value=details["input"], known=known)
        case "string_pattern_mismatch":
            source.fault(path, "odd_key", value=details["input"])
        case "string_too_long":
            most = context.get("max_length")
            source.fault(path, "too_long", count=len(str(details["input"])), most=most)
        case _:
            why = details["msg"]
            source.fault(path, "odd_value", value=repr(details["input"]), why=why)


@cache
def _known_keys() -> tuple[str, ...]:
    models = Data.__subclasses__()
    names = {f.alias or name for model in models for name, f in model.model_fields.items()}
    return tuple(sorted(names))
