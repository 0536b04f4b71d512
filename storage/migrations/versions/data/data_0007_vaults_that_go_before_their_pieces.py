"""A vault may go before the pieces that lay in it: those are nothing without it."""

from alembic import op

revision = "data_0007"
down_revision = "data_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The schema is one step newer."""
    with op.batch_alter_table("pieces") as pieces:
        pieces.drop_constraint(op.f("fk_pieces_vaults"), type_="foreignkey")
