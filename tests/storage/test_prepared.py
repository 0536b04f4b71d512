"""A prepared statement finds what SQLAlchemy's own way finds, and fails where that fails."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Select, bindparam, insert, select
from sqlalchemy.exc import MultipleResultsFound, NoResultFound

from storage import tables
from storage.prepared import quick
from storage.sqlite import memory_engine

SEEN = tables.inbox.c
NOTE = insert(tables.inbox).values(
    workspace=bindparam("workspace"), delivery=bindparam("delivery"), seen_at=bindparam("seen_at")
)
OF_WORKSPACE = (
    select(SEEN.delivery, SEEN.seen_at)
    .where(SEEN.workspace == bindparam("workspace"))
    .order_by(SEEN.delivery)
)
ONE = OF_WORKSPACE.where(SEEN.delivery == bindparam("delivery"))
AMONG = OF_WORKSPACE.where(SEEN.delivery.in_(bindparam("these", expanding=True)))
OF_ONE_NAMED_HERE = OF_WORKSPACE.where(SEEN.delivery == "first")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def connection() -> Iterator[Connection]:
    """Two deliveries seen in one workspace."""
    engine = memory_engine()
    tables.DATA.create_all(engine)
    with engine.connect() as opened:
        for name in ("first", "second"):
            given = {"workspace": "T1", "delivery": name, "seen_at": NOON}
            assert quick(opened).execute(NOTE, given).rowcount == 1
        yield opened
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        (OF_WORKSPACE, {"workspace": "T1"}),
        (OF_WORKSPACE, {"workspace": "elsewhere"}),
        (ONE, {"workspace": "T1", "delivery": "second"}),
        (AMONG, {"workspace": "T1", "these": ["second", "third"]}),
        (OF_ONE_NAMED_HERE, {"workspace": "T1"}),
    ],
)
def test_both_ways_find_the_same(
    connection: Connection, statement: Select[Any], given: dict[str, object]
) -> None:
    slowly = connection.execute(statement, given).all()

    for _ in ("prepared now", "prepared before"):
        quickly = quick(connection).execute(statement, given).all()
        assert [tuple(row) for row in quickly] == [tuple(row) for row in slowly]
        assert [row.seen_at for row in quickly] == [NOON] * len(slowly)


def test_the_only_row_is_the_only_one(connection: Connection) -> None:
    here = quick(connection)

    assert here.execute(ONE, {"workspace": "T1", "delivery": "third"}).one_or_none() is None
    assert here.execute(ONE, {"workspace": "T1", "delivery": "first"}).scalar_one() == "first"
    with pytest.raises(MultipleResultsFound):
        here.execute(OF_WORKSPACE, {"workspace": "T1"}).one_or_none()
    with pytest.raises(NoResultFound):
        here.execute(OF_WORKSPACE, {"workspace": "elsewhere"}).scalar_one()


def test_a_value_that_is_missing_is_never_taken_for_nothing(connection: Connection) -> None:
    with pytest.raises(KeyError):
        quick(connection).execute(OF_WORKSPACE, {})


def test_several_at_once_go_sqlalchemys_way(connection: Connection) -> None:
    rows = [{"workspace": "T2", "delivery": str(n), "seen_at": NOON} for n in range(3)]

    quick(connection).execute(NOTE, rows)

    assert len(quick(connection).execute(OF_WORKSPACE, {"workspace": "T2"}).all()) == 3
