"""Forms: errors at their fields, nothing typed is lost, the keyboard stays inside."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.noteboard import FORM, asked, button, form, section, words
from tests.browser.school import School

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def opened(school: School, page: "Page") -> "Locator":
    await page.get_by_role("textbox", name="Message #peer-coaching").fill("/note")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await school.expect(dialog).to_be_visible()
    return dialog


async def filled(dialog: "Locator", title: str = "Listen more") -> None:
    await dialog.get_by_role("textbox", name="Title").fill(title)
    await dialog.get_by_role("combobox", name="Who is it for?").select_option("U0TOMAS")
    await dialog.get_by_role("radio", name="Busy").check()
    await dialog.get_by_role("checkbox", name="Art").check()
    await dialog.get_by_label("Day").fill("2026-03-02")


async def test_a_form_is_named_marked_and_sent(school: School) -> None:
    page = await school.open()
    dialog = await opened(school, page)
    expect = school.expect
    await expect(dialog).to_have_accessible_name("A note")
    await expect(dialog.get_by_role("textbox", name="Title")).to_be_focused()
    await expect(dialog.get_by_role("textbox", name="More (optional)")).to_be_visible()
    who = dialog.get_by_role("combobox", name="Who is it for?")
    await expect(who).to_have_accessible_description("Somebody who works here.")

    await filled(dialog)
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Message #peer-coaching")).to_be_focused()
    values = school.bot.heard[-1]["view"]["state"]["values"]
    assert values["title"]["answer"]["value"] == "Listen more"
    assert values["who"]["answer"]["selected_user"] == "U0TOMAS"
    assert values["mood"]["answer"]["selected_option"]["value"] == "busy"
    assert [one["value"] for one in values["tags"]["answer"]["selected_options"]] == ["art"]
    assert values["day"]["answer"]["selected_date"] == "2026-03-02"
    assert values["more"]["answer"]["value"] is None


async def test_what_is_missing_or_too_long_is_said_at_the_field(school: School) -> None:
    page = await school.open()
    dialog = await opened(school, page)
    title = dialog.get_by_role("textbox", name="Title")
    long = "Listen to the quiet ones 🙂"
    await title.fill(long)
    await school.expect(dialog.get_by_text("6 too many (at most 20)")).to_be_visible()
    await dialog.get_by_role("button", name="Save").click()

    expect = school.expect
    await expect(title).to_be_focused()
    await expect(title).to_have_attribute("aria-invalid", "true")
    await expect(title).to_have_value(long)
    await expect(dialog.get_by_role("alert")).to_have_text("3 answers need another look.")
    who = dialog.get_by_role("combobox", name="Who is it for?")
    await expect(who).to_have_accessible_description(
        "Please fill this in. Somebody who works here."
    )
    assert len(school.bot.heard) == 1  # the command alone: nothing was sent


async def test_errors_of_the_app_stand_at_their_fields(school: School) -> None:
    school.bot.reply = {"response_action": "errors", "errors": {"who": "Tomás is away."}}
    page = await school.open()
    dialog = await opened(school, page)
    await filled(dialog)
    await dialog.get_by_role("button", name="Save").click()

    expect = school.expect
    who = dialog.get_by_role("combobox", name="Who is it for?")
    await expect(who).to_have_accessible_description("Tomás is away. Somebody who works here.")
    await expect(who).to_be_focused()
    await expect(who).to_have_value("U0TOMAS")
    await expect(dialog.get_by_role("textbox", name="Title")).to_have_value("Listen more")
    await expect(dialog.get_by_role("radio", name="Busy")).to_be_checked()
    await expect(dialog.get_by_role("checkbox", name="Art")).to_be_checked()
    await expect(dialog.get_by_label("Day")).to_have_value("2026-03-02")

    school.bot.reply = {}
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)


async def test_a_bot_that_is_too_slow_costs_no_word(school: School) -> None:
    school.bot.reply = {"hang": True}
    page = await school.open()
    dialog = await opened(school, page)
    await filled(dialog)
    await dialog.get_by_role("button", name="Save").click()

    await school.expect(dialog.get_by_role("alert")).to_contain_text("did not answer in time")
    await school.expect(dialog.get_by_role("textbox", name="Title")).to_have_value("Listen more")
    school.bot.reply = {}
    await dialog.get_by_role("button", name="Save").click()
    await school.expect(dialog).to_have_count(0)


async def test_an_updated_form_keeps_what_was_typed_where_ids_stay(school: School) -> None:
    title = asked("title", "Title", {"type": "plain_text_input"})
    more = {"type": "actions", "elements": [button("add", "Add a line")]}
    school.bot.view = form("A note", [title, more])
    page = await school.open()
    dialog = await opened(school, page)
    await dialog.get_by_role("textbox", name="Title").fill("Kept")
    school.bot.view = form(
        "A longer note",
        [title, asked("line", "Line", {"type": "plain_text_input", "initial_value": "fresh"})],
    )
    await dialog.get_by_role("button", name="Add a line").click()

    await school.expect(dialog.get_by_role("textbox", name="Line")).to_have_value("fresh")
    await school.expect(dialog.get_by_role("textbox", name="Title")).to_have_value("Kept")
    await school.expect(dialog).to_have_accessible_name("A longer note")


async def test_forms_stack_and_the_one_beneath_is_as_it_was(school: School) -> None:
    help_button = {"type": "actions", "elements": [button("why", "Why?")]}
    school.bot.view = form("First", [*FORM["blocks"][:1], help_button])
    school.bot.pushed = {
        "type": "modal",
        "title": words("Why"),
        "blocks": [section("Because.")],
    }
    page = await school.open()
    dialog = await opened(school, page)
    await dialog.get_by_role("textbox", name="Title").fill("Kept")
    await dialog.get_by_role("button", name="Why?").click()
    await school.expect(dialog).to_have_accessible_name("Why")
    await dialog.get_by_role("button", name="Back").click()
    await school.expect(dialog).to_have_accessible_name("First")
    await school.expect(dialog.get_by_role("textbox", name="Title")).to_have_value("Kept")

    await dialog.get_by_role("button", name="Why?").click()
    await school.expect(dialog).to_have_accessible_name("Why")
    await dialog.get_by_role("button", name="Close", exact=True).first.click()
    await school.expect(dialog).to_have_count(0)


async def test_the_keyboard_stays_in_the_form_and_escape_leaves_it(school: School) -> None:
    page = await school.open()
    dialog = await opened(school, page)
    for _ in range(20):
        await page.keyboard.press("Tab")
        assert await dialog.evaluate("(form) => form.contains(document.activeElement)")
    await page.keyboard.press("Shift+Tab")
    assert await dialog.evaluate("(form) => form.contains(document.activeElement)")
    await page.keyboard.press("Escape")
    await school.expect(dialog).to_have_count(0)
    await school.expect(page.get_by_role("textbox", name="Message #peer-coaching")).to_be_focused()
    assert school.slack.person("U0MAYA").modal() is None


async def test_escape_still_works_when_the_answer_replaces_the_form(school: School) -> None:
    sent = {"type": "modal", "title": words("Sent"), "blocks": [section("It is on its way.")]}
    school.bot.reply = {"response_action": "update", "view": sent}
    page = await school.open()
    dialog = await opened(school, page)
    await filled(dialog)
    await dialog.get_by_role("button", name="Save").click()
    await school.expect(dialog).to_have_accessible_name("Sent")
    await school.expect(dialog.get_by_role("button", name="Save")).to_have_count(0)
    await page.keyboard.press("Escape")
    await school.expect(dialog).to_have_count(0)


async def test_a_choice_of_conversations_offers_those_it_asks_for(school: School) -> None:
    select = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
    school.bot.view = form("Where", [asked("where", "Channel", select)])
    page = await school.open("U0AOIFE", "C0COACH")
    dialog = await opened(school, page)
    await school.expect(dialog.get_by_role("option")).to_have_text(
        ["Choose…", "#staffroom", "#peer-coaching", "heads-only (private)"]
    )
