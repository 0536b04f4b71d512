"""When to look again at a person or a program: one row for each, whatever is planned for them."""

from datetime import datetime

from sqlalchemy import Connection, case, func
from sqlalchemy.dialects.postgresql import insert

from flows.ids import WorkspaceId
from flows.ports import Alarm
from storage import tables
from storage.shelf import named

_A = tables.alarms.c
_GIVEN = insert(tables.alarms).values(named(tables.alarms))
_KEY = [_A.workspace, _A.of, _A.id]
# Writing the row as it stands is what locks it on PostgreSQL, whether it was there or not.
_HOLD = _GIVEN.on_conflict_do_update(index_elements=_KEY, set_={"at": _A.at})
_SET = _GIVEN.on_conflict_do_update(index_elements=_KEY, set_={"at": _GIVEN.excluded.at})
_NO_LATER = _GIVEN.on_conflict_do_update(
    index_elements=_KEY,
    set_={
        "at": case(
            (func.coalesce(_A.at, _GIVEN.excluded.at) < _GIVEN.excluded.at, _A.at),
            else_=_GIVEN.excluded.at,
        )
    },
)


class SqlAlarms:
    """Plays `Alarms`."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def hold(self, alarm: Alarm) -> None:
        self._connection.execute(_HOLD, self._row(alarm, None))

    def set(self, alarm: Alarm, at: datetime | None) -> None:
        self._connection.execute(_SET, self._row(alarm, at))

    def no_later(self, alarm: Alarm, at: datetime) -> None:
        self._connection.execute(_NO_LATER, self._row(alarm, at))

    def _row(self, alarm: Alarm, at: datetime | None) -> dict[str, object]:
        return {"workspace": self._workspace, "of": alarm.of, "id": alarm.id, "at": at}
