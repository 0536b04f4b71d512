"""From a visit that is over to answered feedback, a talk, swapped roles and the next cycle."""

from datetime import UTC, datetime, timedelta

import pytest

from playground.server import Playground
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import HERS, HIS, founded, joined, partnered

LOOK = "who answers, and when"
FACTS = (
    '11:14 you asked "Why might that be?" and named Student C after 1 s.',
    "11:21 you waited 5 s and 6 hands went up.",
    "11:23 two pairs compared answers before writing.",
)
ASKS = "What guides how long you wait?"
TAKES = "I want to count to four with my second-years."
STOOD = "the silence after my second question"
REPLY = "11:14 was a quick recall check"
STEP = "count four breaths before naming anyone"
WHEN = "When I have asked a why-question in 2B on Friday"


@pytest.fixture
async def pair(aoife: Teacher, maya: Teacher, tomas: Teacher) -> str:
    """Both first sentences are open, and Maya's is her goal."""
    await founded(aoife)
    await joined(maya, tomas)
    group = await partnered(maya, tomas)
    await tomas.presses("Send mine", group, why=HIS)
    await maya.presses("Send mine", group, why=HERS)
    await maya.presses("Read both", group)
    await maya.presses("Use mine as my goal")
    await maya.closes()
    return group


async def settled(host: Teacher, visitor: Teacher, pair: str) -> str:
    """The host picks the first time on the card and the visitor takes it; its label."""
    label = next(
        str(element["text"]["text"])
        for block in host.person.messages(pair)[-1].blocks or []
        for element in block.get("elements", [])
        if element.get("action_id") == "pick_visit"
    )
    await host.presses(label, pair)
    assert await host.sends(look=LOOK, place="room 14", goal="mine") == {}
    await host.closes()
    await visitor.presses("Works for me", visitor.person.direct().id)
    return label


async def test_from_the_visit_to_answered_feedback_and_swapped_roles(
    slack: Playground, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    label = await settled(maya, tomas, pair)
    day = datetime.strptime(f"{label} 2026", "%a %d %b %H:%M %Y").replace(tzinfo=UTC)
    his, hers = tomas.person.direct().id, maya.person.direct().id

    await slack.movement.move_to((day + timedelta(minutes=40)).timestamp())
    assert "Your notes while they're fresh" in tomas.sees()[-1]
    await tomas.presses("Write notes", his)
    assert "suggestion" not in tomas.reads()
    await tomas.presses("More questions")
    errors = await tomas.sends(
        noticed="Great questions all lesson.",
        noticed_2=FACTS[1],
        noticed_3=FACTS[2],
        question=ASKS,
        takeaway=TAKES,
    )
    assert errors == {}
    assert "“Great” is a verdict." in tomas.reads()
    await tomas.presses("Edit")
    assert await tomas.sends(noticed=FACTS[0]) == {}
    assert "verdict" not in tomas.reads()
    assert await tomas.sends() == {}
    assert "Released." in tomas.reads()
    await tomas.closes()

    assert maya.sees()[-1].startswith("Tomás released notes: 3 facts, 1 question, 2 minutes.")
    await maya.presses("Read and answer", hers)
    assert FACTS[0] not in maya.reads()
    assert await maya.sends(stood=STOOD) == {}
    assert all(words in maya.reads() for words in (*FACTS, ASKS, TAKES))
    await maya.presses("Talk it over, 10 minutes")
    talk = day + timedelta(days=3)
    errors = await maya.sends(date=f"{talk:%Y-%m-%d}", start="13:00", minutes="10")
    assert errors == {}
    await maya.closes()
    await tomas.presses("Works for me", his)

    await slack.movement.move_to(talk.replace(hour=13, minute=12).timestamp())
    await maya.opens_home()
    await maya.opens_home()
    await maya.presses("Held")
    await maya.sends()
    await maya.closes()
    await maya.opens_home()
    assert "Answer and next step" in maya.home()
    await maya.presses("Open")
    assert FACTS[1] in maya.reads()
    errors = await maya.sends(response="differently", reply=REPLY, step=STEP, when=WHEN)
    assert errors == {}
    assert await maya.sends(answers=["response", "reply", "step", "when"]) == {}
    await maya.closes()

    assert tomas.sees()[-1].startswith("Maya shared Answer and next step: 4 answers.")
    await tomas.presses("Read", his)
    assert all(words in tomas.reads() for words in ("I see it differently", REPLY, STEP))
    await tomas.closes()
    assert STOOD not in await tomas.opens_home()

    await slack.movement.move_to((talk + timedelta(days=7)).timestamp())
    assert "It is Tomás's turn." in maya.sees(pair)[-1]
    assert "Focus and request" in await tomas.opens_home()

    everything = [
        repr(message)
        for person in (maya, tomas)
        for conversation in person.person.conversations()
        for message in person.person.messages(conversation.id)
    ]
    typed = (*FACTS, ASKS, TAKES, STOOD, REPLY, STEP, WHEN, LOOK)
    assert not any(words in text for text in everything for words in typed)
