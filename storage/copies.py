"""Copies in group DMs: which message shows what, without a word of it."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete

from flows.copied import Copy
from flows.ids import CopyId, PartnershipId
from storage import tables
from storage.shelf import Kind, Shelf

_C = tables.copies.c
_COPY = Kind(Copy, tables.copies)
_OF_PARTNERSHIP = _COPY.all.where(_C.partnership == bindparam("partnership")).order_by(
    _C.made_at, _C.id
)
_FORGET = delete(tables.copies).where(
    _C.workspace == bindparam("in_workspace"), _C.id == bindparam("the_copy")
)


class SqlCopies(Shelf[Copy]):
    """Plays `Copies`."""

    kind = _COPY

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Copy]:
        return self.some(_OF_PARTNERSHIP, partnership=partnership)

    def forget(self, copy: CopyId, /) -> None:
        self.connection.execute(_FORGET, {"in_workspace": self.workspace, "the_copy": copy})
        self._known.pop(copy, None)
