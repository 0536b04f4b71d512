"""Workshops, who comes, and what a program gives to read."""

from sqlalchemy import Boolean, Column, Index, Integer, Text

from flows.prework import ItemKind, Mark
from flows.workshop import WorkshopState
from storage.columns import Json, OneOf, UtcDateTime
from storage.tables.kept import in_workspace, inside

workshops = in_workspace(
    "workshops",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("by_id", Text, key="by", nullable=False),
    Column("state", OneOf(WorkshopState), nullable=False),
    Column("start_at", UtcDateTime, key="start", nullable=False),
    Column("end_at", UtcDateTime, key="end", nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("topic", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("announced_at", UtcDateTime),
    inside("programs", "program"),
    Index(None, "workspace", "program", "end"),
    Index(None, "workspace", "by"),
)

workshop_seats = in_workspace(
    "workshop_seats",
    ("id",),
    Column("id", Text, nullable=False),
    Column("workshop_id", Text, key="workshop", nullable=False),
    Column("member_id", Text, key="member", nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("marks", Json(dict[str, Mark]), nullable=False),
    inside("workshops", "workshop"),
    Index(None, "workspace", "workshop"),
    Index(None, "workspace", "member"),
)

given_items = in_workspace(
    "given_items",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("workshop_id", Text, key="workshop"),
    Column("by_id", Text, key="by", nullable=False),
    Column("kind", OneOf(ItemKind), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("stage", Text, nullable=False),
    Column("optional", Boolean, nullable=False),
    Column("start_second", Integer),
    Column("end_second", Integer),
    inside("programs", "program"),
    inside("workshops", "workshop"),
    Index(None, "workspace", "program"),
    Index(None, "workspace", "workshop"),
)
