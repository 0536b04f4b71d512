"""Who asked whom, who meets whom, and the cycles that they are in."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, Text, text

from flows.agreement import Agreement
from flows.ids import MemberId
from flows.partnership import InvitationState, PartnershipState
from storage.columns import Json, OneOf, UtcDateTime
from storage.tables.kept import in_workspace, inside

invitations = in_workspace(
    "invitations",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("by_id", Text, key="by", nullable=False),
    Column("to_id", Text, key="to", nullable=False),
    Column("state", OneOf(InvitationState), nullable=False),
    Column("agreement", Json(Agreement), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("partnership_id", Text, key="partnership"),
    inside("programs", "program"),
    Index(None, "workspace", "to", "sent_at"),
    Index(None, "workspace", "by", "sent_at"),
    Index(None, "workspace", "partnership"),
)
_SENT = text("state = 'sent'")
Index(
    "ix_invitations_expiring",
    invitations.c.expires_at,
    sqlite_where=_SENT,
    postgresql_where=_SENT,
)

partnerships = in_workspace(
    "partnerships",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("members", Json(tuple[MemberId, ...]), nullable=False),
    Column("state", OneOf(PartnershipState), nullable=False),
    Column("agreement", Json(Agreement), nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("erase_after", UtcDateTime),
    Column("conversation", Text),
    Column("version", Integer, nullable=False),
    Column("formation", Integer, nullable=False, server_default="1"),
    Column("instead_of_id", Text, key="instead_of"),
    inside("programs", "program"),
)

partnership_members = in_workspace(
    "partnership_members",
    ("member", "partnership"),
    Column("member_id", Text, key="member", nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    inside("partnerships", "partnership"),
    Index(None, "workspace", "partnership"),
)

protocol_versions = in_workspace(
    "protocol_versions",
    ("digest",),
    Column("digest", Text, nullable=False),
    Column("body", Text, nullable=False),
)

cycles = in_workspace(
    "cycles",
    ("id",),
    Column("id", Text, nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("next_at", UtcDateTime),
    Column("current", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    inside("partnerships", "partnership"),
    ForeignKeyConstraint(
        ["workspace", "digest"], ["protocol_versions.workspace", "protocol_versions.digest"]
    ),
    Index(None, "workspace", "partnership"),
)
_CURRENT = text("current")
Index(
    "uq_cycles_current",
    cycles.c.workspace,
    cycles.c.partnership,
    unique=True,
    sqlite_where=_CURRENT,
    postgresql_where=_CURRENT,
)
_WAITS = text("next_at IS NOT NULL")
Index("ix_cycles_due", cycles.c.next_at, sqlite_where=_WAITS, postgresql_where=_WAITS)
