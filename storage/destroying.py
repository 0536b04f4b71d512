"""What is left to do once the destruction of vaults is committed: their keys first, then rows.

A committed name in `destroyed_keys` is the intent: from then on nothing finds a piece of that
vault. Whatever stops the rest in between, the names still stand there and it is gone on with.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, select, tuple_

from flows.ids import WorkspaceId
from storage.tables import destroyed_keys, pieces
from storage.vaults import Vaults

VAULTS_AT_ONCE = 200
PIECES_AT_ONCE = 1000

_D, _P = destroyed_keys.c, pieces.c
_TO_DESTROY = (
    select(_D.workspace, _D.key_id).order_by(_D.workspace, _D.key_id).limit(bindparam("most"))
)

Names = Sequence[tuple[WorkspaceId, str]]


def to_destroy(connection: Connection) -> Names:
    """The next vaults whose destruction was asked for; for committed eyes only."""
    rows = connection.execute(_TO_DESTROY, {"most": VAULTS_AT_ONCE})
    return [(WorkspaceId(workspace), key_id) for workspace, key_id in rows]


def forget(connection: Connection, names: Names) -> bool:
    """Their pieces are gone, their names after these; whether there may be more of either.

    Their keys must be destroyed by then.
    """
    lying = (
        select(_P.workspace, _P.id)
        .where(tuple_(_P.workspace, _P.key_id).in_(names))
        .limit(PIECES_AT_ONCE)
    )
    emptied = connection.execute(delete(pieces).where(tuple_(_P.workspace, _P.id).in_(lying)))
    if emptied.rowcount >= PIECES_AT_ONCE:
        return True
    connection.execute(delete(destroyed_keys).where(tuple_(_D.workspace, _D.key_id).in_(names)))
    return len(names) >= VAULTS_AT_ONCE


def destroy_next(connection: Connection, vaults: Vaults) -> bool:
    """The next vaults are destroyed, in a transaction of its own; whether there may be more."""
    names = to_destroy(connection)
    if not names:
        return False
    vaults.destroy(names)
    return forget(connection, names)
