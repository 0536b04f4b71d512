"""What Slack does not have: the clock, the bot's state, first steps, the inspector."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.server import Playground
from tests.browser.school import School

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


async def test_the_clock_moves_to_the_next_morning_and_to_a_date(browser: "Browser") -> None:
    async with School(browser, begin=MONDAY) as school:
        page = await school.open()
        clock = page.get_by_role("region", name="Clock")
        await school.expect(clock.get_by_role("time")).to_have_text("Mon 2 Mar 2026, 15:00")
        await clock.get_by_role("button", name="Next morning").click()
        await school.expect(clock.get_by_role("time")).to_have_text("Tue 3 Mar 2026, 08:00")

        await clock.get_by_text("Pick a date").click()
        when = clock.get_by_label("Move the clock to")
        await school.expect(when).to_have_value("2026-03-03T08:00")
        await when.fill("2026-07-01T09:00")
        await clock.get_by_role("button", name="Go there").click()
        await school.expect(clock.get_by_role("time")).to_have_text("Wed 1 Jul 2026, 09:00")
        assert school.slack.parts.clock.moment().isoformat()[:16] == "2026-07-01T08:00"

        await clock.get_by_text("Pick a date").click()
        await when.fill("2026-06-01T09:00")
        await clock.get_by_role("button", name="Go there").click()
        await school.expect(clock.get_by_role("alert")).to_contain_text("only moves forward")
        await clock.get_by_role("button", name="Next thing that happens").click()
        await school.expect(clock.get_by_role("alert")).to_contain_text("Nothing is planned")


async def test_days_are_named_anew_when_the_clock_moves(browser: "Browser") -> None:
    async with School(browser, begin=MONDAY) as school:
        await school.bot.post("C0COACH", "Hello")
        page = await school.open()
        await school.expect(page.locator(".day")).to_have_text("Today")
        await page.get_by_role("button", name="Next morning").click()
        await school.expect(page.locator(".day")).to_have_text("Yesterday")


async def test_the_bot_is_killed_and_started_from_the_page(browser: "Browser") -> None:
    waiting = (sys.executable, "-c", "import signal; signal.pause()")
    async with School(browser, command=waiting) as school:
        page = await school.open()
        bot = page.get_by_role("region", name="Bot")
        await bot.get_by_role("button", name="Kill the bot").click()
        await school.expect(bot).to_contain_text("Stopped")
        await bot.get_by_role("button", name="Start the bot").click()
        await school.expect(bot.get_by_role("button", name="Kill the bot")).to_be_visible()
        await school.expect(bot).to_contain_text("Starting")


async def test_the_inspector_shows_both_directions_and_sifts_them(school: School) -> None:
    page = await school.open()
    await page.get_by_role("button", name="Inspector", exact=True).click()
    panel = page.get_by_role("complementary", name="Inspector")
    await school.slack.person("U0MAYA").command("C0COACH", "/note one")
    expect = school.expect
    asked = panel.get_by_role("listitem").filter(has_text=re.compile("^to bot/note"))
    opened = panel.get_by_role("listitem").filter(has_text="views.open")
    await expect(asked).to_be_visible()
    await expect(opened).to_be_visible()

    await asked.get_by_text("/note", exact=True).click()
    await expect(asked.get_by_text('"one"')).to_be_visible()
    await panel.get_by_label("Direction").select_option("out")
    await expect(asked).to_be_hidden()
    await expect(opened).to_be_visible()
    await panel.get_by_label("Only what contains").fill("chat.update")
    await expect(opened).to_be_hidden()
    assert "inspector=open" in page.url
    await panel.get_by_role("button", name="Close the inspector").click()
    await expect(panel).to_be_hidden()
    await expect(page.get_by_role("button", name="Inspector", exact=True)).to_be_focused()


async def test_the_first_steps_lead_and_can_be_put_away(school: School) -> None:
    page = await school.open("U0JUN", "C0COACH")
    await page.get_by_role("button", name="First steps").click()
    tour = page.get_by_role("region", name=re.compile("Welcome to Harbour School"))
    await school.expect(tour.get_by_role("listitem")).to_have_count(3)
    await tour.get_by_role("button", name="Be Maya and type it").click()
    box = page.get_by_role("textbox", name="Message #peer-coaching")
    await school.expect(box).to_have_value("/coach-pair @tomas")
    await school.expect(box).to_be_focused()
    await school.expect(page.get_by_label("You are")).to_have_value("U0MAYA")
    await tour.get_by_role("button", name="See both side by side").click()
    await school.expect(page.get_by_label("You are").first).to_have_value("U0TOMAS")
    await school.expect(page.get_by_label("You are").last).to_have_value("U0MAYA")
    await tour.get_by_role("button", name="Hide this").click()
    await school.expect(tour).to_be_hidden()


async def test_everything_comes_from_the_playground_itself(school: School) -> None:
    page = await school.window()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await school.go(page, "U0MAYA", "C0COACH")
    assert asked
    assert all(url.startswith(school.slack.url) for url in asked)
    policy = page.locator("meta[http-equiv=Content-Security-Policy]")
    assert "default-src 'self'" in str(await policy.get_attribute("content"))
    assert (
        await page.evaluate(
            "document.querySelectorAll('script:not([src]), style, [style], [onclick]').length"
        )
        == 0
    )


async def test_the_page_comes_back_when_the_playground_does(
    browser: "Browser", tmp_path: Path
) -> None:
    async with School(browser, data=tmp_path) as school:
        page = await school.open()
        port = int(school.slack.url.rpartition(":")[2])
        school.may_be_unreachable = True
        await school.bot.stop()
        await school.slack.stop()
        gone = page.get_by_role("status").filter(has_text="The playground does not answer")
        await school.expect(gone).to_be_visible()

        async with Playground(manifest=None, data=tmp_path, port=port) as again:
            await school.expect(gone).to_be_hidden(timeout=10_000)
            await again.person("U0TOMAS").write("C0COACH", "Back again")
            await school.expect(page.get_by_text("Back again", exact=True)).to_be_visible()
