"""The only door to what people wrote: taken from the store here, handed on as the gate allows.

Nobody else asks the store for a piece. Each function names the person for whose eyes the words are,
or takes the words off.
"""

from collections.abc import Sequence

from flows import gate
from flows.cycle import Cycle
from flows.ids import MemberId, PartnershipId, PieceId, ProgramId, RunId
from flows.partnership import Partnership
from flows.people import Member, Program
from flows.pieces import Lying, Piece
from flows.ports import Reader
from flows.rules import Rules
from flows.stage import StageRun


def own(reader: Reader, about: str, who: MemberId) -> list[Piece]:
    """What this person wrote about it."""
    return [piece for piece in reader.pieces.about(about) if gate.is_own(piece, who)]


def own_one(reader: Reader, piece: PieceId, who: MemberId) -> Piece | None:
    """That piece, if this person wrote it."""
    found = reader.pieces.get(piece)
    return found if found is not None and gate.is_own(found, who) else None


def of_pair(reader: Reader, about: str, who: MemberId, pair: Partnership) -> Sequence[Piece]:
    """What this person may read about it, of what lies in the partnership outside its runs."""
    return gate.readable(reader.pieces.about(about), who, pair)


def of_run(
    reader: Reader, who: MemberId, pair: Partnership, rules: Rules, cycle: Cycle, run: StageRun
) -> Sequence[Piece]:
    """What this person may read of a run."""
    written = reader.pieces.about(gate.about_run(cycle, run.id))
    return gate.of_run(written, who, pair, rules, cycle, run)


def for_guest(
    reader: Reader, guest: MemberId, pair: Partnership, rules: Rules, cycle: Cycle, run: StageRun
) -> Sequence[Piece]:
    """What a guest may read of the group's text that stands."""
    written = reader.pieces.about(f"{gate.VERSION}{cycle.id}:{run.id}:{run.version}")
    return gate.for_guest(written, guest, pair, rules, cycle, run)


def strategies(reader: Reader, about: str, member: Member | None) -> Sequence[Piece]:
    """The strategy cards that colleagues show their program, for one of its members."""
    return gate.of_strategies(reader.pieces.about(about), member)


def place(reader: Reader, piece: PieceId, who: MemberId, pair: Partnership) -> str:
    """Where a visit or a talk is; empty for whoever is not to know."""
    found = reader.pieces.get(piece)
    return gate.of_place(found, who, pair) if found is not None else ""


def posted(reader: Reader, copy: PieceId, by: MemberId) -> str | None:
    """What its author posted under their own name, for everybody; None where it was taken back."""
    found = reader.pieces.get(copy)
    return found.words if found is not None and gate.is_posted(found, by) else None


def weekly(reader: Reader, program: ProgramId) -> list[Piece]:
    """The questions that those who look after a program put up for its channel."""
    found = reader.pieces.about(f"{gate.WEEKLY}{program}")
    return [piece for piece in found if gate.is_for_channel(piece)]


def announced(reader: Reader, about: str) -> list[Piece]:
    """The words of a workshop, for the channel that it is announced in."""
    return [piece for piece in reader.pieces.about(about) if gate.is_announced(piece)]


def published(reader: Reader, about: str, who: MemberId, program: Program) -> Sequence[Piece]:
    """What whoever looks after the program put up about it, for one of its members."""
    return gate.of_program(reader.pieces.about(about), reader.members.get(who), who, program)


def lying(reader: Reader, about: str) -> list[Lying]:
    """What lies there, without a word of it: to be shared, replaced or erased."""
    return [Lying.of(piece) for piece in reader.pieces.about(about)]


def lying_one(reader: Reader, piece: PieceId) -> Lying | None:
    """That piece, without a word of it."""
    found = reader.pieces.get(piece)
    return Lying.of(found) if found is not None else None


def pooled(reader: Reader, cycle: Cycle, run: RunId) -> list[Piece]:
    """What lies in a pool before its lock: for `flows.pool`, which hands each author their own."""
    return list(reader.pieces.about(gate.about_pool(cycle, run)))


def all_own(reader: Reader, who: MemberId) -> Sequence[Piece]:
    """Everything that this person wrote, wherever it lies."""
    return [piece for piece in reader.pieces.of_author(who) if gate.is_own(piece, who)]


def subjects(reader: Reader, partnership: PartnershipId) -> Sequence[str]:
    """What anything in the partnership is about: names, no words."""
    return reader.pieces.subjects(partnership)
