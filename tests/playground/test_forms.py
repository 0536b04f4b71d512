"""Forms between a real Bolt app and a person: opened, stacked, refused, kept, sent."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from playground.server import Playground
from tests.playground.resident import Bot, buttons, modal


async def opened(bot: Bot, view: dict[str, Any] | None = None) -> None:
    async def open_it(body: dict[str, Any]) -> None:
        if "command" in body:
            await bot.client.views_open(trigger_id=body["trigger_id"], view=view or modal())

    bot.also = open_it
    maya = bot.slack.person("U0MAYA")
    assert (await maya.command("D0MAYA", "/goal")).ok
    await bot.slack.until(maya.modal)


async def test_a_submission_has_slacks_shape(slack: Playground, bot: Bot) -> None:
    await opened(bot, modal(private_metadata="key-1"))
    maya = slack.person("U0MAYA")
    assert (await maya.submit(state={"goal": "listen < more"})).ok
    [body] = bot.of_kind("view_submission")
    view = body["view"]
    assert view["state"]["values"] == {
        "goal": {"text": {"type": "plain_text_input", "value": "listen < more"}}
    }
    assert (view["private_metadata"], view["callback_id"]) == ("key-1", "goal")
    assert view["root_view_id"] == view["id"]
    assert view["previous_view_id"] is None
    assert body["user"]["id"] == "U0MAYA"
    assert body["team"]["id"] == "T0HARBOUR"
    assert maya.modal() is None


async def test_errors_keep_the_form_open_with_every_word(slack: Playground, bot: Bot) -> None:
    await opened(bot)
    bot.answers["view_submission"] = {
        "response_action": "errors",
        "errors": {"goal": "Too vague"},
    }
    maya = slack.person("U0MAYA")
    outcome = await maya.submit(state={"goal": "be better"})
    assert outcome.errors == {"goal": "Too vague"}
    form = maya.modal()
    assert form is not None
    assert form.state["goal"]["text"]["value"] == "be better"
    assert form.errors == {"goal": "Too vague"}


async def test_slacks_client_asks_for_what_is_missing_or_too_long(
    slack: Playground, bot: Bot
) -> None:
    view = modal()
    view["blocks"][0]["element"]["max_length"] = 5
    await opened(bot, view)
    maya = slack.person("U0MAYA")
    assert "required" in (await maya.submit(state={"goal": ""})).errors["goal"]
    assert "at most 5" in (await maya.submit(state={"goal": "longer"})).errors["goal"]
    assert bot.of_kind("view_submission") == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "?"}},
        {
            "response_action": "update",
            "view": modal(title={"type": "plain_text", "text": "x" * 25}),
        },
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
    ],
)
async def test_an_answer_that_slack_would_refuse_leaves_the_form(
    slack: Playground, bot: Bot, answer: dict[str, Any]
) -> None:
    await opened(bot)
    bot.answers["view_submission"] = answer
    maya = slack.person("U0MAYA")
    outcome = await maya.submit(state={"goal": "x"})
    assert not outcome.ok
    assert maya.modal() is not None


async def test_forms_stack_three_deep_and_come_down_again(slack: Playground, bot: Bot) -> None:
    await opened(bot)
    maya = slack.person("U0MAYA")
    bot.answers["view_submission"] = {"response_action": "push", "view": modal(callback_id="two")}
    await maya.submit(state={"goal": "1"})
    bot.answers["view_submission"] = {"response_action": "push", "view": modal(callback_id="three")}
    await maya.submit(state={"goal": "2"})
    assert len(slack.parts.workspace.stack("U0MAYA")) == 3
    assert (await maya.submit(state={"goal": "3"})).error == "invalid_response_action"
    bot.answers["view_submission"] = ""
    await maya.submit(state={"goal": "3"})
    second = maya.modal()
    assert second is not None
    assert second.body["callback_id"] == "two"
    assert second.state["goal"]["text"]["value"] == "2"
    assert second.root_id == second.previous_id
    bot.answers["view_submission"] = {"response_action": "clear"}
    await maya.submit()
    assert maya.modal() is None


async def test_an_updated_form_keeps_what_was_typed_where_ids_stay(
    slack: Playground, bot: Bot
) -> None:
    await opened(bot)
    changed = modal(callback_id="changed")
    changed["blocks"].append(
        {
            "type": "input",
            "optional": True,
            "block_id": "more",
            "label": {"type": "plain_text", "text": "More"},
            "element": {
                "type": "plain_text_input",
                "action_id": "text",
                "initial_value": "suggested",
            },
        }
    )
    bot.answers["view_submission"] = {"response_action": "update", "view": changed}
    maya = slack.person("U0MAYA")
    await maya.submit(state={"goal": "typed"})
    form = maya.modal()
    assert form is not None
    assert form.state["goal"]["text"]["value"] == "typed"
    assert form.state["more"]["text"]["value"] == "suggested"


async def test_a_late_answer_leaves_the_form_with_every_word(slack: Playground, bot: Bot) -> None:
    await opened(bot)
    bot.answers["view_submission"] = None
    maya = slack.person("U0MAYA")
    assert (await maya.submit(state={"goal": "typed"})).error == "timeout"
    form = maya.modal()
    assert form is not None
    assert form.state["goal"]["text"]["value"] == "typed"


async def test_a_closed_form_is_told_when_asked_to(slack: Playground, bot: Bot) -> None:
    await opened(bot, modal(notify_on_close=True))
    maya = slack.person("U0MAYA")
    assert (await maya.close()).ok
    assert maya.modal() is None
    [body] = bot.of_kind("view_closed")
    assert body["is_cleared"] is False


async def test_a_trigger_opens_one_form_within_three_seconds() -> None:
    now = [1_000_000.0]
    async with Playground(manifest=None, real=lambda: now[0]) as slack:
        bot = Bot(slack)
        trigger = slack.parts.triggers.give("1.2.a", "U0MAYA")
        await bot.client.views_open(trigger_id=trigger, view=modal())
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            await bot.client.views_open(trigger_id=trigger, view=modal())
        late = slack.parts.triggers.give("1.2.b", "U0MAYA")
        now[0] += 3.1
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await bot.client.views_open(trigger_id=late, view=modal())


async def test_a_press_inside_a_form_can_stack_another(slack: Playground, bot: Bot) -> None:
    view = modal()
    view["blocks"] += buttons("more")
    await opened(bot, view)

    async def push(body: dict[str, Any]) -> None:
        if body["type"] == "block_actions":
            await bot.client.views_push(trigger_id=body["trigger_id"], view=modal())

    bot.also = push
    maya = slack.person("U0MAYA")
    assert (await maya.press("more", state={"goal": "typed"})).ok
    await slack.until(lambda: len(slack.parts.workspace.stack("U0MAYA")) == 2)
    [body] = bot.of_kind("block_actions")
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert body["view"]["state"]["values"]["goal"]["text"]["value"] == "typed"
    assert "response_url" not in body
    assert body["actions"][0]["block_id"] == "row"


async def test_every_kind_of_input_arrives_in_its_own_shape(slack: Playground, bot: Bot) -> None:
    options = [
        {"text": {"type": "plain_text", "text": each}, "value": each} for each in ("a", "b", "c")
    ]
    elements: dict[str, dict[str, Any]] = {
        "static": {"type": "static_select", "options": options, "initial_option": options[0]},
        "many": {"type": "multi_static_select", "options": options},
        "boxes": {"type": "checkboxes", "options": options},
        "radio": {"type": "radio_buttons", "options": options},
        "user": {"type": "users_select"},
        "users": {"type": "multi_users_select"},
        "date": {"type": "datepicker", "initial_date": "2026-03-02"},
        "time": {"type": "timepicker"},
        "channel": {"type": "channels_select"},
        "place": {"type": "conversations_select"},
    }
    view = modal(
        blocks=[
            {
                "type": "input",
                "block_id": name,
                "optional": True,
                "label": {"type": "plain_text", "text": name},
                "element": {**element, "action_id": "it"},
            }
            for name, element in elements.items()
        ]
    )
    await opened(bot, view)
    maya = slack.person("U0MAYA")
    outcome = await maya.submit(
        state={
            "many": ["a", "c"],
            "radio": {"it": {"selected_option": {"value": "b"}}},
            "user": "U0TOMAS",
            "users": ["U0TOMAS", "U0JUN"],
            "time": "08:30",
        }
    )
    assert outcome.ok
    [body] = bot.of_kind("view_submission")
    values = {name: held["it"] for name, held in body["view"]["state"]["values"].items()}
    assert values["static"]["selected_option"]["value"] == "a"
    assert [each["value"] for each in values["many"]["selected_options"]] == ["a", "c"]
    assert values["boxes"] == {"type": "checkboxes", "selected_options": []}
    assert values["radio"]["selected_option"]["text"]["text"] == "b"
    assert values["user"]["selected_user"] == "U0TOMAS"
    assert values["users"]["selected_users"] == ["U0TOMAS", "U0JUN"]
    assert values["date"]["selected_date"] == "2026-03-02"
    assert values["time"]["selected_time"] == "08:30"
    assert values["channel"] == {"type": "channels_select", "selected_channel": None}


async def test_two_submissions_at_once_are_two_deliveries(slack: Playground, bot: Bot) -> None:
    await opened(bot)
    maya = slack.person("U0MAYA")
    outcomes = await asyncio.gather(*(maya.submit(state={"goal": "x"}) for _ in range(2)))
    assert all(outcome.ok for outcome in outcomes)
    assert len(bot.of_kind("view_submission")) == 2
