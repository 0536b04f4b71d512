"""How much is asked: a first cycle begins with the main questions, later each has their own."""

from datetime import timedelta
from functools import partial

import pytest

from flows import asking, easing, writing
from flows.asking import NoMember
from flows.ids import MemberId, RunId
from flows.levels import Level, held
from flows.people import Member
from flows.writing import Writing
from tests.staffroom import MAYA, Staffroom

FOCUS = RunId("observation.focus/1")


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.spoken()
    return room


async def asks(room: Staffroom) -> Level:
    found = await room.read(lambda r: writing.find(r, MAYA, room.pair.id, FOCUS))
    assert isinstance(found, Writing)
    return found.asks


async def test_a_first_cycle_begins_with_the_main_questions(pair: Staffroom) -> None:
    before = pair.now - timedelta(days=10)
    await pair.put(MAYA, level=Level.GUIDED, level_at=before)
    assert await asks(pair) is Level.LIGHT

    chosen = await pair.write(lambda w: asking.choose(w, MAYA, Level.STANDARD))

    assert isinstance(chosen, Member)
    assert await asks(pair) is Level.STANDARD


async def test_in_later_cycles_ones_own_level_holds(pair: Staffroom) -> None:
    cycle = (await pair.course()).cycle
    later = cycle.model_copy(update={"start": "again"})
    assert held(Level.GUIDED, None, later) is Level.GUIDED
    assert held(Level.GUIDED, None, cycle) is Level.LIGHT


async def test_whoever_is_in_no_program_has_no_level_to_choose(pair: Staffroom) -> None:
    for who in (MemberId("U0NOBODY"), await alone(pair)):
        outcome = await pair.write(partial(asking.choose, who=who, level=Level.GUIDED))
        assert isinstance(outcome, NoMember)


async def alone(room: Staffroom) -> MemberId:
    return (await room.put(MemberId("U0ALONE"))).id


async def test_whoever_asked_for_it_lighter_is_asked_the_main_questions(pair: Staffroom) -> None:
    await pair.write(lambda w: asking.choose(w, MAYA, Level.GUIDED))
    assert await asks(pair) is Level.GUIDED

    await pair.write(lambda w: easing.lighten(w, MAYA, pair.pair.id))

    assert await asks(pair) is Level.LIGHT
