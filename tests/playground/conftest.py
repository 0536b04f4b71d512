"""A playground on a free port, Slack's own client for it, and a Bolt app that lives in it."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground
from tests.playground.resident import Bot, living


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground(manifest=None, ack_wait=1.0) as running:
        yield running


@pytest.fixture
def client(slack: Playground) -> AsyncWebClient:
    return AsyncWebClient(slack.credentials.bot_token, base_url=slack.api_url)


@pytest.fixture
async def bot(slack: Playground) -> AsyncIterator[Bot]:
    bot = Bot(slack)
    async with living(bot):
        yield bot
