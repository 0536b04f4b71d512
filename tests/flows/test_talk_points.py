"""What leads a talk: whose word it is, for how long, and which questions are whose."""

from datetime import timedelta

import pytest

from flows import talk_points, talking
from flows.coaching import Late, Moved, NotTheirs
from flows.events import Lightened, Scheduled
from flows.ids import RunId
from tests.flows.on_way import on_way, run_of, tell, wrote
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

TALK, OPTIONS = RunId("reflective.talk/1"), RunId("grow.options/1")


@pytest.fixture
async def moment(room: Staffroom) -> Staffroom:
    """The talk about both their moments is open."""
    await on_way(room, "reflective", "2026-03-04 12:00")
    for who in (MAYA, TOMAS):
        await wrote(room, who, "reflective.moment/1", what="nobody spoke")
    await room.until("2026-03-06 12:00")
    return room


@pytest.fixture
async def options(room: Staffroom) -> Staffroom:
    """Both options talks are open."""
    await on_way(room, "grow", "2026-03-04 12:00")
    for who, n in ((MAYA, 1), (TOMAS, 2)):
        await wrote(room, who, f"grow.goal/{n}", want="more reasons")
    await room.until("2026-03-05 12:00")
    for who, n in ((MAYA, 1), (TOMAS, 2)):
        await wrote(room, who, f"grow.reality/{n}", now="five hands")
    await room.until("2026-03-09 12:00")
    return room


async def test_each_has_the_same_minutes_and_the_last_word(moment: Staffroom) -> None:
    """practice B9"""
    course = await moment.course()

    found = talk_points.of(course, await run_of(moment, TALK))

    assert [(p.own, p.others, len(p.prompts)) for p in found.parts] == [
        (True, False, 1),
        (False, True, 2),
        (True, False, 1),
    ]
    assert found.last_word
    assert found.order == ()
    assert [(s.member, s.begins) for s in found.slots] == [(MAYA, None), (TOMAS, None)]
    assert talking.minutes_of(course, await run_of(moment, TALK)) == 30

    start = at("2026-03-09 13:00")
    timed = await tell(moment, Scheduled(TALK, MAYA, start, start + timedelta(minutes=30)))
    slots = talk_points.of(timed, await run_of(moment, TALK)).slots
    assert [s.begins for s in slots] == [start, start + timedelta(minutes=15)]
    light = await tell(moment, Lightened(MAYA))
    assert talking.minutes_of(light, await run_of(moment, TALK)) == 15


async def test_in_a_turn_the_names_are_known(options: Staffroom) -> None:
    course = await options.course()
    found = talk_points.of(course, await run_of(options, OPTIONS))
    assert found.order == (MAYA, TOMAS)
    assert [part.members for part in found.parts] == [(MAYA,)], "a pair has no listener"
    assert all(p.kind == "text" for part in found.parts for p in part.prompts)
    assert not found.last_word
    assert found.slots == ()


async def test_what_all_talk_about_is_for_all(room: Staffroom) -> None:
    await on_way(room, "ai", "2026-03-03 12:00")
    course = await room.course()
    dream = next(s for s in course.rules.protocol.stages if s.id == "dream")
    run = (await run_of(room, "common.open/1")).model_copy(update={"stage": f"ai.{dream.id}"})
    (part,) = talk_points.of(course, run).parts
    assert (part.members, part.own, part.others) == ((), False, False)


async def test_notes_before_and_after_and_by_whoever_comes_second(options: Staffroom) -> None:
    pair = options.pair.id
    before = await run_of(options, OPTIONS)
    course = await options.course()
    assert talking.may_note(course, before, MAYA)
    assert not talking.may_note(course, before, TOMAS), "nothing is asked of him"
    assert await options.read(lambda r: talking.is_talk(r, MAYA, pair, OPTIONS))
    assert not await options.read(lambda r: talking.is_talk(r, AYA, pair, OPTIONS))
    assert not await options.read(lambda r: talking.is_talk(r, MAYA, pair, RunId("none")))
    await wrote(options, MAYA, OPTIONS, three="wait")

    held = await options.write(lambda w: talking.hold(w, TOMAS, pair, OPTIONS, {}, {}))

    assert isinstance(held, Moved)
    last = talking.just_held(await options.course(), MAYA, options.now)
    assert last is not None
    assert last.id == OPTIONS
    later = options.now + timedelta(days=4)
    assert talking.just_held(await options.course(), MAYA, later) is None
    assert talking.just_held(await options.course(), TOMAS, options.now) is None
    assert talking.may_note(await options.course(), await run_of(options, OPTIONS), MAYA)
    again = await options.write(
        lambda w: talking.hold(w, MAYA, pair, OPTIONS, {"three": "count"}, {})
    )
    assert isinstance(again, Moved)
    assert await options.write(lambda w: talking.hold(w, MAYA, pair, OPTIONS, {}, {})) == Late()
    foreign = await options.write(lambda w: talking.hold(w, AYA, pair, OPTIONS, {"x": "y"}, {}))
    assert foreign == NotTheirs()
