"""Which group another one takes the place of, with somebody more in it."""

import sqlalchemy as sa
from alembic import op

revision = "data_0018"
down_revision = "data_0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("partnerships") as partnerships:
        partnerships.add_column(sa.Column("instead_of_id", sa.Text(), nullable=True))
