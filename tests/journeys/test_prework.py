"""Input alone and early, so that the time together is for talk: from adding it to the talk."""

from bot.run import Tandem
from flows import coaching
from flows.events import SkippedPart
from flows.ids import MemberId
from flows.ports import Lock, Work
from flows.stage import PartState
from playground.server import Playground
from tests.journeys.protocols.beginnings import on_way
from tests.journeys.protocols.groups import grouped
from tests.journeys.teacher import Button, Teacher
from tests.journeys.test_first_cycle import SCHOOL
from tests.journeys.test_rhythm import at

MENU, ADD = "Before we meet", "Add something to read or try"
VIDEO = {
    "kind": "video",
    "title": "Wait time in a lab",
    "address": "https://example.org/wait-time",
    "minutes": "12",
    "why": "Her pauses are long",
}
FORUM = {
    "kind": "moodle_activity",
    "title": "What others tried",
    "address": "https://moodle.example.org/mod/forum/view.php?id=7",
    "minutes": "20",
    "why": "Three short posts",
}
MODEL = "After three seconds more of them answer, and at more length."


async def skipped(tandem: Tandem, who: Teacher) -> None:
    """Both leave out what they would write now."""

    def body(work: Work) -> None:
        (pair,) = work.partnerships.of_member(MemberId(who.id))
        for member in pair.members:
            found = coaching.load(work, pair.id)
            assert found is not None
            for run in found.cycle.waiting_for(member):
                part = run.part(member)
                assert part is not None
                if found.stage(run).mode == "async" and part.state is PartState.WAITING:
                    course = coaching.load(work, pair.id)
                    assert course is not None
                    coaching.happened(work, course, SkippedPart(run.id, member))

    await tandem.store.write(SCHOOL, Lock("test", "skipped"), body)


async def picks(teacher: Teacher, kind: str) -> None:
    """Picks another kind in the form, which then asks for what that kind needs."""
    view = teacher.form()
    menu = next(b["element"] for b in view.body["blocks"] if b["block_id"] == "kind")
    option = next(o for o in menu["options"] if o["value"] == kind)
    outcome = await teacher.press(Button(menu["action_id"], "kind", None, None, view.id, option))
    assert outcome.ok, outcome.error
    await teacher.settled()


async def opens_card(teacher: Teacher, home: str) -> None:
    """The card of the talk that something lies before, by the partnership's menu."""
    await teacher.presses(MENU, home)
    await teacher.presses("Open")


async def test_three_things_before_a_talk(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await on_way(slack, tandem, (aoife, maya, tomas), "grow")

    # A talk without a date: a video with a question and answers to choose from.
    await maya.presses(MENU, pair)
    assert "no time yet" in maya.reads()
    await maya.presses("Add")
    assert await maya.sends(**VIDEO) == {}
    assert "It waits until a time is settled" in maya.reads()
    await maya.presses("A question about it")
    asked = {"question": "How long is long enough?", "choices": "One second\nThree seconds"}
    assert await maya.sends(**asked, model=MODEL) == {}
    assert "Saved" in maya.reads()
    await maya.closes()

    # A short lesson that opens in Tandem, and a Moodle activity whose address is mended.
    await opens_card(maya, pair)
    await maya.presses(ADD)
    await picks(maya, "micro_lesson")
    assert await maya.sends(lesson="M1", why="For the listening") == {}
    await maya.closes()
    await opens_card(maya, pair)
    await maya.presses(ADD)
    wrong = await maya.sends(**{**FORUM, "address": "https://moodle.example.org/my"})
    assert "Moodle course or activity page" in wrong["address"]
    assert await maya.sends(**FORUM) == {}
    assert "That's 35 minutes before a" in maya.reads()
    assert "Which item matters most?" in maya.reads()
    await maya.closes()
    await opens_card(maya, pair)
    await maya.presses(ADD)
    heavy = await maya.sends(**{**VIDEO, "minutes": "8"})
    assert heavy == {"optional": "That's 43 minutes. Please mark what is more than 40 as optional."}
    assert await maya.sends(**{**VIDEO, "minutes": "8"}, optional=["yes"]) == {}
    await maya.presses("Take it away")
    await maya.closes()

    # The talk gets its time: now it is told, five school days before or in the next slot.
    for day in ("03-03 12:00", "03-04 12:00", "03-06 12:00"):
        await slack.move_to(at(day))
        await skipped(tandem, maya)
    assert not any("Before Options" in text for text in tomas.sees())
    await opens_card(maya, pair)
    await maya.presses("Suggest a time")
    assert await maya.sends(date="2026-03-12", start="13:00") == {}
    await maya.closes()
    await tomas.presses("Works for me", tomas.person.direct().id)
    await tomas.closes()
    await slack.move_to(at("03-06 16:00"))
    direct = tomas.person.direct().id
    assert "Before Options: 3 items, 35 min." in "\n".join(tomas.sees())

    # Each marks for themselves; a partner sees done, part, not yet.
    await opens_card(tomas, pair)
    assert "Bring one thing to try and one thing you doubt." in tomas.reads()
    await tomas.presses("Part of it")
    assert "you: part" in tomas.reads()
    await tomas.presses("Start")
    assert "Listening" in tomas.reads()
    await tomas.closes()
    await opens_card(maya, pair)
    assert "Tomás: part" in maya.reads()
    assert "0 of 2 ready" in maya.reads()
    await maya.closes()
    await tomas.presses("Not this time", direct)
    await opens_card(maya, pair)
    assert "Tomás: not yet" in maya.reads()
    assert "not this time" not in maya.reads().lower().replace("not this time\n", "")
    await maya.closes()

    # The day before: answered first, then compared.
    await slack.move_to(at("03-11 16:00"))
    (told,) = [text for text in tomas.sees() if "One question to warm up is inside." in text]
    assert "long enough" not in told
    await tomas.presses("Warm up", direct)
    assert MODEL not in tomas.reads()
    assert await tomas.sends(answer="0") == {}
    assert MODEL in tomas.reads()
    assert "What did you have that this doesn't?" in tomas.reads()
    await tomas.closes()

    # It begins with whoever has read it; nobody is named. Then nobody is asked any more.
    await slack.move_to(at("03-12 12:55"))
    await opens_card(maya, pair)
    assert maya.reads().split("\n")[1].startswith("Ten-minute start:")
    await maya.closes()
    await slack.move_to(at("03-12 14:00"))
    await tomas.presses("Open", pair)
    assert "not yet" not in tomas.reads()
    await tomas.closes()


async def test_a_group_sees_how_many_are_ready_and_no_names(
    slack: Playground, tandem: Tandem, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    jun = Teacher(slack, "U0JUN")
    home = await grouped(slack, tandem, aoife, (maya, tomas, jun), "reflective")
    await maya.presses(MENU, home)
    await maya.presses("Add")
    assert await maya.sends(**VIDEO) == {}
    await maya.closes()

    await opens_card(tomas, home)
    assert "0 of 3 ready" in tomas.reads()
    await tomas.presses("Done")

    assert "1 of 3 ready" in tomas.reads()
    await tomas.closes()
    await opens_card(jun, home)
    assert "1 of 3 ready" in jun.reads()
    assert "Tomás: " not in jun.reads()
    await jun.closes()
