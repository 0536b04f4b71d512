"""When to look again at a person or a program; prompts that were posted; what a month answered."""

import sqlalchemy as sa
from alembic import op

revision = "data_0003"
down_revision = "data_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    op.drop_index("ix_slips_due", table_name="slips")
    op.create_index(
        "ix_slips_of_cycle",
        "slips",
        ["workspace_id", "cycle"],
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_table(
        "alarms",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "of", "id", name=op.f("pk_alarms")),
    )
    op.create_index("ix_alarms_at", "alarms", ["at"])
    op.create_table(
        "posted_prompts",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "program_id"],
            ["programs.workspace_id", "programs.id"],
            name=op.f("fk_posted_prompts_programs"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_posted_prompts")),
    )
    op.create_index(
        op.f("ix_posted_prompts_workspace_id_program_id_posted_at"),
        "posted_prompts",
        ["workspace_id", "program_id", "posted_at"],
    )
    op.create_table(
        "pulse_counts",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "program_id"],
            ["programs.workspace_id", "programs.id"],
            name=op.f("fk_pulse_counts_programs"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id",
            "program_id",
            "month",
            "question",
            "choice",
            name=op.f("pk_pulse_counts"),
        ),
    )
