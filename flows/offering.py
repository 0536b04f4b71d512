"""Which ways of working a program offers, and in whose words (practice G5, A7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from flows import founding, saying
from flows.ids import MemberId, ProgramId
from flows.library import Library
from flows.people import Program, WordPack
from flows.ports import Work
from flows.protocol import CoachingProtocol
from flows.unchanged import Unchanged

PAIR = 2
"""Whoever begins, begins as two at least."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The program with what was chosen; cycles that run go on as they are."""

    program: Program


@dataclass(frozen=True, slots=True)
class NotTheirs(Unchanged):
    """The person does not look after this program."""


@dataclass(frozen=True, slots=True)
class NoneChosen(Unchanged):
    """Somebody has to be able to begin: no way for two people is among those that were chosen."""


def choices(known: Library, pack: WordPack) -> Mapping[str, CoachingProtocol]:
    """Everything that could be offered in those words."""
    return {
        name: known.in_words(pack.value, protocol)
        for name, protocol in known.protocols.items()
        if pack.value in protocol.packs
    }


def offered(known: Library, program: Program) -> frozenset[str]:
    """What the program offers now."""
    chosen = known.protocols.keys() - known.own if program.protocols is None else program.protocols
    return frozenset(chosen & choices(known, program.word_pack).keys())


def choose(
    work: Work, by: MemberId, program: ProgramId, pack: WordPack, wanted: Collection[str]
) -> Kept | NotTheirs | NoneChosen:
    """The program offers these; everything that ships is the same as no choice at all."""
    known = work.programs.get(program)
    if known is None or not known.led_by(by):
        return NotTheirs()
    possible = choices(work.library, pack)
    chosen = frozenset(possible.keys() & frozenset(wanted))
    if not any(PAIR in possible[name].size for name in chosen):
        return NoneChosen()
    everything = frozenset(possible.keys() - work.library.own)
    changed = replace(known, word_pack=pack, protocols=None if chosen == everything else chosen)
    work.programs.put(changed)
    if pack is not known.word_pack:
        founding.join_post_shown(work, changed)
    saying.home(work, by)
    return Kept(changed)
