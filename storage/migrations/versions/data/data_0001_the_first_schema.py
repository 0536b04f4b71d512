"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "data_0001"
down_revision = None
branch_labels = None
depends_on = None

ORDER = sa.Sequence("order_of_writing")


def upgrade() -> None:
    """The schema is one step newer."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.schema.CreateSequence(ORDER))
    op.create_table(
        "conversations",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "lane", name=op.f("pk_conversations")),
    )
    op.create_table(
        "destroyed_keys",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key_id", name=op.f("pk_destroyed_keys")),
    )
    op.create_table(
        "inbox",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "delivery", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_seen_at"), "inbox", ["seen_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refs", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("when_in_doubt", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_outbox_workspace_id_key")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["priority", "due_at", "seq"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_outbox_held",
        "outbox",
        ["state", "lease_until"],
        unique=False,
        sqlite_where=sa.text("state IN ('sending', 'in_doubt', 'failed')"),
        postgresql_where=sa.text("state IN ('sending', 'in_doubt', 'failed')"),
    )
    op.create_index(
        "ix_outbox_lane",
        "outbox",
        ["workspace_id", "lane", "priority", "due_at", "seq"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending', 'in_doubt')"),
        postgresql_where=sa.text("state IN ('pending', 'sending', 'in_doubt')"),
    )
    op.create_index(op.f("ix_outbox_seq"), "outbox", ["seq"], unique=False)
    op.create_index(
        "ix_outbox_settled",
        "outbox",
        ["settled_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('sent', 'dropped')"),
        postgresql_where=sa.text("state IN ('sent', 'dropped')"),
    )
    op.create_table(
        "places",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "anchor", name=op.f("pk_places")),
    )
    op.create_table(
        "programs",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("founded_by", sa.Text(), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facilitators", sa.Text(), nullable=False),
        sa.Column("word_pack", sa.Text(), nullable=False),
        sa.Column("slot", sa.Time(), nullable=False),
        sa.Column("holidays", sa.Text(), nullable=False),
        sa.Column("covered_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_programs")),
    )
    op.create_table(
        "protocol_versions",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "digest", name=op.f("pk_protocol_versions")),
    )
    op.create_table(
        "vaults",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "author_id", "partnership_id", name=op.f("pk_vaults")
        ),
        sa.UniqueConstraint("workspace_id", "key_id", name=op.f("uq_vaults_workspace_id_key_id")),
    )
    op.create_index(
        op.f("ix_vaults_workspace_id_partnership_id"),
        "vaults",
        ["workspace_id", "partnership_id"],
        unique=False,
    )
    op.create_table(
        "invitations",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "program_id"],
            ["programs.workspace_id", "programs.id"],
            name=op.f("fk_invitations_programs"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_invitations")),
    )
    op.create_index(
        "ix_invitations_expiring",
        "invitations",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'sent'"),
        postgresql_where=sa.text("state = 'sent'"),
    )
    op.create_index(
        op.f("ix_invitations_workspace_id_by_id_sent_at"),
        "invitations",
        ["workspace_id", "by_id", "sent_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invitations_workspace_id_to_id_sent_at"),
        "invitations",
        ["workspace_id", "to_id", "sent_at"],
        unique=False,
    )
    op.create_table(
        "members",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("program_id", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("slot", sa.Time(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("most_partnerships", sa.Integer(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("not_with", sa.Text(), nullable=False),
        sa.Column("closed_to_invitations", sa.Boolean(), nullable=False),
        sa.Column("deactivated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "program_id"],
            ["programs.workspace_id", "programs.id"],
            name=op.f("fk_members_programs"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_members")),
    )
    op.create_index(
        op.f("ix_members_workspace_id_program_id"),
        "members",
        ["workspace_id", "program_id"],
        unique=False,
    )
    op.create_table(
        "partnerships",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("program_id", sa.Text(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erase_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conversation", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "program_id"],
            ["programs.workspace_id", "programs.id"],
            name=op.f("fk_partnerships_programs"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_partnerships")),
    )
    op.create_table(
        "pieces",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "key_id"],
            ["vaults.workspace_id", "vaults.key_id"],
            name=op.f("fk_pieces_vaults"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_pieces")),
    )
    op.create_index(op.f("ix_pieces_seq"), "pieces", ["seq"], unique=False)
    op.create_index(
        op.f("ix_pieces_workspace_id_about_seq"),
        "pieces",
        ["workspace_id", "about", "seq"],
        unique=False,
    )
    op.create_index(
        op.f("ix_pieces_workspace_id_key_id"), "pieces", ["workspace_id", "key_id"], unique=False
    )
    op.create_table(
        "cycles",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "digest"],
            ["protocol_versions.workspace_id", "protocol_versions.digest"],
            name=op.f("fk_cycles_protocol_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "partnership_id"],
            ["partnerships.workspace_id", "partnerships.id"],
            name=op.f("fk_cycles_partnerships"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_cycles")),
    )
    op.create_index(
        "ix_cycles_due",
        "cycles",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_cycles_workspace_id_partnership_id"),
        "cycles",
        ["workspace_id", "partnership_id"],
        unique=False,
    )
    op.create_index(
        "uq_cycles_current",
        "cycles",
        ["workspace_id", "partnership_id"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "goals",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "partnership_id"],
            ["partnerships.workspace_id", "partnerships.id"],
            name=op.f("fk_goals_partnerships"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_goals")),
    )
    op.create_index(
        op.f("ix_goals_workspace_id_owner_id"), "goals", ["workspace_id", "owner_id"], unique=False
    )
    op.create_table(
        "partnership_members",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "partnership_id"],
            ["partnerships.workspace_id", "partnerships.id"],
            name=op.f("fk_partnership_members_partnerships"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "member_id", "partnership_id", name=op.f("pk_partnership_members")
        ),
    )
    op.create_index(
        op.f("ix_partnership_members_workspace_id_partnership_id"),
        "partnership_members",
        ["workspace_id", "partnership_id"],
        unique=False,
    )
