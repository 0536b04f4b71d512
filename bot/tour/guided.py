"""`tandem tour --page`: the tour in a workspace of its own, on a page, until somebody leaves it."""

import asyncio
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot import logs
from bot.tour import stage
from bot.tour.guide import Guide
from bot.tour.script import Script


def guided(
    script: Script, manifest: Path, home: Path, back: str | None, opened: Callable[[str], None]
) -> None:
    """Returns once the tour was left; `opened` hears the page's address."""
    logs.set_up("ERROR")
    with suppress(asyncio.CancelledError):
        asyncio.run(_guided(script, manifest, home, back, opened))


async def _guided(
    script: Script, manifest: Path, home: Path, back: str | None, opened: Callable[[str], None]
) -> None:
    task = asyncio.current_task()
    if task is not None:
        # Windows has no such handlers; there the process simply ends.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    port, again = 0, True
    while again:
        with tempfile.TemporaryDirectory(prefix="tandem-tour-") as folder:
            async with (
                stage.performance(
                    script, Path(folder), manifest, home, port=port, still=True
                ) as player,
                aiohttp.ClientSession() as session,
                session.ws_connect(f"{player.page.url}/guide") as link,
            ):
                if not port:
                    opened(player.page.url)
                # Begun again, it is found where it was: the page only has to look once more.
                port = urlsplit(player.page.url).port or 0
                again = await Guide(player, link, back).run()
