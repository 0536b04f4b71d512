"""The yardstick of `events`: the statements of one answer by ORM and aiosqlite, a pool of ten.

The statements are those that the store itself carries out, taken down while it does. Each SELECT
loads the entities that it is about, built anew as one writes it in a handler; each upsert is the
INSERT or UPDATE that it comes to, by the unit of work where the entity was loaded before.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, Select, Table, event, select, update
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import registry

from storage import tables, work

POOL = 10
_LOCKED = 30.0
"""Seconds that a connection waits for another's lock: with the default of five, answers fail."""


@dataclass(frozen=True)
class Statement:
    """One statement and what it was given."""

    what: Select[Any] | Insert
    given: dict[str, Any]

    @property
    def table(self) -> Table:
        """The table that it is about."""
        found = self.what.table if isinstance(self.what, Insert) else self.what.get_final_froms()[0]
        assert isinstance(found, Table)
        return found


class _Recording:
    """A connection that keeps what it is asked to execute."""

    def __init__(self, connection: Connection, found: list[Statement]) -> None:
        self._connection = connection
        self._found = found

    def execute(self, what: Any, given: Any = None) -> Any:
        for each in given if isinstance(given, list) else [given or {}]:
            self._found.append(Statement(what, dict(each)))
        return self._connection.execute(what, given)


@contextmanager
def taken_down() -> Iterator[list[Statement]]:
    """The statements of the bodies that any store carries out in the block."""
    found: list[Statement] = []
    with patch.object(work, "quick", lambda connection: _Recording(connection, found)):
        yield found
    if not found:
        raise RuntimeError("no statement was seen, so there is nothing to compare with")


class Entity:
    """What a row of a table is loaded as."""


def _mapped() -> dict[Table, type]:
    maps = registry()
    found: dict[Table, type] = {}
    for table in tables.DATA.sorted_tables:
        found[table] = type(table.name, (Entity,), {})
        maps.map_imperatively(found[table], table)
    return found


ENTITIES = _mapped()


def naive_engine(path: Path) -> AsyncEngine:
    """The same file, the same journal, the same synchronous=FULL."""
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=120,
        connect_args={"timeout": _LOCKED},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _: object) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


class Naive:
    """Answers by ORM."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def answer(self, statements: Sequence[Statement], delivery: str) -> None:
        """One answer is on disk."""
        async with self._sessions() as session:
            loaded: dict[tuple[object, ...], Any] = {}
            for statement in statements:
                entity = ENTITIES[statement.table]
                if isinstance(statement.what, Select):
                    for each in await _read(session, entity, statement):
                        loaded[_key(statement.table, vars(each))] = each
                else:
                    await _write(session, entity, statement, loaded, delivery)
            await session.commit()


async def _read(session: AsyncSession, entity: type, statement: Statement) -> Sequence[Any]:
    assert isinstance(statement.what, Select)
    wanted: Select[Any] = select(entity)
    if statement.what.whereclause is not None:
        wanted = wanted.where(statement.what.whereclause)
    return (await session.scalars(wanted, statement.given)).all()


async def _write(
    session: AsyncSession,
    entity: type,
    statement: Statement,
    loaded: dict[tuple[object, ...], Any],
    delivery: str,
) -> None:
    given = {name: value for name, value in statement.given.items() if name in statement.table.c}
    if statement.table is tables.inbox:
        session.add(entity(**{**given, "delivery": delivery}))
    elif (known := loaded.get(_key(statement.table, given))) is not None:
        for name, value in given.items():
            setattr(known, name, value)
    else:  # Said before: what is renewed is found by what it is called.
        columns = statement.table.c
        key = "key" if "key" in columns else "id"
        renewed = {k: v for k, v in given.items() if k not in {"workspace", "id", key}}
        await session.execute(
            update(entity)
            .where(columns.workspace == given["workspace"], columns[key] == given[key])
            .values(renewed)
            .execution_options(synchronize_session=False)
        )
    await session.flush()


def _key(table: Table, values: dict[str, Any]) -> tuple[object, ...]:
    return table, *(values[column.key] for column in table.primary_key)
