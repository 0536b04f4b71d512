"""Statements made once: on SQLite the driver itself carries out what SQLAlchemy compiled.

SQLAlchemy looks a statement up, binds it and wraps its result anew at every call, which takes
several times as long as SQLite does. Here only what is bound and fetched passes through its types.
PostgreSQL, where each statement crosses a socket anyway, keeps SQLAlchemy's own way.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Executable, Select
from sqlalchemy.exc import MultipleResultsFound, NoResultFound
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

_Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """One statement as the driver takes it, and what its values and columns pass through."""

    sql: str
    binds: tuple[tuple[str | None, Any, _Processor | None], ...]
    row: Callable[[Sequence[Any]], Any] | None

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """What the driver is given: a constant where a bind has no name."""
        return [
            constant if name is None else given[name] if process is None else process(given[name])
            for name, constant, process in self.binds
        ]


_ELSEWHERE = _Prepared("", (), None)
"""Stands for statements that are left to SQLAlchemy: written out anew each time, or returning."""

_prepared: WeakKeyDictionary[Executable, _Prepared] = WeakKeyDictionary()


class Fetched:
    """What a statement found; behaves as SQLAlchemy's own result does."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Every row."""
        return self._rows

    def one_or_none(self) -> Any:
        """The only row, or None."""
        if len(self._rows) > 1:
            raise MultipleResultsFound
        return self._rows[0] if self._rows else None

    def scalar_one_or_none(self) -> Any:
        """The first value of the only row, or None."""
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        """The first value of the only row."""
        row = self.one_or_none()
        if row is None:
            raise NoResultFound
        return row[0]


class _Quick:
    """Stands for the connection towards those who do no more than execute."""

    __slots__ = ("_connection", "_driver")

    def __init__(self, connection: Connection, driver: sqlite3.Connection) -> None:
        self._connection = connection
        self._driver = driver

    def execute(self, statement: Executable, given: Any = None) -> Any:
        """What the statement found or changed."""
        prepared = _prepared.get(statement)
        if prepared is None:
            prepared = _prepared[statement] = _prepare(statement, self._connection.dialect)
        if prepared is _ELSEWHERE or isinstance(given, list):
            return self._connection.execute(statement, given)
        cursor = self._driver.execute(prepared.sql, prepared.values(given or {}))
        if prepared.row is None:
            return Fetched([], cursor.rowcount)
        return Fetched([prepared.row(row) for row in cursor.fetchall()], -1)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def quick(connection: Connection) -> Connection:
    """The connection, or on SQLite what executes statements faster in its place."""
    driver: object = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        return cast("Connection", _Quick(connection, driver))
    return connection


def _prepare(statement: Executable, dialect: Dialect) -> _Prepared:
    compiled = cast("Any", statement).compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
        return _ELSEWHERE
    returns = isinstance(statement, UpdateBase) and bool(statement.exported_columns)
    if returns or compiled.post_compile_params or compiled.literal_execute_params:
        return _ELSEWHERE
    binds = tuple(_bind(compiled, name, dialect) for name in compiled.positiontup)
    row = _row(statement, dialect) if isinstance(statement, Select) else None
    return _Prepared(str(compiled), binds, row)


def _bind(
    compiled: SQLCompiler, name: str, dialect: Dialect
) -> tuple[str | None, Any, _Processor | None]:
    bind = compiled.binds[name]
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return name, None, process
    constant = compiled.params[name]
    return None, constant if process is None else process(constant), None


def _row(statement: Select[Any], dialect: Dialect) -> Callable[[Sequence[Any]], Any]:
    columns = list(statement.selected_columns)
    names = [column.name for column in columns]
    row = cast("Any", namedtuple)("Row", names, rename=True)  # noqa: PYI024 - Named as selected.
    make: _Processor = row._make
    processors = [
        column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
    ]
    if not any(processors):
        return make
    return lambda row: make(
        [v if process is None else process(v) for v, process in zip(row, processors, strict=True)]
    )
