"""A workshop from end to end: input alone and early, the session, and a way on into coaching."""

from playground.server import Playground
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import COACHING, founded, joined, partnered
from tests.journeys.test_rhythm import at, told
from tests.journeys.test_visits_first import both_in, requests, times_on_card

READING = {
    "title": "Three seconds",
    "address": "https://example.org/three-seconds",
    "minutes": "8",
    "why": "One page with the whole idea",
}


async def set_up(aoife: Teacher) -> None:
    """Aoife sets up a workshop on Thursday 12 March with a reading and a question, and posts it."""
    await aoife.opens_home()
    await aoife.presses("Workshops")
    await aoife.presses("Set one up")
    assert await aoife.sends(title="Wait time", day="2026-03-12", start="15:45") != {}
    given = {"title": "Wait time", "day": "2026-03-12", "start": "15:45", "minutes": "45"}
    assert await aoife.sends(**given, place="Library", topic="questioning") == {}
    await aoife.presses("Add something to prepare")
    assert await aoife.sends(kind="reading", **READING) == {}
    assert "Three seconds" in aoife.reads()
    await aoife.presses("A question to come back to")
    asked = {
        "question": "How long is long enough?",
        "choices": "One second\nThree seconds",
        "model": "Three seconds: more students answer, and they say more.",
    }
    assert await aoife.sends(**asked) == {}
    assert "Nobody sees it yet" in aoife.reads()
    await aoife.presses("Announce it")
    assert "Fewer than five people" in aoife.reads()
    await aoife.closes()


async def test_a_workshop_leads_into_coaching(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await founded(aoife)
    await joined(maya, tomas)
    await set_up(aoife)
    posts = [line for line in told(maya, "02-27 00:00", COACHING) if "workshop" in line]
    assert [line[:11] for line in posts] == ["02-27 09:00"]

    for teacher in (maya, tomas):
        await teacher.presses("I'll come", COACHING)
        assert "You said that you come." in teacher.reads()
        await teacher.closes()
    assert "A workshop* that you come to" in await maya.opens_home()

    await slack.move_to(at("03-11 16:00"))
    for teacher in (maya, tomas):
        assert told(teacher, "02-28 00:00") == [
            "03-05 15:45 Before the workshop, Thu 12 Mar 15",
            "03-11 15:45 Thu 12 Mar 15:45: the workshop tha",
        ]
    assert "One question to warm up is inside." in maya.sees()[-1]
    dm = maya.person.direct().id
    await maya.presses("Open", dm)
    assert "Bring one thing to try and one thing you doubt." in maya.reads()
    await maya.presses("Warm up")
    assert await maya.sends(answer="1") == {}
    assert "more students answer" in maya.reads()
    await maya.closes()
    await maya.presses("Open", dm)
    await maya.presses("Done")
    assert "you: done" in maya.reads()
    await maya.closes()

    await slack.move_to(at("03-12 18:00"))
    for teacher in (maya, tomas):
        assert told(teacher, "03-11 16:00") == ["03-12 16:40 The workshop is over. Try it with "]
    await maya.presses("Ask a colleague", dm)
    form = maya.form().body["blocks"]
    (topic,) = [b for b in form if b.get("block_id") == "topic"]
    assert topic["element"]["initial_option"]["value"] == "questioning"
    assert await maya.sends(whom=tomas.id, topic="questioning") == {}
    await maya.closes()
    assert "You chose: Ask a colleague." in maya.sees()[-1]
    await slack.move_to(at("03-13 08:00"))
    assert "Maya would like to try peer coaching" in tomas.sees()[-1]
    await tomas.presses("Not now", tomas.person.direct().id)
    assert [line for line in told(tomas, "03-12 17:00") if "workshop" in line] == []


async def test_a_pair_leaves_out_what_the_program_gives_before_visits(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await founded(aoife)
    await joined(maya, tomas)
    await aoife.types("/coach-program")
    await aoife.presses("Pre-work")
    await aoife.presses("Visit and feedback: Visit")
    assert await aoife.sends(kind="reading", **READING) == {}
    assert "Three seconds" in aoife.reads()
    await aoife.closes()

    pair = await partnered(maya, tomas)
    await both_in(maya, tomas, pair)
    *_, last = times_on_card(maya, pair)
    await requests(maya, pair, last)
    await tomas.presses("Works for me", tomas.person.direct().id)
    await tomas.presses("Open", pair)
    assert "From your program" in tomas.reads()
    await tomas.presses("Leave it out for us")
    assert "Three seconds" not in tomas.reads()
    await tomas.closes()
    await maya.presses("Open", pair)
    assert "Three seconds" not in maya.reads()
    await maya.closes()

    await slack.move_to(at("03-12 09:00"))
    assert not [line for line in told(maya, "02-28 00:00") if "one item" in line]
    await aoife.types("/coach-program")
    await aoife.presses("Pre-work")
    assert "Three seconds" in aoife.reads()
