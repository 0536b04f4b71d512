"""What a browser test stands in: a playground, a bot in it, and people at their screens."""

import contextlib
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from playground.server import Playground
from tests.browser.noteboard import CONFIG, Noteboard

if TYPE_CHECKING:
    from playwright.async_api import Browser, Expect, Page

DESK = (1280, 800)
PHONE = (390, 844)
# Real seconds until the playground says that the bot took too long; Slack's own are three.
ACK_WAIT = 1.0
REFUSAL = "the server responded with a status of 400"


class School:
    """`async with School(browser) as school:`; a page that logs an error fails the test."""

    def __init__(self, browser: "Browser", **slack: Any) -> None:
        self.slack = Playground(manifest=CONFIG, ack_wait=ACK_WAIT, **slack)
        self._browser = browser
        self._problems: list[str] = []
        self.may_be_unreachable = False
        self._stack = contextlib.AsyncExitStack()
        self.bot: Noteboard

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.slack)
        self.bot = Noteboard(self.slack)
        self._stack.push_async_callback(self.bot.stop)
        await self.bot.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()
        if kind is None:
            assert self._problems == []

    @property
    def expect(self) -> "Expect":
        """Playwright's assertions, which wait."""
        from playwright.async_api import expect  # noqa: PLC0415 collected without playwright too

        return expect

    async def open(
        self,
        person: str = "U0MAYA",
        at: str = "C0COACH",
        size: tuple[int, int] = DESK,
        **more: str,
    ) -> "Page":
        """A browser window in which the page shows this person at this place."""
        page = await self.window(size)
        await self.go(page, person, at, **more)
        return page

    async def window(self, size: tuple[int, int] = DESK, **settings: Any) -> "Page":
        """An empty browser window of its own, without a memory of others."""
        width, height = size
        context = await self._browser.new_context(
            viewport={"width": width, "height": height}, **settings
        )
        self._stack.push_async_callback(context.close)
        page = await context.new_page()
        page.on("pageerror", lambda error: self._problems.append(str(error)))
        page.on(
            "console",
            lambda said: self._log(said.type, said.text),
        )
        await page.add_init_script("localStorage.setItem('playground.tour', 'away')")
        return page

    def _log(self, kind: str, text: str) -> None:
        # A refusal of the playground is an answer that the page puts into words.
        if kind == "error" and REFUSAL not in text and not self.may_be_unreachable:
            self._problems.append(text)

    async def go(self, page: "Page", person: str, at: str, **more: str) -> None:
        """Turns a window to a person and a place, and waits until it shows them."""
        address = urlencode(
            {"as": person, "at": at} | {k.replace("_", "-"): v for k, v in more.items()}
        )
        await page.goto(f"{self.slack.url}/#{address}")
        await page.locator(f"[data-person={person}] .entry[aria-current]").wait_for(
            state="attached"
        )
