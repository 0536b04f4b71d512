"""Following the playground's clock: offsets are taken over, and how far we are is told.

A loopback WebSocket with JSON text frames; `docs/playground.md` has the contract. It moves coached
time only.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog

from bot.clock import Clock

_AGAIN_AFTER = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether everything due is done, and when the next thing is due."""

    idle: bool
    next_due: datetime | None


async def _nothing() -> None:
    """Before the bot is ready there is no due work to look for."""


async def _busy() -> Standing:
    return Standing(idle=False, next_due=None)


class Follower:
    """Keeps a clock on the playground's time for as long as it runs, across lost connections."""

    def __init__(self, clock: Clock, url: str, session: aiohttp.ClientSession) -> None:
        self._clock = clock
        self._url = url
        self._session = session
        self._look: Callable[[], Awaitable[None]] = _nothing
        self._standing: Callable[[], Awaitable[Standing]] = _busy
        self._told = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when the first offset is taken over, so that nothing is dated before it."""
        self._task = asyncio.create_task(self._follow(), name="clock")
        await self._told.wait()

    def ready(
        self, look: Callable[[], Awaitable[None]], standing: Callable[[], Awaitable[Standing]]
    ) -> None:
        """From now on due work is looked for at every move, and questions get real answers."""
        self._look = look
        self._standing = standing

    async def close(self) -> None:
        """Stops following; the clock keeps the offset it has."""
        self._look, self._standing = _nothing, _busy
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self) -> None:
        while True:
            try:
                async with self._session.ws_connect(self._url) as socket:
                    async for frame in socket:
                        if frame.type is aiohttp.WSMsgType.TEXT:
                            await self._answer(socket, json.loads(frame.data))
            except (aiohttp.ClientError, OSError) as error:
                log.warning("clock_lost", error=type(error).__name__)
            except Exception:
                log.exception("clock_failed")  # What we looked for failed; time goes on.
            await self._clock.sleep(_AGAIN_AFTER)

    async def _answer(
        self, socket: aiohttp.ClientWebSocketResponse, asked: Mapping[str, Any]
    ) -> None:
        match asked.get("type"):
            case "offset":
                if "still" in asked:
                    self._clock.stand_still(datetime.fromisoformat(asked["still"]))
                else:
                    self._clock.move(timedelta(seconds=float(asked["seconds"])))
                self._told.set()
                await self._look()
                await socket.send_json({"type": "offset", "id": asked["id"]})
            case "status":
                standing = await self._standing()
                due = standing.next_due
                await socket.send_json(
                    {
                        "type": "status",
                        "id": asked["id"],
                        "idle": standing.idle,
                        "next_due": due.isoformat() if due else None,
                    }
                )
            case _:
                log.warning("clock_frame_unknown")
