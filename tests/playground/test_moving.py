"""Moving the clock on, step by step, with bots that follow it, dawdle, or go away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.clock import Clock
from playground.controls import next_morning
from playground.moving import NothingPlanned
from playground.server import Playground

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = 86_400.0


class Planner:
    """A bot that has work planned, and does it when told that its time has come."""

    def __init__(self, slack: Playground, plans: list[datetime]) -> None:
        self.slack = slack
        self.plans = sorted(plans)
        self.done: list[datetime] = []
        self.busy = 0
        self.asked = 0
        self.leave_after: int | None = None
        self.stubborn = False

    @property
    def now(self) -> datetime:
        return self.slack.parts.clock.moment()

    async def follow(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            frame: dict[str, Any] = message.json()
            if frame["type"] == "offset" and not self.stubborn:
                while self.plans and self.plans[0] <= self.now:
                    self.done.append(self.plans.pop(0))
            if frame["type"] == "status":
                self.asked += 1
                if self.leave_after is not None and len(self.done) >= self.leave_after:
                    await socket.close()
                    return
                idle = not self.busy
                self.busy = max(0, self.busy - 1)
                due = self.plans[0].isoformat() if self.plans else None
                frame |= {"idle": idle, "next_due": due}
            await socket.send_json(frame)


@asynccontextmanager
async def following(planner: Planner) -> AsyncIterator[None]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(planner.slack.clock_url) as socket,
    ):
        task = asyncio.create_task(planner.follow(socket))
        await planner.slack.until(lambda: planner.slack.movement.followers)
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground(manifest=None, begin=BEGIN) as running:
        yield running


async def test_each_planned_moment_is_visited_in_turn(slack: Playground) -> None:
    plans = [BEGIN + timedelta(days=days) for days in (1, 3, 3, 9)]
    planner = Planner(slack, plans)
    planner.busy = 3
    async with following(planner):
        steps = await slack.movement.move_to(BEGIN.timestamp() + 5 * DAY)
    assert planner.done == sorted(plans)[:3]
    assert steps == 3
    assert (
        timedelta()
        <= slack.parts.clock.moment() - (BEGIN + timedelta(days=5))
        < timedelta(seconds=30)
    )


async def test_the_next_moment_is_the_earliest_of_all_bots(slack: Playground) -> None:
    one = Planner(slack, [BEGIN + timedelta(days=2)])
    two = Planner(slack, [BEGIN + timedelta(days=1)])
    async with following(one), following(two):
        await slack.movement.move_to_next()
        assert (len(one.done), len(two.done)) == (0, 1)
        await slack.movement.move_to_next()
        assert (len(one.done), len(two.done)) == (1, 1)
        with pytest.raises(NothingPlanned):
            await slack.movement.move_to_next()


async def test_without_a_bot_time_just_passes(slack: Playground) -> None:
    assert await slack.move_by(timedelta(days=1)) == 1
    assert await slack.move_to(BEGIN) == 0
    await slack.settled()
    assert slack.parts.clock.moment() >= BEGIN + timedelta(days=1)


async def test_a_bot_that_leaves_on_the_way_holds_nobody_up(slack: Playground) -> None:
    planner = Planner(slack, [BEGIN + timedelta(days=days) for days in (1, 2, 3)])
    planner.leave_after = 1
    async with following(planner):
        await slack.movement.move_to(BEGIN.timestamp() + 5 * DAY)
    assert slack.parts.clock.moment() >= BEGIN + timedelta(days=5)
    assert len(planner.done) == 1


async def test_work_that_stays_due_does_not_stop_the_clock(slack: Playground) -> None:
    planner = Planner(slack, [BEGIN + timedelta(days=1)])
    planner.stubborn = True
    async with following(planner):
        await slack.movement.move_to(BEGIN.timestamp() + 2 * DAY)
    assert slack.parts.clock.moment() >= BEGIN + timedelta(days=2)
    assert planner.asked < 20


async def test_what_is_overdue_at_rest_is_looked_for_again(slack: Playground) -> None:
    late = BEGIN - timedelta(minutes=1)
    planner = Planner(slack, [late, BEGIN + timedelta(days=1)])
    async with following(planner):
        assert await slack.movement.settled() == (BEGIN + timedelta(days=1)).timestamp()
        assert planner.done == [late]


async def test_a_new_bot_is_told_the_time_at_once(slack: Playground) -> None:
    await slack.movement.move_to(BEGIN.timestamp() + DAY)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(slack.clock_url) as socket,
    ):
        frame = await socket.receive_json()
    assert frame["type"] == "offset"
    assert frame["seconds"] == slack.parts.clock.offset


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-03-02T07:59:00+00:00", "2026-03-02T08:00:00+00:00"),
        ("2026-03-02T08:00:00+00:00", "2026-03-03T08:00:00+00:00"),
        ("2026-03-28T12:00:00+00:00", "2026-03-29T07:00:00+00:00"),
    ],
)
def test_a_morning_is_the_workspaces(now: str, morning: str) -> None:
    found = next_morning(datetime.fromisoformat(now))
    assert found.astimezone(UTC) == datetime.fromisoformat(morning)


@given(st.lists(st.floats(-5, 1000), min_size=1, max_size=50))
def test_timestamps_only_grow(steps: list[float]) -> None:
    real = [1_700_000_000.0]
    clock = Clock(lambda: real[0])
    seen = []
    for step in steps:
        real[0] += step
        clock.step_to(real[0])
        seen.append(clock.ts())
    assert seen == sorted(set(seen))
