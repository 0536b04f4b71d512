"""What people wrote, and the copies of it in group DMs."""

from collections.abc import Sequence
from typing import Protocol

from flows.copied import Copy
from flows.ids import CopyId, MemberId, PartnershipId, PieceId
from flows.pieces import Piece, Vault


class Pieces(Protocol):
    """What people wrote: sealed on the way in, opened on the way out."""

    def write(self, piece: Piece) -> None:
        """Keeps the piece; the same id again replaces its words."""
        ...

    def get(self, piece: PieceId) -> Piece | None: ...
    def about(self, about: str) -> Sequence[Piece]:
        """Every piece about it, in the order of writing. Who may read which is the gate's."""
        ...

    def of_author(self, author: MemberId) -> Sequence[Piece]:
        """Everything that this person wrote, in the order of writing."""
        ...

    def subjects(self, partnership: PartnershipId) -> Sequence[str]:
        """What anything that lies in the partnership is about, in the order of writing."""
        ...

    def share(self, piece: PieceId) -> None: ...
    def erase(self, piece: PieceId) -> None: ...
    def destroy(self, vault: Vault) -> None:
        """Destroys the vault's key and what lies in it.

        Once the body is committed nothing finds what lay there; the keys go next, the rows in time.
        What is written afterwards lies in a new vault.
        """
        ...

    def destroy_of_author(self, author: MemberId) -> int:
        """Destroys every vault of this author, whatever the partnership; how many there were.

        A body that runs at this moment elsewhere makes none anew: it waits, and is run again.
        """
        ...

    def destroy_of_partnership(self, partnership: PartnershipId) -> int:
        """Destroys every vault of this partnership, its members' and its own; how many."""
        ...

    def destroy_all(self) -> int:
        """Destroys every vault of this workspace; how many there were."""
        ...


class Copies(Protocol):
    """Copies in group DMs, each one message."""

    def get(self, copy: CopyId, /) -> Copy | None: ...
    def put(self, copy: Copy, /) -> None: ...
    def of_partnership(self, partnership: PartnershipId) -> Sequence[Copy]:
        """All that are not forgotten, in the order of making."""
        ...

    def forget(self, copy: CopyId, /) -> None: ...
