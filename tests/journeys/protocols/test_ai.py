"""More of what works: stories with themes that their tellers say yes to, and a way out of it."""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at


async def test_what_is_in_the_way_is_parked_and_another_way_begins_by_both(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "ai")
    await slack.move_to(at("03-03 12:00"))
    await maya.presses("Park it", pair)
    assert await maya.sends(note="The room is too small") == {}
    assert "Only you can read it" in maya.reads()
    await maya.closes()
    await tomas.presses("Park it", pair)
    assert "too small" not in tomas.reads()
    await tomas.closes()

    await maya.presses("Park it", pair)
    assert "too small" in maya.reads()
    assert await maya.sends(way="park") == {}
    await maya.closes()
    asked = tomas.sees()[-1]
    assert "Maya suggests another way for a while: Think it through instead." in asked
    await tomas.presses("Keep it as it is", tomas.person.direct().id)
    assert "*More of what works*" in maya.sees(pair)[-1]

    await maya.presses("Park it", pair)
    assert await maya.sends(way="park") == {}
    await maya.closes()
    await slack.move_to(at("03-04 12:00"))
    await tomas.presses("Works for me", tomas.person.direct().id)
    await slack.move_to(at("03-05 12:00"))
    assert "*Think it through*" in maya.sees(pair)[-1]
    await wrote(maya, want="A room that fits")
    everything = repr([m.blocks for t in (maya, tomas) for m in t.dm])
    assert "too small" not in everything
