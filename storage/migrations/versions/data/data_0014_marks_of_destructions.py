"""That vaults were destroyed, for bodies on PostgreSQL that began before."""

import sqlalchemy as sa
from alembic import op

revision = "data_0014"
down_revision = "data_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    op.create_table(
        "destructions",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("of", sa.BigInteger(), nullable=False),
        sa.Column("xact", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "of", "xact", name=op.f("pk_destructions")),
    )
    op.create_index(op.f("ix_destructions_at"), "destructions", ["at"])
