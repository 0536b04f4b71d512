"""Misbehaviour on request happens as often as asked for, and then no more."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.faults import Fault
from playground.server import Playground
from tests.playground.resident import Bot, living


@pytest.fixture
def client(slack: Playground) -> AsyncWebClient:
    return AsyncWebClient(
        slack.credentials.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5
    )


async def test_a_lost_reply_was_carried_out(slack: Playground, client: AsyncWebClient) -> None:
    slack.parts.faults.add(Fault("chat.postMessage", "lost_reply"))
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="D0MAYA", text="Hello")
    assert [each.text for each in slack.person("U0MAYA").messages()] == ["Hello"]
    assert (await client.chat_postMessage(channel="D0MAYA", text="Again"))["ok"]


async def test_a_refusal_and_a_broken_server_carry_nothing_out(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.parts.faults.add(Fault("*", "error", error="fatal_error"))
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.chat_postMessage(channel="D0MAYA", text="Hello")
    slack.parts.faults.add(Fault("*", "http_500"))
    with pytest.raises(SlackApiError) as broken:
        await client.chat_postMessage(channel="D0MAYA", text="Hello")
    assert broken.value.response.status_code == 500
    slack.parts.faults.add(Fault("*", "ratelimited", times=2, retry_after=7))
    for _ in range(2):
        with pytest.raises(SlackApiError) as early:
            await client.chat_postMessage(channel="D0MAYA", text="Hello")
        assert early.value.response.headers["Retry-After"] == "7"
    assert slack.person("U0MAYA").messages() == []


async def test_a_fault_can_wait_for_one_channel(slack: Playground, client: AsyncWebClient) -> None:
    slack.parts.faults.add(Fault("chat.postMessage", "error", match={"channel": "D0TOMAS"}))
    assert (await client.chat_postMessage(channel="D0MAYA", text="Hello"))["ok"]
    with pytest.raises(SlackApiError, match="internal_error"):
        await client.chat_postMessage(channel="D0TOMAS", text="Hello")


async def test_a_hanging_call_ends_when_faults_are_cleared(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.parts.faults.add(Fault("chat.postMessage", "hang"))
    calling = asyncio.create_task(client.chat_postMessage(channel="D0MAYA", text="Hello"))
    await slack.until(lambda: slack.parts.traffic.calls("chat.postMessage"))
    assert not calling.done()
    slack.parts.faults.clear()
    with pytest.raises(aiohttp.ClientError):
        await calling
    assert slack.person("U0MAYA").messages() == []


async def test_a_held_reply_was_carried_out_and_is_never_heard(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.parts.faults.add(Fault("chat.postMessage", "held_reply"))
    calling = asyncio.create_task(client.chat_postMessage(channel="D0MAYA", text="Hello"))
    await slack.until(lambda: slack.person("U0MAYA").messages())
    assert not calling.done()
    slack.parts.faults.clear()
    with pytest.raises(aiohttp.ClientError):
        await calling


async def test_a_slow_call_is_carried_out_late(slack: Playground, client: AsyncWebClient) -> None:
    slack.parts.faults.add(Fault("chat.postMessage", "slow", seconds=0.01))
    assert (await client.chat_postMessage(channel="D0MAYA", text="Hello"))["ok"]


async def test_a_second_delivery_is_the_same_thing_again(slack: Playground, bot: Bot) -> None:
    slack.parts.faults.deliver_twice = 2
    maya = slack.person("U0MAYA")
    assert (await maya.command("D0MAYA", "/any")).ok
    await maya.write("D0MAYA", "Hello")
    await slack.until(lambda: len(bot.of_kind("message")) == 2 or None)
    first, second = bot.of_kind("command")
    assert first["trigger_id"] == second["trigger_id"]
    once, again = bot.of_kind("message")
    assert once["event_id"] == again["event_id"]
    nums = {once["headers"]["x-slack-retry-num"], again["headers"]["x-slack-retry-num"]}
    assert nums == {"0", "1"}
    assert (await maya.command("D0MAYA", "/any")).ok
    assert len(bot.of_kind("command")) == 3


async def test_held_events_come_when_released(slack: Playground, bot: Bot) -> None:
    slack.parts.delivery.hold_events()
    await slack.person("U0MAYA").write("D0MAYA", "Hello")
    assert (await slack.person("U0MAYA").command("D0MAYA", "/any")).ok
    assert bot.of_kind("message") == []
    slack.parts.delivery.release_events()
    await slack.until(lambda: bot.of_kind("message"))


async def test_the_sdk_comes_back_after_its_socket_was_dropped(slack: Playground) -> None:
    bot = Bot(slack)
    async with living(bot) as handler:
        slack.parts.sockets.drop()
        assert slack.parts.sockets.connected == 0
        await handler.client.connect_to_new_endpoint(force=True)
        await slack.until(lambda: slack.parts.sockets.connected)
        assert (await slack.person("U0MAYA").command("D0MAYA", "/any")).ok
