"""Killed at the worst moments: after the restart nothing is lost and nothing is doubled."""

import asyncio
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.run import Tandem, store_of
from flows.ids import MemberId
from flows.notices import Dm, Effect, Notice, Priority
from flows.ports import Lock, Work
from playground.faults import Fault
from playground.server import Playground
from tests.bot.rig import MAYA, TEAM
from tests.bot.test_app import settings_for

ROOT = Path(__file__).resolve().parents[2]


class MinuteLater(Clock):
    """Real time after the minute that a message in doubt is given to show up."""

    def real(self) -> datetime:
        return super().real() + timedelta(seconds=61)


def to(member: MemberId, key: str) -> Notice:
    """One line in that person's DM."""
    return Notice(
        kind="heard",
        lane=Dm(member),
        effect=Effect.POST,
        priority=Priority.ANSWER,
        key=key,
        why="you_asked",
        due=Clock().now() - timedelta(days=1),
    )


async def committed(slack: Playground, folder: Path, *notices: Notice) -> None:
    """The notices are on disk, and nobody runs."""

    def body(work: Work) -> None:
        for notice in notices:
            work.outbox.say(notice)

    store = store_of(settings_for(slack, folder), Clock())
    await store.write(TEAM, Lock.member(MAYA), body)
    await store.close()


async def killed_at(slack: Playground, folder: Path, fault: Fault) -> None:
    """The bot ran as its own process until Slack met the fault, and was killed there."""
    slack.parts.faults.add(fault)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run", "--env-file", os.devnull),
        env={**os.environ, **slack.environment(), "TANDEM_DATA_DIR": str(folder)},
        cwd=ROOT,
        stderr=asyncio.subprocess.DEVNULL,
    )
    await slack.until(lambda: slack.parts.traffic.calls(fault.method), 20.0)
    process.kill()
    await process.wait()
    slack.parts.faults.clear()


async def restarted(slack: Playground, folder: Path) -> list[str]:
    """What Maya reads in her DM when everything in doubt is settled."""
    async with Tandem(settings_for(slack, folder), MinuteLater()) as tandem:
        await tandem.doubts.settle()
        tandem.dispatcher.wake()
        await slack.settled()
        counts = await tandem.store.outbox.counts(tandem.clock.now())
        assert (counts.waiting, counts.sending, counts.in_doubt, counts.failed) == (0, 0, 0, 0)
    return [message.text for message in slack.person(MAYA).messages() if message.bot]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("users.info", "hang"),  # Claimed and not yet called.
        Fault("chat.postMessage", "hang"),  # Called, and not carried out.
        Fault("chat.postMessage", "lost_reply"),  # Carried out, and not heard of.
    ],
    ids=["before the call", "called in vain", "carried out unheard"],
)
async def test_killed_while_sending(slack: Playground, tmp_path: Path, fault: Fault) -> None:
    await committed(slack, tmp_path, to(MAYA, "one"))
    await killed_at(slack, tmp_path, fault)
    assert len(await restarted(slack, tmp_path)) == 1


async def test_killed_between_commit_and_send(slack: Playground, tmp_path: Path) -> None:
    await committed(slack, tmp_path, *(to(MAYA, f"n{n}") for n in range(5)))
    assert len(await restarted(slack, tmp_path)) == 5


async def test_killed_again_and_again(slack: Playground, tmp_path: Path) -> None:
    await committed(slack, tmp_path, *(to(MAYA, f"n{n}") for n in range(3)))
    for kind in ("hang", "lost_reply"):
        await killed_at(slack, tmp_path, Fault("chat.postMessage", kind))
        await restarted(slack, tmp_path)
    assert len(await restarted(slack, tmp_path)) == 3
