"""What people do reaches a real Bolt app, by Socket Mode and by signed HTTP, in Slack's shape."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from playground.acting import Person
from playground.app_config import AppConfig, Command
from playground.server import Playground
from tests.playground.resident import Bot, buttons, living

MAYA = "D0MAYA"


# Socket Mode and what everything looks like ---------------------------------------------------


async def test_a_command_has_slacks_shape_and_its_answer_is_private(
    slack: Playground, bot: Bot
) -> None:
    bot.answers["command"] = {"text": "Only you", "blocks": buttons("yes")}
    maya = slack.person("U0MAYA")
    assert (await maya.command("C0COACH", "/pair @tomas in #heads-only & <now>")).ok
    [body] = bot.of_kind("command")
    assert body["command"] == "/pair"
    assert body["text"] == "<@U0TOMAS|tomas> in <#C0HEADS|> &amp; &lt;now&gt;"
    assert (body["channel_id"], body["channel_name"]) == ("C0COACH", "peer-coaching")
    assert (body["user_id"], body["team_id"]) == ("U0MAYA", "T0HARBOUR")
    [seen] = maya.messages("C0COACH")
    assert (seen.text, seen.only_for) == ("Only you", "U0MAYA")
    assert slack.person("U0TOMAS").messages("C0COACH") == []


async def test_a_command_without_should_escape_comes_as_typed() -> None:
    config = AppConfig(commands=(Command("/plain"),))
    async with Playground(manifest=config) as slack:
        bot = Bot(slack)
        async with living(bot):
            maya = slack.person("U0MAYA")
            assert (await maya.command(MAYA, "/plain @tomas")).ok
            assert bot.of_kind("command")[0]["text"] == "@tomas"
            assert (await maya.command(MAYA, "/other")).error == "unknown_command"
            assert (await maya.command(MAYA, "plain")).error == "unknown_command"


async def test_a_written_message_reaches_the_bot_once(slack: Playground, bot: Bot) -> None:
    maya = slack.person("U0MAYA")
    written = await maya.write(MAYA, "Hi @tomas, <!channel> & https://example.org/a")
    [body] = await slack.until(lambda: bot.of_kind("message"))
    event = body["event"]
    assert event["text"] == ("Hi <@U0TOMAS>, &lt;!channel&gt; &amp; <https://example.org/a>")
    assert (event["channel_type"], event["ts"], event["user"]) == ("im", written.ts, "U0MAYA")
    assert event["blocks"][0]["elements"][0]["elements"][1] == {
        "type": "user",
        "user_id": "U0TOMAS",
    }
    assert body["event_id"].startswith("Ev")
    assert body["authorizations"][0]["user_id"] == "U0TANDEM"


async def test_nothing_is_heard_that_was_not_subscribed_to_or_granted() -> None:
    config = AppConfig(events=("message.im",), scopes=("chat:write", "im:write"))
    async with Playground(manifest=config) as slack:
        bot = Bot(slack)
        async with living(bot):
            maya = slack.person("U0MAYA")
            await maya.write(MAYA, "no im:history")
            await maya.open_home()
            await maya.write("C0COACH", "never")
            slack.grant("im:history")
            await maya.write(MAYA, "now")
            [body] = await slack.until(lambda: bot.heard)
            assert body["event"]["text"] == "now"


async def test_a_press_in_a_message_has_slacks_shape(slack: Playground, bot: Bot) -> None:
    posted = await bot.client.chat_postMessage(
        channel=MAYA,
        text="Well?",
        blocks=[
            *buttons("yes", "no"),
            {
                "type": "input",
                "block_id": "why",
                "label": {"type": "plain_text", "text": "Why?"},
                "element": {"type": "plain_text_input", "action_id": "text"},
            },
        ],
    )
    maya = slack.person("U0MAYA")
    assert (await maya.press("yes", channel=MAYA, state={"why": "because"})).ok
    [body] = bot.of_kind("block_actions")
    [action] = body["actions"]
    assert (action["action_id"], action["value"], action["block_id"]) == ("yes", "yes", "row")
    assert body["container"]["message_ts"] == body["message"]["ts"] == posted["ts"]
    assert body["message"]["bot_id"] == "B0TANDEM"
    assert body["channel"] == {"id": MAYA, "name": "directmessage"}
    assert body["state"]["values"]["why"]["text"]["value"] == "because"
    assert body["response_url"].startswith(slack.url)


async def test_a_press_takes_its_fields_from_the_stored_block_unless_forged(
    slack: Playground, bot: Bot
) -> None:
    await bot.client.chat_postMessage(channel=MAYA, text="Well?", blocks=buttons("yes"))
    maya = slack.person("U0MAYA")
    await maya.press("yes", channel=MAYA, value="other")
    await maya.press("yes", channel=MAYA, value="other", forge=True)
    assert (await maya.press("gone", channel=MAYA)).error == "element_not_found"
    values = [body["actions"][0]["value"] for body in bot.of_kind("block_actions")]
    assert values == ["yes", "other"]


async def test_an_ephemeral_message_is_replaced_through_its_response_url(
    slack: Playground, bot: Bot
) -> None:
    maya = slack.person("U0MAYA")
    await bot.client.chat_postEphemeral(
        channel="C0COACH", user="U0MAYA", text="Well?", blocks=buttons("yes")
    )
    await maya.press("yes", channel="C0COACH")
    [body] = bot.of_kind("block_actions")
    assert "message" not in body
    assert body["container"]["is_ephemeral"] is True
    answer = AsyncWebhookClient(body["response_url"])
    assert (await answer.send(text="Thanks", replace_original=True)).status_code == 200
    assert [each.text for each in maya.messages("C0COACH")] == ["Thanks"]
    assert (await answer.send(delete_original=True)).status_code == 200
    assert maya.messages("C0COACH") == []
    for number in range(3):
        assert (await answer.send(text=f"{number}")).status_code == 200
    late = await answer.send(text="a sixth time")
    assert (late.status_code, "used_url" in late.body) == (404, True)
    assert [each.only_for for each in maya.messages("C0COACH")] == ["U0MAYA"] * 3


async def test_a_response_url_ends_after_half_an_hour() -> None:
    now = [1_000_000.0]
    async with Playground(manifest=None, real=lambda: now[0]) as slack:
        bot = Bot(slack)
        async with living(bot):
            await slack.person("U0MAYA").command("C0STAFF", "/any")
            answer = AsyncWebhookClient(bot.of_kind("command")[0]["response_url"])
            assert (await answer.send(text="x", response_type="in_channel")).status_code == 200
            now[0] += 30 * 60 + 1
            assert "expired_url" in (await answer.send(text="x")).body
    assert [each.text for each in slack.person("U0TOMAS").messages("C0STAFF")] == ["x"]


async def test_everything_else_that_happens_is_told(slack: Playground, bot: Bot) -> None:
    tomas = slack.person("U0TOMAS")
    await tomas.open_home()
    await tomas.change(tz="Europe/Warsaw")
    await tomas.change(deleted=True)
    assert (await slack.person("U0JUN").leave("C0COACH")).ok
    assert (await slack.person("U0AOIFE").archive("C0COACH")).ok
    kinds = {"app_home_opened", "user_change", "member_left_channel", "channel_archive"}
    await slack.until(lambda: kinds <= {body["event"]["type"] for body in bot.heard} or None)
    # A stock Bolt app cannot look up its token any more, so these two are seen on their way.
    slack.uninstall()
    await slack.until(lambda: slack.parts.traffic.calls("app_uninstalled"))
    assert slack.parts.traffic.calls("tokens_revoked")
    home = bot.of_kind("app_home_opened")[0]["event"]
    assert (home["tab"], home["channel"], home["user"]) == ("home", "D0TOMAS", "U0TOMAS")
    # On a busy machine an acknowledgement comes late and Slack tells the same event once more.
    changes = {body["event_id"]: body["event"]["user"] for body in bot.of_kind("user_change")}
    assert sorted(each["deleted"] for each in changes.values()) == [False, True]
    assert bot.of_kind("member_left_channel")[0]["event"]["user"] == "U0JUN"


# Acknowledgements, retries, connections -------------------------------------------------------


async def test_without_a_bot_the_person_sees_that_it_failed(slack: Playground) -> None:
    assert (await slack.person("U0MAYA").command(MAYA, "/any")).error == "dispatch_failed"


async def test_an_answer_later_than_three_seconds_is_a_timeout() -> None:
    async with Playground(manifest=None, ack_wait=0.05) as slack:
        bot = Bot(slack)
        bot.answers["command"] = None
        async with living(bot):
            outcome = await slack.person("U0MAYA").command(MAYA, "/any")
            assert outcome.error == "operation_timeout"


async def test_an_event_not_taken_comes_again_with_its_id() -> None:
    async with Playground(manifest=None, retry_waits=(0.0, 0.0, 0.0), ack_wait=0.1) as slack:
        bot = Bot(slack)
        refusals = [500, 500, 200]

        @bot.app.middleware
        async def refuse(resp: Any, next_: Any) -> Any:
            status = refusals.pop(0)
            return await next_() if status == 200 else BoltResponse(status=status)

        async with living(bot):
            await slack.person("U0MAYA").write(MAYA, "Hello")
            await slack.until(lambda: not refusals)
            await slack.parts.delivery.quiet()
        heard = bot.of_kind("message")
        assert len(heard) == 3
        assert len({body["event_id"] for body in heard}) == 1
        assert [body["headers"].get("x-slack-retry-num") for body in heard] == ["0", "1", "2"]
        assert list(slack.parts.store.all("event")) == []


async def test_an_event_waits_for_a_bot_that_is_away(slack: Playground) -> None:
    await slack.person("U0MAYA").write(MAYA, "Are you there?")
    bot = Bot(slack)
    async with living(bot):
        [body] = await slack.until(lambda: bot.of_kind("message"))
        assert body["event"]["text"] == "Are you there?"
        assert body["headers"]["x-slack-retry-num"] == "2"


async def test_each_connection_needs_a_new_address(slack: Playground) -> None:
    app_client = AsyncWebClient(slack.credentials.app_token, base_url=slack.api_url)
    url = (await app_client.apps_connections_open(app_token=slack.credentials.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        await slack.parts.sockets.refresh()
        assert (await socket.receive_json())["reason"] == "refresh_requested"


async def test_ten_connections_are_the_most(slack: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            ticket = slack.parts.sockets.ticket()
            sockets.append(await session.ws_connect(f"{slack.url}/link/?ticket={ticket}"))
        assert (await sockets[9].receive_json())["type"] == "hello"
        assert (await sockets[10].receive_json())["reason"] == "too_many_websockets"
        for socket in sockets:
            await socket.close()


async def test_two_bots_share_the_deliveries(slack: Playground) -> None:
    first, second = Bot(slack), Bot(slack)
    async with living(first), living(second):
        for _ in range(4):
            assert (await slack.person("U0MAYA").command(MAYA, "/any")).ok
    assert (len(first.heard), len(second.heard)) == (2, 2)


# Signed HTTP ----------------------------------------------------------------------------------


class Listening:
    """The bot behind a request URL of its own."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.bot: Bot | None = None
        self.answer: web.Response | None = None
        self.url = ""

    async def hear(self, request: web.Request) -> web.Response:
        self.requests.append({"headers": dict(request.headers), "body": await request.text()})
        if self.answer is not None:
            return self.answer
        assert self.bot is not None
        return await to_aiohttp_response(
            await self.bot.app.async_dispatch(await to_bolt_request(request))
        )


@pytest.fixture
async def listening() -> AsyncIterator[Listening]:
    listening = Listening()
    app = web.Application()
    app.router.add_post("/slack/events", listening.hear)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listening.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield listening
    await runner.cleanup()


async def act_once(bot: Bot, maya: Person) -> None:
    bot.answers["command"] = {"text": "Only you"}
    assert (await maya.command(MAYA, "/pair @tomas & me")).ok
    await bot.client.chat_postMessage(channel=MAYA, text="Well?", blocks=buttons("yes"))
    assert (await maya.press("yes", channel=MAYA)).ok
    await maya.write(MAYA, "Hi")
    await bot.slack.until(lambda: bot.of_kind("message"))


async def test_signed_http_says_the_same_as_socket_mode(listening: Listening) -> None:
    async with Playground(manifest=None, delivery="http", request_url=listening.url) as slack:
        bot = listening.bot = Bot(slack)
        await act_once(bot, slack.person("U0MAYA"))
        assert bot.of_kind("command")[0]["text"] == "<@U0TOMAS|tomas> &amp; me"
        assert bot.of_kind("block_actions")[0]["actions"][0]["value"] == "yes"
        assert slack.person("U0MAYA").messages()[0].text == "Only you"
        kinds = [request["headers"]["Content-Type"] for request in listening.requests]
        assert kinds.count("application/x-www-form-urlencoded") == 2
        assert set(kinds) == {"application/x-www-form-urlencoded", "application/json"}


async def test_an_event_refused_for_good_is_not_sent_again(listening: Listening) -> None:
    async with Playground(
        manifest=None, delivery="http", request_url=listening.url, retry_waits=(0.0, 0.0, 0.0)
    ) as slack:
        listening.answer = web.Response(status=500, headers={"X-Slack-No-Retry": "1"})
        await slack.person("U0MAYA").write(MAYA, "Hi")
        await slack.until(lambda: list(slack.parts.traffic.calls("message")))
        await slack.until(lambda: slack.parts.traffic.calls("message")[0].answer)
        assert len(listening.requests) == 1


async def test_a_request_url_that_is_not_there_fails_at_once() -> None:
    async with Playground(
        manifest=None, delivery="http", request_url="http://127.0.0.1:9/", retry_waits=()
    ) as slack:
        assert (await slack.person("U0MAYA").command(MAYA, "/any")).error == "dispatch_failed"


async def test_the_sdk_comes_again_after_a_refresh(slack: Playground, bot: Bot) -> None:
    await slack.parts.sockets.refresh()
    await slack.until(lambda: slack.parts.sockets.connected)
    assert (await slack.person("U0MAYA").command(MAYA, "/any")).ok


async def test_a_dropped_connection_is_a_failure_at_once(slack: Playground) -> None:
    bot = Bot(slack)
    bot.answers["command"] = None
    async with living(bot):
        acting = asyncio.create_task(slack.person("U0MAYA").command(MAYA, "/any"))
        await slack.until(lambda: slack.parts.traffic.calls("/any"))
        slack.parts.sockets.drop()
        assert (await acting).error == "dispatch_failed"
