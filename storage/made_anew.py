"""On PostgreSQL: no vault is made anew by a body that began before its destruction was committed.

Bodies on different aggregates run at once there. Whoever destroys an author's vaults waits for all
who are making one, and leaves a mark; whoever wants to make one afterwards, and began before, may
have decided on what is no longer true, so the body is run again from the start. The mark names
nobody: it is a number, and is forgotten within days. SQLite has one writer, and needs none of it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, text, tuple_

from flows.ids import WorkspaceId
from flows.pieces import Vault
from flows.ports import Lock
from storage.aggregates import lock_number
from storage.tables import destructions

BEGAN = "tandem_began"
"""Under this name a connection knows what its transaction could see when it began."""

_D = destructions.c
_ALONE = text("SELECT pg_advisory_xact_lock(:number)")
_TOGETHER = text("SELECT pg_advisory_xact_lock_shared(n) FROM unnest(CAST(:numbers AS bigint[])) n")
_MARK = text(
    "INSERT INTO destructions (workspace_id, of, xact, at) VALUES"
    " (:workspace, :number, CAST(CAST(pg_current_xact_id() AS text) AS bigint), now())"
    " ON CONFLICT DO NOTHING"
)
_SINCE = text(
    "SELECT count(*) FROM destructions WHERE workspace_id = :workspace"
    " AND of = ANY(CAST(:numbers AS bigint[]))"
    " AND xact <> CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    " AND NOT pg_visible_in_snapshot(CAST(CAST(xact AS text) AS xid8),"
    " CAST(:began AS pg_snapshot))"
)
_OLD = delete(destructions).where(
    tuple_(_D.workspace, _D.of, _D.xact).in_(
        select(_D.workspace, _D.of, _D.xact)
        .where(_D.at < bindparam("before"))
        .limit(bindparam("most"))
    )
)


class BegunBefore(Exception):
    """What the body wants to write into was destroyed since it began: run it again."""


def destroys(connection: Connection, workspace: WorkspaceId, author: str, partnership: str) -> None:
    """Waits for whoever makes such a vault, and marks that all of them go; empty means whatever."""
    if connection.dialect.name == "postgresql":
        number = _number(workspace, author, partnership)
        connection.execute(_ALONE, {"number": number})
        connection.execute(_MARK, {"workspace": workspace, "number": number})


def makes(connection: Connection, workspace: WorkspaceId, vault: Vault) -> None:
    """Raises `BegunBefore` where such vaults were destroyed since this transaction began."""
    if connection.dialect.name != "postgresql":
        return
    given = {"workspace": workspace, "numbers": _numbers(workspace, vault)}
    connection.execute(_TOGETHER, given)
    began = {"began": connection.info.get(BEGAN)}
    if connection.execute(_SINCE, given | began).scalar_one():
        raise BegunBefore


def forget(connection: Connection, before: datetime, most: int) -> int:
    """How many marks older than that are forgotten now; no body runs for so long."""
    return connection.execute(_OLD, {"before": before, "most": most}).rowcount


def _numbers(workspace: WorkspaceId, vault: Vault) -> Sequence[int]:
    """Those of all that could destroy it: its author's end, its partnership's, the workspace's."""
    names = {("", ""), (vault.author or "", ""), ("", vault.partnership or "")}
    return sorted(_number(workspace, *name) for name in names)


def _number(workspace: WorkspaceId, author: str, partnership: str) -> int:
    return lock_number(workspace, Lock("vaults", f"{author}\0{partnership}"))
