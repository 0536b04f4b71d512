"""A group's way in Chromium: four are asked, write one sentence each, and open their cards."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.browser.coaching_school import CoachingSchool, command, form, press
from tests.browser.school import DESK, PHONE
from tests.journeys.protocols.groups import agrees, opens
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import founded, joined
from tests.journeys.test_rhythm import at

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PLAN = {
    "date": "2026-03-10",
    "start": "09:00",
    "end": "09:20",
    "place": "room 14",
    "look": "Two watch table talk",
    "debrief": "2026-03-12",
    "host_presence": "listening",
}


@pytest_asyncio.fixture(loop_scope="session")
async def school(browser: "Browser", tmp_path: Path) -> AsyncIterator[CoachingSchool]:
    """A playground with Tandem in it, on a school morning."""
    async with CoachingSchool(browser, tmp_path) as started:
        yield started


async def test_from_the_question_to_the_opened_cards(school: CoachingSchool) -> None:
    expect, move = school.expect, school.slack.move_to
    maya, aoife, tomas, jun = (Teacher(school.slack, f"U0{n}") for n in FOUR)
    await founded(aoife)
    await joined(maya, tomas, jun)

    phone = await school.open("U0MAYA", "C0COACH", PHONE)
    await asks_a_group(school, phone)
    for teacher in (aoife, tomas, jun):
        await teacher.presses("See invitation", teacher.person.direct().id)
        assert await teacher.sends() == {}
        await teacher.closes()
    await move(at("03-02 16:00"))
    await school.go(phone, "U0MAYA", "D0MAYA")
    await expect(phone.get_by_text("3 said yes.")).to_be_visible()
    await press(phone, "Start")
    await school.slack.settled()
    group = maya.group(aoife, tomas, jun)
    await school.go(phone, "U0MAYA", group)
    await expect(phone.get_by_role("button", name="Start now")).to_be_visible()
    await expect(phone.get_by_text("It is Maya's turn.")).to_have_count(0)
    await school.shot(phone, "group-0-begun")

    await move(at("03-03 16:00"))
    for teacher in (maya, aoife, tomas, jun):
        await opens(teacher, "Set up the cycle")
        assert await teacher.sends() == {}
        await teacher.closes()
    await move(at("03-04 16:00"))
    for teacher in (maya, aoife, tomas):
        await teacher.opens_home()
        await teacher.presses("Open")
        assert await teacher.sends(why="agree before they look") == {}
        await teacher.closes()
    # Jun writes the last one from the group's card, and all are read there.
    desk = await school.open("U0JUN", group, DESK)
    await expect(desk.get_by_text("It is Maya's turn.")).to_have_count(0)
    await press(desk, "One sentence each")
    await form(desk).get_by_label("I'd like to understand why my students …").fill("wait for me")
    await press(form(desk), "Done")
    await expect(form(desk)).to_contain_text("Kept")
    await desk.keyboard.press("Escape")
    await press(desk, "Read all")
    await expect(form(desk)).to_contain_text("agree before they look")
    await expect(form(desk)).to_contain_text("All sentences")
    await school.shot(desk, "group-1-sentences")
    await desk.keyboard.press("Escape")

    await move(at("03-05 16:00"))
    await school.go(phone, "U0MAYA", group)
    await press(phone, "Problem of practice")
    await form(phone).get_by_label("What about students' learning").fill("They agree so quickly")
    await form(phone).get_by_label("Which part of it can be seen").fill("Pair talk")
    await school.shot(phone, "group-2-question")
    await press(form(phone), "Suggest")
    await expect(form(phone)).to_contain_text("The others are asked for their yes")
    await phone.keyboard.press("Escape")
    await school.slack.settled()
    await agrees(aoife, tomas, jun, step="Problem of practice")
    await move(at("03-06 16:00"))
    await opens(maya, "Agree the visit")
    assert await maya.sends(**PLAN, convenor=aoife.id) == {}
    await maya.closes()
    await agrees(aoife, tomas, jun, step="Agree the visit")

    await school.slack.move_by(timedelta(days=4))
    await maya.opens_home()
    await maya.presses("Held")
    await opens(maya, "Host's own words")
    assert await maya.sends(stood="The quiet") == {}
    await maya.closes()
    for n, teacher in enumerate((aoife, tomas)):
        await opens(teacher, "Description")
        assert await teacher.sends(card=f"09:0{n} a hand went up") == {}
        await teacher.closes()
    await school.go(desk, "U0JUN", group)
    await press(desk, "Description")
    facts = form(desk).get_by_role("textbox")
    await expect(facts).to_have_count(3)
    await expect(form(desk).get_by_role("button", name="More cards")).to_be_visible()
    await facts.nth(0).fill("09:04 the pair by the map wrote two reasons")
    await facts.nth(1).fill("7 of 11 pairs wrote nothing before 09:06")
    await school.shot(desk, "group-3-cards")
    await press(form(desk), "Done")
    await expect(form(desk)).to_contain_text("Kept")
    await desk.keyboard.press("Escape")

    # Nobody is named on what opens, and anybody takes one away; the host reads what is left.
    await reads_cards(school, desk, 4)
    await school.shot(desk, "group-4-opened")
    await expect(form(desk)).not_to_contain_text("Jun")
    await press(form(desk), "Take away")
    await press(desk, "Take it away")
    await expect(form(desk)).to_contain_text("3 cards, shuffled")
    await school.go(phone, "U0MAYA", group)
    await reads_cards(school, phone, 3)
    await expect(form(phone).get_by_role("button", name="Hide")).to_have_count(3)
    await school.shot(phone, "group-5-host")


FOUR = ("MAYA", "AOIFE", "TOMAS", "JUN")


async def asks_a_group(school: CoachingSchool, page: "Page") -> None:
    """The form for several: a way suggested by what is wanted, and three colleagues."""
    await command(page, "/coach-pair")
    await press(form(page), "Ask a group")
    await form(page).get_by_label("What would help now?").select_option(label="Have someone watch")
    await school.expect(form(page)).to_contain_text("many pairs of eyes")
    for name in ("Tomás Rivera", "Aoife Byrne", "Jun Sato"):
        await form(page).get_by_label(name).check()
    await press(form(page), "Send and agree")
    await school.expect(form(page)).to_contain_text("3 colleagues are asked")
    await page.keyboard.press("Escape")


async def reads_cards(school: CoachingSchool, page: "Page", n: int) -> None:
    """Picks the cards under [Read together]."""
    await page.get_by_label("Read together").last.select_option(label="Cards")
    await school.expect(form(page)).to_contain_text(f"{n} cards, shuffled; nobody is named.")
