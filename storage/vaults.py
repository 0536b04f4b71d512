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
from sqlalchemy import Connection, Engine, bindparam, delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from flows.ids import WorkspaceId
from storage.keyfile import Keys
from storage.keyring import KeyfileUnusable, Keyring
from storage.tables import retired_keys, vault_keys

R = TypeVar("R")

_MOST_OPEN = 256
_K = vault_keys.c
ONE = (_K.workspace == bindparam("in_workspace"), _K.key_id == bindparam("the_key"))
_GET = select(_K.wrapped_by, _K.wrapped).where(*ONE)
_COLUMNS = (_K.workspace, _K.key_id, _K.wrapped_by, _K.wrapped)
WRAPS_NO_MORE = exists().where(
    retired_keys.c.name == bindparam("wrapped_by", type_=_K.wrapped_by.type)
)
# One statement, so that nothing is wrapped by a key that is being retired at this moment.
_KEEP = (
    insert(vault_keys)
    .from_select(
        [column.key for column in _COLUMNS],
        select(*(bindparam(c.key, type_=c.type) for c in _COLUMNS)).where(~WRAPS_NO_MORE),
    )
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
)
_DESTROY = delete(vault_keys).where(*ONE)
_NAMES = select(_K.wrapped_by).distinct()
_RETIRED = select(retired_keys.c.name)


class VaultDestroyed(Exception):
    """The vault's key is gone: nothing in it can be read again, by anybody."""


class Vaults:
    """The data keys of vaults, each under an id; safe to use from several threads."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine = engine
        self._reading = engine.execution_options(only_reads=True)
        self._keys = keys
        self._lock = threading.Lock()
        self._engine_lock = threading.Lock()
        self._open: OrderedDict[tuple[WorkspaceId, str], bytes] = OrderedDict()

    @property
    def keyring(self) -> Keyring:
        """The installation's keys as they are now."""
        return self._keys()

    def strange_keys(self) -> set[str]:
        """Names of wrapping keys that stand here and are not on the keyring."""
        names = self.transact(lambda connection: connection.execute(_NAMES).scalars().all())
        keyring = self.keyring
        return {name for name in names if name not in keyring}

    def retired(self) -> set[str]:
        """Names of keys that must wrap no more."""
        return self.transact(retired_in)

    def key(self, workspace: WorkspaceId, key_id: str) -> bytes:
        """The data key of that id, or `VaultDestroyed`."""
        with self._lock:
            known = self._open.get((workspace, key_id))
            if known is not None:
                self._open.move_to_end((workspace, key_id))
                return known
        with self._engine_lock, self._reading.begin() as connection:
            return self._read(connection, workspace, key_id)

    def new_key(self, workspace: WorkspaceId, key_id: str) -> bytes:
        """The key of that id, made and on disk when this returns; asked again, the same."""

        def keep(connection: Connection) -> bytes:
            name, wrapped = self.keyring.wrap(
                AESGCM.generate_key(bit_length=256), bound(workspace, key_id)
            )
            row = {"workspace": workspace, "key_id": key_id, "wrapped_by": name, "wrapped": wrapped}
            kept = connection.execute(_KEEP, row).rowcount
            if not kept and name in retired_in(connection):
                raise outdated(name)
            return self._read(connection, workspace, key_id)

        return self.transact(keep)

    def destroy(self, keys: Iterable[tuple[WorkspaceId, str]]) -> None:
        """These keys are gone, from disk too, when this returns."""
        names = list(keys)

        def forget(connection: Connection) -> None:
            connection.execute(_DESTROY, [named(*name) for name in names])
            with self._lock:
                for name in names:
                    self._open.pop(name, None)

        if names:
            self.transact(forget)

    def close(self) -> None:
        """No key is held in memory any more, and no connection is open."""
        with self._lock:
            self._open.clear()
        self._engine.dispose()

    def transact(self, work: Callable[[Connection], R]) -> R:
        """What the work returned, once it is on disk."""
        # One at a time: it is a small store, and in memory it has a single connection.
        with self._engine_lock, self._engine.begin() as connection:
            return work(connection)

    def _read(self, connection: Connection, workspace: WorkspaceId, key_id: str) -> bytes:
        row = connection.execute(_GET, named(workspace, key_id)).one_or_none()
        if row is None:
            raise VaultDestroyed(f"{workspace}/{key_id}")
        key = self.keyring.unwrap(row.wrapped_by, row.wrapped, bound(workspace, key_id))
        with self._lock:
            self._open[workspace, key_id] = key
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        return key


def retired_in(connection: Connection) -> set[str]:
    """Names of keys that must wrap no more, as this transaction sees them."""
    return set(connection.execute(_RETIRED).scalars())


def outdated(name: str) -> KeyfileUnusable:
    """What an old copy of the key file is refused with."""
    return KeyfileUnusable(
        f"the key named {name} was retired, so this key file is an old copy: put the newest back"
    )


def named(workspace: WorkspaceId, key_id: str) -> dict[str, str]:
    """The names by which a statement finds one key."""
    return {"in_workspace": workspace, "the_key": key_id}


def bound(workspace: WorkspaceId, key_id: str) -> bytes:
    """What a wrapped key is bound to."""
    return f"{workspace}\0{key_id}".encode()
