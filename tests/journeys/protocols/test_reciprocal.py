"""A text in three parts: settled by both, foretold before it opens, read in turns, taught back."""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import talked, wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at

PARTS = {
    "source": "https://example.org/wait-time",
    "parts.label": "The second after a question",
    "parts.minutes": "5",
    "parts_2.label": "What students do with it",
    "parts_2.minutes": "8",
    "parts_2.address": "https://example.org/wait-time#students",
    "parts_3.label": "Three lessons",
    "parts_3.minutes": "10",
}


async def foretells(teacher: Teacher, prediction: str) -> str:
    """They open the next part, say what they expect, and it opens."""
    await teacher.opens_home()
    await teacher.presses("Open")
    assert "Read or watch" not in teacher.reads()
    assert "example.org" not in teacher.reads()
    assert await teacher.sends(predict=prediction) == {}
    return teacher.reads()


async def tried(teacher: Teacher) -> None:
    """They say what they tried, with whom."""
    await teacher.opens_home()
    await teacher.presses("Open")
    answers = {"try": "The second pause with 2B"}
    assert await teacher.sends(**answers) == {}
    await teacher.closes()


async def test_a_text_is_settled_foretold_read_and_taught_back(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "reciprocal")
    await slack.move_to(at("03-03 12:00"))
    await maya.opens_home()
    await maya.presses("Open")
    wrong = await maya.sends(**{**PARTS, "source": "http://example.org"})
    assert "https://" in wrong["source"]
    assert await maya.sends(**PARTS) == {}
    assert "once everybody said yes" in maya.reads()
    await maya.closes()

    await tomas.opens_home()
    await tomas.presses("Open")
    assert "A partner suggests this." in tomas.reads()
    assert "What students do with it" in tomas.reads()
    assert await tomas.sends() == {}
    assert "Settled: everybody said yes to it." in tomas.reads()
    await tomas.closes()

    await slack.move_to(at("03-04 12:00"))
    for teacher in (maya, tomas):
        await teacher.opens_home()
        await teacher.presses("Open")
        assert "Predict, before reading:" in teacher.reads()
        assert await teacher.sends(move="Least easily comes predicting") == {}
        await teacher.closes()

    await slack.move_to(at("03-05 16:00"))
    assert "predictor, clarifier" in "\n".join(maya.sees())
    read = await foretells(maya, "I expect a number")
    assert "Part 1 of 3: The second after a question" in read
    assert "https://example.org/wait-time" in read
    assert "Your role this time is predictor, clarifier." in read
    assert "What was unclear" in read
    await maya.presses("More questions")
    assert "You wrote before\nI expect a number" in maya.reads()
    assert await maya.sends(clarify="Wait time two", revisit="It was one number") == {}
    await maya.closes()
    read = await foretells(tomas, "")
    assert "Your role this time is questioner, summariser, who also leads." in read
    assert "You wrote before" not in read
    assert await tomas.sends(question="What happens in that second?") == {}
    await tomas.closes()

    await slack.move_to(at("03-06 12:00"))
    read = await foretells(maya, "More answers")
    assert "Part 2 of 3" in read
    assert "https://example.org/wait-time#students" in read
    assert "Your role this time is questioner, summariser, who also leads." in read
    assert await maya.sends(question="Who speaks second?") == {}
    await maya.closes()
    await foretells(tomas, "Hands")
    assert await tomas.sends(clarify="Nothing") == {}
    await tomas.closes()
    await slack.move_to(at("03-09 12:00"))
    for teacher in (maya, tomas):
        assert "Part 3 of 3" in await foretells(teacher, "Three stories")
        assert await teacher.sends() == {}
        await teacher.closes()

    await slack.move_to(at("03-12 12:00"))
    await maya.presses("Open", pair)
    assert "About 12 minutes in all" in maya.reads()
    await maya.closes()
    await talked(tomas, "Open", pair)
    await slack.move_to(at("03-13 12:00"))
    for teacher in (maya, tomas):
        await tried(teacher)

    await slack.move_to(at("03-27 12:00"))
    await talked(maya, "Open", pair)
    await slack.move_to(at("03-31 12:00"))
    await wrote(maya, next="same")
    await wrote(tomas, next="same")
    assert "You go on as you did" in maya.sees(pair)[-1]
