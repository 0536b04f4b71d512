"""Whose minutes it is: equal minutes with the last word, and a text that is tuned together."""

from datetime import timedelta

import pytest

from flows import coaching, minutes
from flows import events as ev
from flows.coaching import Late, Moved, NotTheirs
from flows.ids import RunId
from flows.ports import Reader
from tests.flows.on_way import on_way, run_of, tell, wrote
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

TALK, DEFINE = RunId("reflective.talk/1"), RunId("ai.define/1")


@pytest.fixture
async def talk(room: Staffroom) -> Staffroom:
    """The talk about both their moments is open."""
    await on_way(room, "reflective", "2026-03-04 12:00")
    for who in (MAYA, TOMAS):
        await wrote(room, who, "reflective.moment/1", what="nobody spoke")
    await room.until("2026-03-06 12:00")
    return room


async def start(room: Staffroom, run: RunId = TALK, who: str = MAYA, **how: bool) -> object:
    member = next((m for m in (MAYA, TOMAS, AYA) if m == who), AYA)
    return await room.write(lambda w: minutes.start(w, member, room.pair.id, run, **how))


async def changes(room: Staffroom) -> int:
    """How often the group's card is still to be shown anew."""
    return sum(each.key.startswith("time:") for each in await room.said("card"))


async def test_each_speaks_is_asked_and_has_the_last_word(talk: Staffroom) -> None:
    """practice B9"""
    assert minutes.stretches(await talk.course(), await run_of(talk, TALK)) == ()
    assert isinstance(await start(talk), Moved)
    course, run = await talk.course(), await run_of(talk, TALK)
    found = minutes.stretches(course, run)

    assert [(s.member, s.does) for s in found] == [
        (who, does) for who in (MAYA, TOMAS) for does in ("speaks", "questions", "last_word")
    ]
    assert run.timed is not None
    ends = [int((s.ends - run.timed.at).total_seconds() / 60) for s in found]
    assert ends == [10, 14, 15, 25, 29, 30]
    later = run.timed.at + timedelta(minutes=12)
    assert minutes.running(course, run, later)[0].does == "questions"
    assert minutes.running(course, run, run.timed.at + timedelta(minutes=30)) == ()

    light = await tell(talk, ev.Lightened(MAYA))
    short = minutes.stretches(light, await run_of(talk, TALK))
    assert short[-1].ends - short[0].begins == timedelta(minutes=15)


async def test_only_who_is_there_starts_and_stops_it(talk: Staffroom) -> None:
    assert isinstance(await start(talk, who=AYA), NotTheirs)
    assert isinstance(await start(talk, RunId("reflective.sense/1")), Late)
    assert isinstance(await start(talk, RunId("nothing/1")), Late)
    assert isinstance(await start(talk, tuning=True), Late)

    async def stop(who: str) -> object:
        member = MAYA if who == MAYA else AYA
        return await talk.write(lambda w: minutes.stop(w, member, talk.pair.id, TALK))

    assert isinstance(await stop(AYA), NotTheirs)
    assert isinstance(await stop(MAYA), Late)
    await start(talk)
    assert isinstance(await start(talk), Late), "the same press again"
    assert await changes(talk) == 6
    await talk.until("2026-03-06 12:05")
    assert isinstance(await start(talk, who=TOMAS), Moved), "it begins anew"
    assert await changes(talk) == 6
    assert isinstance(await stop(MAYA), Moved)
    assert await changes(talk) == 0
    assert minutes.stretches(await talk.course(), await run_of(talk, TALK)) == ()
    await tell(talk, ev.TimeStarted(TALK, AYA))
    await tell(talk, ev.TimeStarted(TALK, MAYA, tuning=True))
    assert (await run_of(talk, TALK)).timed is None
    ahead = RunId("reflective.sense/1")
    await tell(talk, ev.TimeStarted(ahead, MAYA))
    await tell(talk, ev.TimeStopped(ahead, MAYA))
    assert (await run_of(talk, ahead)).timed is None


async def test_a_text_is_tuned_by_the_one_who_presents_it(room: Staffroom) -> None:
    """practice E, Tuning add-on"""
    await on_way(room, "ai", "2026-03-04 12:00")
    assert isinstance(await start(room, DEFINE, TOMAS, tuning=True), Moved)
    found = minutes.stretches(await room.course(), await run_of(room, DEFINE))
    assert {s.member for s in found} == {TOMAS}
    assert [s.does for s in found] == [spell.does for spell in minutes.TUNING]
    assert found[-1].ends - found[0].begins == timedelta(minutes=25)
    assert isinstance(await start(room, DEFINE), Late)

    def pieces(reader: Reader) -> int:
        course = coaching.load(reader, room.pair.id)
        assert course is not None
        return len(reader.pieces.about(coaching.about(course.cycle, DEFINE)))

    assert await room.read(pieces) == 0
