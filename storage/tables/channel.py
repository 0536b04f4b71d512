"""What a program said in its channel, and how often each answer to a month's question was given."""

from sqlalchemy import Column, Date, Index, Integer, Text

from storage.columns import UtcDateTime
from storage.tables.kept import in_workspace, inside

posted_prompts = in_workspace(
    "posted_prompts",
    ("id",),
    Column("id", Text, nullable=False),
    Column("program_id", Text, key="program", nullable=False),
    Column("name", Text, nullable=False),
    Column("posted_at", UtcDateTime, nullable=False),
    inside("programs", "program"),
    Index(None, "workspace", "program", "posted_at"),
)

pulse_counts = in_workspace(
    "pulse_counts",
    ("program", "month", "question", "choice"),
    Column("program_id", Text, key="program", nullable=False),
    Column("month", Date, nullable=False),
    Column("question", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("n", Integer, nullable=False),
    inside("programs", "program"),
)
