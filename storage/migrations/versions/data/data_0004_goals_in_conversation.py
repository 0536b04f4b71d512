"""Conversations by which goals are made, the trail of a goal, and when its owner was asked."""

import sqlalchemy as sa
from alembic import op

revision = "data_0004"
down_revision = "data_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("members") as members:
        members.add_column(
            sa.Column("told_of_typing", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("goals") as goals:
        goals.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
    op.create_table(
        "goal_trail",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("goal_id", sa.Text(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("word", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "goal_id"],
            ["goals.workspace_id", "goals.id"],
            name=op.f("fk_goal_trail_goals"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_goal_trail")),
    )
    op.create_index(
        op.f("ix_goal_trail_workspace_id_goal_id"), "goal_trail", ["workspace_id", "goal_id"]
    )
    op.create_table(
        "drafts",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("goal_id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("posted", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "partnership_id"],
            ["partnerships.workspace_id", "partnerships.id"],
            name=op.f("fk_drafts_partnerships"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_workspace_id_owner_id"), "drafts", ["workspace_id", "owner_id"])
