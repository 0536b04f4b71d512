"""What running needs, looked at one by one: each finding says what is well, or how to mend it."""

from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs, slack
from bot.clock import Clock
from bot.refusals import word
from bot.run import PATIENCE, store_of
from bot.settings import Settings
from bot.slack import CannotStart
from flows.ports import Busy, Unsure
from handlers.words import say

Finding = tuple[bool, str]
"""Whether it is well, and one line."""


async def examine(settings: Settings, manifest: Path) -> list[Finding]:
    """Database, tokens and scopes, in this order."""
    logs.set_up("ERROR")
    findings = [await _database(settings)]
    async with slack.session(PATIENCE) as shared:
        client = slack.client(settings, shared)
        findings += await _bot_token(settings, client, manifest)
        if settings.mode == "socket" and settings.app_token is not None:
            findings.append(await _app_token(settings, client))
    return findings


async def _database(settings: Settings) -> Finding:
    try:
        store = store_of(settings, Clock())
    except CannotStart as cannot:
        return False, str(cannot)
    try:
        await store.check()
    except (Busy, Unsure) as error:
        return False, say("cli.run.database_unreachable", error=type(error).__name__)
    finally:
        await store.close()
    return True, say("doctor.database")


async def _bot_token(settings: Settings, client: AsyncWebClient, manifest: Path) -> list[Finding]:
    try:
        answer = await slack.asked(settings, client)
    except CannotStart as cannot:
        return [(False, str(cannot))]
    known = say("doctor.slack", user=answer["user"], team=answer["team"])
    return [(True, known), *_scopes(answer.headers, manifest)]


def _scopes(headers: Any, manifest: Path) -> list[Finding]:
    told = headers.get("X-OAuth-Scopes") or headers.get("x-oauth-scopes")
    if told is None or not manifest.is_file():
        return []
    scopes = yaml.safe_load(manifest.read_text("utf-8"))["oauth_config"]["scopes"]
    needed = set(scopes["bot"]) - set(scopes.get("bot_optional", ()))
    lacking = sorted(needed - {scope.strip() for scope in told.split(",")})
    if lacking:
        return [(False, say("doctor.scopes_missing", scopes=", ".join(lacking)))]
    return [(True, say("doctor.scopes"))]


async def _app_token(settings: Settings, client: AsyncWebClient) -> Finding:
    token = settings.app_token.get_secret_value() if settings.app_token else ""
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        return False, say("cli.run.app_token_refused", error=word(error))
    except (aiohttp.ClientError, OSError, TimeoutError):
        return False, say("cli.run.slack_unreachable", url=settings.api_url)
    return True, say("doctor.app_token")
