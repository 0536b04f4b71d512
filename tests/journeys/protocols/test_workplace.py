"""A workplace thinks goals through: no step of it speaks of students, classes or lessons."""

import json
import re

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import talked, wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at

OF_A_SCHOOL = re.compile(r"\b(?:students?|class(?:es)?|lessons?)\b", re.IGNORECASE)


async def read_through(teacher: Teacher) -> list[str]:
    """Their Home, and the first step that waits for them, with every question."""
    seen = [await teacher.opens_home()]
    await teacher.presses("Open")
    seen.append(teacher.reads())
    if "More questions" in teacher.reads():
        await teacher.presses("More questions")
        seen.append(teacher.reads())
    await teacher.closes()
    return seen


async def test_no_step_in_a_workplace_speaks_of_a_school(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "grow", pack="workplace")
    seen: list[str] = []
    await slack.move_to(at("03-03 16:00"))
    for teacher in (maya, tomas):
        seen += await read_through(teacher)
        await wrote(teacher, want="Fewer questions come back")
    await slack.move_to(at("03-04 16:00"))
    for teacher in (maya, tomas):
        seen += await read_through(teacher)
        await wrote(teacher, now="Nine questions on a Monday")
    await slack.move_to(at("03-06 16:00"))
    seen += await read_through(maya)
    for _ in range(2):
        await talked(tomas, "Open", pair)
    seen += await read_through(maya)
    seen += [*maya.sees(pair), *maya.sees(), *tomas.sees()]
    await maya.opens_home()
    await maya.presses("My week and topics")
    seen.append(maya.reads())
    await maya.closes()

    assert [text for text in seen if OF_A_SCHOOL.search(text)] == []
    assert "the people you work for" in json.dumps(seen)
