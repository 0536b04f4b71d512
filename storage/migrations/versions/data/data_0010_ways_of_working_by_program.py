"""Which ways of working a program offers."""

import sqlalchemy as sa
from alembic import op

revision = "data_0010"
down_revision = "data_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("programs") as programs:
        programs.add_column(sa.Column("protocols", sa.Text(), nullable=True))
