"""Where the schools' bots keep their data: a SQLite file each, or a database of one PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.campaign import Database
from tests.storage import postgres
from tests.storage.postgres import Missing

__all__ = ["DATABASES", "Missing"]


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    """A file in each school's folder."""
    yield lambda name: f"sqlite:///{folder / 'sqlite' / name / 'tandem.sqlite3'}"


@contextmanager
def postgresql(_: Path) -> Iterator[Database]:
    """A server of our own, or the one that TEST_DATABASE_URL names."""
    with postgres.server() as address:
        yield lambda name: postgres.new_database(address, f"tandem_chaos_{name.replace('-', '_')}")


DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
