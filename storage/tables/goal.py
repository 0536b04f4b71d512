"""Goals without their words: what came of them day by day, and the talks that make them."""

from sqlalchemy import Column, Date, Index, Integer, Text

from flows.draft import DraftState
from flows.goal import GoalState, Source, TrailWord
from storage.columns import OneOf, UtcDateTime
from storage.tables.kept import in_workspace, inside

goals = in_workspace(
    "goals",
    ("id",),
    Column("id", Text, nullable=False),
    Column("owner_id", Text, key="owner", nullable=False),
    Column("partnership_id", Text, key="partnership"),
    Column("state", OneOf(GoalState), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("review_on", Date),
    Column("asked_on", Date),
    inside("partnerships", "partnership"),
    Index(None, "workspace", "owner"),
)

goal_trail = in_workspace(
    "goal_trail",
    ("id",),
    Column("id", Text, nullable=False),
    Column("goal_id", Text, key="goal", nullable=False),
    Column("noticed_on", Date, key="on", nullable=False),
    Column("word", OneOf(TrailWord)),
    Column("source", OneOf(Source), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    inside("goals", "goal"),
    Index(None, "workspace", "goal"),
)

drafts = in_workspace(
    "drafts",
    ("id",),
    Column("id", Text, nullable=False),
    Column("owner_id", Text, key="owner", nullable=False),
    Column("goal_id", Text, key="goal", nullable=False),
    Column("partnership_id", Text, key="partnership"),
    Column("asked", Text, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("after", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("posted", Integer, nullable=False),
    Column("state", OneOf(DraftState), nullable=False),
    inside("partnerships", "partnership"),
    Index(None, "workspace", "owner"),
)
