"""Pre-work that a program gives to every partnership, and what partnerships declined of it."""

import sqlalchemy as sa
from alembic import op

revision = "data_0017"
down_revision = "data_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("prework") as prework:
        prework.add_column(sa.Column("given_id", sa.Text(), nullable=True))
        prework.add_column(
            sa.Column("declined", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
