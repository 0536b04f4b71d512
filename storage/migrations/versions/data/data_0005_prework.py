"""Pre-work before a session."""

import sqlalchemy as sa
from alembic import op

revision = "data_0005"
down_revision = "data_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    op.create_table(
        "prework",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "partnership_id"],
            ["partnerships.workspace_id", "partnerships.id"],
            name=op.f("fk_prework_partnerships"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "cycle_id"],
            ["cycles.workspace_id", "cycles.id"],
            name=op.f("fk_prework_cycles"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_prework")),
    )
    op.create_index(
        op.f("ix_prework_workspace_id_partnership_id"),
        "prework",
        ["workspace_id", "partnership_id"],
    )
    op.create_index(
        op.f("ix_prework_workspace_id_cycle_id_run"), "prework", ["workspace_id", "cycle_id", "run"]
    )
