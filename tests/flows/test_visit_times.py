"""Times for a visit: three that are offered, and which can be suggested."""

from datetime import date, timedelta

import pytest

from flows import coaching, visiting
from flows.coaching import NotTheirs
from flows.events import TurnMoved
from flows.proposal import Proposal
from flows.requesting import NoTime
from flows.visiting import Phase
from tests.flows.visited import SHORT, THURSDAY, requested, settled, spoken, suggested, visit
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    return await spoken(room)


async def test_three_times_at_which_she_teaches_and_he_is_free(pair: Staffroom) -> None:
    found = await visit(pair)

    three = await pair.read(lambda r: visiting.times(r, found))

    assert found.phase is Phase.PICK
    assert found.host == MAYA
    assert found.visitors == (TOMAS,)
    assert [(t.span.start, t.room) for t in three] == [
        (at("2026-03-10 09:00"), "12"),
        (THURSDAY, "14"),
        (at("2026-03-13 14:20"), ""),
    ]
    others = await pair.read(lambda r: visiting.times(r, found, [t.span.start for t in three]))
    assert not {t.span.start for t in others} & {t.span.start for t in three}


async def test_without_lessons_there_are_still_three_times(pair: Staffroom) -> None:
    await pair.put(MAYA, lessons=())
    await pair.put(TOMAS, lessons=())
    found = await visit(pair)

    three = await pair.read(lambda r: visiting.times(r, found))

    assert len({t.span.start for t in three}) == 3


async def test_a_time_that_is_taken_elsewhere_is_not_offered(pair: Staffroom) -> None:
    await settled(pair)
    first = pair.pair
    await pair.partnered(MAYA, AYA)
    for who in (MAYA, AYA):
        await pair.answer(who, "another sentence")
    found = await visit(pair)

    three = await pair.read(lambda r: visiting.times(r, found))

    assert THURSDAY not in [t.span.start for t in three]
    assert pair.pair != first


async def test_a_time_that_was_free_when_it_was_shown_may_be_taken_by_now(pair: Staffroom) -> None:
    with_tomas = await settled(pair)
    await pair.partnered(MAYA, AYA)
    for who in (MAYA, AYA):
        await pair.answer(who, "another sentence")

    overlapping = await requested(pair, start=THURSDAY - SHORT / 2)
    just_after = await requested(pair, start=with_tomas.end)
    moved = await suggested(pair, AYA, THURSDAY)

    assert overlapping == NoTime("taken")
    assert isinstance(just_after, Proposal)
    assert moved == NoTime("taken")


REFUSED = {
    "past": (at("2026-03-02 09:00"), SHORT),
    "backwards": (THURSDAY, -SHORT),
    "long": (THURSDAY, timedelta(minutes=26)),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_a_time_that_cannot_be_keeps_nothing(pair: Staffroom, why: str) -> None:
    start, length = REFUSED[why]

    outcome = await requested(pair, start=start, length=length)

    assert outcome == NoTime(why)
    assert not (await visit(pair)).request.finished
    assert await pair.said("proposed") == []


async def test_another_time_must_be_one_and_ones_own_to_suggest(pair: Staffroom) -> None:
    await settled(pair)

    assert await suggested(pair, MAYA, at("2026-03-02 09:00")) == NoTime("past")
    assert isinstance(await suggested(pair, AYA, THURSDAY), NotTheirs)


async def test_of_a_turn_that_was_moved_times_are_looked_for_from_its_day(
    pair: Staffroom,
) -> None:
    course = await pair.course()
    moved = TurnMoved(MAYA, date(2026, 3, 12))
    await pair.write(lambda w: coaching.happened(w, course, moved))
    found = await visit(pair)

    three = await pair.read(lambda r: visiting.times(r, found))

    assert found.phase is Phase.PICK
    assert [t.span.start for t in three] == [
        at("2026-03-19 11:10"),
        at("2026-03-20 14:20"),
        at("2026-03-24 09:00"),
    ]
