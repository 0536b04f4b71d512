"""The stores that every contract test runs on: SQLite in memory, on disk, and a real PostgreSQL."""

import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage import Keyring, SqlStore, open_store
from storage.tables import DATA
from tests.storage import postgres

KINDS = ("memory", "file", "postgres")


@dataclass
class Times:
    """Two clocks cranked by hand, and roots that are counted."""

    now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    real: datetime = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    roots: Iterator[int] = field(default_factory=itertools.count)

    def root(self) -> str:
        return f"root {next(self.roots)}"

    def later(self, **span: float) -> datetime:
        """Both clocks move on; the real one's moment."""
        self.now += timedelta(**span)
        self.real += timedelta(**span)
        return self.real


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring.fresh()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL where databases may be made."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(postgres.server())
        except postgres.Missing as missing:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"NOT RUN ON POSTGRESQL, which did not start here: {missing}")
        yield address


@pytest.fixture(scope="session")
def new_database(postgres_server: str) -> Callable[[str], str]:
    """Makes an empty database and says where it is."""
    return lambda name: postgres.new_database(postgres_server, name)


@pytest.fixture(scope="session")
def postgres_database(new_database: Callable[[str], str]) -> str:
    return new_database("tandem_contract")


@pytest.fixture
def empty_postgres(postgres_database: str) -> str:
    """A database with nothing in it but, from the second test on, the schema."""
    engine = create_engine(postgres_database)
    with engine.begin() as connection:
        there = connection.execute(text("SELECT to_regclass('programs')")).scalar_one()
        if there is not None:
            names = ", ".join(DATA.tables)
            connection.execute(text(f"TRUNCATE {names}"))
    engine.dispose()
    return postgres_database


Opening = Callable[[], SqlStore]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    assert isinstance(request.param, str)
    return request.param


@pytest.fixture
def opening(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring, times: Times
) -> Opening:
    """Opens the store of that kind; on disk and in PostgreSQL, the same one each time."""
    url, vaults_url = "sqlite://", None
    if kind == "file":
        url = f"sqlite:///{tmp_path / 'tandem.sqlite3'}"
    if kind == "postgres":
        url = request.getfixturevalue("empty_postgres")
        vaults_url = f"sqlite:///{tmp_path / 'vaults.sqlite3'}"
    return lambda: open_store(
        url, vaults_url, keyring, lambda: times.now, times.root, real_clock=lambda: times.real
    )


@pytest.fixture
async def store(opening: Opening) -> AsyncIterator[SqlStore]:
    opened = opening()
    yield opened
    await opened.close()
