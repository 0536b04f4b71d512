"""The one gate: who may read what. Every piece that leaves the store for somebody's eyes passes."""

from collections.abc import Iterable, Sequence

from flows.ids import MemberId
from flows.partnership import Partnership, PartnershipState
from flows.pieces import Piece, Sharing


def readable(pieces: Iterable[Piece], reader: MemberId, pair: Partnership) -> Sequence[Piece]:
    """Those of the partnership's pieces that this person may read (practice A3, INV-04)."""
    if reader not in pair.members:
        return ()
    return tuple(piece for piece in pieces if _may(piece, reader, pair))


def _may(piece: Piece, reader: MemberId, pair: Partnership) -> bool:
    if piece.vault.partnership not in {None, pair.id}:
        return False
    if piece.vault.author == reader:
        return True
    if piece.vault.partnership is None or piece.sharing is Sharing.SELF:
        return False
    return piece.shared and pair.state is not PartnershipState.FORMING
