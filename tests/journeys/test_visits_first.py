"""From the visit card to a settled visit: picked, asked, settled, moved, called off."""

import pytest

from playground.server import Playground
from tests.journeys.teacher import NotOnScreen, Teacher
from tests.journeys.test_first_cycle import HERS, HIS, founded, joined, partnered

LOOK = "who answers, and when"
ROOM = "room 14"
HER_LESSONS = "Mon 09:00-09:50 1A room 12\nTue 11:10-12:00 2B room 14\nThu 14:20-15:00 3C"
HIS_LESSONS = "Tue 09:00-12:30 3A"


@pytest.fixture
async def pair(aoife: Teacher, maya: Teacher, tomas: Teacher) -> str:
    """Both first sentences are open; it is Maya's turn."""
    await founded(aoife)
    await joined(maya, tomas)
    return await partnered(maya, tomas)


async def both_in(maya: Teacher, tomas: Teacher, pair: str) -> None:
    await tomas.presses("Send mine", pair, why=HIS)
    await maya.presses("Send mine", pair, why=HERS)


def times_on_card(teacher: Teacher, pair: str) -> list[str]:
    """The labels of the three times in the group DM."""
    card = teacher.person.messages(pair)[-1]
    labels = [
        element["text"]["text"]
        for block in card.blocks or []
        for element in block.get("elements", [])
        if element.get("action_id") == "pick_visit"
    ]
    return [label for label in labels if label != "Another time"]


async def enters(teacher: Teacher, lessons: str) -> None:
    await teacher.opens_home()
    await teacher.presses("My lessons and topics")
    assert await teacher.sends(seeks="questioning\nhow to wait", lessons=lessons) == {}
    await teacher.closes()


async def requests(maya: Teacher, pair: str, label: str) -> None:
    await maya.presses(label, pair)
    assert HERS in maya.reads()
    assert await maya.sends(look=LOOK, place=ROOM) == {}
    await maya.closes()


async def test_with_lessons_the_times_fit_both(maya: Teacher, tomas: Teacher, pair: str) -> None:
    await enters(maya, HER_LESSONS)
    await enters(tomas, HIS_LESSONS)

    await both_in(maya, tomas, pair)

    assert times_on_card(maya, pair) == ["Thu 5 Mar 14:20", "Mon 9 Mar 09:00", "Thu 12 Mar 14:20"]


async def test_a_line_in_doubt_is_asked_about_at_its_field(maya: Teacher, pair: str) -> None:
    await maya.opens_home()
    await maya.presses("My lessons and topics")

    errors = await maya.sends(lessons="Mon 09:00-09:50 1A\nTue at nine", seeks="questioning")

    assert errors["lessons"].startswith("Line 2, “Tue at nine”: From when to when?")
    assert "For example: Mon 09:00-09:45 2B room 14" in errors["lessons"]
    assert await maya.sends(lessons="Mon 09:00-09:50 1A") == {}


async def test_picked_settled_moved_and_called_off(
    slack: Playground, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    await both_in(maya, tomas, pair)
    first, second, _ = times_on_card(maya, pair)

    await tomas.presses(first, pair)
    assert "Maya picks one" in tomas.reads()
    await tomas.closes()
    await requests(maya, pair, first)
    assert f"Maya suggests {first} for a visit." in tomas.sees()[-1]
    assert "A visit is suggested" in maya.sees(pair)[-1]

    await tomas.presses("Works for me", tomas.person.direct().id)
    assert f"Settled: {first}." in maya.sees()[-1]
    assert "*The visit:*" in tomas.sees(pair)[-1]
    assert first in (await tomas.types("/coach-observe"))[0]

    await maya.presses("Open", pair)
    assert LOOK in maya.reads()
    await maya.presses("Move")
    assert await maya.sends(date="2026-03-10", start="10:00", end="10:15") == {}
    assert "It is moved to Tue 10 Mar 10:00" in maya.reads()
    await maya.closes()
    await tomas.presses("Open", pair)
    assert "Tue 10 Mar 10:00" in tomas.reads()
    assert ROOM in tomas.reads()
    await tomas.presses("Cancel it")
    assert "It is off" in tomas.reads()
    await tomas.closes()
    assert second in times_on_card(maya, pair)

    posts = [m for m in maya.person.messages(pair) if m.bot and not m.only_for]
    assert len(posts) == 2


async def test_other_times_are_asked_back(maya: Teacher, tomas: Teacher, pair: str) -> None:
    await both_in(maya, tomas, pair)
    await requests(maya, pair, times_on_card(maya, pair)[0])

    await tomas.presses("Other times", tomas.person.direct().id)
    assert await tomas.sends(date="2026-03-11", start="09:00", end="09:15") == {}
    await tomas.closes()
    await maya.opens_home()
    await maya.presses("Works for me")

    assert "Wed 11 Mar 09:00" in (await tomas.types("/coach-observe"))[0]


async def test_no_place_and_no_focus_stands_in_any_message(
    slack: Playground, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    await both_in(maya, tomas, pair)
    await requests(maya, pair, times_on_card(maya, pair)[0])
    await tomas.presses("Works for me", tomas.person.direct().id)

    everything = [
        repr(message)
        for person in ("U0MAYA", "U0TOMAS", "U0AOIFE")
        for conversation in slack.person(person).conversations()
        for message in slack.person(person).messages(conversation.id)
    ]

    assert not any(word in text for text in everything for word in (LOOK, ROOM))
    with pytest.raises(NotOnScreen):
        maya.finds("Pick a time", pair)
