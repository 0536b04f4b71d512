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
from flows.ports import Busy, Unsure

_AGAIN_AFTER = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether nothing is on its way, and when the next thing is due: past if it is overdue."""

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
                log.exception("clock_failed")  # A frame made no sense; time goes on.
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
                await self._looked()
                await socket.send_json({"type": "offset", "id": asked["id"]})
            case "status":
                standing = await self._stands()
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

    # Whoever moves the clock waits for no bot that is gone: so no failure ends the connection.

    async def _looked(self) -> None:
        try:
            await self._look()  # What fails is still due, and is looked for again.
        except (Busy, Unsure) as error:
            log.warning("clock_put_off", error=type(error).__name__)
        except Exception:
            log.exception("clock_failed")

    async def _stands(self) -> Standing:
        try:
            return await self._standing()
        except (Busy, Unsure):
            return await _busy()  # Nobody can tell, so it is asked again.
