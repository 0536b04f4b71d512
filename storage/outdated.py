"""Rows that were kept only to be recognised again, and are forgotten in their time, in slices."""

from datetime import datetime

from sqlalchemy import Connection, Delete, bindparam, delete, or_, select, tuple_

from flows.draft import DraftState
from flows.slip import SlipState
from storage import tables
from storage.tables import spelt

_S, _D = tables.slips.c, tables.drafts.c
# Spelt out as the partial index has it, so that it serves.
_SLIPS = delete(tables.slips).where(
    tuple_(_S.workspace, _S.id).in_(
        select(_S.workspace, _S.id)
        .where(
            _S.state.in_([spelt(SlipState.SENT), spelt(SlipState.DROPPED)]),
            _S.due < bindparam("before"),
        )
        .order_by(_S.due)
        .limit(bindparam("most"))
    )
)
_DRAFTS = delete(tables.drafts).where(
    tuple_(_D.workspace, _D.id).in_(
        select(_D.workspace, _D.id)
        .where(
            or_(_D.state == spelt(DraftState.SET), _D.state == spelt(DraftState.STOPPED)),
            _D.begun_at < bindparam("before"),
        )
        .limit(bindparam("most"))
    )
)


def slips(connection: Connection, before: datetime, most: int) -> int:
    """How many messages that went out or were dropped, due before that, are forgotten now."""
    return _forgotten(connection, _SLIPS, before, most)


def drafts(connection: Connection, before: datetime, most: int) -> int:
    """How many conversations about goals that ended, begun before that, are forgotten now."""
    return _forgotten(connection, _DRAFTS, before, most)


def _forgotten(connection: Connection, statement: Delete, before: datetime, most: int) -> int:
    return connection.execute(statement, {"before": before, "most": most}).rowcount
