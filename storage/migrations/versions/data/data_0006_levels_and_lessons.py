"""How much somebody wants to be asked at once, and the short lessons that they took."""

import sqlalchemy as sa
from alembic import op

revision = "data_0006"
down_revision = "data_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("members") as members:
        members.add_column(sa.Column("level", sa.Text(), nullable=False, server_default="light"))
        members.add_column(sa.Column("level_at", sa.DateTime(timezone=True), nullable=True))
        members.add_column(sa.Column("training", sa.Text(), nullable=False, server_default="[]"))
