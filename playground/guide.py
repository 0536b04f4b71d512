"""A guide shows people round the workspace: what the page shows of it, and what they press.

The contract is in docs/playground.md: a program connects a WebSocket, sends what is to be shown
whenever that changes, and hears what people ask of it. What it shows is the guide's own affair.
"""

import json
from typing import Any

from aiohttp import WSMsgType, web

from playground.call import json_body
from playground.changes import Changes
from playground.refusal import SlackRefusal


class Guide:
    """The link to the guide, and what it showed last; without a guide the page shows none."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._link: web.WebSocketResponse | None = None
        self._shown: dict[str, Any] | None = None

    def routes(self) -> list[web.RouteDef]:
        """Where the guide connects, where the page looks, where people's wishes go."""
        return [
            web.get("/guide", self.connect),
            web.get("/playground/guide", self._show),
            web.post("/playground/guide", self._ask),
        ]

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """The guide's link, from its first word to its end; a newer guide takes the place."""
        link = web.WebSocketResponse(heartbeat=30.0)
        await link.prepare(request)
        before, self._link = self._link, link
        if before is not None:
            await before.close()
        async for message in link:
            if message.type is WSMsgType.TEXT and self._link is link:
                self._take(json.loads(message.data))
        if self._link is link:
            self._link = None
            self._take(None)
        return link

    async def close(self) -> None:
        """The link ends."""
        if self._link is not None:
            await self._link.close(code=1001)

    def _take(self, shown: dict[str, Any] | None) -> None:
        self._shown = shown
        self._changes.tell("guide")

    async def _show(self, _: web.Request) -> web.Response:
        return web.json_response({"guide": self._shown})

    async def _ask(self, request: web.Request) -> web.Response:
        wish = await json_body(request)
        if not isinstance(wish.get("do"), str):
            raise SlackRefusal("invalid_arguments")
        if self._link is None:
            raise SlackRefusal("no_guide")
        await self._link.send_json(wish)
        return web.json_response({"ok": True})
