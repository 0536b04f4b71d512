"""One person thinks a goal through, a colleague listens and asks; both at the same pace."""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at


async def wrote(teacher: Teacher, *, share: bool = False, **answers: str) -> None:
    """The first thing on their Home is answered, and shared or kept."""
    await teacher.opens_home()
    await teacher.presses("Open")
    assert await teacher.sends(**answers) == {}
    if share:
        assert await teacher.sends(answers=list(answers)) == {}
    await teacher.closes()


async def talked(teacher: Teacher, card: str, pair: str) -> None:
    """They mark a talk as held from its card in the group DM."""
    await teacher.presses(card, pair)
    await teacher.presses("We talked")
    assert await teacher.sends() == {}
    assert "Marked as held." in teacher.reads()
    await teacher.closes()


async def test_from_a_goal_to_what_became_of_it(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "grow")
    await slack.move_to(at("03-03 12:00"))
    await wrote(maya, share=True, want="More reasons without my asking")
    assert "Maya shared Goal: 1 answer." in tomas.sees()[-1]
    await wrote(tomas, want="They look at the source first")
    await slack.move_to(at("03-04 12:00"))
    await maya.opens_home()
    await maya.presses("Open")
    await maya.presses("Back to Goal")
    assert await maya.sends(want="Reasons, and a second one") == {}
    assert "Reasons, and a second one" in maya.reads()
    await maya.closes()
    await wrote(maya, share=True, now="The same five hands go up")
    await wrote(tomas, now="They agree at once")
    await tomas.presses("Reply", tomas.person.direct().id)
    assert "The same five hands go up" in tomas.reads()
    assert "What open question could help them think?" in tomas.reads()
    assert "An idea, offered" not in tomas.reads()
    assert await tomas.sends(heard="Five speak, you want more", question="Which five?") == {}
    await tomas.closes()
    assert "Tomás replied to Reality: 2 lines." in maya.sees()[-1]
    await maya.presses("Read", maya.person.direct().id)
    assert "Which five?" in maya.reads()
    await maya.closes()

    await slack.move_to(at("03-06 12:00"))
    assert "*Options (Maya):* a talk of about 15 minutes." in maya.sees(pair)[-1]
    await maya.opens_home()
    await maya.presses("Open")
    assert "You speak first, then Tomás." in maya.reads()
    assert "What are three different things you could try?" in maya.reads()
    await maya.presses("My notes")
    await maya.presses("More questions")
    own = {"three": "Count four breaths", "three_2": "Sticks", "ideas_welcome": "yes"}
    assert await maya.sends(**own) == {}
    await maya.closes()
    await tomas.opens_home()
    await tomas.presses("Open")
    await tomas.presses("Reply to Maya")
    assert await tomas.sends(idea="One option could be pairs first") == {}
    await tomas.closes()
    assert "replied to Options: one line." in maya.sees()[-1]
    for _ in range(2):
        await talked(tomas, "Open", pair)

    await wrote(maya, share=True, pick="The breaths", when="When I asked why, I count — 2B, Friday")
    await wrote(tomas, pick="Pens down", when="When the source is out, I wait — 3A, Monday")
    await slack.move_to(at("03-24 12:00"))
    await wrote(maya, share=True, did="Counted in three lessons")
    await wrote(tomas, did="Not yet")

    await slack.move_to(at("03-25 12:00"))
    await wrote(maya, next="same")
    await wrote(tomas, next="same")
    assert "You go on as you did" in maya.sees(pair)[-1]
