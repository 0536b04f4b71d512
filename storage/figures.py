"""How many rows of each kind there are, workspace by workspace: counts only, for the operator."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from flows.ids import WorkspaceId
from storage import tables

Figures = Mapping[str, int | Mapping[str, int]]

_STATES = {
    "invitations": tables.invitations.c.state,
    "partnerships": tables.partnerships.c.state,
    "cycles": tables.cycles.c.state,
    "goals": tables.goals.c.state,
    "messages": tables.outbox.c.state,
}
_TOTALS = {
    "programs": tables.programs,
    "people": tables.members,
    "texts": tables.pieces,
    "vaults": tables.vaults,
}


def figures(connection: Connection) -> dict[WorkspaceId, Figures]:
    """The counts of every workspace; by state where there are states."""
    found: dict[WorkspaceId, dict[str, int | dict[str, int]]] = {}
    for name, table in _TOTALS.items():
        here = table.c.workspace
        for workspace, n in connection.execute(select(here, func.count()).group_by(here)):
            found.setdefault(WorkspaceId(workspace), {})[name] = n
    for name, state in _STATES.items():
        here = state.table.c.workspace
        rows = connection.execute(select(here, state, func.count()).group_by(here, state))
        for workspace, word, n in rows:
            by_state = found.setdefault(WorkspaceId(workspace), {}).setdefault(name, {})
            if isinstance(by_state, dict):
                by_state[str(word)] = n
    return {workspace: dict(sorted(counts.items())) for workspace, counts in sorted(found.items())}
