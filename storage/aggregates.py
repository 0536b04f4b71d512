"""Aggregates by name: what a transaction has to itself until it ends."""

import hashlib

from sqlalchemy import Connection, func, select

from flows.ids import WorkspaceId
from flows.ports import Lock


def lock_number(workspace: WorkspaceId, lock: Lock) -> int:
    """The aggregate as a signed number of 64 bits, the same in every process."""
    name = f"{workspace}\0{lock.kind}\0{lock.id}".encode()
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), signed=True)


def hold(connection: Connection, workspace: WorkspaceId, lock: Lock) -> None:
    """Holds one more aggregate; SQLite has one writer, who holds everything."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(lock_number(workspace, lock))))
