"""Slack at start: one shared session, the client that posts, and who we are there."""

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Installation
from bot.logs import SLACK
from bot.refusals import refusal, word
from bot.retries import Refused
from bot.settings import Settings
from flows.ids import MemberId, WorkspaceId
from handlers.words import say

_TO_CONNECT = 3.0
_MOST_AT_ONCE = 100


class CannotStart(Exception):
    """Something that running needs is not there; the message says which, and the mend."""


def session(patience: float) -> aiohttp.ClientSession:
    """The one session of all calls to Slack; it gives up an unanswered call after `patience`."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=patience, sock_connect=_TO_CONNECT),
        connector=aiohttp.TCPConnector(limit=_MOST_AT_ONCE),
    )


def client(settings: Settings, shared: aiohttp.ClientSession) -> AsyncWebClient:
    """The client that posts: it never retries by itself, for that would double a message."""
    return AsyncWebClient(
        token=settings.bot_token.get_secret_value(),
        base_url=settings.api_url,
        session=shared,
        retry_handlers=[],
        logger=SLACK,
    )


async def installation(settings: Settings, asking: AsyncWebClient) -> Installation:
    """Who we are in which workspace, asked once."""
    answer = await asked(settings, asking)
    return Installation(
        workspace=WorkspaceId(str(answer["team_id"])),
        bot_user=MemberId(str(answer["user_id"])),
        bot_id=str(answer["bot_id"]),
        token=settings.bot_token.get_secret_value(),
        scopes=granted(answer),
    )


def granted(answer: Any) -> frozenset[str]:
    """The scopes that Slack says at every answer that the token has."""
    told = answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or ""
    return frozenset(scope.strip() for scope in told.split(",") if scope.strip())


async def asked(settings: Settings, asking: AsyncWebClient) -> Any:
    """What `auth.test` answers; raises `CannotStart`."""
    try:
        return await asking.auth_test()
    except SlackApiError as error:
        if not isinstance(refusal(error), Refused):
            raise CannotStart(say("cli.run.slack_ill", error=word(error))) from None
        raise CannotStart(say("cli.run.token_refused", error=word(error))) from None
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise CannotStart(say("cli.run.slack_unreachable", url=settings.api_url)) from None
