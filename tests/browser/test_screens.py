"""Two people side by side, a phone, the keyboard alone, light and dark."""

import pytest

from tests.browser.contrast import TOO_FAINT
from tests.browser.noteboard import asked, button, section
from tests.browser.school import DESK, PHONE, School

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_two_people_each_see_their_own_and_each_other(school: School) -> None:
    page = await school.open("U0MAYA", "C0COACH", beside="U0TOMAS", beside_at="C0COACH")
    maya = page.get_by_role("region", name="The screen of Maya Okafor")
    tomas = page.get_by_role("region", name="The screen of Tomás Rivera")
    await maya.get_by_role("textbox", name="Message #peer-coaching").fill("Hello Tomás")
    await page.keyboard.press("Enter")
    await school.expect(tomas.get_by_text("Hello Tomás")).to_be_visible()

    await maya.get_by_role("textbox", name="Message #peer-coaching").fill("/note")
    await page.keyboard.press("Enter")
    await school.expect(maya.get_by_role("dialog")).to_be_visible()
    await school.expect(tomas.get_by_role("dialog")).to_have_count(0)
    await tomas.get_by_role("textbox", name="Message #peer-coaching").fill("Hello Maya")
    await page.keyboard.press("Enter")
    await school.expect(tomas.get_by_text("Hello Maya")).to_be_visible()


async def test_the_address_says_who_and_where(school: School) -> None:
    page = await school.open("U0MAYA", "C0COACH")
    await page.get_by_role("button", name="Side by side").click()
    await school.expect(page.get_by_label("You are")).to_have_count(2)
    assert "beside=U0TOMAS" in page.url
    await page.get_by_label("You are").nth(1).select_option("U0JUN")
    await school.expect(page.get_by_role("region", name="The screen of Jun Sato")).to_be_visible()
    assert "beside=U0JUN" in page.url
    await page.get_by_role("button", name="One person").click()
    await school.expect(page.get_by_label("You are")).to_have_count(1)
    await page.get_by_role("link", name="staffroom").click()
    await school.expect(page.get_by_role("heading", name="# staffroom")).to_be_visible()
    await page.go_back()
    await school.expect(page.get_by_role("heading", name="# peer-coaching")).to_be_visible()


async def test_acting_as_somebody_else_keeps_what_each_was_typing(school: School) -> None:
    page = await school.open("U0MAYA", "C0COACH")
    await page.get_by_role("textbox", name="Message #peer-coaching").fill("Maya's words")
    await page.get_by_label("You are").select_option("U0LEILA")
    box = page.get_by_role("textbox", name="Message #peer-coaching")
    await school.expect(box).to_have_value("")
    await page.get_by_label("You are").select_option("U0MAYA")
    await school.expect(box).to_have_value("Maya's words")


async def test_a_group_message_is_called_by_its_people(school: School) -> None:
    await school.bot.client.conversations_open(users="U0MAYA,U0TOMAS")
    page = await school.open("U0MAYA", "C0COACH")
    await page.get_by_role("link", name="Tomás, Noteboard, group message").click()
    await school.expect(page.get_by_text("Group message: you, Tomás, Noteboard")).to_be_visible()


async def test_the_home_tab_is_asked_for_and_shown(school: School) -> None:
    page = await school.open("U0MAYA", "C0COACH")
    await page.get_by_role("link", name="Noteboard", exact=True).click()
    tabs = page.get_by_role("navigation", name="Noteboard")
    await tabs.get_by_role("link", name="Home").click()
    home = page.get_by_role("region", name="Noteboard: Home")
    await school.expect(home.get_by_role("heading", name="Your notes")).to_be_visible()
    await home.get_by_role("button", name="Write the first").click()
    await school.slack.until(lambda: school.bot.heard)
    assert school.bot.heard[0]["view"]["type"] == "home"


async def test_a_phone_has_one_person_and_a_drawer(school: School) -> None:
    page = await school.open("U0MAYA", "C0COACH", size=PHONE, beside="U0TOMAS")
    expect = school.expect
    await expect(page.get_by_role("region", name="The screen of Tomás Rivera")).to_be_hidden()
    drawer = page.get_by_role("navigation", name="Conversations of Maya Okafor")
    await expect(drawer).to_be_hidden()
    opener = page.get_by_role("button", name="List of conversations")
    await opener.press("Enter")
    await expect(drawer).to_be_visible()
    await expect(opener).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()
    await expect(opener).to_be_focused()
    await opener.click()
    await drawer.get_by_role("link", name="staffroom").click()
    await expect(page.get_by_role("heading", name="# staffroom")).to_be_visible()
    await expect(drawer).to_be_hidden()
    await page.get_by_role("button", name="Switch to Tomás").click()
    await expect(page.get_by_role("region", name="The screen of Tomás Rivera")).to_be_visible()
    await expect(page.get_by_role("region", name="The screen of Maya Okafor")).to_be_hidden()


@pytest.mark.parametrize("size", [DESK, PHONE, (320, 640)])
async def test_nothing_is_wider_than_the_screen(school: School, size: tuple[int, int]) -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4
    actions = {"type": "actions", "elements": [button(f"b{n}", f"Choice {n}") for n in range(6)]}
    box = asked("box", "A sentence", {"type": "plain_text_input", "multiline": True})
    select = {
        "type": "static_select",
        "action_id": "s",
        "options": [{"text": {"type": "plain_text", "text": "x" * 70}, "value": "1"}],
    }
    await school.bot.post(
        "C0COACH", long, [section(long), section(long, accessory=select), actions, box]
    )
    page = await school.open(size=size)
    await school.expect(page.get_by_label("A sentence")).to_be_visible()
    await page.evaluate("document.querySelector('.more-tools').click()")
    assert (
        await page.evaluate(
            """() => [...document.querySelectorAll("body, .conversation, .messages-scroll, .tools")]
              .filter((node) => node.scrollWidth > node.clientWidth + 1)
              .map((node) => node.className)"""
        )
        == []
    )


async def test_the_whole_way_by_keyboard_alone(school: School) -> None:
    actions = {"type": "actions", "elements": [button("yes", "Yes, I agree", style="primary")]}
    await school.bot.post("D0MAYA", "Agree?", [section("Agree?"), actions])
    page = await school.open("U0MAYA", "C0COACH")
    expect = school.expect
    keyboard = page.keyboard

    await page.get_by_role("link", name="Skip to the messages").focus()
    await keyboard.press("Tab")
    await keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the list of conversations")).to_be_focused()
    await keyboard.press("Enter")
    await expect(page.get_by_role("link", name="peer-coaching")).to_be_focused()
    for _ in range(2):
        await keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Noteboard 1 unread")).to_be_focused()
    await keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Yes, I agree")).to_be_visible()
    for _ in range(8):
        await keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent") == "Yes, I agree":
            break
    focused = page.get_by_role("button", name="Yes, I agree")
    await expect(focused).to_be_focused()
    assert await focused.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"
    await keyboard.press("Enter")
    await school.slack.until(lambda: school.bot.heard)
    await keyboard.press("F6")
    places = set()
    for _ in range(4):
        places.add(
            await page.evaluate(
                "document.activeElement.closest('.tools, .sidebar, .conversation')?.classList[0]"
            )
        )
        await keyboard.press("F6")
    assert places == {"tools", "sidebar", "conversation"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_has_enough_contrast(school: School, scheme: str) -> None:
    actions = [
        button("a", "Do", style="primary"),
        button("b", "Stop", style="danger"),
        button("c", "Ask"),
    ]
    box = asked("box", "Sentence", {"type": "plain_text_input", "max_length": 3})
    text = "*b* <@U0MAYA> <@U0TOMAS> <!here> `code` <https://example.org|link>\n&gt; quote"
    await school.bot.post(
        "C0COACH", "x", [section(text), {"type": "actions", "elements": actions}, box]
    )
    await school.bot.client.chat_postEphemeral(channel="C0COACH", user="U0MAYA", text=text)
    await school.bot.post("D0MAYA", "unread")
    page = await school.window(color_scheme=scheme)
    await school.go(page, "U0MAYA", "C0COACH", beside="U0AOIFE", beside_at="home", inspector="open")
    await page.get_by_label("Sentence").fill("too long")
    await page.get_by_role("button", name="First steps").click()
    await page.get_by_role("textbox", name="Message #peer-coaching").fill("/note")
    await page.get_by_role("listbox", name="Suggestions").wait_for()
    assert await page.evaluate(TOO_FAINT) == []
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await school.expect(page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    assert await page.evaluate(TOO_FAINT) == []
