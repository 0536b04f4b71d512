"""Where tables are kept, and what every one has: a key that starts with the workspace."""

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    MetaData,
    PrimaryKeyConstraint,
    Sequence,
    Table,
    Text,
    literal_column,
)
from sqlalchemy.schema import SchemaItem

from storage.columns import SEQUENCE

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

DATA = MetaData(naming_convention=NAMES)
KEYS = MetaData(naming_convention=NAMES)
Sequence(SEQUENCE, metadata=DATA)


def in_workspace(name: str, key: tuple[str, ...], *items: SchemaItem) -> Table:
    """A table of that name; nothing in it belongs to two workspaces."""
    return Table(
        name,
        DATA,
        Column("workspace_id", Text, nullable=False, key="workspace"),
        *items,
        PrimaryKeyConstraint("workspace", *key),
    )


def inside(table: str, column: str) -> ForeignKeyConstraint:
    """That the column names a row of that table, in the same workspace."""
    return ForeignKeyConstraint(
        ["workspace", column], [f"{table}.workspace", f"{table}.id"], use_alter=False
    )


def spelt(state: str) -> ColumnElement[str]:
    """The state written out: a bound one would hide that a partial index serves the condition."""
    return literal_column(f"'{state}'", Text)
