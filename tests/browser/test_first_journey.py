"""The first journey by clicking and typing in Chromium: the real bot, two people, desk and phone."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest
import pytest_asyncio

from bot.run import Tandem
from playground.server import MANIFEST, Playground
from tests.browser.school import DESK, PHONE, School
from tests.journeys.conftest import settings_for

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

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


@pytest_asyncio.fixture(loop_scope="session")
async def school(browser: "Browser", tmp_path: Path) -> AsyncIterator[CoachingSchool]:
    """A playground with Tandem in it, on a school morning."""
    async with CoachingSchool(browser, tmp_path) as started:
        yield started


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


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_two_people_meet(school: CoachingSchool, size: tuple[int, int]) -> None:
    kind = "phone" if size == PHONE else "desk"
    expect = school.expect
    aoife = await school.open("U0AOIFE", "C0COACH", size)
    await command(aoife, "/coach-program")
    await form(aoife).get_by_label("Name of the program").fill("Harbour coaches")
    await form(aoife).get_by_label("Channel").select_option(label="#peer-coaching")
    await school.shot(aoife, f"{kind}-1-program")
    await press(form(aoife), "Save")
    await expect(form(aoife)).to_contain_text("is set up")
    await press(form(aoife), "Done")

    maya = await school.open("U0MAYA", "C0COACH", size)
    await school.shot(maya, f"{kind}-2-join")
    await press(maya, "Join")
    await expect(maya.get_by_text("You are in").first).to_be_visible()
    await command(maya, "/coach-pair @tomas")
    await expect(form(maya)).to_contain_text("What you both agree to")
    await school.shot(maya, f"{kind}-3-ask")
    await press(form(maya), "Change")
    await form(maya).get_by_label("How long is a visit?").select_option(label="20 minutes")
    await press(form(maya), "Send and agree")
    await expect(form(maya)).to_contain_text("gets your question now")
    await school.shot(maya, f"{kind}-4-sent")
    await press(form(maya), "Done")

    tomas = await school.open("U0TOMAS", "D0TOMAS", size)
    await school.shot(tomas, f"{kind}-5-invited")
    await press(tomas, "See invitation")
    await expect(form(tomas)).to_contain_text("20-minute visit, Maya first")
    await school.shot(tomas, f"{kind}-6-words")
    await press(form(tomas), "Yes, I agree")
    await expect(form(tomas)).to_contain_text("are partners")
    await press(form(tomas), "Done")

    group = await group_of(school)
    await school.go(tomas, "U0TOMAS", group)
    await tomas.get_by_label("I'd like to understand why my students …").fill(HIS)
    await school.shot(tomas, f"{kind}-7-sentence")
    await press(tomas, "Send mine")
    await expect(tomas.get_by_text("Your sentence is kept").first).to_be_visible()

    await school.go(maya, "U0MAYA", group)
    await expect(maya.get_by_text(HIS)).to_have_count(0)
    await maya.get_by_label("I'd like to understand why my students …").fill(HERS)
    await press(maya, "Send mine")
    await press(maya, "Read both")
    await expect(form(maya)).to_contain_text(HIS)
    await school.shot(maya, f"{kind}-8-both")
    await press(form(maya), "Use mine as my goal")
    await expect(form(maya)).to_contain_text("draft of your goal")
    await form(maya).get_by_label("What one question").fill("Whose idea is agreed with?")
    await press(form(maya), "Send question")
    await expect(form(maya)).to_have_count(0)
    await school.shot(maya, f"{kind}-9-card")

    await press(tomas, "Read both")
    await expect(form(tomas)).to_contain_text("Whose idea is agreed with?")
    await school.shot(tomas, f"{kind}-10-asked")
    await tomas.keyboard.press("Escape")
    await school.go(maya, "U0MAYA", "home")
    await expect(maya.get_by_text(HERS).first).to_be_visible()
    await school.shot(maya, f"{kind}-11-home")


async def group_of(school: CoachingSchool) -> str:
    """The partners' group DM, once Tandem opened it."""
    await school.slack.movement.settled()
    conversations = school.slack.person("U0MAYA").conversations()
    return next(c.id for c in conversations if c.kind == "mpim")
