"""What Slack delivered and was carried out, so that a second delivery does nothing."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, tuple_

from flows.ids import WorkspaceId
from flows.ports import SeenBefore
from storage import tables
from storage.shelf import insert_once

_I = tables.inbox.c
_SEEN = insert_once(tables.inbox)
_SWEEP = delete(tables.inbox).where(
    tuple_(_I.workspace, _I.delivery).in_(
        select(_I.workspace, _I.delivery)
        .where(_I.seen_at < bindparam("before"))
        .order_by(_I.seen_at)
        .limit(bindparam("most"))
    )
)


def see(connection: Connection, workspace: WorkspaceId, delivery: str, at: datetime) -> None:
    """Notes the delivery, or raises `SeenBefore`."""
    noted = connection.execute(_SEEN, {"workspace": workspace, "delivery": delivery, "seen_at": at})
    if noted.rowcount == 0:
        raise SeenBefore(delivery)


def sweep(connection: Connection, before: datetime, most: int) -> int:
    """How many deliveries were forgotten, the oldest first."""
    return connection.execute(_SWEEP, {"before": before, "most": most}).rowcount
