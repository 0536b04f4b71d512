"""A whole turn in Chromium: from the invitation to answered feedback and swapped roles, counted."""

import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.browser.coaching_school import HERS, HIS, CoachingSchool, command, form, group_of, press
from tests.browser.school import DESK, PHONE

if TYPE_CHECKING:
    from playwright.async_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def school(browser: "Browser", tmp_path: Path) -> AsyncIterator[CoachingSchool]:
    """A playground with Tandem in it, on a school morning."""
    async with CoachingSchool(browser, tmp_path) as started:
        yield started


class AtTheScreen:
    """One person whose clicks and typed fields are counted."""

    def __init__(self, school: CoachingSchool, page: "Page", person: str) -> None:
        self.school = school
        self.page = page
        self.person = person
        self.dm = f"D0{person.removeprefix('U0')}"
        self.done: Counter[str] = Counter()

    async def at(self, place: str) -> None:
        """Turns to a conversation."""
        await self.school.go(self.page, self.person, place)

    async def presses(self, name: str, *, in_form: bool = False) -> None:
        """One click."""
        self.done["clicks"] += 1
        await press(form(self.page) if in_form else self.page, name)

    async def presses_first(self, where: "Locator") -> None:
        """One click on the first of these."""
        self.done["clicks"] += 1
        await where.first.click()

    async def types(self, label: str, text: str) -> None:
        """One field."""
        self.done["fields"] += 1
        await form(self.page).get_by_label(label).first.fill(text)

    async def commands(self, text: str) -> None:
        """One command."""
        self.done["fields"] += 1
        await command(self.page, text)

    async def reads(self, words: str) -> None:
        """Sees these words in the form."""
        await self.school.expect(form(self.page)).to_contain_text(words)

    async def closes(self) -> None:
        """Closes what is open."""
        self.done["clicks"] += 1
        await self.page.keyboard.press("Escape")
        await self.school.expect(form(self.page)).to_have_count(0)

    def messages(self) -> int:
        """How many messages Tandem sent to this person, their own DM and the group together."""
        person = self.school.slack.person(self.person)
        return sum(
            message.bot and not message.only_for
            for conversation in person.conversations()
            if conversation.kind in {"im", "mpim"}
            for message in person.messages(conversation.id)
        )


async def test_from_the_invitation_to_swapped_roles(
    school: CoachingSchool, capsys: pytest.CaptureFixture[str]
) -> None:
    expect = school.expect
    admin = await school.open("U0AOIFE", "C0COACH")
    await command(admin, "/coach-program")
    await form(admin).get_by_label("Name of the program").fill("Harbour coaches")
    await form(admin).get_by_label("Channel").select_option(label="#peer-coaching")
    await press(form(admin), "Save")
    await expect(form(admin)).to_contain_text("is set up")

    maya = AtTheScreen(school, await school.open("U0MAYA", "C0COACH", DESK), "U0MAYA")
    tomas = AtTheScreen(school, await school.open("U0TOMAS", "C0COACH", PHONE), "U0TOMAS")
    await maya.presses("Join")
    await tomas.presses("Join")
    await school.slack.movement.settled()

    await maya.commands("/coach-pair @tomas")
    await maya.reads("What you both agree to")
    await maya.presses("Send and agree", in_form=True)
    await maya.reads("gets your question now")
    await maya.closes()
    await tomas.at(tomas.dm)
    await tomas.presses("See invitation")
    await tomas.presses("Yes, I agree", in_form=True)
    await tomas.reads("are partners")
    await tomas.closes()

    group = await group_of(school)
    for person, sentence in ((tomas, HIS), (maya, HERS)):
        await person.at(group)
        person.done["fields"] += 1
        await person.page.get_by_label("I'd like to understand why my students …").fill(sentence)
        await person.presses("Send mine")
        await school.slack.movement.settled()

    await maya.presses_first(maya.page.get_by_role("button", name=" Mar ").filter(visible=True))
    await school.shot(maya.page, "whole-1-request")
    await maya.types("Where?", "room 14")
    await maya.presses("Send", in_form=True)
    await maya.reads("is asked whether")
    await maya.closes()
    await tomas.at(tomas.dm)
    await school.shot(tomas.page, "whole-2-proposed")
    await tomas.presses("Works for me")
    await expect(tomas.page.get_by_text("Settled: Mon 9 Mar 09:30.").first).to_be_visible()

    await school.slack.move_by(timedelta(days=7, hours=4))
    await tomas.at(tomas.dm)
    await school.shot(tomas.page, "whole-3-after-visit")
    await tomas.presses("Write notes")
    await tomas.types("What did you notice", "11:21 you waited 5 s and 6 hands went up.")
    await tomas.types("What open question", "What guides how long you wait?")
    await tomas.types("What will you take", "I want to count to four with my second-years.")
    await school.shot(tomas.page, "whole-4-notes")
    await tomas.presses("Done", in_form=True)
    await tomas.reads("will read")
    await tomas.presses("Release", in_form=True)
    await tomas.reads("Released")
    await tomas.closes()
    await school.slack.movement.settled()

    await maya.at(maya.dm)
    await school.shot(maya.page, "whole-5-released")
    await maya.presses("Read and answer")
    await maya.reads("Your own words come first")
    await maya.presses("Skip and read", in_form=True)
    await maya.reads("6 hands went up")
    await school.shot(maya.page, "whole-6-read")
    await maya.types("What one small thing", "I will count four breaths before naming anyone.")
    await maya.types("When and where", "When I have asked a why-question — 2B, Friday")
    await maya.presses("Keep my answer", in_form=True)
    await school.shot(maya.page, "whole-7-share")
    await maya.reads("Kept")
    await maya.closes()

    await school.slack.move_by(timedelta(days=14))
    await tomas.at(tomas.dm)
    await expect(tomas.page.get_by_text("Roles swap").first).to_be_visible()
    await school.shot(tomas.page, "whole-8-swapped")

    counts = {
        person.person: (person.done["clicks"], person.messages(), person.done["fields"])
        for person in (maya, tomas)
    }
    with capsys.disabled():
        sys.stdout.write(f"\n(clicks, messages, typed fields): {counts}\n")
    assert all(clicks <= 20 and fields <= 8 for clicks, _, fields in counts.values())
    assert all(messages <= 12 for _, messages, _ in counts.values())
