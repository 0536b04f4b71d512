"""What a performance needs: a playground of its own, with the bot running in this process."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from bot.run import Tandem
from bot.settings import Settings
from bot.tour.calendars import ScriptCalendars
from bot.tour.meanings import Meanings
from bot.tour.page import Page
from bot.tour.player import Player
from bot.tour.script import Script
from flows.ids import WorkspaceId

FAST = 1000.0
"""How much faster than Slack allows: nobody waits for a pace here."""

_PATIENCE = 30.0


class NotServed(Exception):
    """The playground did not start."""


@asynccontextmanager
async def performance(
    script: Script, folder: Path, manifest: Path, home: Path, *, port: int = 0, still: bool = False
) -> AsyncIterator[Player]:
    """A player on a new playground, with the bot running beside it, until the end.

    Where time stands still it passes only from line to line, however long somebody looks on.
    """
    options = ("--port", str(port), *(("--still",) if still else ()))
    async with _playground(script, folder, manifest, home, options) as url:
        settings = settings_of(folder / "bot.env", folder / "data")
        tandem = Tandem(settings, calendars=ScriptCalendars(script))
        async with aiohttp.ClientSession() as session, tandem:
            meanings = Meanings(WorkspaceId(tandem.installation.workspace))
            meanings.tandem = tandem
            yield Player(script, Page(url, session), meanings.of)


def settings_of(env_file: Path, data: Path) -> Settings:
    """The playground's settings and no others: nothing of anybody's real workspace."""
    lines = env_file.read_text("utf-8").splitlines()
    given = dict(line.split("=", maxsplit=1) for line in lines)
    return Settings.read(
        None,
        bot_token=given["SLACK_BOT_TOKEN"],
        app_token=given["SLACK_APP_TOKEN"],
        signing_secret=given["SLACK_SIGNING_SECRET"],
        api_url=given["SLACK_API_URL"],
        clock_url=given["TANDEM_CLOCK_URL"],
        data_dir=data,
        database=None,
        vaults=None,
        key_file=None,
        mode="socket",
        http_port=None,
        pace_scale=FAST,
        facilitators=frozenset(),
        log_level="WARNING",
    )


@asynccontextmanager
async def _playground(
    script: Script, folder: Path, manifest: Path, home: Path, options: Sequence[str]
) -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground", *options),
        *("--manifest", str(manifest), "--begin", script.begins.isoformat()),
        *("--env-file", str(folder / "bot.env")),
        stdout=asyncio.subprocess.PIPE,
        cwd=home,
        env=dict(os.environ),
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            line = await process.stdout.readline() if process.stdout else b""
        if not line:
            raise NotServed
        yield line.decode().split()[-1]
    except TimeoutError:
        raise NotServed from None
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
