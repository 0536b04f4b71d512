"""The dispatcher's side of the outbox: claiming rows, and settling what became of them.

Two clocks meet here. When a row is due is coaching's time, which may be moved; leases, retries and
the age of a doubt are real time.
"""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Delete,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from flows.ids import ConversationId, WorkspaceId
from flows.notices import Effect, Pair, Priority
from flows.ports import Lock
from storage import tables
from storage.outbox import NOT_POSTED_YET, RowState
from storage.places import keep_place, located
from storage.row import Counts, Row, read
from storage.tables import spelt

__all__ = ["OutboxQueue", "Row"]

T = TypeVar("T")

SLICE = 200
"""How many rows a sweep takes at a time."""

_O = tables.outbox.c
_EARLIER = tables.outbox.alias("earlier")
_E = _EARLIER.c
_PENDING = _O.state == spelt(RowState.PENDING)
_UNSETTLED = [spelt(s) for s in (RowState.PENDING, RowState.SENDING, RowState.IN_DOUBT)]
_ANY_CLASS: list[ColumnElement[int]] = [literal_column(str(int(priority))) for priority in Priority]
_HELD = _O.state.in_([spelt(s) for s in (RowState.SENDING, RowState.IN_DOUBT, RowState.FAILED)])
_SETTLED = _O.state.in_([spelt(s) for s in (RowState.SENT, RowState.DROPPED)])

_BEHIND_ANOTHER = exists(
    select(literal(1))
    .select_from(_EARLIER)
    .where(
        _E.workspace == _O.workspace,
        _E.lane == _O.lane,
        _E.priority == _O.priority,
        _E.state.in_(_UNSETTLED),
        tuple_(_E.due_at, _E.seq) < tuple_(_O.due_at, _O.seq),
    )
)


def _due(priority: Priority) -> CTE:
    # One class at a time, each in the order of its index: a backlog is not sorted for one row.
    return (
        select(_O.workspace, _O.id, _O.priority, _O.due_at, _O.seq)
        .where(
            _PENDING,
            _O.priority == literal_column(str(int(priority))),
            _O.due_at <= bindparam("coached"),
            or_(_O.not_before.is_(None), _O.not_before <= bindparam("real")),
            literal_column(str(int(priority))) <= bindparam("least"),
            or_(
                _O.effect != spelt(Effect.POST),
                _O.workspace.not_in(bindparam("skip", expanding=True)),
            ),
            ~_BEHIND_ANOTHER,
        )
        .order_by(_O.due_at, _O.seq)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=tables.outbox)
        .cte(f"due_{priority.name.lower()}")
    )


_DUE = union_all(*(select(_due(priority)) for priority in Priority)).cte("due")
_FIRST = (
    select(_DUE.c.workspace, _DUE.c.id)
    .order_by(_DUE.c.priority, _DUE.c.due_at, _DUE.c.seq)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(tables.outbox)
    .where(tuple_(_O.workspace, _O.id).in_(_FIRST))
    .values(
        state=RowState.SENDING,
        owner=bindparam("by"),
        lease_until=bindparam("until"),
        sending_at=bindparam("real"),
        attempts=_O.attempts + 1,
        not_before=None,
    )
    .returning(*tables.outbox.c)
)
_DOUBTFUL = (
    select(_O.workspace, _O.id)
    .where(
        _HELD,
        _O.state == spelt(RowState.IN_DOUBT),
        (_O.effect == spelt(Effect.POST)) == bindparam("posts"),
        _O.sending_at <= bindparam("before"),
        or_(_O.lease_until.is_(None), _O.lease_until <= bindparam("real")),
    )
    .order_by(_O.priority, _O.due_at, _O.seq)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=tables.outbox)
    .cte("doubtful")
)
_LOOK_INTO = (
    update(tables.outbox)
    .where(tuple_(_O.workspace, _O.id).in_(select(_DOUBTFUL.c.workspace, _DOUBTFUL.c.id)))
    .values(owner=bindparam("by"), lease_until=bindparam("until"))
    .returning(*tables.outbox.c)
)
_THIS = and_(_O.workspace == bindparam("in_workspace"), _O.id == bindparam("row"))
_IN_FLIGHT = _O.state.in_((RowState.SENDING, RowState.IN_DOUBT))
_MINE = and_(_THIS, _IN_FLIGHT, _O.owner == bindparam("by"), _O.attempts == bindparam("tries"))
# Said again meanwhile: there is more to send, whatever became of this one.
_NO_NEWER = _O.generation == bindparam("known")
_SETTLE: dict[str, Any] = {
    "state": case((_NO_NEWER, bindparam("end")), else_=RowState.PENDING),
    "attempts": case((_NO_NEWER, _O.attempts), else_=0),
    "owner": None,
    "lease_until": None,
    "settled_at": bindparam("at"),
    "reason": bindparam("because"),
}
_SENT = (
    update(tables.outbox)
    .where(_THIS, _IN_FLIGHT)
    .values(**_SETTLE, channel=bindparam("where"), ts=bindparam("stamp"))
)
_ENDED = update(tables.outbox).where(_MINE).values(**_SETTLE)
# What a message shows was read before it was called; a change that could not be shown while it was
# on its way, or in doubt, is shown after it.
_DROPPED_TOO_SOON = and_(
    _O.workspace == bindparam("in_workspace"),
    _O.key == bindparam("change"),
    _O.state == spelt(RowState.DROPPED),
    _O.reason == NOT_POSTED_YET,
)
_AGAIN: dict[str, Any] = {
    "state": RowState.PENDING,
    "attempts": 0,
    "reason": None,
    "settled_at": None,
}
_SHOW_AFTER_ALL = (
    update(tables.outbox)
    .where(_DROPPED_TOO_SOON, _O.settled_at >= bindparam("since"))
    .values(**_AGAIN)
)
_PL = tables.places.c
_STANDS_BY_NOW = exists(
    select(literal(1)).where(_PL.workspace == _O.workspace, _PL.anchor == _O.anchor)
)
_SHOW_IF_POSTED = update(tables.outbox).where(_DROPPED_TOO_SOON, _STANDS_BY_NOW).values(**_AGAIN)
_BACK = (
    update(tables.outbox)
    .where(_MINE)
    .values(
        state=bindparam("end"),
        not_before=bindparam("later"),
        reason=bindparam("because"),
        owner=None,
        lease_until=None,
    )
)
_PUT_BACK = (
    update(tables.outbox)
    .where(_MINE)
    .values(
        state=RowState.PENDING,
        not_before=bindparam("later"),
        attempts=_O.attempts - 1,
        owner=None,
        lease_until=None,
    )
)
_RENEW = (
    update(tables.outbox)
    .where(_HELD, _O.state == spelt(RowState.SENDING), _O.owner == bindparam("by"))
    .values(lease_until=bindparam("until"))
)
_LOST = (
    update(tables.outbox)
    .where(_HELD, _O.state == spelt(RowState.SENDING))
    .values(state=RowState.IN_DOUBT, owner=None, lease_until=None)
)
_EXPIRED = _LOST.where(_O.lease_until <= bindparam("real"))
_NOT_MINE = _LOST.where(_O.owner != bindparam("by"))
_NEXT_DUE = union_all(
    *(
        select(func.min(_O.due_at)).where(
            _PENDING, _O.priority == literal_column(str(int(priority)))
        )
        for priority in Priority
    )
)
_HELD_COUNTS = select(_O.state, func.count()).where(_HELD).group_by(_O.state)
_WAITING = select(func.count(), func.min(_O.due_at)).where(
    _PENDING, _O.priority.in_(_ANY_CLASS), _O.due_at <= bindparam("coached")
)
_ROW = select(*tables.outbox.c).where(
    _O.workspace == bindparam("in_workspace"), _O.id == bindparam("row")
)
_FAILED = (
    select(*tables.outbox.c)
    .where(_HELD, _O.state == spelt(RowState.FAILED))
    .order_by(_O.settled_at.desc(), _O.seq)
    .limit(bindparam("most"))
)
_PLAIN = (
    select(*tables.outbox.c)
    .where(_SETTLED, _O.state == spelt(RowState.SENT), _O.reason.is_not(None))
    .order_by(_O.settled_at.desc(), _O.seq)
    .limit(bindparam("most"))
)
_PURGE = delete(tables.outbox).where(
    tuple_(_O.workspace, _O.id).in_(
        select(_O.workspace, _O.id)
        .where(_SETTLED, _O.settled_at < bindparam("before"))
        .order_by(_O.settled_at)
        .limit(bindparam("most"))
    )
)


def next_due(connection: Connection) -> datetime | None:
    """When the next row is due, in coaching's time; past while one is waiting."""
    return min(filter(None, connection.execute(_NEXT_DUE).scalars()), default=None)


class _Transact(Protocol):
    def __call__(
        self,
        transaction: Callable[[Connection], T],
        *,
        lock: tuple[WorkspaceId, Lock] | None = None,
    ) -> Awaitable[T]: ...


class OutboxQueue:
    """Rows of all workspaces on their way to Slack; every method is one transaction."""

    def __init__(self, transact: _Transact, real_clock: Callable[[], datetime]) -> None:
        self._transact = transact
        self._real_clock = real_clock
        self._wake: Callable[[], None] | None = None

    def wake_with(self, wake: Callable[[], None]) -> None:
        """From now on `wake` is called on the writer's event loop when a commit said something."""
        self._wake = wake

    def said(self) -> None:
        """A commit said something."""
        if self._wake is not None:
            self._wake()

    async def claim(
        self,
        now_coached: datetime,
        now_real: datetime,
        limit: int,
        lease_seconds: float,
        owner: str,
        *,
        skip: Collection[WorkspaceId] = (),
        least: Priority = Priority.CHANNEL,
    ) -> list[Row]:
        """Due rows that nobody else has, in order, `sending` on disk; none less urgent.

        Workspaces that are skipped post nothing; what is changed or published there goes on.
        At most one of a lane and class: the next waits until it is settled, in doubt or not.
        """
        names = {
            "coached": now_coached,
            "real": now_real,
            "most": limit,
            "until": now_real + timedelta(seconds=lease_seconds),
            "by": owner,
            "skip": list(skip),
            "least": int(least),
        }
        return await self._transact(
            lambda connection: located(connection, connection.execute(_CLAIM, names).all())
        )

    async def in_doubt(
        self,
        before: datetime,
        now_real: datetime,
        limit: int,
        lease_seconds: float,
        owner: str,
        *,
        posts: bool,
    ) -> list[Row]:
        """Rows in doubt whose sending began before that, posts or all others; leased.

        The lease is not renewed: what could not be settled while it lasts is anybody's again.
        """
        names = {
            "before": before,
            "real": now_real,
            "most": limit,
            "until": now_real + timedelta(seconds=lease_seconds),
            "by": owner,
            "posts": posts,
        }
        return await self._transact(
            lambda connection: located(connection, connection.execute(_LOOK_INTO, names).all())
        )

    async def settle_sent(
        self,
        row: Row,
        channel: ConversationId | None,
        ts: str | None,
        *,
        instead_of: str | None = None,
    ) -> None:
        """The row arrived, there; also keeps the anchor's place and where the lane meets.

        As plain text where Slack refused what it was to be, in the word of `instead_of`.

        Taken even from a row that is in doubt or another's by now: that it arrived is certain.
        """
        names = {
            **_this(row),
            **self._end(row, RowState.SENT, instead_of),
            "where": channel,
            "stamp": ts,
        }

        def settle(connection: Connection) -> None:
            connection.execute(_SENT, names)
            keep_place(connection, row, channel, ts)
            if row.notice.effect is Effect.POST and row.notice.anchor is not None:
                change = {"change": f"update:{row.notice.anchor}", "since": row.sending_at}
                connection.execute(_SHOW_AFTER_ALL, _this(row) | change)

        # The pair's conversation is a field of its partnership, which a body may be writing now.
        here = row.notice.lane
        lock = (
            (row.workspace, Lock.partnership(here.partnership)) if isinstance(here, Pair) else None
        )
        await self._transact(settle, lock=lock)

    async def settle_failed(self, row: Row, error: str) -> None:
        """The row will never arrive; `error` is Slack's word for why, never anybody's text."""
        await self._change(_ENDED, _mine(row) | self._end(row, RowState.FAILED, error))

    async def settle_dropped(self, row: Row, reason: str) -> None:
        """The row is not true any more, or came too late; what it was to delete is not there."""
        names = _mine(row) | self._end(row, RowState.DROPPED, reason)

        def settle(connection: Connection) -> None:
            connection.execute(_ENDED, names)
            if row.notice.effect is Effect.UPDATE and reason == NOT_POSTED_YET:
                connection.execute(_SHOW_IF_POSTED, _this(row) | {"change": row.notice.key})
            if row.notice.effect is Effect.DELETE:
                keep_place(connection, row, None, None)

        await self._transact(settle)

    async def settle_in_doubt(self, row: Row) -> None:
        """Nobody heard whether the row arrived."""
        await self._back(row, RowState.IN_DOUBT)

    async def retry_at(self, row: Row, moment: datetime, reason: str | None = None) -> None:
        """The row did not arrive and is tried again at that real moment, before any behind it."""
        await self._back(row, RowState.PENDING, moment, reason)

    async def put_back(self, row: Row, moment: datetime | None = None) -> None:
        """The row was not called at all: as before the claim, but not before that real moment."""
        await self._change(_PUT_BACK, _mine(row) | {"later": moment})

    async def requeue(self, row: Row) -> None:
        """The row is sent again as soon as can be."""
        await self._back(row, RowState.PENDING)

    async def renew_leases(self, owner: str, until: datetime) -> int:
        """How many rows the owner is still sending, now until then."""
        return await self._change(_RENEW, {"by": owner, "until": until})

    async def expire_leases(self, now_real: datetime, *, sole_owner: str | None = None) -> int:
        """How many rows are in doubt now because whoever was sending them is gone.

        With a `sole_owner`, which a process lock vouches for, everybody else is gone.
        """
        lost = await self._change(_EXPIRED, {"real": now_real})
        if sole_owner is not None:
            lost += await self._change(_NOT_MINE, {"by": sole_owner})
        return lost

    async def next_due(self) -> datetime | None:
        """When the next row is due, in coaching's time; past while one is waiting."""
        return await self._transact(next_due)

    async def counts(self, now_coached: datetime) -> Counts:
        """How the outbox stands."""

        def count(connection: Connection) -> Counts:
            waiting, oldest = connection.execute(_WAITING, {"coached": now_coached}).one()
            held: dict[str, int] = {row[0]: row[1] for row in connection.execute(_HELD_COUNTS)}
            return Counts(
                waiting=waiting,
                oldest_due=oldest,
                sending=held.get(RowState.SENDING, 0),
                in_doubt=held.get(RowState.IN_DOUBT, 0),
                failed=held.get(RowState.FAILED, 0),
            )

        return await self._transact(count)

    async def row(self, workspace: WorkspaceId, row: str) -> Row | None:
        """The row of this id, wherever it stands; None where there is none."""

        def look(connection: Connection) -> Row | None:
            names = {"in_workspace": workspace, "row": row}
            found = connection.execute(_ROW, names).one_or_none()
            return None if found is None else read(found)

        return await self._transact(look)

    async def failed(self, most: int) -> list[Row]:
        """Rows that never arrived, the latest first, each with its reason."""
        return await self._transact(
            lambda connection: [
                read(row) for row in connection.execute(_FAILED, {"most": most}).all()
            ]
        )

    async def plain(self, most: int) -> list[Row]:
        """Messages that arrived as plain text only, the latest first, each with its reason."""
        return await self._transact(
            lambda connection: [
                read(row) for row in connection.execute(_PLAIN, {"most": most}).all()
            ]
        )

    async def purge(self, before: datetime) -> int:
        """How many rows settled before that real moment were forgotten; call until it is none."""
        return await self._change(_PURGE, {"before": before, "most": SLICE})

    def _end(self, row: Row, end: RowState, because: str | None = None) -> dict[str, object]:
        return {"known": row.generation, "end": end, "because": because, "at": self._real_clock()}

    async def _back(
        self, row: Row, end: RowState, later: datetime | None = None, because: str | None = None
    ) -> None:
        await self._change(_BACK, _mine(row) | {"end": end, "later": later, "because": because})

    async def _change(self, statement: Update | Delete, names: dict[str, object]) -> int:
        return await self._transact(
            lambda connection: connection.execute(statement, names).rowcount
        )


def _this(row: Row) -> dict[str, object]:
    return {"in_workspace": row.workspace, "row": row.id}


def _mine(row: Row) -> dict[str, object]:
    return {**_this(row), "by": row.owner, "tries": row.attempts}
