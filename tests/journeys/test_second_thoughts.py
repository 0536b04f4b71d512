"""A turn without a visit: left out, asked for after all, and begun before its day."""

import pytest

from tests.journeys.teacher import NotOnScreen, Teacher
from tests.journeys.test_first_cycle import founded, joined, partnered
from tests.journeys.test_visits_first import LOOK, ROOM, both_in, times_on_card


@pytest.fixture
async def pair(aoife: Teacher, maya: Teacher, tomas: Teacher) -> str:
    """Both first sentences are open; it is Maya's turn."""
    await founded(aoife)
    await joined(maya, tomas)
    found = await partnered(maya, tomas)
    await both_in(maya, tomas, found)
    return found


async def leaves_out(teacher: Teacher, pair: str) -> None:
    """Skips the request in its form; nobody else sees that it was left out."""
    await teacher.presses(times_on_card(teacher, pair)[0], pair)
    await teacher.presses("No visit this time")
    await teacher.closes()


async def test_a_visit_left_out_is_asked_for_after_all(
    maya: Teacher, tomas: Teacher, pair: str
) -> None:
    await leaves_out(maya, pair)
    assert "You did not ask for a visit" in await maya.opens_home()
    assert "after all" not in await tomas.opens_home()

    await maya.presses("Ask for a visit after all")
    assert (
        await maya.sends(look=LOOK, place=ROOM, date="2026-03-10", start="10:00", end="10:15") == {}
    )
    await maya.closes()
    await tomas.presses("Works for me", tomas.person.direct().id)

    assert "Settled: Tue 10 Mar 10:00." in maya.sees()[-1]
    await maya.opens_home()
    with pytest.raises(NotOnScreen):
        maya.finds("Ask for a visit after all")


async def test_two_turns_without_a_visit_end_in_looking_back_before_its_day(
    maya: Teacher, tomas: Teacher, pair: str
) -> None:
    await leaves_out(maya, pair)
    await tomas.presses("Another time", pair)
    await tomas.presses("No visit this time")
    await tomas.closes()
    assert "*Look back and choose* opens" in maya.sees(pair)[-1]

    await maya.presses("Start now", pair)

    assert "Look back and choose" in maya.reads()
