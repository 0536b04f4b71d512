"""What is planned for each person, and when to look again at whom or what."""

from sqlalchemy import Boolean, Column, Index, Text, text

from flows.nudge import Kind, Why
from flows.slip import SlipState
from storage.columns import Json, OneOf, UtcDateTime
from storage.tables.kept import in_workspace

slips = in_workspace(
    "slips",
    ("id",),
    Column("id", Text, nullable=False),
    Column("member_id", Text, key="member", nullable=False),
    Column("kind", OneOf(Kind), nullable=False),
    Column("due_at", UtcDateTime, key="due", nullable=False),
    Column("why", OneOf(Why), nullable=False),
    Column("about", Text, nullable=False),
    Column("cycle", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("refs", Json(dict[str, str | int]), nullable=False),
    Column("expires_at", UtcDateTime, key="expires"),
    Column("in_group", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("state", OneOf(SlipState), nullable=False),
    Column("sent_at", UtcDateTime),
    Column("bundle", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("answered_at", UtcDateTime),
    Index(None, "workspace", "member", "state"),
    Index(None, "workspace", "about"),
)
_STILL_PLANNED = text("state = 'planned'")
Index(
    "ix_slips_of_cycle",
    slips.c.workspace,
    slips.c.cycle,
    sqlite_where=_STILL_PLANNED,
    postgresql_where=_STILL_PLANNED,
)

_OVER = text("state IN ('sent', 'dropped')")
Index("ix_slips_over", slips.c.due, sqlite_where=_OVER, postgresql_where=_OVER)

alarms = in_workspace(
    "alarms",
    ("of", "id"),
    Column("of", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("at", UtcDateTime),
    Index("ix_alarms_at", "at"),
)
