"""`tandem tour --page` as a program: it says where it is, begins again there, ends when left."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.prove


@asynccontextmanager
async def touring() -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The program and its page's address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "tour", "--page"),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        yield process, next(word for word in line.split() if word.startswith("http"))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def shown(url: str, done: int) -> Any:
    """What the page shows once that many lines are played and the next can be asked for."""
    async with aiohttp.ClientSession() as page:
        for _ in range(200):
            try:
                async with page.get(f"{url}/playground/guide") as response:
                    guide = (await response.json())["guide"]
            except aiohttp.ClientError:
                guide = None
            if guide and guide["ready"] and not guide["busy"] and guide["done"] == done:
                return guide
            await asyncio.sleep(0.1)  # sleeps: another process gets ready
    raise TimeoutError


async def ask(url: str, what: str) -> Any:
    async with (
        aiohttp.ClientSession() as page,
        page.post(f"{url}/playground/guide", json={"do": what}) as response,
    ):
        return await response.json()


async def test_a_line_is_played_and_it_begins_again_where_it_was_and_is_left() -> None:
    async with touring() as (process, url):
        assert (await shown(url, 0))["of"] == 60
        await ask(url, "next")
        assert (await shown(url, 1))["line"]["who"] is None

        await ask(url, "again")
        assert (await shown(url, 0)).get("line") is None

        assert await ask(url, "leave") == {"ok": True}
        assert await process.wait() == 0


async def test_it_ends_when_it_is_told_to_stop() -> None:
    async with touring() as (process, _):
        process.terminate()

        assert await process.wait() == 0
