"""Workshops, who comes to them, and what is put up for a program's members."""

import sqlalchemy as sa
from alembic import op

revision = "data_0012"
down_revision = "data_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    _workshops()
    _seats()
    _given()


def _workshops() -> None:
    op.create_table(
        "workshops",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "program_id"],
            ["programs.workspace_id", "programs.id"],
            name=op.f("fk_workshops_programs"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_workshops")),
    )
    op.create_index(
        op.f("ix_workshops_workspace_id_program_id_end_at"),
        "workshops",
        ["workspace_id", "program_id", "end_at"],
    )
    op.create_index(op.f("ix_workshops_workspace_id_by_id"), "workshops", ["workspace_id", "by_id"])


def _seats() -> None:
    op.create_table(
        "workshop_seats",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workshop_id"],
            ["workshops.workspace_id", "workshops.id"],
            name=op.f("fk_workshop_seats_workshops"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_workshop_seats")),
    )
    op.create_index(
        op.f("ix_workshop_seats_workspace_id_workshop_id"),
        "workshop_seats",
        ["workspace_id", "workshop_id"],
    )
    op.create_index(
        op.f("ix_workshop_seats_workspace_id_member_id"),
        "workshop_seats",
        ["workspace_id", "member_id"],
    )


def _given() -> None:
    op.create_table(
        "given_items",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("workshop_id", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("start_second", sa.Integer(), nullable=True),
        sa.Column("end_second", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "program_id"],
            ["programs.workspace_id", "programs.id"],
            name=op.f("fk_given_items_programs"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workshop_id"],
            ["workshops.workspace_id", "workshops.id"],
            name=op.f("fk_given_items_workshops"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_given_items")),
    )
    op.create_index(
        op.f("ix_given_items_workspace_id_program_id"),
        "given_items",
        ["workspace_id", "program_id"],
    )
    op.create_index(
        op.f("ix_given_items_workspace_id_workshop_id"),
        "given_items",
        ["workspace_id", "workshop_id"],
    )
