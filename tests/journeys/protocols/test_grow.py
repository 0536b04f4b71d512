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

    # What she tried is worth keeping: she shows it to her partner, who tries it as a goal of his.
    await maya.opens_home()
    await maya.presses("Worth trying")
    await maya.presses("Keep a card")
    assert await maya.sends(tried="Count before I call a name", did="More hands") == {}
    await maya.closes()
    await maya.closes()
    await maya.opens_home()
    await maya.presses("Worth trying")
    await maya.presses("Show my partners")
    assert "Your partners can read it." in maya.reads()
    await maya.closes()
    await tomas.opens_home()
    await tomas.presses("Worth trying")
    assert "Count before I call a name" in tomas.reads()
    await tomas.presses("Try this")
    await tomas.closes()

    await slack.move_to(at("03-25 12:00"))
    await wrote(maya, next="same")
    await wrote(tomas, next="same")
    assert "You go on as you did" in maya.sees(pair)[-1]


async def test_in_one_sitting_a_card_leads_from_step_to_step(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    teachers = (aoife, maya, tomas)
    pair = await on_way(slack, tandem, teachers, "grow", delivery="one_sitting")
    await slack.move_to(at("03-03 17:00"))
    told = "Goal to Way forward (Maya)*, in one sitting: about 20 minutes"
    assert told in tomas.sees()[-1]
    assert "Now: *Goal*" in maya.sees(pair)[-1]
    before = [len(t.dm) for t in (maya, tomas)]
    await maya.presses("Open", pair)
    assert "4 steps in one sitting" in maya.reads()
    assert "What would you like to be different for your students?" in maya.reads()
    await tomas.presses("Open", pair)
    await tomas.presses("Go on: Reality")
    assert "*Step 2 of 4*, about 5 minutes. Then: Options, Way forward." in tomas.reads()
    await maya.presses("Go on: Reality")
    assert "Step 2 of 4" in maya.reads(), "the step was held already: where they are"
    await maya.presses("One step back")
    await maya.presses("Go on: Reality")
    await maya.presses("Go on: Options")
    await tomas.presses("Go on: Options")
    await tomas.presses("Go on: Way forward")
    await tomas.presses("That was it")
    assert "All steps of this sitting are held." in tomas.reads()
    await tomas.closes()
    await maya.presses("Go on: Way forward")
    await maya.presses("My notes")
    await maya.presses("More questions")
    assert "What would be the first small sign" in maya.reads()
    notes = {"goal:want": "More reasons", "will:pick": "The breaths"}
    assert await maya.sends(**notes, **{"options:ideas_welcome": "yes"}) == {}
    assert "*Goal*: yours alone until you share a line." in maya.reads()
    await maya.presses("Look or share")
    assert await maya.sends(answers=["want"]) == {}
    await maya.closes()
    assert "More reasons" in await maya.opens_home()
    assert [len(t.dm) for t in (maya, tomas)] == [before[0], before[1] + 1], "shared, no more"

    assert "*Goal to Way forward (Tomás)* opens" in maya.sees(pair)[-1]
    await tomas.presses("Start now", pair)
    await tomas.presses("Go on: Reality")
    await tomas.presses("Stop here")
    assert await tomas.sends(rest="spread") == {}
    assert "each step comes by itself" in tomas.reads()
    await tomas.closes()
    await slack.move_to(at("03-05 12:00"))
    await wrote(tomas, now="They agree at once")
    assert "replied" not in maya.sees()[-1]
