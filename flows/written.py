"""A text that somebody has just written, and the piece that it is kept as."""

from flows.ids import PieceId
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Work


def keep_text(
    work: Work,
    vault: Vault,
    about: str,
    key: str,
    words: str,
    sharing: Sharing,
    *,
    shared: bool = False,
    earlier: PieceId | None = None,
) -> Piece:
    """The piece as it is kept now, in place of the earlier one if there is one."""
    piece = Piece(
        id=earlier or PieceId(work.new_id()),
        vault=vault,
        about=about,
        key=key,
        words=words,
        sharing=sharing,
        shared=shared,
        written_at=work.now,
    )
    work.pieces.write(piece)
    return piece
