"""The bot as the playground's child process: started, killed without warning, started again."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Literal

STOP_WAIT = 10.0

BotState = Literal["up", "down", "starting"]


class Child:
    """One command and its process; what it prints goes to a log file or, prefixed, through."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path | None,
        changed: Callable[[], None],
        *,
        name: str = "bot",
        printed: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._command = command
        self._name = name
        self._printed = printed
        self._environment: Mapping[str, str] = {}
        self._log = log
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._stopping = False
        self.connected = False

    @property
    def state(self) -> BotState:
        """Whether the process runs, and whether it has reached Slack yet."""
        if self._process is None:
            return "down"
        return "up" if self.connected else "starting"

    def set_environment(self, settings: Mapping[str, str]) -> None:
        """From the next start on, the process runs with these settings besides our own."""
        self._environment = {**os.environ, **settings}

    async def start(self) -> None:
        """The process runs; nothing happens when it already does."""
        if self._process is not None:
            return
        self.connected = self._stopping = False
        output: BinaryIO | int = asyncio.subprocess.PIPE
        if self._log is not None:
            output = self._log.open("ab")
        try:
            # A session of its own: Ctrl-C in the terminal reaches the playground, which stops it.
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env=self._environment,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        finally:
            if not isinstance(output, int):
                output.close()
        self._watch = asyncio.create_task(self._until_gone(self._process))
        self._changed()

    async def kill(self) -> None:
        """The process is gone at once, as in a power cut."""
        watch = self._watch
        self._end(gently=False)
        if watch is not None:
            await asyncio.shield(watch)

    async def stop(self) -> None:
        """The process ends in its own time, or is killed when it takes too long."""
        if self._process is None or self._watch is None:
            return
        watch = self._watch
        self._end(gently=True)
        try:
            async with asyncio.timeout(STOP_WAIT):
                await asyncio.shield(watch)
        except TimeoutError:
            await self.kill()

    def _end(self, *, gently: bool) -> None:
        self._stopping = True
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            if os.name == "posix":
                # The whole session, so that nothing the bot started outlives it.
                os.killpg(self._process.pid, signal.SIGTERM if gently else signal.SIGKILL)
            elif gently:
                self._process.terminate()
            else:
                self._process.kill()

    async def _until_gone(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is not None:
            async for line in process.stdout:
                text = line.decode(errors="replace")
                sys.stderr.write(f"{self._name} | {text}")
                self._printed(text)
        code = await process.wait()
        if not self._stopping:
            where = f"; see {self._log}" if self._log is not None else ""
            sys.stderr.write(f"playground: the {self._name} ended with exit code {code}{where}\n")
        self._process = None
        self.connected = False
        self._changed()
