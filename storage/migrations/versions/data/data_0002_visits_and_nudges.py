"""Proposals of times, planned messages, and what members say of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "data_0002"
down_revision = "data_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("members") as members:
        members.drop_column("topics")
        members.add_column(sa.Column("seeks", sa.Text(), nullable=False, server_default="[]"))
        members.add_column(sa.Column("offers", sa.Text(), nullable=False, server_default="[]"))
        members.add_column(sa.Column("lessons", sa.Text(), nullable=False, server_default="[]"))
        members.add_column(
            sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "proposals",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("yes", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "partnership_id"],
            ["partnerships.workspace_id", "partnerships.id"],
            name=op.f("fk_proposals_partnerships"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "cycle_id"],
            ["cycles.workspace_id", "cycles.id"],
            name=op.f("fk_proposals_cycles"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_proposals")),
    )
    op.create_index(
        op.f("ix_proposals_workspace_id_partnership_id"),
        "proposals",
        ["workspace_id", "partnership_id"],
    )
    op.create_index(
        op.f("ix_proposals_workspace_id_cycle_id_run"),
        "proposals",
        ["workspace_id", "cycle_id", "run"],
    )
    op.create_table(
        "slips",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("refs", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_group", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_slips")),
    )
    op.create_index(
        op.f("ix_slips_workspace_id_member_id_state"),
        "slips",
        ["workspace_id", "member_id", "state"],
    )
    op.create_index(op.f("ix_slips_workspace_id_about"), "slips", ["workspace_id", "about"])
    op.create_index(
        "ix_slips_due",
        "slips",
        ["workspace_id", "due_at"],
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
