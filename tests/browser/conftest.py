"""One Chromium for all browser tests; each test has a school, a bot and screens of its own."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest_asyncio

from tests.browser.school import School

if TYPE_CHECKING:
    from playwright.async_api import Browser

PATIENCE = 30.0
"""So many seconds something may take to show: what is shown is the matter, not how fast."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> "AsyncIterator[Browser]":
    """Chromium, started once."""
    # Only here: without playwright these tests are skipped, and the suite can still be collected.
    from playwright.async_api import async_playwright, expect  # noqa: PLC0415 the reason stands above

    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def school(browser: "Browser") -> AsyncIterator[School]:
    """A playground with the noteboard bot in it, and nobody at a screen yet."""
    async with School(browser) as started:
        yield started
