"""The acceptance script J1 (practice J), line by line, on the real bot in the playground."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

import aiohttp

from bot.run import Tandem
from bot.tour import script
from bot.tour.calendars import ScriptCalendars
from bot.tour.meanings import Meanings
from bot.tour.page import Page
from bot.tour.player import Player
from bot.tour.score import score
from flows.ids import WorkspaceId
from playground.server import Playground
from tests.journeys.conftest import settings_for

SCHOOL = WorkspaceId("T0HARBOUR")
J1 = script.read()

LAST = "2026-03-18 16:20"
"""The last line that is played: what comes after it is not built to the end yet."""

END = datetime.fromisoformat(LAST).replace(tzinfo=J1.zone)


class Stage:
    """The script on the real bot, which can be stopped and started again between two lines."""

    def __init__(self, slack: Playground, folder: Path, session: aiohttp.ClientSession) -> None:
        self._slack = slack
        self._folder = folder
        self._meanings = Meanings(SCHOOL)
        self._stack = AsyncExitStack()
        self.player = Player(J1, Page(slack.url, session), self._meanings.of)

    @property
    def tandem(self) -> Tandem:
        """The bot that is running."""
        assert self._meanings.tandem is not None
        return self._meanings.tandem

    async def start(self) -> None:
        """A bot is running, on the data that the one before left."""
        await self._stack.aclose()
        settings = settings_for(self._slack, self._folder)
        tandem = Tandem(settings, calendars=ScriptCalendars(J1))
        self._meanings.tandem = await self._stack.enter_async_context(tandem)

    async def stop(self) -> None:
        """No bot is running."""
        await self._stack.aclose()


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[Stage]:
    """The school as it was before the script begins."""
    async with Playground(begin=J1.begins) as slack, aiohttp.ClientSession() as session:
        stage = Stage(slack, folder, session)
        try:
            await stage.start()
            await stage.player.set_up()
            yield stage
        finally:
            await stage.stop()


def wrong(player: Player, until: datetime) -> list[str]:
    """What was not sent to the right lane and people in its minute, what else was, and words."""
    result = score(J1, player.heard, player.typed, until)
    return [
        *(f"missing: {said}" for said in result.missing),
        *(f"extra: {heard}" for heard in result.extra),
        *(f"on a quiet day: {day}" for day in result.broken_days),
        *(f"misplaced: {words}" for words in result.misplaced_words),
    ]


async def test_every_line_and_nothing_else(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        async for line, _ in stage.player.lines(END):
            assert wrong(stage.player, line.at) == []


async def test_a_restart_between_any_two_lines_changes_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        async for _ in stage.player.lines(END):
            await stage.start()

        assert wrong(stage.player, END) == []
