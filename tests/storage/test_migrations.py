"""The newest schema is there after every start, however many start at once."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from storage import Keyring, NewerSchema, open_store
from storage.migrate import (
    DATA_SCHEMA,
    KEYS_SCHEMA,
    Schema,
    configured,
    revision,
    upgrade,
    version_table,
)
from storage.sqlite import making_engine
from storage.tables import DATA, KEYS, retired_keys
from tests.storage.conftest import Times

SCHEMAS = [DATA_SCHEMA, KEYS_SCHEMA]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    if request.param == "sqlite":
        made = making_engine(tmp_path / "empty.sqlite3")
    else:
        new_database = request.getfixturevalue("new_database")
        made = create_engine(new_database("tandem_migrations"))
    yield made
    made.dispose()


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_migrations_make_what_the_tables_say(engine: Engine, schema: Schema) -> None:
    upgrade(engine, schema)

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": version_table(schema), "compare_type": True}
        )
        assert compare_metadata(context, schema.tables) == []
        assert revision(connection, schema) == schema.newest


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_constraint_and_index_is_in_the_migrations(engine: Engine, schema: Schema) -> None:
    # Autogeneration looks at neither the conditions of indexes nor foreign keys' columns on SQLite.
    upgrade(engine, schema)
    migrated = structure(engine, schema.tables)
    with engine.begin() as connection:
        for table in reversed(schema.tables.sorted_tables):
            connection.execute(text(f"DROP TABLE {table.name}"))
        for table in schema.tables.sorted_tables:
            table.create(connection)

    assert structure(engine, schema.tables) == migrated


def structure(engine: Engine, tables: MetaData) -> dict[str, object]:
    found = inspect(engine)
    return {
        name: (
            sorted(str(column) for column in found.get_columns(name)),
            found.get_pk_constraint(name),
            sorted(str(key) for key in found.get_foreign_keys(name)),
            sorted(
                (
                    str(index["name"]),
                    str(index["column_names"]),
                    bool(index["unique"]),
                    where(index),
                )
                for index in found.get_indexes(name)
            ),
        )
        for name in tables.tables
    }


def where(index: ReflectedIndex) -> list[str]:
    return sorted(f"{name} {value}" for name, value in index.get("dialect_options", {}).items())


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_newest_revision_is_the_one_that_is_looked_for(engine: Engine, schema: Schema) -> None:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(configured(connection, schema))
        assert script.get_heads() == [schema.newest]


@pytest.mark.parametrize("tables", [DATA, KEYS])
def test_every_key_starts_with_the_workspace(tables: MetaData) -> None:
    # The installation's own keys serve all workspaces.
    for table in set(tables.tables.values()) - {retired_keys}:
        assert next(iter(table.primary_key)).name == "workspace_id"
        for key in table.foreign_key_constraints:
            assert key.columns[0].name == "workspace_id"
            assert key.elements[0].column.name == "workspace_id"


def test_the_data_and_the_keys_can_share_a_server(engine: Engine) -> None:
    for schema in SCHEMAS * 2:
        upgrade(engine, schema)

    with engine.connect() as connection:
        assert [revision(connection, s) for s in SCHEMAS] == [s.newest for s in SCHEMAS]


def test_a_database_of_a_newer_tandem_is_refused(engine: Engine) -> None:
    upgrade(engine, DATA_SCHEMA)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version_data SET version_num = 'data_9999'"))

    with pytest.raises(NewerSchema, match="newer"):
        upgrade(engine, DATA_SCHEMA)


START = """
import asyncio
import sys
from datetime import UTC, datetime
from storage import Keyring, open_store
moment = datetime(2026, 3, 2, tzinfo=UTC)
sys.stdin.readline()
keyring = Keyring.parse("k QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=")
store = open_store(sys.argv[1], sys.argv[2], keyring, lambda: moment, lambda: "", alone=False)
asyncio.run(store.close())
print("open", flush=True)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_three_processes_that_start_at_once_find_one_schema(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'tandem.sqlite3'}"
    else:
        url = request.getfixturevalue("new_database")("tandem_three")
    vaults_url = f"sqlite:///{tmp_path / 'vaults.sqlite3'}"
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", START, url, vaults_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ends = [process.communicate(timeout=60) for process in processes]

    assert [(out, err) for out, err in ends] == [("open\n", "")] * 3
    engine = create_engine(url)
    with engine.connect() as connection:
        assert revision(connection, DATA_SCHEMA) == DATA_SCHEMA.newest
    engine.dispose()


def test_a_start_that_finds_nothing_to_do_does_not_load_alembic(
    tmp_path: Path, times: Times
) -> None:
    url = f"sqlite:///{tmp_path / 'tandem.sqlite3'}"
    keyring = Keyring.parse("k QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=")
    asyncio.run(open_store(url, None, keyring, lambda: times.now, times.root).close())
    again = START.replace('print("open"', 'print("alembic" in sys.modules')
    ended = subprocess.run(
        [sys.executable, "-c", again, url, f"sqlite:///{tmp_path / 'vaults.sqlite3'}"],
        input="go\n",
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout == "False\n"
