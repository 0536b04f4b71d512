"""The bot as a process of its own, that can be killed, or made to die at an exact place."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Any

from bot.__main__ import main
from bot.run import serve  # Imported before the fork, so that each life begins at once.
from bot.sending import Arrived, Sender
from flows.notices import Effect
from playground.server import Playground
from storage.job import Job
from storage.outbox_queue import OutboxQueue
from storage.row import Row
from storage.work import Delivery

__all__ = ["Mortal", "Place", "serve"]

WAIT = 20.0


class Place(StrEnum):
    """Where a life ends, on the way of something said from its cause to Slack."""

    COMMITTING = "the body ran, nothing is committed"
    COMMITTED = "committed, and nobody heard of it"
    CLAIMED = "claimed, and Slack is not called"
    CALLED = "Slack was called, and nothing is noted"
    SETTLED = "noted that it was sent"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dying(owner: type, name: str, last: Callable[..., bool], *, before: bool = False) -> None:
    """The method kills the process, before its work or after it, if `last` says so."""
    method = getattr(owner, name)

    @wraps(method)
    def carried(*given: Any, **named: Any) -> Any:
        if before and last(*given, **named):
            _die()
        outcome = method(*given, **named)
        if not before and last(outcome, *given):
            _die()
        return outcome

    @wraps(method)
    async def awaited(*given: Any, **named: Any) -> Any:
        outcome = await method(*given, **named)
        if last(outcome, *given):
            _die()
        return outcome

    setattr(owner, name, awaited if asyncio.iscoroutinefunction(method) else carried)


def doom(place: Place) -> None:
    """This process dies at that place, the first time that it comes there."""
    match place:
        case Place.COMMITTING:
            _dying(Delivery, "__call__", lambda done, _, __: done.said)
        case Place.COMMITTED:
            _dying(Job, "succeed", lambda _, done: done.said, before=True)
        case Place.CLAIMED:
            _dying(OutboxQueue, "claim", lambda rows, *_: any(map(_is_post, rows)))
        case Place.CALLED:
            _dying(Sender, "send", lambda sent, _, row: _is_post(row) and isinstance(sent, Arrived))
        case Place.SETTLED:
            _dying(OutboxQueue, "settle_sent", lambda _, __, row, *___: _is_post(row))


def _is_post(row: Row) -> bool:
    return row.notice.effect is Effect.POST


def live(environment: Mapping[str, str], log: Path, place: Place | None) -> None:
    """One life of `tandem run`."""
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ.update(environment)
    if place is not None:
        doom(place)
    sys.argv = ["tandem", "run", "--env-file", os.devnull]
    main()


forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload([__name__, "pytest"])


class Mortal:
    """One process of the bot, from its start to its end by SIGKILL."""

    def __init__(
        self, slack: Playground, environment: Mapping[str, str], log: Path, place: Place | None
    ) -> None:
        self._slack = slack
        self._process = forks.Process(target=live, args=(dict(environment), log, place))

    async def start(self) -> None:
        """It lives, and hears of everything from now on."""
        self._process.start()
        await self._slack.until(self._connected, WAIT)
        await self._slack.settled()

    async def kill(self) -> None:
        """It is gone at once, as in a power cut."""
        self._process.kill()
        await self.died()

    async def died(self) -> None:
        """It is gone, and Slack has noticed."""
        await asyncio.to_thread(self._process.join, WAIT)
        assert self._process.exitcode == -signal.SIGKILL
        await self._slack.until(lambda: not self._connected())

    def end(self) -> None:
        """It does not outlive its test."""
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()

    def _connected(self) -> bool:
        return bool(self._slack.parts.sockets.connected and self._slack.movement.followers)


Living = Callable[..., Awaitable[Mortal]]
"""`await living(place)`: a new life on the same data, which ends at that place."""
