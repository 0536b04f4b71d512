"""What people see in a conversation: formatted text, blocks, and nothing that could do harm."""

from typing import Any

import pytest

from tests.browser.noteboard import asked, button, mrkdwn, options, section, words
from tests.browser.school import PHONE, School

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = (
    "<script>window.harmed = 1</script>",
    '"><img src=x onerror="window.harmed = 1">',
    "<javascript:window.harmed=1|press me>",
    "<data:text/html,<script>window.harmed=1</script>|press me>",
    '<https://example.org/" onmouseover="window.harmed=1|press me>',
    "&lt;img src=x onerror=window.harmed=1&gt;",
    "*<b onclick=window.harmed=1>bold*",
    "```<svg onload=window.harmed=1>```",
    "\u202egnp.exe <!channel> <@U0MAYA> :tada: " + "*_~`" * 50,
)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_only_text(school: School, text: str) -> None:
    plain = {"type": "section", "text": words(text)}
    quoted = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": text},
                    {"type": "link", "url": "javascript:window.harmed=1", "text": text},
                ],
            }
        ],
    }
    await school.bot.post("C0COACH", text, [section(text), plain, quoted])
    await school.bot.post("C0COACH", text)
    await school.slack.person("U0TOMAS").write("C0COACH", text)
    page = await school.open()

    messages = page.locator(".messages")
    await school.expect(messages.locator(".message")).to_have_count(3)
    for pressed in await messages.get_by_text("press me").all():
        await pressed.dispatch_event("mouseover")
        assert not str(await pressed.get_attribute("href")).startswith(("javascript", "data"))
    assert await messages.locator("script, img, iframe, svg[onload], [onclick]").count() == 0
    assert await page.evaluate("window.harmed") is None


async def test_what_somebody_types_stands_there_as_typed(school: School) -> None:
    typed = "<!channel> & <b>*hello*</b> <@U0MAYA>"
    await school.slack.person("U0TOMAS").write("C0COACH", typed)
    page = await school.open()

    shown = page.locator(".message .words")
    await school.expect(shown).to_have_text("<!channel> & <b>hello</b> <@U0MAYA>")
    assert await shown.locator(".mention").count() == 0


FORMATTED = (
    ("*bold* _it_ ~no~ `a*b*`", "<b>bold</b> <i>it</i> <s>no</s> <code>a*b*</code>"),
    ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
    ("*_both_*", "<b><i>both</i></b>"),
    ("* no* and *no *", "* no* and *no *"),
    ("&lt;!here&gt; &amp;lt;", "&lt;!here&gt; &amp;lt;"),
    ("&gt; said\nanswer", "<blockquote>said</blockquote>answer"),
    (">>> all\nof it", "<blockquote>all\nof it</blockquote>"),
    ("```x\n*y*```", "<pre>x\n*y*</pre>"),
    ("<@U0TOMAS>", '<span class="mention">@tomas</span>'),
    ("<@U0NOBODY>", '<span class="mention">@someone</span>'),
    ("<#C0COACH>", '<span class="mention">#peer-coaching</span>'),
    ("<!here>", '<span class="mention mine">@here</span>'),
    ("@channel", '<span class="mention mine">@channel</span>'),
    (":tada: :no-such:", "🎉 :no-such:"),
    ("<!date^1772438400^{date_num} at {time}|then>", "<time>2026-03-02 at 08:00</time>"),
    ("<!date^1772438400^{sun_angle}|then>", "<time>then</time>"),
    ("<mailto:a@example.org|write>", ">write</a>"),
    ("see https://example.org/a?b=1&amp;c=2.", "https://example.org/a?b=1&amp;c=2</a>."),
)


async def test_mrkdwn_is_read_as_slack_reads_it(school: School) -> None:
    page = await school.open()
    drawn = await page.evaluate(
        """async (texts) => {
          const { draw } = await import("/page/mrkdwn.js");
          const people = { U0TOMAS: "tomas" }, channels = { C0COACH: "peer-coaching" };
          const context = {
            directory: { name: (id) => people[id], channelName: (id) => channels[id] },
            me: "U0MAYA", zone: "Europe/Dublin", now: () => new Date("2026-02-01T12:00:00Z"),
          };
          return texts.map((text) => {
            const holder = document.createElement("div");
            holder.append(draw(text, context));
            return holder.innerHTML;
          });
        }""",
        [text for text, _ in FORMATTED],
    )

    for (text, expected), shown in zip(FORMATTED, drawn, strict=True):
        assert expected in shown, text


async def test_verbatim_text_links_nothing_by_itself(school: School) -> None:
    text = "@channel https://example.org *still bold*"
    await school.bot.post(
        "C0COACH", "x", [{"type": "section", "text": mrkdwn(text, verbatim=True)}]
    )
    page = await school.open()

    shown = page.locator(".message .section")
    await school.expect(shown).to_have_text("@channel https://example.org still bold")
    assert await shown.locator("a, .mention").count() == 0


async def test_every_kind_of_block_is_shown(school: School) -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": words("A heading")},
        section("Some *words*"),
        {"type": "section", "fields": [mrkdwn("*When*\nSoon"), mrkdwn("*Where*\nHere")]},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("Small print")]},
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A quiet room"},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "text", "text": "point", "style": {"bold": True}}
                            ],
                        }
                    ],
                },
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
            ],
        },
        {
            "type": "table",
            "rows": [
                [{"type": "raw_text", "text": "Day"}, {"type": "raw_text", "text": "Visits"}],
                [{"type": "raw_text", "text": "Monday"}, {"type": "raw_text", "text": "2"}],
            ],
        },
        {"type": "card", "title": mrkdwn("A card"), "body": mrkdwn("Its body")},
        asked("box", "In one sentence", {"type": "plain_text_input"}, hint=words("Short is fine.")),
    ]
    await school.bot.post("C0COACH", "Everything", blocks)
    page = await school.open()

    message = page.get_by_role("listitem").filter(has_text="A heading")
    expect = school.expect
    await expect(message.get_by_role("heading", name="A heading")).to_be_visible()
    await expect(message.get_by_role("img", name="A quiet room")).to_be_visible()
    await expect(message.get_by_role("cell", name="Monday")).to_be_visible()
    await expect(message.get_by_role("separator")).to_be_attached()
    await expect(
        message.get_by_role("textbox", name="In one sentence")
    ).to_have_accessible_description("Short is fine.")
    for text in ("Some words", "When", "Small print", "point", "quoted", "A card", "Its body"):
        await expect(message.get_by_text(text, exact=False).first).to_be_visible()


async def test_elements_say_what_was_chosen(school: School) -> None:
    chosen = [
        {"type": "static_select", "action_id": "menu", "options": options("Red", "Blue")},
        {"type": "users_select", "action_id": "person"},
        {"type": "datepicker", "action_id": "date"},
        {"type": "timepicker", "action_id": "time"},
        {"type": "datetimepicker", "action_id": "moment"},
        {"type": "radio_buttons", "action_id": "radio", "options": options("One", "Two")},
        {"type": "checkboxes", "action_id": "boxes", "options": options("Ann", "Ben")},
        {"type": "overflow", "action_id": "more", "options": options("Hide", "Explain")},
        button("go", "Go"),
    ]
    await school.bot.post("D0MAYA", "Choose", [{"type": "actions", "elements": chosen}])
    page = await school.open("U0MAYA", "bot")
    heard = school.bot.heard

    async def until(action_id: str) -> dict[str, Any]:
        def found() -> dict[str, Any] | None:
            return next(
                (h["actions"][0] for h in heard if h["actions"][0]["action_id"] == action_id), None
            )

        return await school.slack.until(found)

    await page.get_by_role("combobox", name="Choose", exact=True).select_option("Blue")
    assert (await until("menu"))["selected_option"]["value"] == "blue"
    await page.get_by_role("combobox", name="Choose a person").select_option("U0TOMAS")
    assert (await until("person"))["selected_user"] == "U0TOMAS"
    await page.get_by_label("Date", exact=True).fill("2026-03-02")
    assert (await until("date"))["selected_date"] == "2026-03-02"
    await page.get_by_label("Time", exact=True).fill("09:30")
    assert (await until("time"))["selected_time"] == "09:30"
    await page.get_by_label("Date and time").fill("2026-07-01T09:30")
    assert (await until("moment"))["selected_date_time"] == 1782894600  # 08:30 UTC: Irish summer
    await page.get_by_role("radio", name="Two").check()
    assert (await until("radio"))["selected_option"]["value"] == "two"
    await page.get_by_role("checkbox", name="Ben").check()
    assert [one["value"] for one in (await until("boxes"))["selected_options"]] == ["ben"]
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Explain").click()
    assert (await until("more"))["selected_option"]["value"] == "explain"
    await page.get_by_role("button", name="Go", exact=True).click()
    await until("go")
    state = heard[-1]["state"]["values"]
    (held,) = state.values()
    assert held["date"]["selected_date"] == "2026-03-02"
    assert held["radio"]["selected_option"]["value"] == "two"


async def test_a_menu_at_the_end_is_seen_whole_on_a_phone(school: School) -> None:
    names = ("Why this, why now?", "Quiet until tomorrow", "Quiet until …", "Stop all messages")
    menu = {"type": "overflow", "action_id": "more", "options": options(*names)}
    for n in range(12):
        blocks = [section(f"Number {n}"), {"type": "actions", "elements": [menu]}]
        await school.bot.post("D0MAYA", f"Number {n}", blocks)
    page = await school.open("U0MAYA", "bot", PHONE)
    await school.expect(page.get_by_text("Number 11")).to_be_visible()

    await page.get_by_role("button", name="More").last.click()

    typed = await page.get_by_role("textbox", name="Message").last.bounding_box()
    assert typed is not None
    for name in names:
        box = await page.get_by_role("menuitem", name=name).bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE[0], name
        assert 0 < box["y"] < box["y"] + box["height"] <= typed["y"], name


async def test_a_question_comes_before_what_cannot_be_taken_back(school: School) -> None:
    confirm = {
        "title": words("Stop?"),
        "text": mrkdwn("It *ends*."),
        "confirm": words("Stop it"),
        "deny": words("Keep it"),
    }
    ending = {"type": "actions", "elements": [button("end", "End", confirm=confirm)]}
    await school.bot.post("C0COACH", "End", [ending])
    page = await school.open()
    question = page.get_by_role("alertdialog", name="Stop?")

    await page.get_by_role("button", name="End", exact=True).click()
    await school.expect(question).to_have_accessible_description("It ends.")
    await page.keyboard.press("Escape")
    await school.expect(question).to_have_count(0)
    await school.expect(page.get_by_role("button", name="End", exact=True)).to_be_focused()
    assert school.bot.heard == []

    await page.get_by_role("button", name="End", exact=True).click()
    await page.get_by_role("button", name="Stop it").click()
    await school.slack.until(lambda: school.bot.heard)
    assert school.bot.heard[0]["actions"][0]["action_id"] == "end"


async def test_messages_arrive_by_themselves_and_are_announced(school: School) -> None:
    page = await school.open()
    await school.expect(page.get_by_role("heading", name="# peer-coaching")).to_be_visible()

    await school.bot.post("C0COACH", "*Three* visits &lt;today&gt;")
    await school.expect(page.locator(".message").get_by_text("visits <today>")).to_be_visible()
    await school.expect(page.locator("#said")).to_contain_text("Noteboard: Three visits <today>")

    await school.bot.post("D0MAYA", "Just for you")
    direct = page.get_by_role("link", name="Noteboard 1 unread")
    await school.expect(direct).to_be_visible()
    await direct.click()
    await school.expect(page.get_by_text("Just for you")).to_be_visible()
    await school.expect(page.get_by_role("link", name="Noteboard", exact=True)).to_be_visible()


async def test_a_changed_message_keeps_what_is_being_typed(school: School) -> None:
    box = asked("box", "One sentence", {"type": "plain_text_input", "multiline": True})
    ts = await school.bot.post("D0MAYA", "Box", [section("Before"), box])
    page = await school.open("U0MAYA", "bot")
    field = page.get_by_role("textbox", name="One sentence")
    await field.fill("half a thou")

    await school.bot.client.chat_update(
        channel="D0MAYA", ts=ts, text="Box", blocks=[section("After"), box]
    )
    await school.expect(page.get_by_text("After", exact=True)).to_be_visible()
    await school.expect(field).to_be_focused()
    await page.keyboard.type("ght")
    await school.expect(field).to_have_value("half a thought")
    await school.expect(page.get_by_text("(edited)")).to_be_visible()


async def test_a_private_line_says_so(school: School) -> None:
    await school.bot.client.chat_postEphemeral(channel="C0COACH", user="U0MAYA", text="psst")
    maya = await school.open("U0MAYA")
    await school.expect(maya.get_by_text("Only visible to you")).to_be_visible()
    tomas = await school.open("U0TOMAS")
    await school.expect(tomas.get_by_text("psst")).to_have_count(0)


async def test_a_reply_stands_under_what_it_answers(school: School) -> None:
    ts = await school.bot.post("C0COACH", "A question")
    await school.bot.post("C0COACH", "Something else")
    page = await school.open()
    await page.locator(f"[data-ts='{ts}']").hover()
    await page.get_by_role("button", name="Reply to Noteboard").first.click()
    await school.expect(page.get_by_text("Replying to Noteboard")).to_be_visible()
    await page.keyboard.type("My answer")
    await page.keyboard.press("Enter")

    order = page.locator(".message .words")
    await school.expect(order).to_have_text(["A question", "My answer", "Something else"])
    assert school.slack.person("U0MAYA").messages("C0COACH")[-1].thread_ts == ts


async def test_arrow_keys_go_from_message_to_message(school: School) -> None:
    for text in ("First", "Second", "Third"):
        await school.bot.post("C0COACH", text)
    page = await school.open()
    await school.expect(page.get_by_text("Third")).to_be_visible()
    await page.get_by_role("region", name="Messages in peer-coaching").focus()
    for _ in range(2):
        await page.keyboard.press("ArrowUp")
    await school.expect(page.get_by_role("article").filter(has_text="Second")).to_be_focused()
    await page.keyboard.press("Tab")
    reply = page.get_by_role("article").filter(has_text="Second").get_by_role("button")
    await school.expect(reply).to_be_focused()
    await page.keyboard.press("Tab")
    await school.expect(page.get_by_role("textbox", name="Message #peer-coaching")).to_be_focused()
