"""Times that were named for a visit or a talk, and what is to be read before them."""

from sqlalchemy import Boolean, Column, Index, Integer, Text, false

from flows.assigned import Marked
from flows.ids import MemberId
from flows.prework import ItemKind
from flows.proposal import ProposalState
from storage.columns import Json, OneOf, UtcDateTime
from storage.tables.kept import in_workspace, inside

proposals = in_workspace(
    "proposals",
    ("id",),
    Column("id", Text, nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("cycle_id", Text, key="cycle", nullable=False),
    Column("run", Text, nullable=False),
    Column("by_id", Text, key="by", nullable=False),
    Column("start_at", UtcDateTime, key="start", nullable=False),
    Column("end_at", UtcDateTime, key="end", nullable=False),
    Column("place_id", Text, key="place"),
    Column("yes", Json(tuple[MemberId, ...]), nullable=False),
    Column("state", OneOf(ProposalState), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    inside("partnerships", "partnership"),
    inside("cycles", "cycle"),
    Index(None, "workspace", "partnership"),
    Index(None, "workspace", "cycle", "run"),
)

prework = in_workspace(
    "prework",
    ("id",),
    Column("id", Text, nullable=False),
    Column("partnership_id", Text, key="partnership", nullable=False),
    Column("cycle_id", Text, key="cycle", nullable=False),
    Column("run", Text, nullable=False),
    Column("by_id", Text, key="by", nullable=False),
    Column("kind", OneOf(ItemKind), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("marks", Json(tuple[Marked, ...]), nullable=False),
    Column("optional", Boolean, server_default=false(), nullable=False),
    Column("for_roles", Json(tuple[str, ...]), server_default="[]", nullable=False),
    Column("start_second", Integer),
    Column("end_second", Integer),
    Column("given_id", Text, key="given"),
    Column("declined", Boolean, server_default=false(), nullable=False),
    inside("partnerships", "partnership"),
    inside("cycles", "cycle"),
    Index(None, "workspace", "partnership"),
    Index(None, "workspace", "cycle", "run"),
)
