"""What is to be said, kept in the transaction that makes it true."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, case, delete, or_, select
from sqlalchemy.dialects.postgresql import Insert, insert

from flows.ids import ConversationId, MemberId, WorkspaceId
from flows.notices import Dm, Effect, Home, Notice
from flows.ports import Place
from storage import tables
from storage.shelf import named, upsert


class RowState(StrEnum):
    """Where a row stands on its way to Slack."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"


NOT_POSTED_YET = "not_posted_yet"
"""Why a change of a message is dropped that stands nowhere; once posted, it shows what is true."""

_O, _PL = tables.outbox.c, tables.places.c


def _say() -> Insert:
    """Inserts the row; one of the same key that shows what is true then is renewed.

    Its generation says to whoever is sending it that there is more to send.
    """
    said = insert(tables.outbox).values(named(tables.outbox))
    new = said.excluded
    waits = _O.state == RowState.PENDING
    # Not IN, which SQLAlchemy would write out anew at every call.
    in_flight = or_(_O.state == RowState.SENDING, _O.state == RowState.IN_DOUBT)
    renewable = or_(new.effect == Effect.UPDATE, new.effect == Effect.PUBLISH_HOME)
    taken_over = (
        "kind", "lane", "effect", "priority", "why", "refs", "anchor", "expires_at",
        "when_in_doubt", "said_at",
    )  # fmt: skip
    return said.on_conflict_do_update(
        index_elements=[_O.workspace, _O.key],
        set_={
            **{name: new[name] for name in taken_over},
            "seq": case((waits | in_flight, _O.seq), else_=new.seq),
            "due_at": case((waits & (_O.due_at < new.due_at), _O.due_at), else_=new.due_at),
            "state": case((in_flight, _O.state), else_=new.state),
            "generation": _O.generation + 1,
            "attempts": case((waits | in_flight, _O.attempts), else_=new.attempts),
            "not_before": case((waits, _O.not_before), else_=new.not_before),
            "reason": new.reason,
        },
        where=renewable,
    )


_SAY = _say()
_UNSAY = delete(tables.outbox).where(
    _O.workspace == bindparam("in_workspace"),
    _O.key == bindparam("the_key"),
    _O.state == RowState.PENDING,
)
_TAKE_BACK = delete(tables.outbox).where(
    _O.workspace == bindparam("in_workspace"),
    _O.key == bindparam("the_key"),
    _O.due_at < bindparam("before"),
    or_(
        _O.state == RowState.PENDING,
        (_O.state == RowState.SENDING) & (_O.key == bindparam("held")),
    ),
)
_SILENCE = delete(tables.outbox).where(
    _O.workspace == bindparam("in_workspace"),
    or_(_O.lane == bindparam("dm"), _O.lane == bindparam("home")),
    _O.state == RowState.PENDING,
    _O.effect != Effect.REMOVE_FILE,
)
_STANDS = upsert(tables.places)
_PLACE = select(_PL.conversation, _PL.ts).where(
    _PL.workspace == bindparam("workspace"), _PL.anchor == bindparam("anchor")
)
_NOT_YET: dict[str, object] = dict.fromkeys(
    ("not_before", "owner", "lease_until", "sending_at", "settled_at", "channel", "ts", "reason")
)


class SqlOutbox:
    """Plays `Outbox`; `said` is true once there is something to send."""

    def __init__(
        self,
        connection: Connection,
        workspace: WorkspaceId,
        now: datetime,
        new_row_id: Callable[[], str],
    ) -> None:
        self._connection = connection
        self._workspace = workspace
        self._now = now
        self._new_row_id = new_row_id
        self.said = False

    def say(self, notice: Notice) -> None:
        self._connection.execute(
            _SAY,
            {
                "workspace": self._workspace,
                "id": self._new_row_id(),
                "key": notice.key,
                "kind": notice.kind,
                "lane": str(notice.lane),
                "effect": notice.effect,
                "priority": int(notice.priority),
                "why": notice.why,
                "due_at": notice.due,
                "refs": dict(notice.refs),
                "anchor": notice.anchor,
                "expires_at": notice.expires,
                "when_in_doubt": notice.in_doubt,
                "said_at": self._now,
                "state": RowState.PENDING,
                "generation": 1,
                "attempts": 0,
                **_NOT_YET,
            },
        )
        self.said = True

    def unsay(self, key: str) -> None:
        self._connection.execute(_UNSAY, {"in_workspace": self._workspace, "the_key": key})

    def silence(self, member: MemberId) -> None:
        lanes = {"dm": str(Dm(member)), "home": str(Home(member))}
        self._connection.execute(_SILENCE, {"in_workspace": self._workspace, **lanes})

    def stands(self, anchor: str, place: Place) -> None:
        row = {"anchor": anchor, "conversation": place.conversation, "ts": place.ts}
        self._connection.execute(_STANDS, {"workspace": self._workspace, **row})

    def take_back(self, key: str, before: datetime, held: str | None = None) -> bool:
        names = {
            "in_workspace": self._workspace,
            "the_key": key,
            "before": before,
            "held": held,
        }
        return bool(self._connection.execute(_TAKE_BACK, names).rowcount)

    def place(self, anchor: str) -> Place | None:
        row = self._connection.execute(
            _PLACE, {"workspace": self._workspace, "anchor": anchor}
        ).one_or_none()
        return None if row is None else Place(ConversationId(row.conversation), row.ts)
