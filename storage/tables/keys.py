"""The keys of vaults, in a small database of their own."""

from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, Table, Text

from storage.tables.kept import KEYS

vault_keys = Table(
    "vault_keys",
    KEYS,
    Column("workspace_id", Text, nullable=False, key="workspace"),
    Column("key_id", Text, nullable=False),
    Column("wrapped_by", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    PrimaryKeyConstraint("workspace", "key_id"),
)

# Names that no process may wrap with again, whatever copy of the key file it has.
retired_keys = Table("retired_keys", KEYS, Column("name", Text, primary_key=True))
