"""Short lessons of one person: offered once for each way of working, never asked about again."""

from dataclasses import replace

import pytest

from flows import training
from flows.ids import MemberId, RunId
from flows.micro_lessons import Asked, Choice
from flows.people import Member
from flows.training import NoLesson
from tests.staffroom import MAYA, TOMAS, Staffroom

VISIT, SPARK, CLOSE, WORDS = (
    RunId(name)
    for name in (
        "observation.visit/1",
        "common.spark/1",
        "observation.debrief/1",
        "observation.words/1",
    )
)


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.spoken()
    return room


async def offered(room: Staffroom, who: MemberId, run: RunId) -> list[str]:
    course = await room.course()
    member = await room.read(lambda r: r.members.get(who))
    found = course.cycle.run(run)
    assert found is not None
    return [lesson.key for lesson in training.before(member, course, found)]


async def answered(room: Staffroom, lesson: str, choice: Choice, who: MemberId = TOMAS) -> object:
    return await room.write(lambda w: training.answer(w, who, "observation", lesson, choice))


async def member(room: Staffroom) -> Member:
    found = await room.read(lambda r: r.members.get(TOMAS))
    assert found is not None
    return found


async def test_each_is_offered_to_the_part_that_needs_it(pair: Staffroom) -> None:
    assert await offered(pair, TOMAS, VISIT) == ["M3"]
    assert await offered(pair, MAYA, VISIT) == []
    assert await offered(pair, MAYA, WORDS) == ["M5"]
    assert await offered(pair, MAYA, SPARK) == []
    assert await offered(pair, MAYA, CLOSE) == await offered(pair, TOMAS, CLOSE) == ["M9"]


@pytest.mark.parametrize("choice", list(Choice))
async def test_answered_it_is_not_offered_again_in_that_way_of_working(
    pair: Staffroom, choice: Choice
) -> None:
    await answered(pair, "M3", choice)
    assert await offered(pair, TOMAS, VISIT) == []

    again = await answered(pair, "M3", choice)
    assert isinstance(again, Member)
    assert len(again.training) == 1
    wanted = [lesson.key for lesson in training.later(again)]
    assert wanted == ([] if choice is Choice.TRAINED else ["M3"])
    assert training.trained(again) == (frozenset({"M3"}) if not wanted else frozenset())
    elsewhere = replace(again, training=(Asked("rounds", "M3", choice),))
    course = await pair.course()
    run = course.cycle.run(VISIT)
    assert run is not None
    assert [x.key for x in training.before(elsewhere, course, run)] == ["M3"]


async def test_taken_to_its_end_it_is_offered_nowhere_and_waits_nowhere(pair: Staffroom) -> None:
    await answered(pair, "M3", Choice.LATER)
    await pair.write(lambda w: training.take(w, TOMAS, "M3"))

    known = await member(pair)
    assert training.taken(known) == {"M3"}
    assert training.later(known) == []
    assert await offered(pair, TOMAS, VISIT) == []


async def test_an_unknown_lesson_or_person_changes_nothing(pair: Staffroom) -> None:
    assert isinstance(await answered(pair, "M0", Choice.NOW), NoLesson)
    nobody = MemberId("U0NOBODY")
    assert isinstance(await answered(pair, "M3", Choice.NOW, nobody), NoLesson)
    assert await offered(pair, nobody, CLOSE) == []
