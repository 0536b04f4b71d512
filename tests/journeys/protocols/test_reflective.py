"""One moment each, in equal minutes; nothing is seen until its author shares a line."""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at


async def test_told_looked_at_again_and_shared_line_by_line(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "reflective")
    await slack.move_to(at("03-03 12:00"))
    await wrote(maya, what="Nobody spoke")
    await wrote(tomas, what="The bell rang")
    assert not any("shared" in text for text in maya.sees() + tomas.sees())

    await slack.move_to(at("03-05 12:00"))
    await tomas.opens_home()
    await tomas.presses("Open")
    assert "About 30 minutes in all, 15 for each of you: Maya, you." in tomas.reads()
    assert "Whoever tells has the last word." in tomas.reads()
    await tomas.presses("Suggest a time")
    assert await tomas.sends(date="2026-03-06", start="13:00") == {}
    await tomas.closes()
    await maya.presses("Works for me", maya.person.direct().id)
    await maya.presses("Open", pair)
    assert "you from 13:00, Tomás from 13:15" in maya.reads()
    await maya.closes()

    await slack.move_to(at("03-06 13:00"))
    await maya.presses("Open", pair)
    told = len(tomas.dm)
    await maya.presses("Start the time")
    assert "*Now, until 13:10: Maya speaks*" in maya.reads()
    assert "Then, until 13:15: Maya's last word" in maya.reads()
    assert "*Now, until" in tomas.sees(pair)[-1]
    assert "Maya speaks*" in tomas.sees(pair)[-1]
    await slack.move_to(at("03-06 13:11"))
    assert "Maya speaks*" not in tomas.sees(pair)[-1]
    assert "open questions to Maya*" in tomas.sees(pair)[-1]
    await maya.closes()
    await slack.move_to(at("03-06 13:32"))
    assert "*Now, until" not in tomas.sees(pair)[-1]
    assert len(tomas.dm) == told, "nobody is notified"

    await slack.move_to(at("03-06 14:00"))
    await maya.presses("Open", pair)
    await maya.presses("Reply to Tomás")
    asked = {
        "question": "What did the bell end?",
        "question_2": "Who moved?",
        "question_3": "And you?",
    }
    assert [f for f in maya.reads().split("\n") if "An idea" in f] == []
    assert await maya.sends(**asked) == {}
    await maya.presses("Open", pair)
    await maya.presses("Held")
    assert await maya.sends(tell="The bell") == {}
    assert "Share" not in maya.reads()
    await maya.closes()
    await tomas.presses("Read", tomas.person.direct().id)
    assert "What did the bell end?" in tomas.reads()
    await tomas.closes()

    await slack.move_to(at("03-09 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, self="As a learner I hated it")
    await slack.move_to(at("03-10 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, learned="My hurry")
    for teacher in (maya, tomas):
        await teacher.opens_home()
        await teacher.presses("Open")
        assert await teacher.sends(**{"try": "When nobody answers, I count to six"}) == {}
        await teacher.closes()
    assert "count to six" not in repr([m.blocks for m in tomas.dm])
    await maya.types("/coach-feedback")
    await maya.presses("Look or share", maya.person.direct().id)
    assert "count to six" in maya.reads()
    assert await maya.sends() == {}
    assert "Nothing was ticked, so it stays yours." in maya.reads()
    await maya.closes()

    await slack.move_to(at("03-23 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, share=True, did="I counted, and then two spoke at once")
    assert "Maya shared Look back: 1 answer." in tomas.sees()[-1]
    await slack.move_to(at("03-24 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, next="same")
    assert "You go on as you did" in maya.sees(pair)[-1]
