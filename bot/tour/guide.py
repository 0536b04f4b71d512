"""The tour on the playground's page: line by line as somebody asks for it, each act to be watched.

The page hears what comes next, what is happening and, at the end, the scoreboard.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aiohttp

from bot.tour import showing
from bot.tour.actor import WentWrong
from bot.tour.page import PageError
from bot.tour.player import Player
from bot.tour.score import score
from bot.tour.script import Line
from bot.tour.watching import Scene

PACES = {"calm": 1.8, "brisk": 0.7, "at_once": 0.0}
"""Seconds for which one act is shown before it happens."""

READING = 1.5
"""How much longer a message that came is shown, when one line follows another by itself."""

LEAVE = "leave"
AGAIN = "again"


class Guide:
    """One tour, from the first line to the scoreboard."""

    def __init__(
        self, player: Player, link: aiohttp.ClientWebSocketResponse, back: str | None
    ) -> None:
        self._player = player
        self._script = player.script
        self._link = link
        self._shown: dict[str, Any] = {
            "name": showing.name(),
            "of": len(self._script.lines),
            "done": 0,
            "ready": False,
            "busy": True,
            "playing": False,
            "pace": "calm",
            "paces": list(PACES),
            "back": back,
        }
        self._scenes = 0
        self._wanted = asyncio.Event()
        self._hurry = asyncio.Event()

    async def run(self) -> bool:
        """Whether it is to begin again, once somebody says so or has enough."""
        playing = asyncio.create_task(self._play(), name="tour")
        try:
            return await self._listen()
        finally:
            playing.cancel()
            with suppress(asyncio.CancelledError):
                await playing

    # What people ask for ----------------------------------------------------------------------

    async def _listen(self) -> bool:
        async for frame in self._link:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            wish = frame.json()
            if wish["do"] in {LEAVE, AGAIN}:
                return bool(wish["do"] == AGAIN)
            await self._hear(wish)
        return False

    async def _hear(self, wish: Mapping[str, Any]) -> None:
        match wish:
            case {"do": "next"} if self._shown["busy"]:
                self._hurry.set()
            case {"do": "next"}:
                self._wanted.set()
            case {"do": "play"}:
                self._wanted.set()
                await self._show(playing=True)
            case {"do": "pause"}:
                await self._show(playing=False)
            case {"do": "pace", "pace": str(pace)} if pace in PACES:
                await self._show(pace=pace)
            case _:
                pass

    # What is shown ----------------------------------------------------------------------------

    async def _show(self, **changes: Any) -> None:
        self._shown |= changes
        with suppress(aiohttp.ClientError, ConnectionError):
            await self._link.send_json(self._shown)

    async def _watch(self, scene: Scene) -> None:
        self._scenes += 1
        await self._show(
            note=showing.note(self._script, scene), scene=showing.scene(scene, self._scenes)
        )
        await self._pause(1.0)

    async def _pause(self, times: float) -> None:
        seconds = PACES[self._shown["pace"]] * times
        if not seconds:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()

    # The lines --------------------------------------------------------------------------------

    async def _play(self) -> None:
        lines = self._script.lines
        await self._show(note=showing.preparing(), next=showing.line(self._script, lines[0]))
        line = self._script.setting_up[0]
        try:
            await self._player.set_up()
            self._player.watched_by(self._watch)
            await self._show(ready=True, busy=False, note=showing.ready())
            for number, line in enumerate(lines):
                await self._one(number, line)
            await self._end()
        except WentWrong as wrong:
            await self._stop_at(showing.stuck(self._script, wrong))
        except (PageError, aiohttp.ClientError) as lost:
            await self._stop_at(showing.stopped(lost))

    async def _stop_at(self, trouble: str) -> None:
        await self._show(busy=False, playing=False, note="", trouble=trouble)

    async def _one(self, number: int, line: Line) -> None:
        if not self._shown["playing"]:
            await self._wanted.wait()
        self._wanted.clear()
        self._hurry.clear()
        following = [*self._script.lines[number + 1 : number + 2]]
        await self._show(
            busy=True,
            line=showing.line(self._script, line),
            next=showing.line(self._script, following[0]) if following else None,
            note=showing.moving(line),
            scene=None,
        )
        heard = await self._player.play(line)
        for scene in await showing.arrivals(self._player, line, heard):
            await self._watch(scene)
        if self._shown["playing"]:
            await self._pause(READING)
        await self._show(busy=False, done=number + 1)

    async def _end(self) -> None:
        await self._show(busy=True, playing=False, note=showing.ends())
        await self._player.finish()
        player = self._player
        result = score(self._script, player.heard, player.typed, self._script.ends)
        await self._show(busy=False, note="", board=showing.board(self._script, result))
