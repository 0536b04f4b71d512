"""What a message of the bot is, looked up in its own outbox by the row id that it carries.

A bundle is named for its parts in their order, such as `swap+open`.
"""

from bot.run import Tandem
from bot.tour.player import Meaning
from flows.ids import WorkspaceId


class Meanings:
    """Looks rows up in whichever bot is running just now."""

    def __init__(self, workspace: WorkspaceId) -> None:
        self._workspace = workspace
        self.tandem: Tandem | None = None

    async def of(self, row: str) -> Meaning | None:
        """The meaning of the message that came from this row."""
        if self.tandem is None:
            return None
        store = self.tandem.store
        found = await store.outbox.row(self._workspace, row)
        if found is None:
            return None
        parts = str(found.notice.refs.get("parts", "")).split()
        slips = await store.read(
            self._workspace, lambda reader: [reader.slips.get(part) for part in parts]
        )
        bundled = [slip.planned().named for slip in slips if slip is not None]
        return Meaning("+".join(bundled) or found.notice.kind, found.notice.priority)
