"""What people wrote, sealed, each in a vault; vaults that are gone, and copies in group DMs."""

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, Text, UniqueConstraint

from flows.copied import CopyState
from flows.ids import MemberId
from flows.pieces import Sharing
from storage.columns import Json, OneOf, UtcDateTime
from storage.tables.kept import in_workspace, inside

copies = in_workspace(
    "copies",
    ("id",),
    Column("id", Text, nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("cycle_id", Text, key="cycle", nullable=False),
    Column("run", Text, nullable=False),
    Column("author_id", Text, key="author", nullable=False),
    Column("keys", Json(tuple[str, ...]), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("opened_by", Json(tuple[MemberId, ...]), nullable=False),
    Column("state", OneOf(CopyState), nullable=False),
    Column("about", Text, server_default="", nullable=False),
    inside("partnerships", "partnership"),
    Index(None, "workspace", "partnership"),
)

vaults = in_workspace(
    "vaults",
    ("author", "partnership"),
    Column("author_id", Text, key="author", nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("key_id", Text, nullable=False),
    UniqueConstraint("workspace", "key_id"),
    Index(None, "workspace", "partnership"),
)

pieces = in_workspace(
    "pieces",
    ("id",),
    Column("id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("author_id", Text, key="author", nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("key_id", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("sharing", OneOf(Sharing), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Index(None, "workspace", "about", "seq"),
    Index(None, "workspace", "key_id"),
    Index(None, "seq"),
)

# Vaults that are gone: their keys and what lies under them go next.
destroyed_keys = in_workspace(
    "destroyed_keys",
    ("key_id",),
    Column("key_id", Text, nullable=False),
)

# That vaults were destroyed, for who began before: a number for whose, and which transaction did.
destructions = in_workspace(
    "destructions",
    ("of", "xact"),
    Column("of", BigInteger, nullable=False),
    Column("xact", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)
