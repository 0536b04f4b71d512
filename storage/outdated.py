"""Rows that were kept only to be recognised again, and are forgotten in their time, in slices."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Select,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
)

from flows.draft import DraftState
from flows.slip import SlipState
from storage import tables
from storage.tables import spelt

_S, _D, _P = tables.slips.c, tables.drafts.c, tables.places.c


def _outdated(name: ColumnElement[str]) -> Select[tuple[str, str]]:
    """The oldest slips that are done with, by that name of theirs."""
    # Spelt out as the partial index has it, so that it serves.
    return (
        select(_S.workspace, name)
        .where(
            _S.state.in_([spelt(SlipState.SENT), spelt(SlipState.DROPPED)]),
            _S.due < bindparam("before"),
        )
        .order_by(_S.due)
        .limit(bindparam("most"))
    )


_SLIPS = delete(tables.slips).where(tuple_(_S.workspace, _S.id).in_(_outdated(_S.id)))
# A message that went out alone stands under its slip's id, several in one under their bundle's.
_STOOD = [
    delete(tables.places).where(tuple_(_P.workspace, _P.anchor).in_(_outdated(name)))
    for name in (_S.id, _S.bundle)
]
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
    """How many messages that went out or were dropped, due before that, are forgotten now.

    Where they stand in Slack is forgotten with them: nothing shows there any more what is true.
    """
    for places in _STOOD:
        connection.execute(places, {"before": before, "most": most})
    return _forgotten(connection, _SLIPS, before, most)


def drafts(connection: Connection, before: datetime, most: int) -> int:
    """How many conversations about goals that ended, begun before that, are forgotten now."""
    return _forgotten(connection, _DRAFTS, before, most)


def _forgotten(connection: Connection, statement: Delete, before: datetime, most: int) -> int:
    return connection.execute(statement, {"before": before, "most": most}).rowcount
