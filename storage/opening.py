"""Opening a store: where it lies, its migrations, its keys, its lock."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine, Table, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from flows.library import Library, library
from storage import migrate
from storage.keyfile import Keys
from storage.keyring import Keyring
from storage.lock import ProcessLock
from storage.postgres_store import PostgresStore, postgres_engine
from storage.sqlite import keys_engine, making_engine, memory_engine, reading_engine
from storage.sqlite_store import SqliteStore
from storage.store import Given, SqlStore, original
from storage.tables import KEYS, vault_keys, vaults
from storage.vaults import Vaults, outdated

KEYS_FILE = "vaults.sqlite3"
"""The vaults' keys, beside a SQLite database."""


class CannotOpen(Exception):
    """The database cannot be used as it is set up; the message says what to do."""


class StoreLost(CannotOpen):
    """The store of the vaults' keys is missing under data that needs it."""


def open_store(
    url: str,
    vaults_url: str | None,
    keyring: Keyring | Keys,
    clock: Callable[[], datetime],
    root: Callable[[], str],
    *,
    real_clock: Callable[[], datetime] | None = None,
    alone: bool = True,
    ways: Library | None = None,
) -> SqlStore:
    """A store with the newest schema, ready for bodies; `close` it.

    `clock` is coaching's time, which may be moved, and `real_clock` the wall's. `root` draws what
    a body's ids and chance come from. `alone`, an SQLite file is locked for this process. A keyring
    that is called may change meanwhile. `ways` are this installation's ways of working.
    """
    where = database(url)
    given = Given(clock, real_clock or clock, root, ways or library())
    if where.get_backend_name() == "sqlite":
        path = file_of(where)
        if path is None:
            return SqliteStore(None, _vaults(vaults_url, None, keyring), given)
        return _open_file(path, vaults_url, keyring, given, alone=alone)
    if vaults_url is None:
        raise CannotOpen(
            "with PostgreSQL, the vaults' keys need a database of their own: set TANDEM_VAULTS_URL"
        )
    _migrated(postgres_engine(where, patient=True), migrate.DATA_SCHEMA).dispose()
    not_lost(url, vaults_url)
    return PostgresStore(where, _vaults(vaults_url, None, keyring), given)


def open_memory_store(
    clock: Callable[[], datetime],
    root: Callable[[], str],
    *,
    real_clock: Callable[[], datetime] | None = None,
    keyring: Keyring | None = None,
) -> SqlStore:
    """A store in memory, which forgets everything when it is closed: the same code, no files."""
    return open_store(
        "sqlite://", None, keyring or Keyring.fresh(), clock, root, real_clock=real_clock
    )


def database(url: str) -> URL:
    """Where that is, for the drivers that ship with Tandem; anything else is refused."""
    try:
        where = make_url(url)
    except ArgumentError:
        raise CannotOpen("a database is written sqlite:///file or postgresql://host/name") from None
    match where.get_backend_name():
        case "sqlite":
            return where
        case "postgresql" | "postgres":
            return where.set(drivername="postgresql+psycopg")
        case other:
            raise CannotOpen(f"Tandem stores in SQLite or PostgreSQL, not in {other}")


def file_of(where: URL) -> Path | None:
    """The file of an SQLite database; None in memory."""
    if where.get_backend_name() != "sqlite" or where.database in {None, "", ":memory:"}:
        return None
    return Path(str(where.database))


def holds_vaults(url: str, vaults_url: str) -> bool:
    """Whether something lies there that a lost key would lose; makes nothing."""
    return bool(_holds(url, vaults) or _holds(vaults_url, vault_keys))


def _holds(url: str, table: Table) -> bool | None:
    """Whether the table has a row; None where there is no such table."""
    where = database(url)
    path = file_of(where)
    if where.get_backend_name() == "postgresql":
        engine = postgres_engine(where)
    elif path is None or not path.exists():
        return None
    else:
        engine = reading_engine(path)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(table.name):
                return None
            return connection.execute(select(table).limit(1)).first() is not None
    except DBAPIError as refusal:
        raise CannotOpen(f"the database does not open: {original(refusal)}") from refusal
    finally:
        engine.dispose()


def not_lost(url: str, vaults_url: str) -> None:
    """Returns unless the store of the vaults' keys is missing under data that needs it."""
    if _holds(vaults_url, vault_keys) is None and _holds(url, vaults):
        where = database(vaults_url).render_as_string()
        raise StoreLost(
            f"the vaults' keys are missing at {where}, and nothing that people wrote opens without"
            " them: put the newest copy of that store back"
        )


def _open_file(
    path: Path, vaults_url: str | None, keyring: Keyring | Keys, given: Given, *, alone: bool
) -> SqlStore:
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = ProcessLock(path.with_name(path.name + ".lock")) if alone else None
    if lock is not None:
        lock.acquire()
    try:
        _migrated(making_engine(path), migrate.DATA_SCHEMA).dispose()
        not_lost(f"sqlite:///{path}", vaults_url or _beside(path))
        return SqliteStore(path, _vaults(vaults_url, path, keyring), given, lock=lock)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def open_vaults(url: str, keyring: Keyring | Keys) -> Vaults:
    """The vaults' keys with the newest schema; `close` them. Needs no lock on the data."""
    where = database(url)
    path = file_of(where)
    if where.get_backend_name() == "postgresql":
        _migrated(postgres_engine(where, patient=True), migrate.KEYS_SCHEMA).dispose()
        engine = postgres_engine(where)
    elif path is None:
        engine = memory_engine()
        KEYS.create_all(engine)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(0o600)
        _migrated(making_engine(path), migrate.KEYS_SCHEMA).dispose()
        engine = keys_engine(path)
    return Vaults(engine, (lambda: keyring) if isinstance(keyring, Keyring) else keyring)


def _vaults(url: str | None, beside: Path | None, keyring: Keyring | Keys) -> Vaults:
    if url is None and beside is not None:
        url = _beside(beside)
    opened = open_vaults(url or "sqlite://", keyring)
    try:
        _fitting(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def _beside(path: Path) -> str:
    return f"sqlite:///{path.with_name(KEYS_FILE)}"


def _fitting(opened: Vaults) -> None:
    if strange := opened.strange_keys():
        raise CannotOpen(
            f"the vaults were locked with {', '.join(sorted(strange))}, which is not in the key"
            " file: put the right key file back"
        )
    newest = opened.keyring.newest
    if newest in opened.retired():
        raise CannotOpen(str(outdated(newest)))


def _migrated(engine: Engine, schema: migrate.Schema) -> Engine:
    try:
        migrate.upgrade(engine, schema)
    except DBAPIError as refusal:
        engine.dispose()
        raise CannotOpen(f"the database does not open: {original(refusal)}") from refusal
    return engine
