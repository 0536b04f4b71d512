"""More of what works: stories with themes that their tellers say yes to, and a way out of it."""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at


async def agreed(first: Teacher, then: Teacher, **words: str) -> None:
    """One suggests the text of the first thing on their Home, the other says yes to it."""
    await first.opens_home()
    await first.presses("Open")
    assert await first.sends(**words) == {}
    await first.closes()
    await then.opens_home()
    await then.presses("Open")
    assert next(iter(words.values())) in then.reads()
    await then.presses("Yes, this is it")
    await then.closes()


async def test_stories_their_themes_a_picture_and_a_first_try(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "ai")
    await slack.move_to(at("03-03 12:00"))
    await maya.opens_home()
    await maya.presses("Open")
    assert await maya.sends(more="Students answer each other") == {}
    await maya.closes()
    await tomas.opens_home()
    await tomas.presses("Open")
    await tomas.presses("Tune it together")
    assert "5 min · Tomás presents, and asks one question to look at" in tomas.reads()
    await tomas.presses("Start the time")
    assert "The time is running." in tomas.reads()
    assert "Tomás presents, to tune it together" in maya.sees(pair)[-1]
    await tomas.presses("Note for myself")
    await tomas.closes()
    await tomas.opens_home()
    await tomas.presses("Open")
    assert "Students answer each other" in tomas.reads()
    await tomas.presses("Yes, this is it")
    await tomas.closes()

    await slack.move_to(at("03-05 12:00"))
    await maya.presses("Open", pair)
    assert "About 30 minutes in all, 15 for each of you: you, Tomás." in maya.reads()
    assert "Which themes did you hear in the story?" in maya.reads()
    await maya.presses("We talked")
    assert await maya.sends(story="3A ran the debate") == {}
    await maya.closes()
    await tomas.opens_home()
    await tomas.presses("Open")
    await tomas.presses("My notes")
    await tomas.presses("More questions")
    assert await tomas.sends(themes="They needed her less") == {}
    assert await tomas.sends(answers=["themes"]) == {}
    await tomas.closes()
    await maya.presses("Read", maya.person.direct().id)
    assert "They needed her less" in maya.reads()
    await maya.presses("Yes, that is in it")
    assert "Everybody in this cycle can read it." in maya.reads()
    await maya.closes()

    await slack.move_to(at("03-06 12:00"))
    await maya.presses("Open", pair)
    assert "They needed her less" in maya.reads(), "a theme to go on from"
    await maya.presses("We talked")
    assert await maya.sends(day="Chairs in a ring") == {}
    await maya.closes()
    await slack.move_to(at("03-09 12:00"))
    await agreed(tomas, maya, statement="In our lessons students answer each other")
    await slack.move_to(at("03-10 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, share=True, start="When the map is out, I sit down")
    await slack.move_to(at("04-14 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, share=True, moment="They forgot the bell")
    await slack.move_to(at("04-15 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, next="same")
    assert "You go on as you did" in maya.sees(pair)[-1]


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
