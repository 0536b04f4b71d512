"""Moving the workspace's time on, together with the bots that follow it.

The contract is in docs/playground.md: a bot connects a WebSocket, takes over each offset, and says
when it is idle and what it has planned next.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import WSMsgType, web

from playground.changes import Changes
from playground.clock import Clock
from playground.store import Store

# A hair past the moment, so that rounding never leaves the clock just short of what is due.
PAST_DUE = 0.001
ANSWER_WAIT = 60.0
# A bot that is busy is asked again after these pauses; the last one repeats.
BUSY_PAUSES = (0.005, 0.01, 0.02, 0.05)
STUBBORN = 3
BUSY_WAIT = 120.0


class NothingPlanned(Exception):
    """No bot has anything planned, so there is no next moment to move to."""


class BotBusy(Exception):
    """A bot did not come to rest, so the clock stays where it is."""


class Movement:
    """The clock's links to the bots, and the steps from one due moment to the next."""

    def __init__(
        self,
        clock: Clock,
        store: Store,
        changes: Changes,
        quiet: Callable[[], Awaitable[None]],
    ) -> None:
        self._clock = clock
        self._store = store
        self._changes = changes
        self._quiet = quiet
        self._links: set[web.WebSocketResponse] = set()
        self._waiting: dict[int, tuple[web.WebSocketResponse, asyncio.Future[Any]]] = {}
        self._number = 0
        self._one_at_a_time = asyncio.Lock()
        self.moving = False
        self.came: Callable[[], None] = lambda: None

    @property
    def followers(self) -> int:
        """How many bots follow the clock."""
        return len(self._links)

    def keep(self) -> None:
        """The offset is stored."""
        self._store.put("meta", "offset", self._clock.offset)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One bot's link, from the first offset to its end."""
        link = web.WebSocketResponse(heartbeat=30.0)
        await link.prepare(request)
        self._links.add(link)
        self._number += 1
        self.came()
        try:
            await link.send_json({**self._told(), "id": self._number})
            await self._read(link)
        finally:
            self._forget(link)
            self.came()
        return link

    async def move_to(self, target: float) -> int:
        """The number of steps after which the target is reached and every bot is idle."""
        async with self._one_at_a_time:
            return await self._move_to(target)

    async def move_to_next(self) -> int:
        """The workspace's now is the next moment that a bot has planned; refused without one."""
        async with self._one_at_a_time:
            due = await self.settled()
            if due is None:
                raise NothingPlanned
            return await self._move_to(due)

    async def settled(self) -> float | None:
        """The earliest moment that a bot has planned, once every delivery and bot is at rest.

        One that is said to be at rest with something due is told the time again; a moment that is
        past after all that is returned as it is.
        """
        overdue = 0
        while True:
            due = await self._at_rest()
            if due is None or due > self._clock.now() or overdue == STUBBORN:
                return due
            overdue += 1
            await self._announce()

    async def _at_rest(self) -> float | None:
        since = self._clock.real()
        pauses = 0
        while True:
            if self._clock.real() - since > BUSY_WAIT:
                raise BotBusy
            await self._quiet()
            answers = [
                answer
                for answer in await asyncio.gather(
                    *(self._ask(link, {"type": "status"}) for link in [*self._links])
                )
                if answer is not None
            ]
            if all(answer.get("idle", True) for answer in answers):
                break
            await asyncio.sleep(BUSY_PAUSES[min(pauses, len(BUSY_PAUSES) - 1)])
            pauses += 1
        planned = [answer["next_due"] for answer in answers if answer.get("next_due")]
        return min((datetime.fromisoformat(each).timestamp() for each in planned), default=None)

    async def close(self) -> None:
        """Every link ends."""
        for link in [*self._links]:
            await link.close(code=1001)

    async def _move_to(self, target: float) -> int:
        self.moving = True
        self._changes.tell("clock")
        try:
            return await self._steps(target)
        finally:
            self.moving = False
            self._changes.tell("clock")
            self._changes.tell("view")

    async def _steps(self, target: float) -> int:
        steps = 0
        while True:
            due = await self.settled()
            now = self._clock.now()
            if now >= target:
                return steps
            step = target if due is None or due <= now else min(due + PAST_DUE, target)
            self._clock.step_to(step)
            self.keep()
            steps += 1
            self._changes.tell("clock")
            await self._announce()

    async def _announce(self) -> None:
        frame = self._told()
        await asyncio.gather(*(self._ask(link, frame) for link in [*self._links]))

    def _told(self) -> dict[str, Any]:
        clock = self._clock
        still = {"still": clock.moment().isoformat()} if clock.still else {}
        return {"type": "offset", "seconds": clock.offset, **still}

    async def _ask(self, link: web.WebSocketResponse, frame: dict[str, Any]) -> Any:
        """The bot's answer; None when it went away, or says nothing for a minute."""
        self._number += 1
        number = self._number
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = (link, waiting)
        try:
            async with asyncio.timeout(ANSWER_WAIT):
                await link.send_json({**frame, "id": number})
                return await waiting
        except (TimeoutError, ConnectionError):
            self._links.discard(link)
            return None
        finally:
            del self._waiting[number]

    async def _read(self, link: web.WebSocketResponse) -> None:
        async for message in link:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            entry = self._waiting.get(frame.get("id"))
            if entry is not None and not entry[1].done():
                entry[1].set_result(frame)

    def _forget(self, link: web.WebSocketResponse) -> None:
        self._links.discard(link)
        for owner, waiting in self._waiting.values():
            if owner is link and not waiting.done():
                waiting.set_result(None)
