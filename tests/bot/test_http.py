"""What listens for HTTP: signed deliveries, health and figures."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.run import Tandem
from playground.server import Playground
from tests.bot.rig import MAYA, TEAM
from tests.bot.test_app import event, failing, settings_for


@pytest.fixture
async def tandem(slack: Playground, tmp_path: Path) -> AsyncIterator[Tandem]:
    """The bot, listening on a port that the system chose."""
    async with Tandem(settings_for(slack, tmp_path, mode="http", app_token=None)) as bot:
        yield bot


async def post(tandem: Tandem, secret: str, at: float | None = None) -> tuple[int, str]:
    """The answer to a delivery signed with that secret."""
    body = json.dumps(event())
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    address = f"http://127.0.0.1:{tandem.port}/slack/events"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def get(tandem: Tandem, path: str) -> tuple[int, str]:
    """What stands there."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{tandem.port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_a_signed_delivery_is_carried_out(slack: Playground, tandem: Tandem) -> None:
    status, _ = await post(tandem, slack.credentials.signing_secret)
    assert status == 200
    await slack.settled()
    assert slack.person(MAYA).home() is not None


@pytest.mark.parametrize(("secret", "age"), [("forged", 0.0), ("", 0.0), ("right", 600.0)])
async def test_a_forged_or_old_delivery_is_refused(
    slack: Playground, tandem: Tandem, secret: str, age: float
) -> None:
    chosen = slack.credentials.signing_secret if secret == "right" else secret
    status, _ = await post(tandem, chosen, time.time() - age)
    assert status == 401
    assert not slack.parts.traffic.calls("views.publish")


async def sent(
    tandem: Tandem, secret: str, data: bytes, kind: str = "application/json", **changed: str
) -> int:
    """The status of whatever is posted there, signed with that secret."""
    stamp = str(int(time.time()))
    signed = f"v0:{stamp}:".encode() + data
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest(),
        **changed,
    }
    address = f"http://127.0.0.1:{tandem.port}/slack/events"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=io.BytesIO(data), headers=headers) as answer,
    ):
        return answer.status


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Request-Timestamp": "1"},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Signature": "v0="},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v1=00"},
    ],
)
async def test_a_signature_that_does_not_fit_is_refused(
    slack: Playground, tandem: Tandem, changed: dict[str, str]
) -> None:
    secret, data = slack.credentials.signing_secret, json.dumps(event()).encode()

    assert await sent(tandem, secret, data, **changed) == 401
    assert not slack.parts.traffic.calls("views.publish")


async def test_a_body_changed_on_its_way_is_refused(slack: Playground, tandem: Tandem) -> None:
    data = json.dumps(event()).encode()
    stamp = str(int(time.time()))
    secret = slack.credentials.signing_secret.encode()
    digest = hmac.new(secret, f"v0:{stamp}:".encode() + data, hashlib.sha256).hexdigest()
    other = data.replace(MAYA.encode(), b"U0TOMAS")
    given = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    assert await sent(tandem, "right", other, **given) == 401


MALFORMED = [
    b"",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"7",
    b"\xff\xfe",
    b"{}",
    b"[" * 50_000,
    b'{"type": "event_callback", "team_id": 7, "event": {}}',
    json.dumps({**event(), "event": "x"}).encode(),
    json.dumps({**event(), "team_id": ["T0"]}).encode(),
    json.dumps({"type": "block_actions", "team": {"id": TEAM}, "actions": "x"}).encode(),
    json.dumps({"type": "block_actions", "team": {"id": TEAM}, "actions": [7]}).encode(),
    json.dumps({"type": "view_submission", "team": {"id": TEAM}, "view": [1]}).encode(),
    json.dumps({"type": "view_submission", "team": TEAM, "user": "x"}).encode(),
    json.dumps({"type": "block_actions", "team": {"id": TEAM}, "trigger_id": 7}).encode(),
]


async def test_what_is_no_delivery_is_turned_away_and_breaks_nothing(
    slack: Playground, tandem: Tandem
) -> None:
    """Signed or not: an answer below 500, and the next delivery is carried out."""
    secret = slack.credentials.signing_secret
    for data in MALFORMED:
        for key, kind in (
            (secret, "application/json"),
            (secret, "application/x-www-form-urlencoded"),
            ("forged", "application/json"),
        ):
            status = await sent(tandem, key, data, kind)
            assert status < 500, (data[:60], kind, key == secret, status)
    assert await sent(tandem, secret, b"x" * 3_000_000) == 413
    assert (await post(tandem, secret))[0] == 200


async def test_a_transaction_that_fails_is_not_acknowledged(
    slack: Playground, tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tandem.store, "write", failing(RuntimeError("planted")))
    status, text = await post(tandem, slack.credentials.signing_secret)
    assert status == 500
    assert "planted" not in text


async def test_health_names_the_part_that_is_not_well(slack: Playground, tandem: Tandem) -> None:
    assert (await get(tandem, "/healthz"))[0] == 200
    await slack.settled()
    status, text = await get(tandem, "/readyz")
    assert status == 200
    assert json.loads(text) == {"database": True, "slack": True, "dispatcher": True}
    tandem.dispatcher.well = False
    status, text = await get(tandem, "/readyz")
    assert status == 503
    assert json.loads(text)["dispatcher"] is False


async def test_figures_hold_counts_and_no_words(slack: Playground, tandem: Tandem) -> None:
    await post(tandem, slack.credentials.signing_secret)
    await slack.settled()
    status, text = await get(tandem, "/metrics")
    assert status == 200
    assert 'tandem_delivery_seconds_count{kind="event_callback",status="200"}' in text
    assert "tandem_sends_total" in text
    assert MAYA not in text
    assert TEAM not in text
