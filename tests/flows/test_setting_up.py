"""A cycle set up by everybody's yes, closed by its result, and begun again."""

from dataclasses import replace

import pytest

from flows import coaching, leaving, setting_up, showing
from flows.agreement import Rhythm
from flows.coaching import Late, Moved, NotTheirs, TooLong
from flows.cycle import CycleState
from flows.effects import Outcome
from flows.events import Stopped
from flows.ids import MemberId, RunId
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.setting_up import Settled, Setup, Suggested
from flows.stage import RunState
from tests.flows.courses import protocol
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

OPEN, CLOSE = RunId("common.open/1"), RunId("common.close/1")


@pytest.fixture
async def again(room: Staffroom) -> Staffroom:
    """A second cycle that is still to be set up."""
    await room.partnered()

    def body(work: Work) -> None:
        pair = room.pair
        coaching.happened(work, found(work, room), Stopped())
        program = work.programs.get(pair.program)
        assert program is not None
        coaching.begin(work, pair, program, "again", (TOMAS,))

    await room.write(body)
    room.now = at("2026-03-04 08:00")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))
    return room


def found(work: Work, room: Staffroom) -> coaching.Course:
    course = coaching.load(work, room.pair.id)
    assert course is not None
    return course


async def says(
    room: Staffroom, who: MemberId, seen: int, texts: dict[str, str] | None = None, **chosen: str
) -> object:
    return await room.write(
        lambda w: setting_up.answer(w, who, room.pair.id, OPEN, texts or {}, chosen, seen)
    )


async def test_turns_that_were_not_taken_come_first(again: Staffroom) -> None:
    """practice INV-13"""
    assert (await again.course()).cycle.members == (TOMAS, MAYA)


async def test_one_suggests_and_the_others_yes_settles(again: Staffroom) -> None:
    words = {"hope": "more voices", "bring": " "}
    first = await says(again, MAYA, 0, words, turn_order=MAYA, rhythm="weekly", delivery="same_day")
    wanted = Setup("observation", "same_day", MAYA, Rhythm.WEEKLY)
    assert first == Suggested(wanted)
    course = await again.course()
    run = course.cycle.run(OPEN)
    assert run is not None
    assert setting_up.standing(course, run) == wanted
    assert setting_up.agreed(run, MAYA)
    assert not setting_up.agreed(run, TOMAS)
    assert not setting_up.agreed(run, AYA)

    assert await says(again, TOMAS, 1) == Settled(wanted)

    cycle = (await again.course()).cycle
    assert (cycle.members, cycle.rhythm, cycle.delivery) == (
        (MAYA, TOMAS),
        Rhythm.WEEKLY,
        "same_day",
    )
    assert cycle.state is CycleState.RUNNING


async def test_a_change_asks_everybody_anew(again: Staffroom) -> None:
    await says(again, MAYA, 0)
    assert isinstance(await says(again, TOMAS, 1, rhythm="monthly"), Suggested)
    assert await says(again, MAYA, 1) == Late()
    settled = await says(again, MAYA, 2)
    assert isinstance(settled, Settled)
    assert settled.setup.rhythm is Rhythm.MONTHLY


async def test_what_cannot_be_chosen_is_not(again: Staffroom) -> None:
    odd = await says(
        again, MAYA, 0, protocol="seance", delivery="by_owl", turn_order=AYA, rhythm="hourly"
    )
    assert odd == (Suggested(Setup("observation", "spread", TOMAS, Rhythm.FORTNIGHTLY)))


async def test_refusals_change_nothing(again: Staffroom) -> None:
    assert await says(again, AYA, 0) == NotTheirs()
    assert isinstance(await says(again, MAYA, 0, {"hope": "x" * 1501}), TooLong)
    assert await says(again, MAYA, 3) == Late()
    course = await again.course()
    run = course.cycle.run(OPEN)
    assert run is not None
    assert run.version == 0


async def test_a_way_is_offered_with_what_it_can_do(again: Staffroom) -> None:
    course = await again.course()
    for_two = {"ai", "cognitive", "grow", "growing", "observation", "reciprocal", "reflective"}
    assert set(setting_up.ways(course)) == for_two
    assert setting_up.deliveries(protocol("observation")) == ("spread", "same_day")
    assert "one_sitting" in setting_up.deliveries(protocol("everything"))
    crowd = course.cycle.model_copy(update={"members": tuple("abcdefgh")})
    assert set(setting_up.ways(replace(course, cycle=crowd))) == {"ai", "rounds"}


async def test_of_the_set_up_only_words_are_ones_own_to_share(again: Staffroom) -> None:
    await says(again, MAYA, 0, {"hope": "more voices"})
    await says(again, TOMAS, 1)
    course = await again.course()
    run = course.cycle.run(OPEN)
    part = run.part(MAYA) if run else None
    assert run is not None
    assert part is not None
    assert showing.shareable(course, run, part) == {"hope"}


async def skip(room: Staffroom, who: MemberId, run: RunId) -> None:
    await room.write(lambda w: coaching.skip(w, who, room.pair.id, run))


async def closing(room: Staffroom) -> None:
    """The cycle before its closing: the turns are left out."""
    for _ in range(40):
        course = await room.course()
        close = course.cycle.run(CLOSE)
        if close is not None and close.active:
            return
        if course.cycle.next_at is not None:
            room.now = max(room.now, course.cycle.next_at)
        await room.write(lambda w: coaching.pass_time(w, room.pair.id))
        for run in (await room.course()).cycle.runs:
            if not run.finished and run.stage != "common.close":
                for who in (MAYA, TOMAS):
                    await skip(room, who, run.id)
    raise AssertionError("no closing")


async def wish(room: Staffroom, who: MemberId, **answers: str) -> object:
    choices = {k: v for k, v in answers.items() if k == "next"}
    texts = {k: v for k, v in answers.items() if k != "next"}
    return await room.write(lambda w: coaching.answer(w, who, room.pair.id, CLOSE, texts, choices))


@pytest.mark.parametrize(
    ("hers", "his", "outcome", "state"),
    [
        ("same", "same", Outcome.SAME, PartnershipState.ACTIVE),
        ("same", "other", Outcome.DIFFER, PartnershipState.ACTIVE),
        ("pause", "same", Outcome.PAUSE, PartnershipState.PAUSED),
        ("pause", "finish", Outcome.FINISH, PartnershipState.ENDED),
    ],
)
async def test_only_the_result_of_the_wishes_shows(
    room: Staffroom, hers: str, his: str, outcome: Outcome, state: PartnershipState
) -> None:
    """practice B0, common.close; INV-02, INV-03"""
    await room.partnered()
    first = await room.course()
    await closing(room)
    kept = await wish(room, MAYA, next=hers, keep="counting to four")
    assert isinstance(kept, Moved)
    part = kept.run.part(MAYA)
    assert part is not None
    assert showing.shareable(await room.course(), kept.run, part) == {"keep"}
    own = await room.read(lambda r: showing.own(r, MAYA, room.pair.id, CLOSE))
    assert isinstance(own, showing.Shown)
    assert [(a.prompt.key, a.own) for a in own.by[MAYA]] == [("keep", False), ("next", True)]

    await wish(room, TOMAS, next=his)

    old = await room.read(lambda r: r.cycles.get(first.cycle.id))
    assert old is not None
    assert old.outcome is outcome
    assert (await room.state()).state is state
    after = await room.read(lambda r: coaching.load(r, room.pair.id))
    if state is PartnershipState.ACTIVE:
        assert after is not None
        assert after.cycle.start == "again"
    else:
        assert after is None


async def test_a_pause_chosen_at_the_end_is_resumed_with_a_new_cycle(room: Staffroom) -> None:
    await room.partnered()
    await closing(room)
    await wish(room, MAYA, next="pause")
    await wish(room, TOMAS, next="pause")

    await room.write(lambda w: leaving.resume(w, TOMAS, room.pair.id))

    course = await room.course()
    assert (course.cycle.start, course.cycle.state) == ("again", CycleState.PLANNED)
    run = course.cycle.run(OPEN)
    assert run is not None
    assert run.state is not RunState.DONE


async def test_what_is_shared_while_others_still_write_is_told_once_all_are_in(
    room: Staffroom,
) -> None:
    """practice H: one notice, when the stage is done"""
    await room.partnered()
    await closing(room)
    await wish(room, MAYA, next="same", keep="counting to four")
    shared = await room.write(lambda w: showing.share(w, MAYA, room.pair.id, CLOSE, ["keep"]))
    assert isinstance(shared, showing.NowShared)
    assert await room.said("shared") == []

    await wish(room, TOMAS, next="same")

    (said,) = await room.said("shared")
    assert (said.lane, said.refs["n"]) == (f"dm:{TOMAS}", 1)
