"""Column types: moments, always aware and UTC; closed vocabularies; values kept as JSON."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, ColumnElement, DateTime, Dialect, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

V = TypeVar("V")
W = TypeVar("W", bound=StrEnum)

SEQUENCE = "order_of_writing"
"""What PostgreSQL draws the order of writing from."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: naive ones are refused, and what comes back is aware and UTC.

    SQLite keeps it as text of one width, which sorts as time does.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be stored: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class OneOf(TypeDecorator[W], Generic[W]):
    """One word of a closed vocabulary, kept as the word."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[W]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: W | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> W | None:
        return None if value is None else self.words(value)


class Json(TypeDecorator[V], Generic[V]):
    """A value kept as JSON text and checked again when it is read."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[V] | Any) -> None:
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[V] = TypeAdapter(kind)

    def process_bind_param(self, value: V | None, dialect: Dialect) -> str | None:
        return None if value is None else self._adapter.dump_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> V | None:
        return None if value is None else self._adapter.validate_json(value)


class next_in_order(FunctionElement[int]):  # noqa: N801 - named as SQL functions are
    """One more than any number given out before in that column."""

    type = BigInteger()
    inherit_cache = True

    def __init__(self, column: ColumnElement[int]) -> None:
        super().__init__(column)


@compiles(next_in_order, "postgresql")
def _from_sequence(element: next_in_order, compiler: SQLCompiler, **kw: Any) -> str:
    return f"nextval('{SEQUENCE}')"


@compiles(next_in_order, "sqlite")
def _after_the_last(element: next_in_order, compiler: SQLCompiler, **kw: Any) -> str:
    # SQLite has one writer, so the number after the last is nobody else's.
    column = next(iter(element.clauses))
    name, table = column.name, column.table.name
    return f"(SELECT coalesce(max({name}), 0) + 1 FROM {table})"  # noqa: S608 - our own names
