"""Rows as whoever sends them gets them."""

from flows.ids import ConversationId
from storage import Row, SqlStore
from tests.storage.conftest import Times

D1 = ConversationId("D1")
G1 = ConversationId("G1")


async def claimed(
    store: SqlStore,
    times: Times,
    limit: int = 10,
    owner: str = "me",
    skip: tuple[str, ...] = (),
) -> list[Row]:
    """What that sender gets now."""
    return await store.outbox.claim(times.now, times.real, limit, 30, owner, skip=list(skip))  # type: ignore[arg-type]  # plain names read better here


def keys(rows: list[Row]) -> list[str]:
    """The rows by the keys of their notices."""
    return [row.notice.key for row in rows]
