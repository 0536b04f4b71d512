"""Copies in the group DM, how long a program keeps things after an end, and what goes when."""

import sqlalchemy as sa
from alembic import op

revision = "data_0008"
down_revision = "data_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    op.create_table(
        "copies",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "partnership_id"],
            ["partnerships.workspace_id", "partnerships.id"],
            name=op.f("fk_copies_partnerships"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_copies")),
    )
    op.create_index(
        op.f("ix_copies_workspace_id_partnership_id"), "copies", ["workspace_id", "partnership_id"]
    )
    op.add_column(
        "programs", sa.Column("keep_days", sa.Integer(), nullable=False, server_default="30")
    )
    # What ended before goes on its date, too.
    op.execute(
        "INSERT INTO alarms (workspace_id, of, id, at) "
        "SELECT workspace_id, 'partnership', id, erase_after FROM partnerships "
        "WHERE erase_after IS NOT NULL"
    )
    over = sa.text("state IN ('sent', 'dropped')")
    op.create_index("ix_slips_over", "slips", ["due_at"], sqlite_where=over, postgresql_where=over)
