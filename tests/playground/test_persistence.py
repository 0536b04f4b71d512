"""What was answered is on disk: a playground that is killed comes back as it was."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from tests.playground.resident import Bot, buttons, living, modal

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)


async def fill(slack: Playground) -> tuple[str, str]:
    client = AsyncWebClient(slack.credentials.bot_token, base_url=slack.api_url)
    maya = slack.person("U0MAYA")
    await maya.write("D0MAYA", "Are you there?")
    await client.chat_postMessage(channel="D0MAYA", text="Yes", blocks=buttons("yes"))
    group = await client.conversations_open(users="U0MAYA,U0TOMAS")
    home: dict[str, Any] = {"type": "home", "blocks": [{"type": "divider"}]}
    await client.views_publish(user_id="U0MAYA", view=home)
    trigger = slack.parts.triggers.give("1.2.a", "U0MAYA")
    view = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
    await slack.movement.move_to(slack.parts.clock.now() + 86_400)
    return str(group["channel"]["id"]), str(view["id"])


async def test_everything_is_there_after_a_kill(tmp_path: Path) -> None:
    killed = Playground(manifest=None, begin=BEGIN, data=tmp_path)
    await killed.start()
    group, view_id = await fill(killed)
    # Read while the first one was never stopped: nothing waits to be written at the end.
    async with Playground(manifest=None, data=tmp_path) as slack:
        maya = slack.person("U0MAYA")
        assert [each.text for each in maya.messages()] == ["Are you there?", "Yes"]
        assert maya.messages()[1].blocks == buttons_as_stored()
        assert slack.parts.clock.moment() > datetime(2026, 3, 3, 8, tzinfo=UTC)
        assert {each.id for each in maya.conversations()} >= {group, "D0MAYA", "C0COACH"}
        home, form = maya.home(), maya.modal()
        assert home is not None
        assert form is not None
        assert (form.id, form.body["callback_id"]) == (view_id, "goal")
        later = await maya.write("D0MAYA", "Still?")
        assert (later.ts or "") > maya.messages()[1].ts
        assert slack.parts.workspace.fresh("V") > view_id
    await killed.stop()


def buttons_as_stored() -> list[dict[str, Any]]:
    blocks = buttons("yes")
    blocks[0]["elements"][0]["text"]["emoji"] = True
    return blocks


async def test_an_event_that_nobody_took_is_delivered_after_a_restart(tmp_path: Path) -> None:
    async with Playground(manifest=None, data=tmp_path) as slack:
        await slack.person("U0MAYA").write("D0MAYA", "Are you there?")
        await slack.until(lambda: len(slack.parts.traffic.calls("message")) == 2 or None)
    async with Playground(manifest=None, data=tmp_path) as slack:
        bot = Bot(slack)
        async with living(bot):
            [body] = await slack.until(lambda: bot.of_kind("message"))
            assert body["event"]["text"] == "Are you there?"


async def test_a_removed_app_stays_removed_until_it_is_installed_again(tmp_path: Path) -> None:
    async with Playground(manifest=None, data=tmp_path) as slack:
        slack.uninstall()
    async with Playground(manifest=None, data=tmp_path) as slack:
        assert (await slack.person("U0MAYA").command("D0MAYA", "/any")).error == "unknown_command"


async def test_the_clock_begins_where_it_is_told_only_once(tmp_path: Path) -> None:
    async with Playground(manifest=None, begin=BEGIN, data=tmp_path) as slack:
        await slack.movement.move_to(datetime(2026, 6, 1, tzinfo=UTC).timestamp())
    async with Playground(manifest=None, begin=BEGIN, data=tmp_path) as slack:
        assert slack.parts.clock.moment() >= datetime(2026, 6, 1, tzinfo=UTC)
