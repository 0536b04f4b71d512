"""Cycles, each one row, and the pinned structures that they run on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from flows.cycle import Cycle
from flows.ids import CycleId, MemberId, PartnershipId, WorkspaceId
from storage import tables
from storage.shelf import insert_once, upsert

_C, _V = tables.cycles.c, tables.protocol_versions.c
_HERE = _C.workspace == bindparam("workspace")
_GET = select(_C.body).where(_HERE, _C.id == bindparam("id"))
_CURRENT = select(_C.body).where(_HERE, _C.partnership == bindparam("partnership"), _C.current)
_OF_PARTNERSHIP = (
    select(_C.body)
    .where(_HERE, _C.partnership == bindparam("partnership"))
    .order_by(_C.current.desc(), _C.id)
)
_DUE = (
    select(_C.partnership, _C.id)
    .where(_HERE, _C.next_at.is_not(None), _C.next_at <= bindparam("before"))
    .order_by(_C.next_at, _C.id)
    .limit(bindparam("most"))
)
_WITH_GUESTS = (
    select(_C.partnership, _C.body)
    .where(_HERE, _C.current, _C.body.contains('"guests":[{'))
    .order_by(_C.partnership)
)
_PUT = upsert(tables.cycles)
_PIN = insert_once(tables.protocol_versions)
_PINNED = select(_V.body).where(
    _V.workspace == bindparam("workspace"), _V.digest == bindparam("digest")
)


class SqlCycles:
    """Plays `Cycles`."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def get(self, cycle: CycleId, /) -> Cycle | None:
        body = self._connection.execute(
            _GET, {"workspace": self._workspace, "id": cycle}
        ).scalar_one_or_none()
        return None if body is None else Cycle.model_validate_json(body)

    def current(self, partnership: PartnershipId) -> Cycle | None:
        body = self._connection.execute(
            _CURRENT, {"workspace": self._workspace, "partnership": partnership}
        ).scalar_one_or_none()
        return None if body is None else Cycle.model_validate_json(body)

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Cycle]:
        rows = self._connection.execute(
            _OF_PARTNERSHIP, {"workspace": self._workspace, "partnership": partnership}
        )
        return [Cycle.model_validate_json(row.body) for row in rows]

    def due(self, before: datetime, most: int) -> Sequence[tuple[PartnershipId, CycleId]]:
        rows = self._connection.execute(
            _DUE, {"workspace": self._workspace, "before": before, "most": most}
        )
        return [(PartnershipId(partnership), CycleId(cycle)) for partnership, cycle in rows]

    def with_guest(self, member: MemberId) -> Sequence[PartnershipId]:
        rows = self._connection.execute(_WITH_GUESTS, {"workspace": self._workspace})
        return [
            PartnershipId(partnership)
            for partnership, body in rows
            if any(g.member == member for g in Cycle.model_validate_json(body).guests)
        ]

    def put(self, partnership: PartnershipId, cycle: Cycle) -> None:
        self._connection.execute(
            _PUT,
            {
                "workspace": self._workspace,
                "id": cycle.id,
                "partnership": partnership,
                "state": cycle.state.value,
                "digest": cycle.digest,
                "next_at": cycle.next_at,
                "current": not cycle.over,
                "body": cycle.model_dump_json(),
            },
        )

    def pin(self, digest: str, body: str) -> None:
        self._connection.execute(
            _PIN, {"workspace": self._workspace, "digest": digest, "body": body}
        )

    def pinned(self, digest: str) -> str | None:
        return self._connection.execute(
            _PINNED, {"workspace": self._workspace, "digest": digest}
        ).scalar_one_or_none()
