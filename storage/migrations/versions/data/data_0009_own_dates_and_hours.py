"""A school's own dates; hours, leave and do-not-disturb of its people."""

import sqlalchemy as sa
from alembic import op

revision = "data_0009"
down_revision = "data_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("programs") as programs:
        programs.add_column(sa.Column("own_dates", sa.Text(), nullable=False, server_default="{}"))
        programs.add_column(
            sa.Column("pulse_extras", sa.Text(), nullable=False, server_default="[]")
        )
    with op.batch_alter_table("members") as members:
        members.add_column(sa.Column("hours", sa.Text(), nullable=False, server_default="{}"))
        members.add_column(sa.Column("leave", sa.Text(), nullable=False, server_default="[]"))
        members.add_column(sa.Column("away", sa.Text(), nullable=True))
        members.add_column(sa.Column("undisturbed", sa.Text(), nullable=True))
