"""The separate store of the vaults' wrapped keys: what is destroyed here is unreadable everywhere.

Yesterday's copy of the data is sealed with keys that stand only here, so that this store's backup
must be replaced, never kept as history. SQLite writes it without a write-ahead log and with zeros
over what is deleted; the rollback journal is removed at each commit. Freed disk blocks may keep
traces until the file system uses them again, wrapped by the installation's key: only disk
encryption answers that.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TypeVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, bindparam, delete, select, update

from flows.ids import WorkspaceId
from storage.keyring import Keyring
from storage.shelf import insert_once
from storage.tables import vault_keys

R = TypeVar("R")

_MOST_OPEN = 256
_K = vault_keys.c
_ONE = (_K.workspace == bindparam("in_workspace"), _K.key_id == bindparam("the_key"))
_GET = select(_K.wrapped_by, _K.wrapped).where(*_ONE)
_KEEP = insert_once(vault_keys)
_DESTROY = delete(vault_keys).where(*_ONE)
_NAMES = select(_K.wrapped_by).distinct()
_OLD = (
    select(_K.workspace, _K.key_id, _K.wrapped_by, _K.wrapped)
    .where(_K.wrapped_by != bindparam("newest"))
    .limit(bindparam("most"))
)
_REWRAP = (
    update(vault_keys)
    .where(*_ONE, _K.wrapped_by == bindparam("was"))
    .values(wrapped_by=bindparam("now"), wrapped=bindparam("again"))
)


class VaultDestroyed(Exception):
    """The vault's key is gone: nothing in it can be read again, by anybody."""


class Vaults:
    """The data keys of vaults, each under an id; safe to use from several threads."""

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        self._engine = engine
        self._keyring = keyring
        self._lock = threading.Lock()
        self._engine_lock = threading.Lock()
        self._open: OrderedDict[tuple[WorkspaceId, str], bytes] = OrderedDict()

    def strange_keys(self) -> set[str]:
        """Names of wrapping keys that stand here and are not on the keyring."""
        names = self._with(lambda connection: connection.execute(_NAMES).scalars().all())
        return {name for name in names if name not in self._keyring}

    def key(self, workspace: WorkspaceId, key_id: str) -> bytes:
        """The data key of that id, or `VaultDestroyed`."""
        with self._lock:
            known = self._open.get((workspace, key_id))
            if known is not None:
                self._open.move_to_end((workspace, key_id))
                return known
        return self._with(lambda connection: self._read(connection, workspace, key_id))

    def new_key(self, workspace: WorkspaceId, key_id: str) -> bytes:
        """The key of that id, made and on disk when this returns; asked again, the same."""
        name, wrapped = self._keyring.wrap(
            AESGCM.generate_key(bit_length=256), _bound(workspace, key_id)
        )
        row = {"workspace": workspace, "key_id": key_id, "wrapped_by": name, "wrapped": wrapped}
        self._with(lambda connection: connection.execute(_KEEP, row))
        return self.key(workspace, key_id)

    def destroy(self, keys: Iterable[tuple[WorkspaceId, str]]) -> None:
        """These keys are gone, from disk too, when this returns."""
        names = list(keys)

        def forget(connection: Connection) -> None:
            connection.execute(_DESTROY, [_named(*name) for name in names])
            with self._lock:
                for name in names:
                    self._open.pop(name, None)

        if names:
            self._with(forget)

    def rewrap(self, most: int) -> int:
        """How many keys were wrapped anew by the newest key; call until it is none."""

        def again(connection: Connection) -> int:
            rows = connection.execute(_OLD, {"newest": self._keyring.newest, "most": most}).all()
            for row in rows:
                bound = _bound(WorkspaceId(row.workspace_id), row.key_id)
                name, wrapped = self._keyring.wrap(
                    self._keyring.unwrap(row.wrapped_by, row.wrapped, bound), bound
                )
                connection.execute(
                    _REWRAP,
                    {
                        **_named(WorkspaceId(row.workspace_id), row.key_id),
                        "was": row.wrapped_by,
                        "now": name,
                        "again": wrapped,
                    },
                )
            return len(rows)

        return self._with(again)

    def close(self) -> None:
        """No key is held in memory any more, and no connection is open."""
        with self._lock:
            self._open.clear()
        self._engine.dispose()

    def _with(self, work: Callable[[Connection], R]) -> R:
        # One at a time: it is a small store, and in memory it has a single connection.
        with self._engine_lock, self._engine.begin() as connection:
            return work(connection)

    def _read(self, connection: Connection, workspace: WorkspaceId, key_id: str) -> bytes:
        row = connection.execute(_GET, _named(workspace, key_id)).one_or_none()
        if row is None:
            raise VaultDestroyed(f"{workspace}/{key_id}")
        key = self._keyring.unwrap(row.wrapped_by, row.wrapped, _bound(workspace, key_id))
        with self._lock:
            self._open[workspace, key_id] = key
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        return key


def _named(workspace: WorkspaceId, key_id: str) -> dict[str, str]:
    return {"in_workspace": workspace, "the_key": key_id}


def _bound(workspace: WorkspaceId, key_id: str) -> bytes:
    return f"{workspace}\0{key_id}".encode()
