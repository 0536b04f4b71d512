"""Connections to SQLite: in memory, for the writer, for readers, for the vaults' keys."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from flows.ports import Busy
from storage.store import original

BUSY_TIMEOUT = 1.5
"""Seconds that another process may hold the file before a body is given up."""

READERS = 2
_GONE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)


def memory_engine() -> Engine:
    """One database in memory, gone with its only connection."""
    return create_engine(
        "sqlite://",
        hide_parameters=True,
        poolclass=StaticPool,
        creator=lambda: _prepared(sqlite3.connect(":memory:", check_same_thread=False)),
    )


def making_engine(path: Path) -> Engine:
    """The database in that file, made if there is none; waits while another process migrates."""
    return create_engine(
        "sqlite://",
        hide_parameters=True,
        poolclass=NullPool,
        creator=lambda: _making(path),
    )


def file_engine(path: Path) -> Engine:
    """The writer's connection to the database in that file."""
    return create_engine(
        "sqlite://",
        hide_parameters=True,
        creator=lambda: _existing(path),
        poolclass=NullPool,
    )


def reading_engine(path: Path) -> Engine:
    """Connections that only read."""
    return create_engine(
        "sqlite://",
        hide_parameters=True,
        creator=lambda: _existing(path, "PRAGMA query_only = ON"),
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=0,
    )


def keys_engine(path: Path) -> Engine:
    """The vaults' keys in that file: deleted ones leave no trace in it, and no log beside it.

    Each use opens it anew, so that a file put in its place is noticed, and none is written in vain.
    """
    engine = create_engine(
        "sqlite://",
        hide_parameters=True,
        creator=lambda: _existing(
            path,
            "PRAGMA journal_mode = DELETE",
            "PRAGMA synchronous = EXTRA",
            "PRAGMA secure_delete = ON",
        ),
        poolclass=NullPool,
    )
    event.listen(engine, "begin", _begin_keys)
    return engine


def _begin_keys(connection: Connection) -> None:
    # Who only reads waits for no more than another's commit.
    only_reads = connection.get_execution_options().get("only_reads")
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _making(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
    connection.execute("PRAGMA secure_delete = ON")  # A table made anew leaves no old one behind.
    return _prepared(connection)


def _existing(path: Path, *pragmas: str) -> sqlite3.Connection:
    # A database that is lost must not silently begin anew.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT,
        check_same_thread=False,
    )
    for pragma in pragmas or ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"):
        connection.execute(pragma)
    return _prepared(connection)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.isolation_level = None  # Transactions begin and end where we say so.
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def refused(error: BaseException) -> BaseException:
    """`Busy` when the database, not the body, is why nothing was kept."""
    reason = original(error)
    code = getattr(reason, "sqlite_errorcode", None)
    closed = isinstance(reason, sqlite3.ProgrammingError) and "closed" in str(reason)
    if not closed and (code is None or code & 0xFF not in _GONE):
        return error
    busy = Busy(str(reason))
    busy.__cause__ = error
    return busy


def raw(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for what begins and ends transactions."""
    connected: Any = connection.connection.driver_connection
    assert isinstance(connected, sqlite3.Connection)  # noqa: S101 - by construction
    return connected
