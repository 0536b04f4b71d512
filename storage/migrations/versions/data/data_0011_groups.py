"""Invitations into a group, and which membership of it has which group DM."""

import sqlalchemy as sa
from alembic import op

revision = "data_0011"
down_revision = "data_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("invitations") as invitations:
        invitations.add_column(sa.Column("partnership_id", sa.Text(), nullable=True))
        invitations.create_index(
            op.f("ix_invitations_workspace_id_partnership_id"), ["workspace_id", "partnership_id"]
        )
    with op.batch_alter_table("partnerships") as partnerships:
        partnerships.add_column(
            sa.Column("formation", sa.Integer(), server_default="1", nullable=False)
        )
