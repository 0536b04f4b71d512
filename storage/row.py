"""One row of the outbox as the dispatcher knows it, and how they all stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row as SqlRow

from flows.ids import ConversationId, RowId, WorkspaceId
from flows.notices import Notice, Priority, lane
from flows.ports import Place
from storage.outbox import RowState


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was claimed: the notice, and what is known of where it goes.

    `conversation` is Slack's for the lane, where known; `place` is where the anchor stands.
    """

    workspace: WorkspaceId
    id: RowId
    notice: Notice
    state: RowState
    generation: int
    attempts: int
    said_at: datetime
    sending_at: datetime | None = None
    owner: str | None = None
    conversation: ConversationId | None = None
    place: Place | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How the outbox stands, for metrics and the doctor."""

    waiting: int
    oldest_due: datetime | None
    sending: int
    in_doubt: int
    failed: int

    @property
    def idle(self) -> bool:
        """Whether nothing is due and nothing is on its way."""
        return not (self.waiting or self.sending)


def read(row: SqlRow[*tuple[Any, ...]]) -> Row:
    """The row that these columns are."""
    return Row(
        workspace=WorkspaceId(row.workspace_id),
        id=RowId(row.id),
        notice=Notice(
            kind=row.kind,
            lane=lane(row.lane),
            effect=row.effect,
            priority=Priority(row.priority),
            key=row.key,
            why=row.why,
            due=row.due_at,
            refs=row.refs,
            anchor=row.anchor,
            expires=row.expires_at,
            in_doubt=row.when_in_doubt,
        ),
        state=RowState(row.state),
        generation=row.generation,
        attempts=row.attempts,
        said_at=row.said_at,
        sending_at=row.sending_at,
        owner=row.owner,
        reason=row.reason,
    )
