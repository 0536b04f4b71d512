"""What is planned about a time: nothing without one, and nothing about one that is gone."""

from dataclasses import replace
from datetime import date

import pytest

from flows import appointments, coaching, leaving, meetings
from flows.coaching import Course
from flows.ports import Reader, Work
from flows.proposal import Proposal
from flows.slip import SlipState
from tests.flows.visited import VISIT, proposal, slips, spoken, works
from tests.staffroom import MAYA, TOMAS, Staffroom, at


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    return await spoken(room)


async def test_what_was_said_about_a_time_that_is_gone_is_dropped(pair: Staffroom) -> None:
    asked = await proposal(pair)
    await works(pair, TOMAS, asked.id)

    found = await pair.read(lambda r: r.slips.get(f"soft:{TOMAS}:{asked.id}"))

    assert found is not None
    assert found.state is SlipState.DROPPED


async def test_without_a_time_nothing_is_planned(pair: Staffroom) -> None:
    course = await pair.course()
    run = course.cycle.run(VISIT)
    assert run is not None

    def plan(work: Work) -> None:
        appointments.settled(work, course, run)
        appointments.prework_given(work, course, run, [MAYA])

    await pair.write(plan)

    assert await slips(pair) == []


async def test_beyond_the_calendar_nobody_is_reminded(pair: Staffroom) -> None:
    await pair.write(
        lambda w: w.programs.put(replace(pair.program, covered_until=date(2026, 3, 4)))
    )

    assert isinstance(await proposal(pair, at("2026-03-05 10:00")), Proposal)
    assert await slips(pair) == []


async def test_a_paused_partnership_has_nothing_ahead(pair: Staffroom) -> None:
    assert await pair.read(lambda r: meetings.ahead(r, course_of(r))) is not None
    await pair.write(lambda w: leaving.pause(w, MAYA, pair.pair.id))
    paused = await pair.course()

    assert await pair.read(lambda r: meetings.ahead(r, paused)) is None


def course_of(reader: Reader) -> Course:
    found = coaching.load(reader, reader.partnerships.of_member(MAYA)[0].id)
    assert found is not None
    return found
