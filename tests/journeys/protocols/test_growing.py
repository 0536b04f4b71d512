"""Students' work first and last, a practice rehearsed; one is visited, one watches a clip."""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import talked, wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at


async def noted(teacher: Teacher, card: str, pair: str, **notes: str) -> str:
    """They note something on a talk's card; the form as it stood before."""
    await teacher.presses(card, pair)
    await teacher.presses("My notes")
    await teacher.presses("More questions")
    before = teacher.reads()
    assert await teacher.sends(**notes) == {}
    await teacher.closes()
    return before


async def rehearsed(teacher: Teacher) -> None:
    """They mark the first talk on their Home as held."""
    await teacher.opens_home()
    await teacher.presses("Open")
    await teacher.presses("We talked")
    assert await teacher.sends() == {}
    await teacher.closes()


async def test_work_is_looked_at_a_practice_rehearsed_and_seen_and_looked_at_again(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "growing")
    await slack.move_to(at("03-04 12:00"))
    sample = {"sample.what": "exit slips", "sample.many": "12", "sample.from": "2 March"}
    await noted(maya, "Open", pair, work="They give one reason", **sample)
    await talked(tomas, "Open", pair)
    await slack.move_to(at("03-05 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, hunch="Perhaps we take the first reason")
    await slack.move_to(at("03-06 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, goal="More students give a second reason", practice="The pause")
    await slack.move_to(at("03-09 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, seen="Two fingers and a wait")
    assert "More students give a second reason" in await maya.opens_home()
    await slack.move_to(at("03-11 12:00"))
    await maya.presses("Another time", pair)
    assert (
        await maya.sends(
            look="After a first reason",
            date="2026-03-13",
            start="10:00",
            end="10:15",
            place="room 14",
        )
        == {}
    )
    await tomas.presses("Works for me", tomas.person.direct().id)
    await tomas.types("/coach-observe")
    await tomas.presses("Pick a time", tomas.person.direct().id)
    await tomas.presses("Change")
    await tomas.presses("My own clip, watched alone")
    assert await tomas.sends(look="How long I wait", way="clip") == {}
    await tomas.closes()
    await maya.opens_home()
    await maya.presses("Open")
    await maya.presses("My notes")
    assert await maya.sends(cue="When I hear the first because, I wait") == {}
    await maya.closes()
    await rehearsed(tomas)
    await rehearsed(maya)

    await slack.move_to(at("03-13 12:00"))
    await tomas.types("/coach-feedback")
    await tomas.presses("Write notes", tomas.person.direct().id)
    assert await tomas.sends(saw="Great pause.") == {}
    assert "is a verdict" in tomas.reads()
    await tomas.presses("Edit")
    assert await tomas.sends(saw="10:12 two fingers went up; 4 s later a reason came.") == {}
    assert await tomas.sends() == {}
    await tomas.closes()
    await maya.presses("Read and answer", maya.person.direct().id)
    assert "10:12 two fingers went up" in maya.reads()
    await maya.closes()

    await slack.move_to(at("03-18 12:00"))
    assert "follows your school's filming rules" in tomas.sees()[-1]
    await wrote(tomas, saw="At 03:10 I ask, and go on after 1 s.", share=True)
    await slack.move_to(at("03-25 12:00"))
    before = await noted(
        maya, "Open", pair, now="Half of them go on", log="I used to ask, now I wait"
    )
    assert "You wrote before\nThey give one reason" in before
    assert "You wrote before\nexit slips · 12 · 2 March" in before
    await talked(tomas, "Open", pair)
    await maya.types("/coach-goal")
    await maya.presses("My expertise log", maya.person.direct().id)
    assert "I used to ask, now I wait" in maya.reads()
    await maya.closes()
    await slack.move_to(at("03-26 12:00"))
    await wrote(maya, next="same")
    await wrote(tomas, next="same")
    assert "You go on as you did" in maya.sees(pair)[-1]
