"""The playground's page as a program uses it: the calls of docs/playground.md over HTTP."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp


class PageError(Exception):
    """The page refused what was asked of it; the message is its word."""


class Page:
    """The page of a running playground."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def view(self, person: str) -> Mapping[str, Any]:
        """What this person has before them: conversations, Home, form."""
        return await self._get("view", {"as": person})

    async def messages(self, person: str, channel: str) -> Sequence[Mapping[str, Any]]:
        """What this person sees in a conversation, in order."""
        answer = await self._get("messages", {"as": person, "channel": channel})
        messages: Sequence[Mapping[str, Any]] = answer["messages"]
        return messages

    async def do(self, person: str, act: str, **details: Any) -> Mapping[str, Any]:
        """What came of one act of this person."""
        return await self._post("do", {"as": person, "do": act, **details})

    async def move_to(self, moment: datetime) -> None:
        """It is this moment, everything due by then has happened, and all are at rest."""
        answer = await self._post("clock", {"to": moment.isoformat()})
        if not answer.get("ok"):
            raise PageError(answer.get("error"))

    async def settled(self) -> None:
        """Nothing is under way any more."""
        await self._post("clock", {"by": 0})

    async def _get(self, what: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        async with self._session.get(f"{self.url}/playground/{what}", params=query) as response:
            return await _answer(response)

    async def _post(self, what: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        async with self._session.post(f"{self.url}/playground/{what}", json=body) as response:
            return await _answer(response)


async def _answer(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    answer: Mapping[str, Any] = await response.json()
    if response.status != 200:  # noqa: PLR2004 - Everything else is a call that made no sense.
        raise PageError(answer.get("error"))
    return answer
