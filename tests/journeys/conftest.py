"""Journeys run the real bot against the playground, both in the test's own loop."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import app
from bot.run import Tandem
from bot.settings import Settings
from playground import traffic, triggers
from playground.server import Playground
from tests.journeys import discretion
from tests.journeys.teacher import Teacher

MORNING = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)
"""A Friday in term, at nine in Dublin."""

PROGRAM = "Harbour coaches"
"""What the journeys' program is called; everybody reads it."""

FAST = 1000.0
"""How much faster than Slack allows messages go out here: nobody waits for a pace in a test."""


PATIENCE = 30.0
"""So many seconds an answer may take here instead of Slack's three: a story is not about speed."""


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is, nobody is told that it took too long."""
    monkeypatch.setattr(app, "ALTOGETHER", PATIENCE)
    monkeypatch.setattr(app, "BEGUN_WITHIN", PATIENCE)
    monkeypatch.setattr(triggers, "VALID_SECONDS", PATIENCE)


@pytest.fixture(autouse=True)
def discreet(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> Iterator[None]:
    """Of all that is typed in a journey nothing is said, carried along, stored open or logged.

    What people publish on purpose a journey names with `@pytest.mark.publishes`.
    """
    monkeypatch.setattr(traffic, "KEPT", 1_000_000)
    seen: list[Playground] = []
    begun = Playground.__aenter__

    async def enter(self: Playground) -> Playground:
        seen.append(self)
        return await begun(self)

    monkeypatch.setattr(Playground, "__aenter__", enter)
    yield
    marks = request.node.iter_markers("publishes")
    public = {PROGRAM, *(text for mark in marks for text in mark.args)}
    for workspace in seen:
        entries = workspace.parts.traffic.since(0)
        typed = discretion.own(discretion.typed(entries))
        own = {text for text in typed if not text.startswith(tuple(public))}
        places = {
            "messages": discretion.messages(entries),
            "buttons and memories": discretion.remembered(entries),
            "files": discretion.on_disk(tmp_path),
            "the log": caplog.text,
        }
        found = {name: [each for each in own if each in place] for name, place in places.items()}
        assert found == {name: [] for name in places}


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A fresh workspace on a school morning."""
    async with Playground(begin=MORNING, ack_wait=PATIENCE) as workspace:
        yield workspace


@pytest.fixture
def settings(slack: Playground, tmp_path: Path) -> Settings:
    """The bot's settings for that workspace, with its data in a folder of the test's own."""
    return settings_for(slack, tmp_path)


def settings_for(slack: Playground, folder: Path) -> Settings:
    """Settings as `make play` gives them."""
    secrets = slack.credentials
    return Settings.read(
        None,
        bot_token=secrets.bot_token,
        app_token=secrets.app_token,
        signing_secret=secrets.signing_secret,
        api_url=slack.api_url,
        clock_url=slack.clock_url,
        data_dir=folder,
        pace_scale=FAST,
    )


@pytest.fixture
async def tandem(settings: Settings) -> AsyncIterator[Tandem]:
    """The bot, connected and ready."""
    async with Tandem(settings) as bot:
        yield bot


@pytest.fixture
def maya(slack: Playground, tandem: Tandem) -> Teacher:
    """Maya teaches maths."""
    return Teacher(slack, "U0MAYA")


@pytest.fixture
def tomas(slack: Playground, tandem: Tandem) -> Teacher:
    """Tomás teaches history."""
    return Teacher(slack, "U0TOMAS")


@pytest.fixture
def aoife(slack: Playground, tandem: Tandem) -> Teacher:
    """Aoife looks after staff learning and is an admin of the workspace."""
    return Teacher(slack, "U0AOIFE")
