"""Bad days of Slack and sudden ends of the bot, at random moments while people act."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Protocol

from playground.faults import Fault, FaultKind
from playground.server import Playground
from tests.chaos.school import School

_METHODS = (
    *("chat.postMessage",) * 8,
    *("chat.update",) * 2,
    "views.publish",
    "views.open",
    "conversations.open",
    "conversations.history",
    "users.info",
)
_KINDS: tuple[FaultKind, ...] = (
    "ratelimited",
    "error",
    "http_500",
    "hang",
    "lost_reply",
    "held_reply",
    "slow",
)
_SLOWEST = 0.8
"""Seconds; less than a doubt waits, as it is with Slack."""

_AT_THE_LATEST = 2.0
_MISHAPS = 0.07
_AGAIN_AT_ONCE = 0.2
_IN_THE_MIDDLE = 0.5
"""So many of the deaths come within some milliseconds of a message being posted."""


class Weather(Protocol):
    """What happens around an act."""

    async def brews(self, elapsed: float) -> None:
        """Something may go wrong from now on; so much of the term, from 0 to 1, is over."""
        ...

    async def clears(self) -> None:
        """Nothing goes wrong any more."""
        ...


class Calm:
    """Nothing ever goes wrong."""

    async def brews(self, elapsed: float) -> None:
        del elapsed

    async def clears(self) -> None:
        return


class Storm:
    """So many kills spread over the term, and a mishap of Slack at every third act or so."""

    def __init__(self, school: School, kills: int, chance: Random) -> None:
        self._school = school
        self._chance = chance
        self._kills = kills
        self._deaths: set[asyncio.Task[None]] = set()
        self._begun = 0

    async def brews(self, elapsed: float) -> None:
        if self._chance.random() < _MISHAPS:
            await self._mishap()
        # Half a term of chances are enough to have them all.
        if self._begun < self._kills * min(1.0, elapsed * 1.1) and not self._deaths:
            self._dies(self._chance.random())

    async def clears(self) -> None:
        await asyncio.gather(*self._deaths)
        while self._school.bot.kills < self._kills:
            await self._school.settled()
            await self._school.bot.kill()
        self._school.slack.parts.faults.clear()
        self._school.slack.parts.delivery.release_events()

    def _dies(self, draw: float) -> None:
        self._begun += 1
        again = self._chance.random() < _AGAIN_AT_ONCE and self._begun < self._kills
        self._begun += again
        self._school.dead_for = self._chance.uniform(0.0, 0.3)
        waits = [self._chance.uniform(0.0, 0.25) for _ in range(1 + again)]
        task = asyncio.create_task(self._killed(draw, waits))
        self._deaths.add(task)
        task.add_done_callback(self._deaths.discard)

    async def _killed(self, draw: float, waits: list[float]) -> None:
        slack, bot = self._school.slack, self._school.bot
        calls = slack.parts.traffic.last
        first, *again = waits
        if draw < _IN_THE_MIDDLE:
            await self._until(lambda: _posts(slack, calls))
            first /= 10
        await asyncio.sleep(first)  # sleeps: a random moment of real time
        await bot.kill()
        for wait in again:
            await self._until(lambda: bot.lives)
            await asyncio.sleep(wait)  # sleeps: as above
            await bot.kill()

    async def _until(self, look: Callable[[], bool]) -> None:
        with suppress(TimeoutError):
            await self._school.slack.until(look, _AT_THE_LATEST)

    async def _mishap(self) -> None:
        parts = self._school.slack.parts
        match self._chance.randrange(10):
            case 0:
                parts.sockets.drop()
            case 1:
                await parts.sockets.refresh()
            case 2:
                parts.faults.deliver_twice += self._chance.randrange(1, 4)
            case 3:
                parts.delivery.hold_events()
                asyncio.get_running_loop().call_later(
                    self._chance.uniform(0.05, 1.0), parts.delivery.release_events
                )
            case _:
                parts.faults.add(
                    Fault(
                        self._chance.choice(_METHODS),
                        self._chance.choice(_KINDS),
                        times=self._chance.choice((1, 1, 1, 2)),
                        seconds=self._chance.uniform(0.05, _SLOWEST),
                    )
                )


def _posts(slack: Playground, since: int) -> bool:
    return any(entry.what == "chat.postMessage" for entry in slack.parts.traffic.since(since))
