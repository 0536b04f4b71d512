"""Do-not-disturb as Slack has it, asked once a day for everybody; events tell what changes after.

It is an optional scope: where it was declined, Tandem keeps to its own quiet hours.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.refusals import word
from flows import steering
from flows.ids import MemberId, WorkspaceId
from flows.ports import Busy, Lock, Reader, Unsure
from handlers import schedules
from storage.store import SqlStore

AT_ONCE = 50
"""Slack: dnd.teamInfo takes fifty people."""

log = structlog.get_logger(__name__)


class Undisturbed:
    """Asks for the schedules of everybody in a program, once a day of the coaching's time."""

    def __init__(
        self,
        store: SqlStore,
        client_of: Callable[[WorkspaceId], AsyncWebClient],
        clock: Clock,
    ) -> None:
        self._store = store
        self._client_of = client_of
        self._clock = clock
        self._asked: date | None = None
        self._declined: set[WorkspaceId] = set()

    async def look(self) -> None:
        """Today's schedules are known, as far as Slack tells them."""
        today = self._clock.now().date()
        if self._asked == today:
            return
        self._asked = today
        for workspace in await self._store.calendar.workspaces():
            if workspace not in self._declined:
                await self._of(workspace)

    async def _of(self, workspace: WorkspaceId) -> None:
        people = await self._store.read(workspace, _people)
        try:
            for first in range(0, len(people), AT_ONCE):
                await self._ask(workspace, people[first : first + AT_ONCE])
        except SlackApiError as refusal:
            if word(refusal) == "missing_scope":
                self._declined.add(workspace)  # Until the next start, which the scope needs anyway.
            else:
                log.warning("undisturbed_unknown", error=word(refusal))
        except (aiohttp.ClientError, OSError, TimeoutError, Busy, Unsure) as error:
            log.warning("undisturbed_unknown", error=type(error).__name__)

    async def _ask(self, workspace: WorkspaceId, people: Sequence[MemberId]) -> None:
        answer = await self._client_of(workspace).dnd_teamInfo(users=list(people))
        told = answer.get("users") or {}
        for member in people:
            span = schedules.undisturbed(told.get(member))
            await self._store.write(
                workspace,
                Lock.member(member),
                partial(steering.disturb_not, who=member, span=span),
            )


def _people(reader: Reader) -> list[MemberId]:
    """Everybody in a program who gets messages."""
    return [
        member.id
        for program in reader.programs.all()
        for member in reader.members.of_program(program.id)
        if not member.stopped and not member.deactivated
    ]
