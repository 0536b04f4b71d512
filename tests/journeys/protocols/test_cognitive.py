"""The thinker picks a map, changes it in the middle of the talk, and leaves regions empty."""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import talked, wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at


async def test_a_map_is_picked_changed_and_left_half_empty(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "cognitive")
    await slack.move_to(at("03-03 12:00"))
    await wrote(maya, event="Thursday's debate", map="reflecting")
    await slack.move_to(at("03-04 12:00"))
    await maya.opens_home()
    await maya.presses("Open")
    assert "In any order. Leave out whatever does not help." in maya.reads()
    assert "How do you feel it went" in maya.reads()
    await maya.presses("Problem-resolving: feeling stuck")
    assert "What is it like for you at the moment?" in maya.reads()
    await maya.presses("More questions")
    assert "What else could it be?" in maya.reads()
    await maya.closes()
    await tomas.presses("Open", pair)
    assert "Maya speaks first, then you." in tomas.reads()
    assert "What do you want from your coach?\nCoaching: questions only" in tomas.reads()
    assert "My notes" not in tomas.reads()
    await tomas.closes()
    await maya.presses("Open", pair)
    await maya.presses("Consulting: ideas as well")
    await maya.closes()
    await tomas.presses("Open", pair)
    assert "Consulting: ideas as well" in tomas.reads()
    await tomas.presses("More questions")
    assert "What else could it be?" in tomas.reads()
    await tomas.closes()
    await maya.presses("Open", pair)
    await maya.presses("We talked")
    assert await maya.sends(state="Like talking into a pillow") == {}
    assert "Share" not in maya.reads()
    await maya.closes()

    await slack.move_to(at("03-19 12:00"))
    await wrote(maya, share=True, used="In a parents' evening")
    await slack.move_to(at("03-20 12:00"))
    await wrote(tomas, event="The test", map="planning")
    await slack.move_to(at("03-24 12:00"))
    await talked(tomas, "Open", pair)
    await tomas.opens_home()
    await tomas.presses("When is it?")
    refused = await tomas.sends(date="2026-03-20", start="09:00", end="09:45")
    assert "ahead" in refused["date"]
    assert await tomas.sends(date="2026-03-26", start="09:00", end="09:45") == {}
    await tomas.closes()
    await slack.move_to(at("03-26 10:00"))
    await wrote(tomas, jot="The pause before the first objection")
    await slack.move_to(at("03-27 12:00"))
    await talked(tomas, "Open", pair)
    await slack.move_to(at("04-23 12:00"))
    await wrote(tomas, used="On Monday")
    await slack.move_to(at("04-24 12:00"))
    await wrote(maya, next="same")
    await wrote(tomas, next="same")
    assert "You go on as you did" in maya.sees(pair)[-1]
