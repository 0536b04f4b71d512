"""What will never arrive: a program's channel is lost, or somebody's account is gone.

A row that failed is shown by the doctor; here those hear of it who can mend it, and what an event
of Slack's would have told, had we been there, is looked up.
"""

from typing import assert_never

from flows import channel, people_changing
from flows.ids import ConversationId, MemberId, ProgramId, WorkspaceId
from flows.notices import Channel, Dm, Effect, Home, Pair
from flows.people_changing import Told
from flows.ports import Lock
from handlers.seams import Directory
from storage.row import Row
from storage.store import SqlStore

NO_CHANNEL = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
    }
)
"""Slack's words for a channel in which we cannot post until somebody changes something."""

NO_PERSON = frozenset({"channel_not_found", "is_archived", "user_disabled", "user_not_found"})
"""Slack's words for a person who may not be there any more."""


class Unreachable:
    """Hears of the rows that failed for good."""

    def __init__(self, store: SqlStore, directory: Directory) -> None:
        self._store = store
        self._directory = directory

    async def failed(self, row: Row, reason: str) -> None:
        """Whoever looks after the program is told; an account that is gone is known as gone."""
        if row.notice.effect is not Effect.POST:
            return
        match row.notice.lane:
            case Channel(where):
                if reason in NO_CHANNEL:
                    await self._lost(row.workspace, str(row.notice.refs.get("program", "")), where)
            case Dm(member):
                if reason in NO_PERSON:
                    await self._gone(row.workspace, member)
            case Pair() | Home():
                pass
            case _:
                assert_never(row.notice.lane)

    async def _lost(self, workspace: WorkspaceId, program: str, where: ConversationId) -> None:
        await self._store.write(
            workspace,
            Lock.program(ProgramId(program)),
            lambda work: channel.lost(work, ProgramId(program), where),
        )

    async def _gone(self, workspace: WorkspaceId, member: MemberId) -> None:
        self._directory.forget(workspace, member)
        person = await self._directory.person(workspace, member)
        if person is None or not person.deleted:
            return
        told = Told(zone=person.zone, locale=person.locale, deleted=True)
        await self._store.write(
            workspace,
            Lock.member(member),
            lambda work: people_changing.told(work, member, told),
        )
