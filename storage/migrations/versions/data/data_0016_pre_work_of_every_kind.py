"""Pre-work that may be left out, is for some only, or is a part of a video."""

import sqlalchemy as sa
from alembic import op

revision = "data_0016"
down_revision = "data_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("prework") as prework:
        prework.add_column(
            sa.Column("optional", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        prework.add_column(sa.Column("for_roles", sa.Text(), server_default="[]", nullable=False))
        prework.add_column(sa.Column("start_second", sa.Integer(), nullable=True))
        prework.add_column(sa.Column("end_second", sa.Integer(), nullable=True))
