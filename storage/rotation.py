"""Exchanging the installation's key while everything runs: wrap anew in slices, then retire.

Each slice is a transaction of its own; whatever stops between two, the rest is found again by the
name of the key that wraps it.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, bindparam, delete, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from flows.ids import WorkspaceId
from storage.keyring import Keyring, WrongKey
from storage.tables import retired_keys, vault_keys
from storage.vaults import ONE, WRAPS_NO_MORE, Vaults, bound, named, outdated, retired_in

SLICE = 100
"""So many keys are wrapped anew at a time: whoever writes meanwhile waits for no more."""

_K = vault_keys.c
_COUNTED = select(_K.wrapped_by, func.count()).group_by(_K.wrapped_by)
_PLACE = tuple_(_K.workspace, _K.key_id)
_OLD = (
    select(_K.workspace, _K.key_id, _K.wrapped_by, _K.wrapped)
    .where(_K.wrapped_by != bindparam("newest"))
    .where(tuple_(bindparam("workspace"), bindparam("key_id")) < _PLACE)
    .order_by(_K.workspace, _K.key_id)
    .limit(bindparam("most"))
)
_REWRAP = (
    update(vault_keys)
    .where(*ONE, _K.wrapped_by == bindparam("was"), ~WRAPS_NO_MORE)
    .values(wrapped_by=bindparam("wrapped_by"), wrapped=bindparam("again"))
    .execution_options(preserve_rowcount=True)
)
_RETIRE = insert(retired_keys).values(name=bindparam("name")).on_conflict_do_nothing()
_GIVE_UP = delete(vault_keys).where(_K.wrapped_by.in_(bindparam("lost", expanding=True)))
# Who keeps a new key holds the table's own lock until its commit: it is counted, or comes after.
_HOLD = text("LOCK TABLE vault_keys IN SHARE ROW EXCLUSIVE MODE")

_Place = tuple[str, str]
_FIRST: _Place = ("", "")


class StillWraps(Exception):
    """The key is needed: so many vaults are wrapped by it."""

    def __init__(self, vaults: int) -> None:
        super().__init__(str(vaults))
        self.vaults = vaults


def wrapped_by(vaults: Vaults) -> Mapping[str, int]:
    """How many vaults each key wraps, by its name."""
    return vaults.transact(_count)


def rotate(vaults: Vaults, most: int = SLICE) -> Iterator[int]:
    """Wraps every vault anew by the newest key; yields how many after each slice.

    What does not open with its key is left as it is: `wrapped_by` still counts it afterwards.
    """
    after: _Place | None = _FIRST
    anew = 0
    while after is not None:
        done, after = _slice(vaults, after, most)
        anew += done
        if done:
            yield done
        if after is None and anew:  # What was wrapped by an older key meanwhile.
            after, anew = _FIRST, 0


def retire(vaults: Vaults, name: str) -> None:
    """No process wraps with that key again; raises `StillWraps` while a vault needs it."""

    def carry_out(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(_HOLD)
        if still := _count(connection).get(name):
            raise StillWraps(still)
        connection.execute(_RETIRE, {"name": name})

    vaults.transact(carry_out)


def give_up(vaults: Vaults) -> int:
    """Destroys every vault whose wrapping key is not on the keyring; how many there were."""
    lost = vaults.strange_keys()
    return (
        vaults.transact(lambda c: c.execute(_GIVE_UP, {"lost": list(lost)}).rowcount) if lost else 0
    )


def _count(connection: Connection) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(_COUNTED)}


def _slice(vaults: Vaults, after: _Place, most: int) -> tuple[int, _Place | None]:
    def again(connection: Connection) -> tuple[int, _Place | None]:
        keyring = vaults.keyring
        if keyring.newest in retired_in(connection):
            raise outdated(keyring.newest)
        asked = {"newest": keyring.newest, "workspace": after[0], "key_id": after[1], "most": most}
        rows = connection.execute(_OLD, asked).all()
        done = sum(_rewrapped(connection, keyring, *row) for row in rows)
        return done, (rows[-1][0], rows[-1][1]) if len(rows) == most else None

    return vaults.transact(again)


def _rewrapped(
    connection: Connection, keyring: Keyring, workspace: str, key_id: str, was: str, wrapped: bytes
) -> bool:
    here = WorkspaceId(workspace)
    place = bound(here, key_id)
    try:
        name, again = keyring.wrap(keyring.unwrap(was, wrapped, place), place)
    except WrongKey:
        return False
    row = {**named(here, key_id), "was": was, "wrapped_by": name, "again": again}
    return connection.execute(_REWRAP, row).rowcount > 0
