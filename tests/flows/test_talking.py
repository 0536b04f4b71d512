"""A talk with a time of its own: asked for, settled, held and unheld."""

import pytest

from flows import proposing, talking
from flows.coaching import Late, Moved, NotTheirs, TooLong
from flows.ids import RunId
from flows.proposal import Proposal
from flows.proposing import Settled
from tests.flows.visited import DEBRIEF, ask_talk, noted, slips, spoken, works
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    return await spoken(room)


async def test_a_talk_is_asked_for_settled_held_and_unheld(pair: Staffroom) -> None:
    await noted(pair)
    course = await pair.course()
    assert [r.id for r in talking.open_to(course, MAYA)] == [DEBRIEF]

    asked = await ask_talk(pair)

    assert isinstance(asked, Proposal)
    course = await pair.course()
    debrief = course.cycle.run(DEBRIEF)
    assert debrief is not None
    assert debrief.taken
    assert talking.minutes_of(course, debrief) == 10
    assert [p for _, p in await pair.read(lambda r: talking.sessions(r, course))] == [asked]
    step = course.cycle.run("observation.step/1")
    assert step is not None
    assert str(step.state) == "locked"
    assert isinstance(await works(pair, TOMAS, asked.id), Settled)
    assert await slips(pair, DEBRIEF) == [f"remind {MAYA} 03-17", f"remind {TOMAS} 03-17"]
    pair.now = at("2026-03-18 13:12")
    texts = {"first": "the quick questions had one purpose"}
    outcome = await pair.write(lambda w: talking.hold(w, MAYA, pair.pair.id, DEBRIEF, texts, {}))
    assert isinstance(outcome, Moved)
    assert outcome.run.finished
    course = await pair.course()
    step = course.cycle.run("observation.step/1")
    assert step is not None
    assert str(step.state) == "open"
    (piece,) = await pair.pieces(f"run:{course.cycle.id}:{DEBRIEF}")
    assert not piece.shared
    late = await pair.write(lambda w: talking.hold(w, TOMAS, pair.pair.id, DEBRIEF, texts, {}))
    assert isinstance(late, Late)
    undone = await pair.write(lambda w: proposing.unhold(w, TOMAS, pair.pair.id, DEBRIEF))
    assert isinstance(undone, Moved)


async def test_what_hinders_a_talk(pair: Staffroom) -> None:
    assert isinstance(await ask_talk(pair), Late)
    assert isinstance(await ask_talk(pair, AYA), NotTheirs)
    await noted(pair)
    assert isinstance(await ask_talk(pair, start="2026-03-02 13:00"), talking.Past)
    texts = {"first": "x" * 1501}
    long = await pair.write(lambda w: talking.hold(w, MAYA, pair.pair.id, DEBRIEF, texts, {}))
    assert isinstance(long, TooLong)
    foreign = await pair.write(
        lambda w: talking.hold(w, AYA, pair.pair.id, DEBRIEF, {"first": "x"}, {})
    )
    assert isinstance(foreign, NotTheirs)
    assert isinstance(
        await pair.write(
            lambda w: talking.hold(w, MAYA, pair.pair.id, RunId("no"), {"first": "x"}, {})
        ),
        Late,
    )


async def test_a_settled_talk_can_be_asked_for_at_another_time(pair: Staffroom) -> None:
    await noted(pair)
    asked = await ask_talk(pair)
    assert isinstance(asked, Proposal)
    await works(pair, TOMAS, asked.id)

    again = await ask_talk(pair, TOMAS, "2026-03-19 13:00")

    assert isinstance(again, Proposal)
    assert isinstance(await works(pair, MAYA, again.id), Settled)
    run = (await pair.course()).cycle.run(DEBRIEF)
    assert run is not None
    assert run.session is not None
    assert run.session.start == at("2026-03-19 13:00")


async def test_a_talk_is_marked_without_a_word(pair: Staffroom) -> None:
    await noted(pair)

    outcome = await pair.write(lambda w: talking.hold(w, MAYA, pair.pair.id, DEBRIEF, {}, {}))

    assert isinstance(outcome, Moved)
