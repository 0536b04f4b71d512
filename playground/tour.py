"""The way to a guided workspace: a command opens it beside this one and prints its address.

The other workspace has people, messages and a clock of its own; nothing here changes meanwhile.
"""

import asyncio
import os
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from aiohttp import web

from playground.child import Child
from playground.refusal import SlackRefusal

OPEN_WAIT = 30.0

_ADDRESS = re.compile(r"https?://127\.0\.0\.1:\d+/?")


class Tour:
    """The command, and the workspace that it opened as long as that is there."""

    def __init__(self, command: Sequence[str]) -> None:
        self._offered = bool(command)
        self._child = Child(command, None, self._changed, name="tour", printed=self._printed)
        self._child.set_environment(os.environ)
        self._opening = asyncio.Lock()
        self._told = asyncio.Event()
        self._url: str | None = None

    def routes(self) -> list[web.RouteDef]:
        """Whether there is one, and opening it."""
        return [web.get("/playground/tour", self._look), web.post("/playground/tour", self._open)]

    async def stop(self) -> None:
        """The other workspace is gone."""
        await self._child.stop()

    async def _look(self, _: web.Request) -> web.Response:
        return web.json_response({"offered": self._offered, "url": await self._there()})

    async def _open(self, _: web.Request) -> web.Response:
        if not self._offered:
            raise SlackRefusal("no_tour")
        async with self._opening:
            if await self._there() is None:
                await self._child.stop()  # One that was left a moment ago is still ending.
                await self._child.start()
                try:
                    async with asyncio.timeout(OPEN_WAIT):
                        await self._told.wait()
                except TimeoutError:
                    await self._child.stop()
        if self._url is None:
            raise SlackRefusal("not_opened")
        return web.json_response({"ok": True, "url": self._url})

    async def _there(self) -> str | None:
        """The address, while somebody answers there."""
        if self._url is None:
            return None
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", urlsplit(self._url).port)
        except OSError:
            return None
        writer.close()
        return self._url

    def _printed(self, line: str) -> None:
        found = _ADDRESS.search(line)
        if found is not None:
            self._url = found[0]
            self._told.set()

    def _changed(self) -> None:
        """It has begun to run, or is gone: either way its address is not known."""
        self._url = None
        if self._child.state == "down":
            self._told.set()
        else:
            self._told.clear()
