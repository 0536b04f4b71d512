"""A visit by invitation: asked for with a level and what to leave out, own words before the notes.

The notes are taken back and sent again, the visitor takes something along, whoever was visited
speaks first; then the roles swap, and the second host leaves their visit out.
"""

from bot.run import Tandem
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.test_grow import wrote
from tests.journeys.teacher import Teacher
from tests.journeys.test_rhythm import at

WANTED = {"look": "The pause after my question", "leave": "The group by the door"}
SEEN = "11:21 you waited 5 s and 6 hands went up."
TAKEN = "I want to wait five seconds in 3A."
STOOD = "How long it felt"


async def test_from_a_request_to_an_answer_and_swapped_roles(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "observation")
    his, hers = tomas.person.direct().id, maya.person.direct().id
    await slack.move_to(at("03-03 12:00"))
    await maya.presses("Another time", pair)
    await maya.presses("More questions")
    await maya.presses("Change")
    when = {"date": "2026-03-10", "start": "11:10", "end": "11:25", "place": "room 14"}
    assert await maya.sends(**WANTED, **when, level="evidence") == {}
    await maya.closes()
    assert "Maya suggests Tue 10 Mar 11:10 for a visit." in tomas.sees()[-1]
    await tomas.presses("Works for me", his)

    await slack.move_to(at("03-10 11:40"))
    assert "Your notes while they're fresh" in tomas.sees()[-1]
    await tomas.presses("Write notes", his)
    assert WANTED["leave"] in tomas.reads()
    assert not {"question", "suggestion"} & blocks_of(tomas), "facts were asked for, nothing else"
    assert "takeaway" in await tomas.sends(noticed=SEEN), "the visitor learns too"
    assert await tomas.sends(noticed=SEEN, takeaway=TAKEN) == {}
    assert await tomas.sends() == {}
    await tomas.presses("Take it back")
    assert "It is a draft again" in tomas.reads()
    await tomas.closes()
    await tomas.types("/coach-feedback")
    await tomas.presses("Write notes", his)
    assert SEEN in repr(tomas.form().body)
    assert await tomas.sends() == {}
    assert await tomas.sends() == {}
    await tomas.closes()

    await maya.presses("Read and answer", hers)
    assert SEEN not in maya.reads(), "own words come first"
    assert await maya.sends(stood=STOOD) == {}
    assert SEEN in maya.reads()
    await maya.presses("Talk it over, 10 minutes")
    assert await maya.sends(date="2026-03-11", start="13:00", minutes="10") == {}
    await maya.closes()
    await tomas.presses("Works for me", his)
    await slack.move_to(at("03-11 13:12"))
    await tomas.presses("Open", pair)
    assert "Maya speaks first, then you." in tomas.reads()
    await tomas.presses("Held")
    assert await tomas.sends() == {}
    await tomas.closes()
    await wrote(maya, share=True, response="thanks", step="I count to five", when="On Friday in 2B")
    await tomas.presses("Read", his)
    assert "I count to five" in tomas.reads()
    await tomas.closes()

    await slack.move_to(at("03-19 12:00"))
    assert "It is Tomás's turn." in maya.sees(pair)[-1]
    await tomas.opens_home()
    await tomas.presses("Open")
    await tomas.presses("No visit this time")
    assert "Nobody is told why." in tomas.reads()
    await tomas.closes()
    await slack.move_to(at("03-26 12:00"))
    await wrote(maya, share=True, did="I counted in 2B")
    await slack.move_to(at("03-30 12:00"))
    for teacher in (maya, tomas):
        await wrote(teacher, next="same")
    assert "You go on as you did" in maya.sees(pair)[-1]


def blocks_of(teacher: Teacher) -> set[str]:
    """What their form asks for."""
    return {str(block.get("block_id")) for block in teacher.form().body["blocks"]}
