"""At the door: what is not on disk is not acknowledged, what is not ours is not looked at."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot import app as bolt_app
from bot import socket_mode
from bot.run import Tandem
from bot.settings import Settings
from flows.ports import Busy, Unsure
from handlers.words import say
from playground.faults import Fault
from playground.server import Playground
from tests.bot.rig import FAST, MAYA, TEAM


def settings_for(slack: Playground, folder: Path, **chosen: Any) -> Settings:
    """Settings for a bot in that workspace."""
    return Settings.read(
        None,
        **{
            "bot_token": slack.credentials.bot_token,
            "app_token": slack.credentials.app_token,
            "signing_secret": slack.credentials.signing_secret,
            "api_url": slack.api_url,
            "clock_url": slack.clock_url,
            "data_dir": folder,
            "pace_scale": FAST,
            **chosen,
        },
    )


@pytest.fixture
async def tandem(slack: Playground, tmp_path: Path) -> AsyncIterator[Tandem]:
    """The bot, ready."""
    async with Tandem(settings_for(slack, tmp_path)) as bot:
        yield bot


def failing(error: Exception) -> Callable[..., Awaitable[None]]:
    """A store's `write` that fails so."""

    async def write(*_: object, **__: object) -> None:
        raise error

    return write


def event(**changes: Any) -> dict[str, Any]:
    """Somebody opened their Home."""
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0TANDEM",
        "event_id": "Ev1",
        "event": {"type": "app_home_opened", "user": MAYA, "tab": "home"},
        **changes,
    }


def action() -> dict[str, Any]:
    """Somebody pressed [Join]."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "api_app_id": "A0TANDEM",
        "user": {"id": MAYA},
        "trigger_id": "1.1.x",
        "channel": {"id": "C0COACH"},
        "container": {"type": "message", "channel_id": "C0COACH", "message_ts": "1.1"},
        "actions": [
            {"type": "button", "action_id": "join", "block_id": "b", "value": '{"program":"p"}'}
        ],
    }


async def delivered(tandem: Tandem, body: dict[str, Any]) -> int:
    """The status of the answer; anything but 200 acknowledges nothing."""
    answer = await tandem.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
    return answer.status


async def test_an_event_whose_transaction_fails_is_never_acknowledged(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tandem.store, "write", failing(RuntimeError("planted")))
    assert await delivered(tandem, event()) == 500


async def test_whoever_pressed_a_button_that_fails_is_told_so(
    slack: Playground, tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tandem.store, "write", failing(RuntimeError("planted")))
    assert await delivered(tandem, action()) == 500
    await slack.settled()
    (whisper,) = slack.parts.traffic.calls("chat.postEphemeral")
    assert whisper.body["text"] == say("outage.broken")


@pytest.mark.parametrize("error", [Busy("x"), Unsure("x"), TimeoutError()])
async def test_an_event_that_the_store_did_not_take_comes_again(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(tandem.store, "write", failing(error))
    assert await delivered(tandem, event()) == 503
    monkeypatch.undo()
    assert await delivered(tandem, event()) == 200


async def test_a_second_delivery_of_an_event_has_no_second_effect(
    slack: Playground, tandem: Tandem
) -> None:
    assert await delivered(tandem, event()) == 200
    await slack.settled()
    published = len(slack.parts.traffic.calls("views.publish"))
    assert await delivered(tandem, event()) == 200
    await slack.settled()
    assert len(slack.parts.traffic.calls("views.publish")) == published == 1


@pytest.mark.parametrize(
    "body",
    [event(team_id="T0ELSEWHERE"), {"type": "event_callback"}],
)
async def test_what_is_not_ours_is_acknowledged_and_not_looked_at(
    tandem: Tandem, monkeypatch: pytest.MonkeyPatch, body: dict[str, Any]
) -> None:
    monkeypatch.setattr(tandem.store, "write", failing(AssertionError("looked at")))
    assert await delivered(tandem, body) == 200


async def test_a_delivery_takes_two_seconds_at_most_and_the_person_is_told(
    slack: Playground, tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(bolt_app, "ALTOGETHER", 0.05)
    monkeypatch.setattr(tandem.store, "write", never)
    assert await delivered(tandem, event()) == 503
    assert await delivered(tandem, action()) == 503
    await slack.settled()
    assert slack.parts.traffic.calls("chat.postEphemeral")


async def test_a_command_is_answered_through_the_socket(slack: Playground, tandem: Tandem) -> None:
    outcome = await slack.person(MAYA).command("C0STAFF", "/coach-help")
    assert outcome.ok
    assert tandem.deliveries.in_flight == 0


async def test_slack_is_asked_once_who_we_are_and_never_per_delivery(
    slack: Playground, tandem: Tandem
) -> None:
    for _ in range(3):
        await slack.person(MAYA).command("C0STAFF", "/coach-help")
    assert len(slack.parts.traffic.calls("auth.test")) == 1


async def test_after_the_drain_nothing_comes_in(tandem: Tandem) -> None:
    assert await tandem.deliveries.drained(1.0)
    assert await delivered(tandem, event()) == 503


async def test_a_drain_waits_for_what_is_being_answered(tandem: Tandem) -> None:
    begun, free = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        with tandem.deliveries.one():
            begun.set()
            await free.wait()

    task = asyncio.create_task(slow())
    await begun.wait()
    assert not await tandem.deliveries.drained(0.02)
    free.set()
    await task
    assert tandem.deliveries.in_flight == 0


async def test_a_person_who_cannot_be_looked_up_is_told_to_try_again(
    slack: Playground, tandem: Tandem
) -> None:
    slack.parts.faults.add(Fault("users.info", "http_500", times=99))
    outcome = await slack.person(MAYA).command("C0STAFF", "/coach-program")
    assert outcome.ok
    assert json.dumps([m.text for m in slack.person(MAYA).messages("C0STAFF")])


async def test_the_socket_opens_again_after_it_was_lost(
    slack: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "_PING", 0.1)
    async with Tandem(settings_for(slack, tmp_path)) as tandem:
        slack.parts.sockets.drop()
        assert not slack.parts.sockets.connected
        await slack.until(lambda: slack.parts.sockets.connected)
        outcome = await slack.person(MAYA).command("C0STAFF", "/coach-help")
        assert outcome.ok
        assert (await tandem.health())["slack"]
