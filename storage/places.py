"""Where in Slack messages stand: the places of anchors, and the conversations of lanes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, assert_never

from sqlalchemy import BindParameter, Connection, Select, bindparam, delete, select, tuple_, update
from sqlalchemy import Row as SqlRow

from flows.ids import ConversationId
from flows.notices import Channel, Dm, Effect, Home, Pair
from flows.ports import Place
from storage import tables
from storage.row import Row, read
from storage.shelf import upsert

_PL, _CO, _PA = tables.places.c, tables.conversations.c, tables.partnerships.c
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_PLACES = select(_PL.workspace, _PL.anchor, _PL.conversation, _PL.ts).where(
    tuple_(_PL.workspace, _PL.anchor).in_(_WANTED)
)
_DMS = select(_CO.workspace, _CO.lane, _CO.conversation).where(
    tuple_(_CO.workspace, _CO.lane).in_(_WANTED)
)
_PAIRS = select(_PA.workspace, _PA.id, _PA.conversation).where(
    tuple_(_PA.workspace, _PA.id).in_(_WANTED), _PA.conversation.is_not(None)
)
_PLACED = upsert(tables.places)
_UNPLACED = delete(tables.places).where(
    _PL.workspace == bindparam("in_workspace"), _PL.anchor == bindparam("name")
)
_MET_IN = upsert(tables.conversations)
_PAIR_MET_IN = (
    update(tables.partnerships)
    .where(_PA.workspace == bindparam("in_workspace"), _PA.id == bindparam("pair"))
    .values(conversation=bindparam("where"))
)

_TAKES_AWAY = frozenset({Effect.DELETE, Effect.REMOVE_FILE})


def keep_place(
    connection: Connection, row: Row, conversation: ConversationId | None, ts: str | None
) -> None:
    """What was sent tells where its anchor stands now and where its lane meets."""
    notice = row.notice
    if notice.anchor is not None and notice.effect in _TAKES_AWAY:
        connection.execute(_UNPLACED, {"in_workspace": row.workspace, "name": notice.anchor})
    elif notice.anchor is not None and conversation is not None and ts is not None:
        connection.execute(
            _PLACED,
            {
                "workspace": row.workspace,
                "anchor": notice.anchor,
                "conversation": conversation,
                "ts": ts,
            },
        )
    if conversation is None or conversation == row.conversation:
        return
    match notice.lane:
        case Dm():
            here = {"workspace": row.workspace, "lane": str(notice.lane)}
            connection.execute(_MET_IN, {**here, "conversation": conversation})
        case Pair(partnership):
            connection.execute(
                _PAIR_MET_IN,
                {"in_workspace": row.workspace, "pair": partnership, "where": conversation},
            )
        case Channel() | Home():
            pass
        case _:
            assert_never(notice.lane)


def located(connection: Connection, claimed: Sequence[SqlRow[*tuple[Any, ...]]]) -> list[Row]:
    """The claimed rows in the order of sending, each with where it goes, in three statements."""
    # RETURNING promises no order.
    ordered = sorted(claimed, key=lambda row: (row.priority, row.due_at, row.seq))
    rows = [read(row) for row in ordered]
    anchors = {(r.workspace, r.notice.anchor) for r in rows if r.notice.anchor is not None}
    dms = {(r.workspace, str(r.notice.lane)) for r in rows if isinstance(r.notice.lane, Dm)}
    pairs = {
        (r.workspace, r.notice.lane.partnership) for r in rows if isinstance(r.notice.lane, Pair)
    }
    places = {
        (workspace, anchor): Place(ConversationId(conversation), ts)
        for workspace, anchor, conversation, ts in _found(connection, _PLACES, anchors)
    }
    met = {
        (workspace, name): ConversationId(conversation)
        for workspace, name, conversation in (
            *_found(connection, _DMS, dms),
            *((w, str(Pair(p)), c) for w, p, c in _found(connection, _PAIRS, pairs)),
        )
    }
    return [
        replace(
            row,
            place=places.get((row.workspace, row.notice.anchor)),
            conversation=_conversation(row, met),
        )
        for row in rows
    ]


def _conversation(row: Row, met: Mapping[tuple[str, str], ConversationId]) -> ConversationId | None:
    here = row.notice.lane
    return here.channel if isinstance(here, Channel) else met.get((row.workspace, str(here)))


def _found(
    connection: Connection, statement: Select[Any], wanted: Collection[tuple[str, str]]
) -> Sequence[SqlRow[*tuple[Any, ...]]]:
    return connection.execute(statement, {"wanted": list(wanted)}).all() if wanted else ()
