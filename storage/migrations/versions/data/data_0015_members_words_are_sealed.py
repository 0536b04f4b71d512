"""Topics, classes and rooms of members, sealed; what is plain yet is sealed while Tandem runs."""

import sqlalchemy as sa
from alembic import op

revision = "data_0015"
down_revision = "data_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("members") as members:
        members.add_column(sa.Column("words_key", sa.Text(), nullable=True))
        members.add_column(sa.Column("words", sa.LargeBinary(), nullable=True))
