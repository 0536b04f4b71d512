"""A school with the real bot in it, and what people do at its page."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bot.run import Tandem
from playground.server import MANIFEST, Playground
from tests.browser.school import School
from tests.journeys.conftest import settings_for

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HERS = "leave the answering to the same five hands"
HIS = "agree with each other before they look at the source"


class CoachingSchool(School):
    """A school with the real bot in it."""

    def __init__(self, browser: "Browser", folder: Path) -> None:
        super().__init__(browser)
        self.slack = Playground(manifest=MANIFEST, begin=MORNING)
        self._folder = folder

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.slack)
        settings = settings_for(self.slack, self._folder)
        await self._stack.enter_async_context(Tandem(settings))
        return self

    async def shot(self, page: "Page", name: str) -> None:
        """A picture for whoever wants to look, where `SCREENSHOTS` names a folder."""
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            await page.screenshot(path=str(Path(folder) / f"{name}.png"))


def form(page: "Page") -> "Locator":
    return page.get_by_role("dialog")


async def command(page: "Page", text: str) -> None:
    box = page.get_by_role("textbox", name="Message").last
    await box.click()
    await box.press_sequentially(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")


async def press(where: "Page | Locator", name: str) -> None:
    await where.get_by_role("button", name=name, exact=True).last.click()


async def group_of(school: CoachingSchool) -> str:
    """The partners' group DM, once Tandem opened it."""
    await school.slack.movement.settled()
    conversations = school.slack.person("U0MAYA").conversations()
    return next(c.id for c in conversations if c.kind == "mpim")
