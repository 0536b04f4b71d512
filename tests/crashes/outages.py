"""Ways in which a database fails, each for as long as a block lasts."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from storage import sqlite, sqlite_store


class Outage(StrEnum):
    """What fails, and whether anything is kept all the same."""

    GONE = "the database file is gone"
    SHUT = "PostgreSQL takes no connections"
    REFUSED = "the commit fails"
    UNHEARD = "the commit succeeds and reports a failure"


@contextmanager
def failing(outage: Outage, database: str) -> Iterator[None]:
    """The database fails so."""
    match outage:
        case Outage.GONE:
            with _without(Path(str(make_url(database).database))):
                yield
        case Outage.SHUT:
            with _shut(database):
                yield
        case Outage.REFUSED | Outage.UNHEARD:
            disk = _Disk()
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(
                    sqlite_store,
                    "raw",
                    lambda connection: _Driver(connection, disk, kept=outage is Outage.UNHEARD),
                )
                yield


@contextmanager
def _without(path: Path) -> Iterator[None]:
    away = path.rename(path.with_suffix(".away"))
    try:
        yield
    finally:
        away.rename(path)


@contextmanager
def _shut(database: str) -> Iterator[None]:
    where = make_url(database)
    engine = create_engine(where.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = where.database

    def allow(answer: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {answer}"))
            if answer == "false":
                connection.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :n"
                    ),
                    {"n": name},
                )

    try:
        allow("false")
        yield
    finally:
        allow("true")
        engine.dispose()


@dataclass
class _Disk:
    """Fails from the first thing on that is to be written; a look that finds nothing writes none.

    So whoever acts is the first to meet the failure, however often the bot looks before.
    """

    before: int | None = None
    broken: bool = False


class _Driver:
    """A connection of the driver whose COMMIT fails."""

    def __init__(self, connection: Connection, disk: _Disk, *, kept: bool) -> None:
        self._driver = sqlite.raw(connection)
        self._disk = disk
        self._kept = kept

    def execute(self, statement: str) -> sqlite3.Cursor:
        if statement.startswith("BEGIN"):
            self._disk.before = self._driver.total_changes
        changed = self._driver.total_changes != self._disk.before
        if statement != "COMMIT" or not (changed or self._disk.broken):
            return self._driver.execute(statement)
        self._disk.broken = True
        if self._kept:
            self._driver.execute(statement)
        failure = sqlite3.OperationalError("disk I/O error")
        failure.sqlite_errorcode = sqlite3.SQLITE_IOERR  # As the driver says it.
        raise failure

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)
