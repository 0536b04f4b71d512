"""The first journey by clicking and typing in Chromium: the real bot, two people, both widths."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.browser.coaching_school import HERS, HIS, CoachingSchool, command, form, group_of, press
from tests.browser.school import DESK, PHONE

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def school(browser: "Browser", tmp_path: Path) -> AsyncIterator[CoachingSchool]:
    """A playground with Tandem in it, on a school morning."""
    async with CoachingSchool(browser, tmp_path) as started:
        yield started


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
