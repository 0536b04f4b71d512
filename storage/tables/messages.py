"""What Slack delivered, what is to be said, and where what was said stands."""

from sqlalchemy import BigInteger, Column, Index, Integer, Text, UniqueConstraint, text

from flows.notices import Effect, InDoubt
from storage.columns import Json, OneOf, UtcDateTime
from storage.tables.kept import in_workspace

inbox = in_workspace(
    "inbox",
    ("delivery",),
    Column("delivery", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Index(None, "seen_at"),
)

outbox = in_workspace(
    "outbox",
    ("id",),
    Column("id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("effect", OneOf(Effect), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("refs", Json(dict[str, str | int]), nullable=False),
    Column("anchor", Text),
    Column("expires_at", UtcDateTime),
    Column("when_in_doubt", OneOf(InDoubt), nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("owner", Text),
    Column("lease_until", UtcDateTime),
    Column("sending_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("channel", Text),
    Column("ts", Text),
    Column("reason", Text),
    UniqueConstraint("workspace", "key"),
    Index(None, "seq"),
)
_PENDING = text("state = 'pending'")
_UNSETTLED = text("state IN ('pending', 'sending', 'in_doubt')")
_SETTLED = text("state IN ('sent', 'dropped')")
Index(
    "ix_outbox_due",
    outbox.c.priority,
    outbox.c.due_at,
    outbox.c.seq,
    sqlite_where=_PENDING,
    postgresql_where=_PENDING,
)
Index(
    "ix_outbox_lane",
    outbox.c.workspace,
    outbox.c.lane,
    outbox.c.priority,
    outbox.c.due_at,
    outbox.c.seq,
    sqlite_where=_UNSETTLED,
    postgresql_where=_UNSETTLED,
)
_HELD = text("state IN ('sending', 'in_doubt', 'failed')")
Index(
    "ix_outbox_held",
    outbox.c.state,
    outbox.c.lease_until,
    sqlite_where=_HELD,
    postgresql_where=_HELD,
)
Index(
    "ix_outbox_settled",
    outbox.c.settled_at,
    sqlite_where=_SETTLED,
    postgresql_where=_SETTLED,
)

places = in_workspace(
    "places",
    ("anchor",),
    Column("anchor", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("ts", Text, nullable=False),
)

conversations = in_workspace(
    "conversations",
    ("lane",),
    Column("lane", Text, nullable=False),
    Column("conversation", Text, nullable=False),
)
