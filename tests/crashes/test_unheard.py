"""`tandem run` as anybody starts it, killed while Slack is silent about a message."""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.run import Tandem
from bot.settings import Settings
from playground.child import Child
from playground.faults import Fault, FaultKind
from playground.server import Playground
from tests.crashes.reborn import reborn
from tests.journeys.conftest import FAST, MORNING
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import COACHING, founded

RUN = (sys.executable, "-m", "bot", "run", "--env-file", os.devnull)


@pytest.fixture
async def slack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Playground]:
    """A workspace that starts the bot itself, as `make play` does."""
    monkeypatch.setenv("TANDEM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TANDEM_DATABASE_URL", f"sqlite:///{tmp_path / 'tandem.sqlite3'}")
    monkeypatch.setenv("TANDEM_PACE_SCALE", str(FAST))
    async with Playground(begin=MORNING, command=RUN, data=tmp_path / "slack") as workspace:
        yield workspace


def told(maya: Teacher) -> int:
    """How often Maya's DM says that she is in."""
    return sum("You are in *Harbour coaches*" in text for text in maya.sees())


@pytest.mark.parametrize(("silence", "arrived"), [("held_reply", 1), ("hang", 0)])
async def test_a_message_without_a_reply_is_neither_lost_nor_doubled(
    slack: Playground,
    settings: Settings,
    aoife: Teacher,
    maya: Teacher,
    silence: FaultKind,
    arrived: int,
) -> None:
    child = slack.child
    assert isinstance(child, Child)
    await slack.until(lambda: child.state == "up", 30.0)
    await slack.settled()
    await founded(aoife)
    slack.parts.faults.add(Fault("chat.postMessage", silence))
    await maya.press(maya.finds("Join", COACHING))
    calls = slack.parts.traffic.calls
    await slack.until(
        lambda: (
            [call for call in calls("chat.postMessage")[1:] if call.answer]
            and told(maya) == arrived
        )
    )
    await child.kill()
    slack.parts.faults.clear()
    await slack.until(lambda: not slack.movement.followers)

    async with Tandem(settings) as at_once:
        await at_once.doubts.settle()
        await slack.settled()
        counts = await at_once.store.outbox.counts(at_once.clock.now())
        assert counts.in_doubt == 1  # Too early to tell, and nothing is sent meanwhile.
        assert told(maya) == arrived

    async with reborn(slack, settings):
        assert told(maya) == 1
