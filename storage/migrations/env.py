"""What Alembic runs: on the connection and the schema that `storage.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from storage.migrate import Schema, version_table

schema: Schema = context.config.attributes["schema"]


def as_stored(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """What lies in the column: a revision must not change when our own types do."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.tables,
    version_table=version_table(schema),
    include_name=lambda name, kind, _: kind != "table" or name in schema.tables.tables,
    render_item=as_stored,
)
context.run_migrations()
