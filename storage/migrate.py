"""Brings a database to the newest schema at start, safely when several processes start at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from storage.tables import DATA, KEYS

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 0x54414E44454D
"""Tandem's own advisory lock on PostgreSQL."""


@dataclass(frozen=True)
class Schema:
    """The tables of one database, where its migrations lie, and the newest of them."""

    tables: MetaData
    versions: Path
    newest: str


_MIGRATIONS = Path(__file__).parent / "migrations"
DATA_SCHEMA = Schema(DATA, _MIGRATIONS / "versions" / "data", newest="data_0018")
KEYS_SCHEMA = Schema(KEYS, _MIGRATIONS / "versions" / "keys", newest="keys_0002")


class NewerSchema(Exception):
    """The database was made by a newer Tandem than this one."""


def upgrade(engine: Engine, schema: Schema) -> None:
    """The database has the newest schema when this returns, whoever brought it there."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        # Alembic takes its time to load, and almost every start finds nothing to do.
        if revision(connection, schema) != schema.newest:
            _run(connection, schema)
        connection.commit()


def revision(connection: Connection, schema: Schema) -> str | None:
    """The revision that the database is at; None while it is empty."""
    table = version_table(schema)
    if not inspect(connection).has_table(table):
        return None
    return connection.execute(text(f"SELECT version_num FROM {table}")).scalar_one_or_none()  # noqa: S608 - our own name


def version_table(schema: Schema) -> str:
    """Where the revision stands; the two may share one database."""
    return f"alembic_version_{schema.versions.name}"


def _run(connection: Connection, schema: Schema) -> None:
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415 - see above

    try:
        command.upgrade(configured(connection, schema), "head")
    except CommandError as refusal:
        if "locate revision" in str(refusal):
            raise NewerSchema(
                "the database was made by a newer Tandem: install that one, or restore a backup"
            ) from None
        raise


def configured(connection: Connection, schema: Schema) -> "Config":
    """Alembic's view of this connection and these migrations."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("version_locations", str(schema.versions))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, schema=schema)
    return config
