"""What running needs, looked at one by one: each finding says what is well, or how to mend it."""

from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import inspection, logs, slack
from bot.clock import Clock
from bot.key_findings import Finding
from bot.refusals import refusal, word
from bot.retries import Refused
from bot.settings import Settings
from bot.slack import CannotStart
from bot.waits import USUAL
from handlers.words import say

FARTHEST_APART = 60.0
"""Seconds by which clocks may differ; Slack's signatures allow five minutes."""


async def examine(
    settings: Settings, manifest: Path, clock: Clock | None = None, patience: float = USUAL.answer
) -> list[Finding]:
    """Database, keys and what is stuck; tokens, scopes, clock and people; in this order."""
    logs.set_up("ERROR")
    clock = clock or Clock()
    findings = await inspection.inspect(settings, clock)
    async with slack.session(patience) as shared:
        client = slack.client(settings, shared)
        findings += await _bot_token(settings, client, manifest, clock)
        if settings.mode == "socket" and settings.app_token is not None:
            findings.append(await _app_token(settings, client))
    return list(dict.fromkeys(findings))


async def _bot_token(
    settings: Settings, client: AsyncWebClient, manifest: Path, clock: Clock
) -> list[Finding]:
    try:
        answer = await slack.asked(settings, client)
    except CannotStart as cannot:
        return [(False, str(cannot))]
    known = say("doctor.slack", user=answer["user"], team=answer["team"])
    return [
        (True, known),
        *_scopes(answer.headers, manifest),
        *_clocks(answer.headers, clock),
        *await _facilitators(settings, client),
    ]


def _scopes(headers: Any, manifest: Path) -> list[Finding]:
    told = _header(headers, "X-OAuth-Scopes")
    if told is None or not manifest.is_file():
        return []
    scopes = yaml.safe_load(manifest.read_text("utf-8"))["oauth_config"]["scopes"]
    optional = set(scopes.get("bot_optional", ()))
    lacking = set(scopes["bot"]) - {scope.strip() for scope in told.split(",")}
    if needed := sorted(lacking - optional):
        return [(False, say("doctor.scopes_missing", scopes=", ".join(needed)))]
    if lacking:
        return [(True, say("doctor.scopes_optional", scopes=", ".join(sorted(lacking))))]
    return [(True, say("doctor.scopes"))]


def _clocks(headers: Any, clock: Clock) -> list[Finding]:
    told = _header(headers, "Date")
    if told is None:
        return []
    apart = abs((clock.real() - parsedate_to_datetime(told)).total_seconds())
    if apart > FARTHEST_APART:
        return [(False, say("doctor.clock_off", seconds=round(apart)))]
    return [(True, say("doctor.clock"))]


async def _facilitators(settings: Settings, client: AsyncWebClient) -> list[Finding]:
    found: list[Finding] = []
    for member in sorted(settings.facilitators):
        try:
            await client.users_info(user=member)
        except SlackApiError:
            found.append((False, say("doctor.facilitator_unknown", id=member)))
    if settings.facilitators and not found:
        found.append((True, say("doctor.facilitators")))
    return found


async def _app_token(settings: Settings, client: AsyncWebClient) -> Finding:
    token = settings.app_token.get_secret_value() if settings.app_token else ""
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        if isinstance(refusal(error), Refused):
            return False, say("cli.run.app_token_refused", error=word(error))
        return False, say("cli.run.slack_ill", error=word(error))
    except (aiohttp.ClientError, OSError, TimeoutError):
        return False, say("cli.run.slack_unreachable", url=settings.api_url)
    return True, say("doctor.app_token")


def _header(headers: Any, name: str) -> str | None:
    told = headers.get(name) or headers.get(name.lower())
    return None if told is None else str(told)
