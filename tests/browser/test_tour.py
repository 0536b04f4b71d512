"""The tour on the page, in Chromium: line by line, from the first to the scoreboard."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

import aiohttp
import pytest

from bot.run import Tandem
from bot.tour import script
from bot.tour.calendars import ScriptCalendars
from bot.tour.guide import Guide
from bot.tour.meanings import Meanings
from bot.tour.page import Page as Calls
from bot.tour.player import Player
from bot.tour.script import Script
from flows.ids import WorkspaceId
from playground.server import MANIFEST, Playground
from tests.browser.coaching_school import CoachingSchool
from tests.browser.school import DESK, PHONE, School
from tests.journeys.conftest import settings_for

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

J1 = script.read()
HOME_AGAIN = "http://127.0.0.1:8642/"
POINTED = re.compile("pointed")


class TourSchool(CoachingSchool):
    """A school in which time stands still, with the real bot and a guide in it."""

    def __init__(self, browser: "Browser", folder: Path, part: Script) -> None:
        super().__init__(browser, folder)
        self.slack = Playground(manifest=MANIFEST, begin=part.begins, still=True)
        self._part = part

    async def __aenter__(self) -> Self:
        enter = self._stack.enter_async_context
        await enter(self.slack)
        settings = settings_for(self.slack, self._folder)
        tandem = await enter(Tandem(settings, calendars=ScriptCalendars(self._part)))
        meanings = Meanings(WorkspaceId("T0HARBOUR"))
        meanings.tandem = tandem
        session = await enter(aiohttp.ClientSession())
        player = Player(self._part, Calls(self.slack.url, session), meanings.of)
        link = await enter(session.ws_connect(f"{self.slack.url}/guide"))
        self.guide = Guide(player, link, HOME_AGAIN)
        self.tour = asyncio.create_task(self.guide.run())
        self._stack.callback(self.tour.cancel)
        return self

    async def arrive(self, size: tuple[int, int] = DESK) -> "Page":
        """A window in which somebody opens the tour's page."""
        page = await self.window(size)
        await page.goto(f"{self.slack.url}/")
        await self.expect(page.get_by_text("Everything here is played for you")).to_be_visible()
        return page


@asynccontextmanager
async def touring(
    browser: "Browser", folder: Path, lines: int | None = None
) -> AsyncIterator[TourSchool]:
    """The tour of the whole script, or of its first lines."""
    some = J1.lines[:lines]
    ends = J1.ends if lines is None else some[-1].at + timedelta(minutes=5)
    async with TourSchool(browser, folder, replace(J1, lines=some, ends=ends)) as school:
        yield school


@pytest.mark.prove
async def test_the_whole_term(browser: "Browser", tmp_path: Path) -> None:
    async with touring(browser, tmp_path) as school:
        page = await school.arrive()
        await at_once(page)
        await school.expect(page.get_by_text("Every message came in its minute")).to_be_visible(
            timeout=40_000
        )
        await school.shot(page, "tour-whole-term")
        assert await counted(page) == ["54", "54", "0", "0", "6", "14 / 14", "0 / 37"]


async def test_from_the_first_line_to_the_scoreboard(browser: "Browser", tmp_path: Path) -> None:
    async with touring(browser, tmp_path, 4) as school:
        expect = school.expect
        page = await school.arrive()
        tour = page.get_by_role("region", name="Tour")
        await expect(tour.get_by_text("The week's question is due in the channel")).to_be_visible()
        await expect(page.get_by_role("button", name="Next morning")).to_be_hidden()
        await school.shot(page, "tour-1-ready")

        await tour.get_by_label("How fast it is played").select_option("brisk")
        await tour.get_by_role("button", name="Next").click()
        await expect(tour.get_by_text("1 of 4")).to_be_visible()
        await expect(tour.get_by_text("Maya asks for suggestions")).to_be_visible()
        await tour.get_by_role("button", name="Next").click()
        await expect(tour.get_by_text("Maya types /coach-pair")).to_be_visible()
        await expect(page.locator(".person-select")).to_have_value("U0MAYA")
        await expect(page.get_by_role("textbox", name="Message Tandem")).to_have_value(
            "/coach-pair"
        )
        await expect(page.get_by_role("button", name="Suggest colleagues")).to_have_class(POINTED)
        await school.shot(page, "tour-2-pointed")
        await tour.get_by_role("button", name="Skip ahead").click()

        await expect(tour.get_by_text("2 of 4")).to_be_visible()
        await expect(page.locator(".person-select")).to_have_value("U0TOMAS")
        await expect(page.get_by_text("Maya would like to try peer coaching")).to_be_visible()
        await expect(tour.get_by_role("button", name="Next")).to_be_focused()
        await page.reload()
        await expect(tour.get_by_text("2 of 4")).to_be_visible()

        await at_once(page)
        await expect(tour.get_by_text("Every message came in its minute")).to_be_visible(
            timeout=20_000
        )
        await school.shot(page, "tour-3-board")
        assert await counted(page) == ["3", "3", "0", "0", "0", "0 / 0", "0 / 1"]


async def test_on_a_phone_what_was_done_by_hand_is_said(browser: "Browser", tmp_path: Path) -> None:
    async with touring(browser, tmp_path, 3) as school:
        expect = school.expect
        page = await school.arrive(PHONE)
        tour = page.get_by_role("region", name="Tour")
        await school.shot(page, "tour-phone-1-ready")
        await tour.get_by_label("How fast it is played").select_option("at_once")
        for done in (1, 2):
            await tour.get_by_role("button", name="Next").click()
            await expect(tour.get_by_text(f"{done} of 3")).to_be_visible()
        await page.get_by_role("button", name="Not this time").click()
        await expect(page.get_by_role("button", name="See invitation")).to_have_count(0)

        await tour.get_by_role("button", name="Next").click()

        await expect(tour.get_by_role("alert")).to_contain_text(
            "Tomás could not go on as the script says: “See invitation” is not where it should be"
        )
        await expect(tour.get_by_role("button", name="Next")).to_be_hidden()
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width == PHONE[0]
        await school.shot(page, "tour-phone-2-stuck")


async def test_what_did_not_come_is_named_and_whoever_leaves_is_led_back(
    browser: "Browser", tmp_path: Path
) -> None:
    async with touring(browser, tmp_path, 1) as school:
        page = await school.arrive()
        await page.route(HOME_AGAIN, lambda route: route.fulfill(body="Your own workspace"))
        await school.slack.person("U0AOIFE").remove_bot("C0COACH")

        await at_once(page)
        await school.expect(page.get_by_text("missing: in the channel: weekly")).to_be_visible()
        await school.shot(page, "tour-4-missing")
        await page.get_by_role("button", name="Leave the tour").click()

        await school.expect(page.get_by_text("Your own workspace")).to_be_visible()
        assert await school.tour is False


async def test_the_page_leads_to_the_tour(school: School) -> None:
    page = await school.window()
    await page.add_init_script("localStorage.removeItem('playground.tour')")
    tour = school.slack.tour
    page_of_tour = f"{school.slack.url}/?here"
    tour._offered, tour._url = True, page_of_tour
    await page.goto(school.slack.url)

    await page.get_by_role("button", name="Go on with the tour").click()

    await page.wait_for_url(f"{page_of_tour}#**")
    assert page.url.startswith(page_of_tour)


async def at_once(page: "Page") -> None:
    """Everything that is left is played without a pause."""
    await page.get_by_label("How fast it is played").select_option("at_once")
    await page.get_by_role("button", name="Play on").click()


async def counted(page: "Page") -> list[str]:
    """The numbers of the scoreboard."""
    return await page.get_by_role("region", name="Tour").locator("dd").all_text_contents()
