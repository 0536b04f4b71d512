"""The bot as it runs for a school: a process that can be gone at any moment, and comes back."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.run import serve
from bot.settings import Settings
from bot.waits import Waits
from tests.crashes.mortal import forks

SHORT = Waits(answer=1.2, lease=4.0, doubt=4.0)
"""As in `bot.waits`, in proportion: so that doubts are settled while the chaos lasts."""


def live(environment: Mapping[str, str], log: Path) -> None:
    """One life of `tandem run`, with the short waits."""
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ.update(environment)
    threading.Thread(target=_ends_alone, args=(os.getppid(),), daemon=True).start()
    asyncio.run(serve(Settings.read(None), ready=_nothing, stopped=_nothing, waits=SHORT))


def _ends_alone(parent: int) -> None:
    """However the campaign ended, no bot of it goes on."""
    while os.getppid() == parent:
        time.sleep(2.0)  # sleeps: nobody tells a child that its parent is gone
    os.kill(os.getpid(), signal.SIGKILL)


def _nothing() -> None:
    """Nobody looks at this terminal."""


class Lives:
    """One process after the other, never two."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._given = (dict(environment), log)
        self._process: BaseProcess | None = None
        self.kills = 0

    @property
    def lives(self) -> bool:
        """Whether there is a process now."""
        return self._process is not None and self._process.is_alive()

    @property
    def gave_up(self) -> int | None:
        """The exit code of a bot that nobody had killed."""
        process = self._process
        code = None if process is None else process.exitcode
        return None if code == -signal.SIGKILL else code

    def begin(self) -> None:
        """There is a process, which will connect soon."""
        if not self.lives:
            self._process = forks.Process(target=live, args=self._given)
            self._process.start()

    async def kill(self) -> None:
        """It is gone at once, as in a power cut."""
        process = self._process
        if process is not None and process.is_alive():
            process.kill()
            self.kills += 1
            await asyncio.to_thread(process.join)

    async def end(self) -> None:
        """It ends in its own time, or is ended."""
        process = self._process
        if process is None or not process.is_alive() or process.pid is None:
            return
        os.kill(process.pid, signal.SIGTERM)
        await asyncio.to_thread(process.join, 15.0)
        if process.is_alive():
            process.kill()
            await asyncio.to_thread(process.join)
