"""Rows that are values: a table whose columns are the fields of one frozen dataclass."""

from dataclasses import fields
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, select
from sqlalchemy.dialects.postgresql import Insert, insert

from flows.ids import WorkspaceId
from storage.columns import next_in_order


class _Value(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


V = TypeVar("V", bound=_Value)


def named(table: Table) -> dict[str, Any]:
    """A value to be given for each column; its number in the order of writing is drawn."""
    return {
        c.key: next_in_order(c) if c.key == "seq" else bindparam(c.key, type_=c.type)
        for c in table.c
    }


def upsert(table: Table) -> Insert:
    """Inserts the row, or replaces all of it but its key and its place in the order of writing.

    SQLite took PostgreSQL's words for this, so one construct serves both.
    """
    key = [column.key for column in table.primary_key]
    put = insert(table).values(named(table))
    renewed = {c.key: put.excluded[c.key] for c in table.c if c.key not in {*key, "seq"}}
    return put.on_conflict_do_update(index_elements=[table.c[k] for k in key], set_=renewed)


def insert_once(table: Table) -> Insert:
    """Inserts the row unless its key stands there already."""
    return (
        insert(table)
        .values(named(table))
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )


class Kind(Generic[V]):
    """How one dataclass lies in one table, with the statements made once."""

    def __init__(self, value: type[V], table: Table, beside: tuple[str, ...] = ()) -> None:
        """`beside` are columns that are read after the fields and are none."""
        self.value = value
        self.names = tuple(field.name for field in fields(value))
        read = (*self.names, *beside)
        self.all: Select[Any] = select(*(table.c[name].label(name) for name in read)).where(
            table.c.workspace == bindparam("workspace")
        )
        self.by_id: Select[Any] = self.all.where(table.c.id == bindparam("id"))
        self.put = upsert(table)


class Shelf(Generic[V]):
    """The values of one kind in one workspace, each read once in a transaction."""

    kind: Kind[V]

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self.connection = connection
        self.workspace = workspace
        self._known: dict[str, V] = {}

    def get(self, identity: str, /) -> V | None:
        known = self._known.get(identity)
        if known is not None:
            return known
        row = self.connection.execute(
            self.kind.by_id, {"workspace": self.workspace, "id": identity}
        ).one_or_none()
        if row is None:
            return None
        found = self._known[identity] = self._made(row)
        return found

    def put(self, value: V, /) -> None:
        row = self._row(value)
        self.connection.execute(self.kind.put, row)
        self._known[row["id"]] = value

    def some(self, statement: Select[Any], **names: object) -> list[V]:
        """The values that the statement finds here."""
        rows = self.connection.execute(statement, {"workspace": self.workspace, **names})
        return [self._made(row) for row in rows]

    def _made(self, row: Any) -> V:
        made: V = self.kind.value(*row)
        return made

    def _row(self, value: V) -> dict[str, Any]:
        row: dict[str, Any] = {name: getattr(value, name) for name in self.kind.names}
        return row | {"workspace": self.workspace}
