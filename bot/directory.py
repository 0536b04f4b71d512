"""Who people are: read from Slack, kept in memory for an hour, stored nowhere."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.refusals import word
from flows.ids import MemberId, WorkspaceId
from flows.ports import Busy
from handlers.seams import Person

_FRESH = 3600.0
_MOST_KEPT = 20_000
_NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})

_Key = tuple[WorkspaceId, MemberId]


class SlackDirectory:
    """Plays `handlers.seams.Directory`: many questions about one person at once are one call.

    While Slack cannot be asked, what was known goes on being true; of somebody unknown it raises
    `Busy`, because nothing was done yet.
    """

    def __init__(
        self, client_of: Callable[[WorkspaceId], AsyncWebClient], monotonic: Callable[[], float]
    ) -> None:
        self._client_of = client_of
        self._monotonic = monotonic
        self._known: dict[_Key, tuple[float, Person | None]] = {}
        self._asking: dict[_Key, asyncio.Task[Person | None]] = {}

    async def person(self, workspace: WorkspaceId, member: MemberId) -> Person | None:
        """The person, or None where Slack knows nobody of that id."""
        key = workspace, member
        kept = self._known.get(key)
        if kept is not None and self._monotonic() - kept[0] < _FRESH:
            return kept[1]
        asking = self._asking.get(key)
        if asking is None:
            asking = asyncio.create_task(self._ask(key), name="users.info")
            self._asking[key] = asking
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
        try:
            return await asyncio.shield(asking)
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            if kept is not None:
                return kept[1]
            raise Busy from error

    def forget(self, workspace: WorkspaceId, member: MemberId) -> None:
        """Slack said that this person changed: the next question goes to Slack."""
        self._known.pop((workspace, member), None)

    async def _ask(self, key: _Key) -> Person | None:
        workspace, member = key
        try:
            answer = await self._client_of(workspace).users_info(user=member, include_locale=True)
            found: Person | None = person_of(answer["user"])
        except SlackApiError as error:
            if word(error) not in _NOBODY:
                raise
            found = None
        if len(self._known) >= _MOST_KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[key] = self._monotonic(), found
        return found


def person_of(user: Mapping[str, Any]) -> Person:
    """The person in Slack's user object (docs.slack.dev/reference/objects/user-object)."""
    profile = user.get("profile") or {}
    shown = (
        profile.get("display_name")
        or profile.get("real_name")
        or user.get("real_name")
        or user.get("name")
    )
    return Person(
        id=MemberId(str(user["id"])),
        name=str(shown or user["id"]),
        zone=str(user.get("tz") or "UTC"),
        locale=str(user.get("locale") or "en"),
        deleted=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_stranger=bool(user.get("is_stranger")),
    )
