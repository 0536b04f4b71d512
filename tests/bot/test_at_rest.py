"""A bot is at rest when nothing is due and nothing was at work while that was looked for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.at_rest import AtRest
from flows.ids import MemberId
from flows.ports import Alarm, Lock, Work
from storage.store import SqlStore
from tests.bot.rig import MAYA, TEAM, Rig

Meanwhile = Callable[[Callable[[], Awaitable[None]]], None]


@dataclass
class Part:
    """A part of the bot that did, and does, so much."""

    begun: int = 0
    in_flight: int = 0


@pytest.fixture
def part() -> Part:
    return Part()


@pytest.fixture
def rest(rig: Rig, part: Part) -> AtRest:
    return AtRest(rig.store, rig.clock, [part])


@pytest.fixture
def between(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Makes something happen after the first look of an answer, and before the next."""

    def meanwhile(happens: Callable[[], Awaitable[None]]) -> None:
        look = rig.store.calendar.next_due

        async def then() -> datetime | None:
            found = await look()
            await happens()
            return found

        monkeypatch.setattr(rig.store.calendar, "next_due", then)

    return meanwhile


async def rings(store: SqlStore, member: MemberId, at: datetime) -> None:
    def body(work: Work) -> None:
        work.alarms.set(Alarm.of_member(member), at)

    await store.write(TEAM, Lock.member(member), body)


async def test_nothing_to_do_is_rest(rest: AtRest) -> None:
    found = await rest.standing()
    assert found.idle
    assert found.next_due is None


async def test_a_message_that_waits_for_another_try_is_no_rest(rig: Rig, rest: AtRest) -> None:
    await rig.say(rig.notice("a"))
    assert not (await rest.standing()).idle
    await rig.turn()
    assert (await rest.standing()).idle


async def test_work_is_no_rest(rest: AtRest, part: Part) -> None:
    part.begun, part.in_flight = 3, 1
    assert not (await rest.standing()).idle
    part.in_flight = 0
    assert (await rest.standing()).idle


async def test_what_is_said_between_two_looks_is_not_passed_over(
    rig: Rig, rest: AtRest, between: Meanwhile
) -> None:
    between(lambda: rig.say(rig.notice("a")))
    assert not (await rest.standing()).idle


async def test_work_that_began_and_ended_between_two_looks_is_no_rest(
    rest: AtRest, part: Part, between: Meanwhile
) -> None:
    async def works() -> None:
        part.begun += 1

    between(works)
    assert not (await rest.standing()).idle


@pytest.mark.parametrize("ahead", [timedelta(hours=-1), timedelta(hours=1)])
async def test_the_next_thing_is_named_even_when_it_is_overdue(
    rig: Rig, rest: AtRest, ahead: timedelta
) -> None:
    at = rig.clock.now() + ahead
    await rings(rig.store, MAYA, at)
    found = await rest.standing()
    assert found.idle
    assert found.next_due == at
