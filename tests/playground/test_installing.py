"""Installing the app: a code for whoever is sent back, a token for the code, once."""

from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground

BACK = "http://127.0.0.1:9/slack/oauth_redirect?kept=1"


async def consent(slack: Playground, **change: str) -> tuple[int, str]:
    query = {
        "client_id": slack.credentials.client_id,
        "scope": "chat:write,im:history,files:write",
        "state": "s&1",
        "redirect_uri": BACK,
        **change,
    }
    address = f"{slack.url}/oauth/v2/authorize?{urlencode(query)}"
    async with (
        aiohttp.ClientSession() as session,
        session.get(address, allow_redirects=False) as response,
    ):
        return response.status, response.headers.get("Location", "")


# The SDK still builds the header with it.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_a_code_is_good_for_one_token(slack: Playground) -> None:
    slack.uninstall()
    status, location = await consent(slack)
    assert status == 302
    back = parse_qs(urlsplit(location).query)
    assert (back["state"], back["kept"]) == (["s&1"], ["1"])
    client = AsyncWebClient(base_url=slack.api_url)
    given = {
        "client_id": slack.credentials.client_id,
        "client_secret": slack.credentials.client_secret,
        "code": back["code"][0],
    }
    token = await client.oauth_v2_access(**given)
    assert token["team"]["id"] == "T0HARBOUR"
    assert "files:write" in token["scope"].split(",")
    bot = AsyncWebClient(token["access_token"], base_url=slack.api_url)
    assert (await bot.auth_test())["ok"]
    with pytest.raises(SlackApiError, match="invalid_code"):
        await client.oauth_v2_access(**given)
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        await client.oauth_v2_access(**{**given, "client_secret": "x"})


async def test_nobody_is_sent_to_an_odd_place(slack: Playground) -> None:
    assert (await consent(slack, redirect_uri="javascript:alert(1)"))[0] == 400
    assert (await consent(slack, client_id="x"))[0] == 400
