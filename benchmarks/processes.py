"""Servers under measurement: each a process of its own on a loopback port."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

_START = 30.0
_STOP = 10.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@asynccontextmanager
async def serving(
    module: str, *arguments: str, port: int, log: Path, settings: Mapping[str, str] | None = None
) -> AsyncIterator[None]:
    """`python -m module` listens on that port for as long as the block lasts."""
    outside = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "TANDEM_"))
    }
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            env={**outside, **(settings or {})},
            stdout=output,
            stderr=output,
        )
    try:
        await _listening(process, port, log)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(_STOP):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _listening(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    async with asyncio.timeout(_START):
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
    said = await asyncio.to_thread(log.read_text, "utf-8")
    raise RuntimeError(f"it did not start:\n{said}")
