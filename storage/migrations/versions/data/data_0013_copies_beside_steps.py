"""Copies of what is shared beside the steps of a way of working: a goal's parts, a reflection."""

import sqlalchemy as sa
from alembic import op

revision = "data_0013"
down_revision = "data_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("copies") as copies:
        copies.add_column(sa.Column("about", sa.Text(), server_default="", nullable=False))
