"""Pieces: what people wrote. Each lies in a vault and says who may read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.ids import MemberId, PartnershipId, PieceId


@dataclass(frozen=True, slots=True)
class Vault:
    """Whose writing it is: one author's in one partnership, alone, or a group's own together.

    One data key each; destroying the key destroys every piece in it.
    """

    author: MemberId | None
    partnership: PartnershipId | None


class Sharing(StrEnum):
    """Who may read a piece besides its author (practice A3)."""

    SELF = "self"
    MEMBERS = "members"
    TOGETHER = "together"
    TO_COACHEE = "to_coachee"
    ON_SHARE = "on_share"
    POOL = "pool"
    ADDRESSEE = "addressee"


@dataclass(frozen=True, slots=True)
class Piece:
    """One text, sealed where it is stored and bound to its own id.

    `about` names what it belongs to (a stage run, a goal, an invitation), `key` which field of it.
    """

    id: PieceId
    vault: Vault
    about: str
    key: str
    words: str
    sharing: Sharing
    shared: bool
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Lying:
    """A piece without its words: what lies there, whose it is, and who may read it."""

    id: PieceId
    vault: Vault
    about: str
    key: str
    sharing: Sharing
    shared: bool
    written_at: datetime

    @classmethod
    def of(cls, piece: Piece) -> "Lying":
        """The same without the words."""
        return cls(
            piece.id,
            piece.vault,
            piece.about,
            piece.key,
            piece.sharing,
            piece.shared,
            piece.written_at,
        )
