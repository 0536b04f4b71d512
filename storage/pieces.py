"""What people wrote: sealed on the way in, opened on the way out, each bound to its own row."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from flows.ids import MemberId, PartnershipId, PieceId, WorkspaceId
from flows.pieces import Piece, Vault
from storage import made_anew, tables
from storage.keyring import seal, unseal
from storage.shelf import insert_once, upsert
from storage.vaults import VaultDestroyed, Vaults

_P, _V, _D = tables.pieces.c, tables.vaults.c, tables.destroyed_keys.c
_NONE = ""
"""How nobody, and no partnership, is written in a key."""

_OF_VAULT = (
    _V.workspace == bindparam("workspace"),
    _V.author == bindparam("author"),
    _V.partnership == bindparam("partnership"),
)
# Held until the end, so that no vault is destroyed under a piece that is being written.
_KEY_TO_WRITE = select(_V.key_id).where(*_OF_VAULT).with_for_update(read=True, key_share=True)
_NEW_VAULT = insert_once(tables.vaults)
_WRITE = upsert(tables.pieces)
# A piece without its vault is nothing: what was destroyed is found no more once that is committed.
_ALL = select(
    _P.id, _P.author, _P.partnership, _P.key_id, _P.about, _P.key, _P.sealed, _P.sharing,
    _P.shared, _P.written_at,
).join(
    tables.vaults, and_(_V.workspace == _P.workspace, _V.key_id == _P.key_id)
).where(_P.workspace == bindparam("workspace"))  # fmt: skip
_GET = _ALL.where(_P.id == bindparam("id"))
_ABOUT = _ALL.where(_P.about == bindparam("about")).order_by(_P.seq)
_OF_AUTHOR = _ALL.where(_V.author == bindparam("author")).order_by(_P.seq)
_SUBJECTS = (
    select(_P.about)
    .join(tables.vaults, and_(_V.workspace == _P.workspace, _V.key_id == _P.key_id))
    .where(_P.workspace == bindparam("workspace"), _V.partnership == bindparam("partnership"))
    .group_by(_P.about)
    .order_by(func.min(_P.seq))
)
_ONE = (_P.workspace == bindparam("in_workspace"), _P.id == bindparam("piece"))
_SHARE = update(tables.pieces).where(*_ONE).values(shared=True)
_ERASE = delete(tables.pieces).where(*_ONE)


def _destroying(*which: ColumnElement[bool]) -> tuple[Insert, Delete]:
    """Notes the keys of these vaults as to be destroyed, and takes the vaults away.

    The second takes only what the first noted; both wait for whoever is writing into one of them.
    """
    here = (_V.workspace == bindparam("workspace"), *which)
    noted = exists().where(_D.workspace == _V.workspace, _D.key_id == _V.key_id)
    note = insert(tables.destroyed_keys).from_select(
        ["workspace", "key_id"], select(_V.workspace, _V.key_id).where(*here)
    )
    return note.on_conflict_do_nothing(), delete(tables.vaults).where(*here, noted)


_BY_AUTHOR = _V.author == bindparam("author")
_BY_PARTNERSHIP = _V.partnership == bindparam("partnership")
_DESTROY = _destroying(_BY_AUTHOR, _BY_PARTNERSHIP)
_DESTROY_OF_AUTHOR = _destroying(_BY_AUTHOR)
_DESTROY_OF_PARTNERSHIP = _destroying(_BY_PARTNERSHIP)
_DESTROY_ALL = _destroying()


class SqlPieces:
    """Plays `Pieces`.

    A vault's key is destroyed after the commit that says so: `destroyed` says that there is one.
    """

    def __init__(
        self,
        connection: Connection,
        workspace: WorkspaceId,
        vaults: Vaults,
        new_key_id: Callable[[], str],
    ) -> None:
        self._connection = connection
        self._workspace = workspace
        self._vaults = vaults
        self._new_key_id = new_key_id
        self._read: dict[str, list[Piece]] = {}
        self.destroyed = False

    def write(self, piece: Piece) -> None:
        self._read.clear()
        key_id, key = self.key_to_write(piece.vault)
        self._connection.execute(
            _WRITE,
            {
                "workspace": self._workspace,
                "id": piece.id,
                **_names(piece.vault),
                "key_id": key_id,
                "about": piece.about,
                "key": piece.key,
                "sealed": seal(key, piece.words.encode(), self._bound(piece)),
                "sharing": piece.sharing,
                "shared": piece.shared,
                "written_at": piece.written_at,
            },
        )

    def get(self, piece: PieceId) -> Piece | None:
        row = self._connection.execute(
            _GET, {"workspace": self._workspace, "id": piece}
        ).one_or_none()
        return None if row is None else self._opened(row)

    def about(self, about: str) -> Sequence[Piece]:
        if about not in self._read:
            rows = self._connection.execute(_ABOUT, {"workspace": self._workspace, "about": about})
            opened = map(self._opened, rows.all())
            self._read[about] = [piece for piece in opened if piece is not None]
        return self._read[about]

    def of_author(self, author: MemberId) -> Sequence[Piece]:
        rows = self._connection.execute(
            _OF_AUTHOR, {"workspace": self._workspace, "author": author}
        )
        return [piece for piece in map(self._opened, rows.all()) if piece is not None]

    def subjects(self, partnership: PartnershipId) -> Sequence[str]:
        rows = self._connection.execute(
            _SUBJECTS, {"workspace": self._workspace, "partnership": partnership}
        )
        return [row.about for row in rows]

    def share(self, piece: PieceId) -> None:
        self._read.clear()
        self._connection.execute(_SHARE, {"in_workspace": self._workspace, "piece": piece})

    def erase(self, piece: PieceId) -> None:
        self._read.clear()
        self._connection.execute(_ERASE, {"in_workspace": self._workspace, "piece": piece})

    def destroy(self, vault: Vault) -> None:
        self._destroy(_DESTROY, **_names(vault))

    def destroy_of_author(self, author: MemberId) -> int:
        made_anew.destroys(self._connection, self._workspace, author, _NONE)
        return self._destroy(_DESTROY_OF_AUTHOR, author=author)

    def destroy_of_partnership(self, partnership: PartnershipId) -> int:
        made_anew.destroys(self._connection, self._workspace, _NONE, partnership)
        return self._destroy(_DESTROY_OF_PARTNERSHIP, partnership=partnership)

    def destroy_all(self) -> int:
        made_anew.destroys(self._connection, self._workspace, _NONE, _NONE)
        return self._destroy(_DESTROY_ALL)

    def _destroy(self, statements: tuple[Insert, Delete], **which: str) -> int:
        note, take_away = statements
        self._read.clear()
        named = {"workspace": self._workspace, **which}
        self._connection.execute(note, named)
        gone = self._connection.execute(take_away, named).rowcount
        self.destroyed = self.destroyed or gone > 0
        return gone

    def key_to_write(self, vault: Vault) -> tuple[str, bytes]:
        """The key of that vault with its id; the vault is made where it is not there."""
        names = {"workspace": self._workspace, **_names(vault)}
        key_id = self._connection.execute(_KEY_TO_WRITE, names).scalar_one_or_none()
        if key_id is not None:
            try:
                return key_id, self._vaults.key(self._workspace, key_id)
            except VaultDestroyed:  # A restored copy of the data, with today's keys.
                self.destroy(vault)
        made_anew.makes(self._connection, self._workspace, vault)
        made = self._new_key_id()
        if self._connection.execute(_NEW_VAULT, {**names, "key_id": made}).rowcount == 0:
            # Somebody else made it meanwhile; theirs is committed, or we would still be waiting.
            return self.key_to_write(vault)
        # On disk before the piece is: a key without a piece harms nobody.
        return made, self._vaults.new_key(self._workspace, made)

    def _opened(self, row: Row[*tuple[Any, ...]]) -> Piece | None:
        try:
            key = self._vaults.key(self._workspace, row.key_id)
        except VaultDestroyed:  # A restored copy of the data, with today's keys.
            return None
        closed = Piece(
            id=row.id,
            vault=Vault(
                MemberId(row.author_id) if row.author_id else None,
                PartnershipId(row.partnership_id) if row.partnership_id else None,
            ),
            about=row.about,
            key=row.key,
            words="",
            sharing=row.sharing,
            shared=row.shared,
            written_at=row.written_at,
        )
        words = unseal(key, row.sealed, self._bound(closed)).decode()
        return replace(closed, words=words)

    def _bound(self, piece: Piece) -> bytes:
        names = _names(piece.vault)
        place = [self._workspace, piece.id, *names.values(), piece.about, piece.key]
        return json.dumps(place).encode()


def _names(vault: Vault) -> dict[str, str]:
    return {"author": vault.author or _NONE, "partnership": vault.partnership or _NONE}
