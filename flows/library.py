"""The protocols: those that ship, and any other file, read once and refused if it could not run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flows import plain_yaml, wording
from flows.faults import ProtocolFault, UnsoundProtocol, fault
from flows.plain_yaml import Source
from flows.protocol import CoachingProtocol, Data, Frame, Pack
from flows.soundness import check_frame, check_protocol
from flows.wording import Wording

FRAME = "common"
"""The file with the stages around every protocol."""

PLAIN: Pack = "school"
"""The pack in whose words the files themselves are written."""

T = TypeVar("T", CoachingProtocol, Frame)
M = TypeVar("M", CoachingProtocol, Frame, Wording)

Wordings = Mapping[tuple[str, str], Wording]
"""By pack and by the protocol's id."""


@dataclass(frozen=True, eq=False)
class Library:
    """Every way of working of this installation, and the words in which each can be read.

    An installation's `own` are offered where a facilitator enabled them; what ships is offered
    unless a facilitator chose otherwise.
    """

    protocols: Mapping[str, CoachingProtocol]
    frame: Frame
    wordings: Wordings
    own: frozenset[str] = frozenset()

    def offered(
        self, members: int, pack: str, enabled: frozenset[str] | None
    ) -> Mapping[str, CoachingProtocol]:
        """The ways for so many members, in the program's words; `enabled` is what it chose."""
        allowed = self.protocols.keys() - self.own if enabled is None else enabled
        return {
            name: in_words(self, pack, protocol)
            for name, protocol in self.protocols.items()
            if name in allowed and members in protocol.size and pack in protocol.packs
        }

    def named(self, name: str, members: int, pack: str) -> CoachingProtocol:
        """The way of that name; where it is gone, the first other that fits."""
        others = self.offered(members, pack, None)
        return self.protocols.get(name) or next(iter(others.values()))

    def frame_in(self, pack: str) -> Frame:
        """The stages around every protocol, in the words of that pack."""
        return self._frames.get(pack, self.frame)

    def in_words(self, pack: str, protocol: CoachingProtocol) -> CoachingProtocol:
        """A protocol, today's or one that a cycle is pinned to, in today's words of that pack."""
        return in_words(self, pack, protocol)

    @cached_property
    def _frames(self) -> Mapping[str, Frame]:
        return {
            pack: wording.worded(self.frame, self.wordings.get((pack, FRAME), Wording()))
            for pack in get_args(Pack)
        }


@lru_cache(maxsize=128)
def in_words(library: Library, pack: str, protocol: CoachingProtocol) -> CoachingProtocol:
    """The structure that is given, in the words that the library has for it today."""
    known = library.protocols.get(protocol.id)
    plain = wording.worded(protocol, wording.of(known)) if known else protocol
    return wording.worded(plain, library.wordings.get((pack, protocol.id), Wording()))


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
    return library().protocols


@cache
def frame() -> Frame:
    """The stages that come before and after every protocol's own."""
    file = files("flows") / "protocols" / f"{FRAME}.yml"
    return parse_frame(file.read_text(encoding="utf-8"), file.name)


@cache
def library() -> Library:
    """Everything that comes with Tandem."""
    found = _read(files("flows") / "protocols", leave_out=frozenset({FRAME}))
    return Library(MappingProxyType(found), frame(), _wordings(files("flows") / "protocols", found))


def with_own(folder: Path) -> Library:
    """What comes with Tandem and an installation's own files; `UnsoundProtocol` with every fault.

    Beside them may stand a folder for each pack (`workplace/`) with their other wording.
    """
    base = library()
    found = _read(folder, taken=frozenset({*base.protocols, FRAME}))
    wordings = {**base.wordings, **_wordings(folder, found)}
    return Library(
        MappingProxyType({**base.protocols, **found}), base.frame, wordings, frozenset(found)
    )


def _read(
    folder: Traversable,
    *,
    leave_out: frozenset[str] = frozenset(),
    taken: frozenset[str] = frozenset(),
) -> dict[str, CoachingProtocol]:
    """The protocols of a folder by id, in the order of their ids."""
    found: dict[str, CoachingProtocol] = {}
    faults: list[ProtocolFault] = []
    for file in _files(folder):
        if file.name.rpartition(".")[0] in leave_out:
            continue
        try:
            protocol = parse(file.read_text(encoding="utf-8"), file.name)
        except UnsoundProtocol as unsound:
            faults += unsound.faults
            continue
        if protocol.id in taken | found.keys():
            faults.append(fault(file.name, 1, "taken", id=protocol.id))
        found[protocol.id] = protocol
    _refuse(faults)
    return {name: found[name] for name in sorted(found)}


def _wordings(folder: Traversable, known: Mapping[str, CoachingProtocol]) -> Wordings:
    found: dict[tuple[str, str], Wording] = {}
    faults: list[ProtocolFault] = []
    for pack in get_args(Pack):
        for file in _files(folder / pack):
            name = file.name.rpartition(".")[0]
            base = frame() if name == FRAME else known.get(name)
            if base is None:
                faults.append(fault(f"{pack}/{file.name}", 1, "no_protocol", id=name))
                continue
            try:
                text = file.read_text(encoding="utf-8")
                found[pack, name] = parse_wording(text, f"{pack}/{file.name}", base)
            except UnsoundProtocol as unsound:
                faults += unsound.faults
    _refuse(faults)
    return found


def parse_wording(text: str, file: str, protocol: CoachingProtocol | Frame) -> Wording:
    """The other wording of a protocol, of a YAML text."""
    source = plain_yaml.read(text, file)
    found = _modelled(source, Wording)
    wording.check(source, found, protocol)
    source.refuse()
    return found


def _files(folder: Traversable) -> Iterable[Traversable]:
    if not folder.is_dir():
        return ()
    found = [file for file in folder.iterdir() if file.name.endswith((".yml", ".yaml"))]
    return sorted(found, key=lambda file: file.name)


def _refuse(faults: list[ProtocolFault]) -> None:
    if faults:
        raise UnsoundProtocol(tuple(faults))


def _modelled(source: Source, model: type[M]) -> M:
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
        case "too_short":
            source.fault(path, "too_few", least=context.get("min_length"))
        case _:
            why = details["msg"]
            source.fault(path, "odd_value", value=repr(details["input"]), why=why)


@cache
def _known_keys() -> tuple[str, ...]:
    models = Data.__subclasses__()
    names = {f.alias or name for model in models for name, f in model.model_fields.items()}
    return tuple(sorted(names))
