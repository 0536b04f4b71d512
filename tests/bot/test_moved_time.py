"""The clock contract: offsets are taken over, due work is looked for, questions are answered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web

from bot.clock import Clock
from bot.moved_time import Follower, Standing
from flows.ports import Busy

DUE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
Talk = Callable[[web.WebSocketResponse], Awaitable[None]]


class Still(Clock):
    """A clock that stands still, and a wait that is over at once."""

    def real(self) -> datetime:
        return DUE

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


@asynccontextmanager
async def playground(*talks: Talk) -> AsyncIterator[str]:
    """A server that speaks each of these, one connection after another."""
    waiting = list(talks)

    async def clock(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if waiting:
            await waiting.pop(0)(socket)
        return socket

    app = web.Application()
    app.router.add_get("/clock", clock)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"ws://127.0.0.1:{runner.addresses[0][1]}/clock"
    finally:
        await runner.cleanup()


async def told(socket: web.WebSocketResponse, seconds: float, number: int = 1) -> object:
    await socket.send_json({"type": "offset", "id": number, "seconds": seconds})
    return await socket.receive_json()


async def test_an_offset_is_taken_over_before_anything_is_dated_and_then_confirmed() -> None:
    heard: list[object] = []
    done = asyncio.Event()

    async def talk(socket: web.WebSocketResponse) -> None:
        heard.append(await told(socket, 86400.0))
        done.set()
        await socket.receive()

    clock = Still()
    async with playground(talk) as url, aiohttp.ClientSession() as session:
        follower = Follower(clock, url, session)
        await follower.start()
        assert clock.now() == DUE + timedelta(days=1)
        assert clock.real() == DUE
        await asyncio.wait_for(done.wait(), 5)
        assert heard == [{"type": "offset", "id": 1}]
        await follower.close()


@pytest.mark.parametrize("next_due", [None, DUE])
async def test_due_work_is_looked_for_before_the_answer_and_standing_is_told(
    next_due: datetime | None,
) -> None:
    looked: list[timedelta] = []
    answers: list[object] = []
    ready, done = asyncio.Event(), asyncio.Event()
    clock = Still()

    async def look() -> None:
        looked.append(clock.now() - DUE)

    async def standing() -> Standing:
        return Standing(idle=True, next_due=next_due)

    async def talk(socket: web.WebSocketResponse) -> None:
        await told(socket, 1.0)
        await ready.wait()
        await told(socket, 60.0, 2)
        await socket.send_json({"type": "status", "id": 3})
        answers.append(await socket.receive_json())
        done.set()
        await socket.receive()

    async with playground(talk) as url, aiohttp.ClientSession() as session:
        follower = Follower(clock, url, session)
        await follower.start()
        follower.ready(look, standing)
        ready.set()
        await asyncio.wait_for(done.wait(), 5)
        assert looked == [timedelta(seconds=60)]
        (answer,) = answers
        assert answer == {
            "type": "status",
            "id": 3,
            "idle": True,
            "next_due": next_due.isoformat() if next_due else None,
        }
        await follower.close()


async def test_before_it_is_ready_a_bot_is_not_idle() -> None:
    answers: list[object] = []
    done = asyncio.Event()

    async def talk(socket: web.WebSocketResponse) -> None:
        await told(socket, 0.0)
        await socket.send_json({"type": "status", "id": 2})
        answers.append(await socket.receive_json())
        done.set()
        await socket.receive()

    async with playground(talk) as url, aiohttp.ClientSession() as session:
        follower = Follower(Still(), url, session)
        await follower.start()
        await asyncio.wait_for(done.wait(), 5)
        assert answers == [{"type": "status", "id": 2, "idle": False, "next_due": None}]
        await follower.close()


async def test_what_fails_ends_no_connection_and_is_not_rest() -> None:
    answers: list[object] = []
    ready, done = asyncio.Event(), asyncio.Event()

    async def fails() -> Standing:
        raise Busy("planted")

    async def look() -> None:
        raise Busy("planted")

    async def talk(socket: web.WebSocketResponse) -> None:
        await told(socket, 1.0)
        await ready.wait()
        answers.append(await told(socket, 60.0, 2))
        await socket.send_json({"type": "status", "id": 3})
        answers.append(await socket.receive_json())
        done.set()
        await socket.receive()

    async with playground(talk) as url, aiohttp.ClientSession() as session:
        follower = Follower(Still(), url, session)
        await follower.start()
        follower.ready(look, fails)
        ready.set()
        await asyncio.wait_for(done.wait(), 5)
        assert answers == [
            {"type": "offset", "id": 2},
            {"type": "status", "id": 3, "idle": False, "next_due": None},
        ]
        await follower.close()


async def test_a_lost_connection_is_opened_again_and_nonsense_does_not_end_it() -> None:
    again = asyncio.Event()

    async def short(socket: web.WebSocketResponse) -> None:
        await told(socket, 10.0)
        await socket.close()

    async def nonsense(socket: web.WebSocketResponse) -> None:
        await socket.send_json({"type": "offset", "id": 1, "seconds": "soon"})
        await socket.receive()

    async def long(socket: web.WebSocketResponse) -> None:
        await told(socket, 30.0)
        again.set()
        await socket.receive()

    clock = Still()
    async with playground(short, nonsense, long) as url, aiohttp.ClientSession() as session:
        follower = Follower(clock, url, session)
        await follower.start()
        await asyncio.wait_for(again.wait(), 5)
        assert clock.now() == DUE + timedelta(seconds=30)
        await follower.close()


async def test_a_clock_that_stands_still_gives_each_reading_a_moment_of_its_own() -> None:
    clock = Clock()
    done = asyncio.Event()

    async def talk(socket: web.WebSocketResponse) -> None:
        frame = {"type": "offset", "id": 1, "seconds": 0.0, "still": DUE.isoformat()}
        await socket.send_json(frame)
        await socket.receive_json()
        done.set()

    async with playground(talk) as url, aiohttp.ClientSession() as session:
        follower = Follower(clock, url, session)
        await follower.start()
        await done.wait()
        first, second = clock.now(), clock.now()
        await follower.close()

    assert DUE < first < second < DUE + timedelta(seconds=1)
    clock.move(timedelta())
    assert clock.now() - clock.real() < timedelta(seconds=1)
    assert clock.now() > second
