"""Writing: completion, sending, and what is said when it does not work."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.school import School

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def box(page: "Page") -> "Locator":
    return page.get_by_role("textbox", name="Message #peer-coaching")


def choices(page: "Page") -> "Locator":
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


async def test_a_slash_offers_the_commands_with_their_descriptions(school: School) -> None:
    page = await school.open()
    await box(page).press_sequentially("/no")
    await school.expect(choices(page)).to_have_text(
        ["/note[what about]Write a note", "/note-listAll notes"]
    )
    await page.keyboard.press("ArrowDown")
    await school.expect(choices(page).nth(1)).to_have_attribute("aria-selected", "true")
    active = await box(page).get_attribute("aria-activedescendant")
    assert active == await choices(page).nth(1).get_attribute("id")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await school.expect(box(page)).to_have_value("/note ")
    await school.expect(page.get_by_text("/note [what about]: Write a note")).to_be_visible()
    assert school.bot.heard == []


async def test_escape_closes_the_suggestions_and_keeps_the_words(school: School) -> None:
    page = await school.open()
    await box(page).press_sequentially("/no")
    await page.keyboard.press("Escape")
    await school.expect(choices(page)).to_have_count(0)
    await school.expect(box(page)).to_have_value("/no")


async def test_a_name_is_completed_and_reaches_the_bot_as_a_mention(school: School) -> None:
    page = await school.open()
    await box(page).press_sequentially("/note for @riv")
    await school.expect(choices(page)).to_have_text(["@tomasTomás Rivera, History"])
    await page.keyboard.press("Enter")
    await school.expect(box(page)).to_have_value("/note for @tomas ")
    await page.keyboard.press("Enter")
    await school.expect(page.get_by_role("dialog")).to_be_visible()
    assert school.bot.heard[0]["text"] == "for <@U0TOMAS|tomas>"


async def test_enter_sends_and_shift_enter_begins_a_line(school: School) -> None:
    page = await school.open()
    await box(page).press_sequentially("one")
    await page.keyboard.press("Shift+Enter")
    await box(page).press_sequentially("two")
    await page.keyboard.press("Enter")
    await school.expect(page.locator(".message .words")).to_have_text("one\ntwo")
    await school.expect(box(page)).to_have_value("")
    await school.expect(box(page)).to_be_focused()


async def test_an_unknown_command_is_answered_kindly_and_not_lost(school: School) -> None:
    page = await school.open()
    await box(page).fill("/nonsense please")
    await page.keyboard.press("Enter")
    await school.expect(
        page.get_by_role("alert").filter(has_text="no such command")
    ).to_be_visible()
    await school.expect(box(page)).to_have_value("/nonsense please")
    assert school.bot.heard == []


async def test_a_command_that_takes_too_long_says_so(school: School) -> None:
    page = await school.open()
    await box(page).fill("/slow")
    await page.keyboard.press("Enter")
    late = page.get_by_role("alert").filter(has_text="Noteboard did not answer")
    await school.expect(late).to_be_visible()
    await box(page).press_sequentially("x")
    await school.expect(late).to_have_count(0)


async def test_each_conversation_keeps_its_own_draft(school: School) -> None:
    page = await school.open()
    await box(page).fill("half a")
    await page.get_by_role("link", name="staffroom").click()
    await school.expect(page.get_by_role("textbox", name="Message #staffroom")).to_have_value("")
    await page.get_by_role("link", name="peer-coaching").click()
    await school.expect(box(page)).to_have_value("half a")


async def test_inviting_the_app_brings_it_into_the_channel(school: School) -> None:
    page = await school.open("U0AOIFE", "C0HEADS")
    writing = page.get_by_role("textbox", name="Message heads-only")
    await writing.fill("/invite @tomas")
    await page.keyboard.press("Enter")
    await school.expect(page.get_by_text("/invite @Noteboard")).to_be_visible()
    await writing.fill("/invite @Noteboard")
    await page.keyboard.press("Enter")
    await school.expect(page.get_by_text("Private channel, 2 members")).to_be_visible()
