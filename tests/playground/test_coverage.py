"""The one list of what the playground speaks is true."""

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.coverage import BY_NAME, METHODS
from playground.server import Playground
from playground.web_api import WebApi


async def test_every_listed_method_has_a_route_and_every_route_is_listed(
    slack: Playground,
) -> None:
    app = web.Application()
    app.add_routes(WebApi(slack.parts).routes())
    routed = {
        resource.canonical.removeprefix("/api/")
        for resource in app.router.resources()
        if "{" not in resource.canonical
    }
    assert routed == BY_NAME.keys()
    assert len(METHODS) == len(BY_NAME)


async def test_a_method_that_is_not_listed_is_unknown(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("chat.scheduleMessage", json={"channel": "C0COACH"})


def test_no_argument_is_listed_twice() -> None:
    for method in METHODS:
        names = [argument.name for argument in method.arguments]
        assert len(names) == len(set(names)), method.name
