"""Advice on replies and on notes of a talk, and what a card says of each one's part in it."""

from collections.abc import Mapping

import pytest

from flows import coaching
from flows.events import Agreed, Held, Proposed, SkippedPart
from flows.ids import MemberId, RunId
from handlers import ids
from tests.flows.grouped import DESCRIBE, FOUR, PLAN, PREPARE, PROBLEM, QUESTION, Group
from tests.flows.on_way import on_way, tell, wrote
from tests.handlers.workspace import Json, Workspace, button
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom

REALITY, TALK = RunId("grow.reality/1"), RunId("ai.discover/1")


async def pressed(slack: Workspace, who: MemberId, action: str, **value: str) -> Json:
    reply = await slack.press(who, button(action, value), dm=True)
    return reply.opened


@pytest.fixture
async def shared(room: Staffroom) -> Staffroom:
    """Maya has shared where things stand."""
    await on_way(room, "grow", "2026-03-04 12:00")
    for who, n in ((MAYA, 1), (TOMAS, 2)):
        await wrote(room, who, f"grow.goal/{n}", want="more reasons")
    await room.until("2026-03-05 12:00")
    await wrote(room, MAYA, REALITY, share=True, now="the same five hands")
    return room


async def test_advice_in_a_reply_is_asked_about_once(slack: Workspace, shared: Staffroom) -> None:
    """practice B1, INV-22"""
    pair = shared.pair.id
    form = await pressed(slack, TOMAS, ids.REPLY, partnership=pair, run=REALITY, to=MAYA)
    said = {"heard": "Five speak", "question": "Have you tried sticks?"}

    asked = (await slack.submit(TOMAS, form, **said)).page

    assert "answered yes or no, or hides advice" in str(asked)
    assert asked["submit"]["text"] == "Send as it is"
    assert "Have you tried sticks?" in str(asked), "every word stands"
    assert await shared.said("replied") == []
    sent = await slack.submit(TOMAS, asked)
    assert "can read it now" in str(sent.page)
    assert [said.refs["n"] for said in await shared.said("replied")] == [2]


async def test_a_reply_that_says_back_and_asks_is_sent_at_once(
    slack: Workspace, shared: Staffroom
) -> None:
    pair = shared.pair.id
    form = await pressed(slack, TOMAS, ids.REPLY, partnership=pair, run=REALITY, to=MAYA)

    sent = await slack.submit(TOMAS, form, heard="Five speak", question="What do they wait for?")

    assert "can read it now" in str(sent.page)


async def test_what_is_noted_of_a_talk_is_kept_and_advised_on(
    slack: Workspace, room: Staffroom
) -> None:
    """practice B3: no deficit wording, in the stories as well; INV-22"""
    await on_way(room, "ai", "2026-03-05 12:00")
    await tell(room, Proposed(RunId("ai.define/1"), MAYA, 1))
    await tell(room, Agreed(RunId("ai.define/1"), TOMAS, 1))
    await room.until("2026-03-10 12:00")
    form = await pressed(slack, MAYA, ids.TALK_HELD, partnership=room.pair.id, run=TALK)

    kept = (await slack.submit(MAYA, form, story="They were failing before")).page

    assert "we look for what works" in str(kept)
    assert "Kept as you wrote it." in str(kept)
    assert "They were failing before" in str(kept)
    form = await pressed(slack, TOMAS, ids.TALK_NOTES, partnership=room.pair.id, run=TALK)
    plain = (await slack.submit(TOMAS, form, story="They asked each other")).page
    assert "we look for what works" not in str(plain)


@pytest.mark.parametrize(
    ("wanted", "means"),
    [
        ("coaching", "No advice and no praise."),
        ("collaborating", "may follow theirs"),
        ("consulting", "as one option"),
    ],
)
async def test_the_coach_reads_what_is_wanted_of_them(
    slack: Workspace, room: Staffroom, wanted: str, means: str
) -> None:
    """practice B5"""
    await on_way(room, "cognitive", "2026-03-05 12:00")
    choose, talk = RunId("cognitive.choose/1"), RunId("cognitive.problem/1")
    await wrote(room, MAYA, choose, event="it", map=":problem", function=f":{wanted}")
    await room.until("2026-03-06 12:00")

    coach = await pressed(slack, TOMAS, ids.SEE_SESSION, partnership=room.pair.id, run=talk)
    thinker = await pressed(slack, MAYA, ids.SEE_SESSION, partnership=room.pair.id, run=talk)

    assert means in str(coach)
    assert means not in str(thinker)
    assert "Reply to" in str(coach)
    assert "Reply to" not in str(thinker)


async def group_of(room: Staffroom, way: str) -> Group:
    group = Group(room, way)
    await room.joined(*FOUR)
    await group.begins()
    return group


async def happens(group: Group, *events: object) -> None:
    for event in events:
        found = await group.course()
        await group.room.write(lambda w, f=found, e=event: coaching.happened(w, f, e))  # type: ignore[misc]  # bound early


@pytest.mark.parametrize(("presence", "says"), [("listening", True), ("absent", False)])
async def test_the_talks_card_says_that_the_host_listens(
    slack: Workspace, room: Staffroom, presence: str, says: bool
) -> None:
    """practice B6"""
    group = await group_of(room, "rounds")
    await group.all_agree(PROBLEM, QUESTION)
    await group.later("2026-03-11 09:00")
    await group.all_agree(PREPARE, {**PLAN, "host_presence": presence})
    await group.later("2026-03-16 09:30")
    await happens(group, Held(RunId("rounds.visit/1"), MAYA))
    for author in (TOMAS, AYA, OLE):
        await room.write(
            lambda w, a=author: coaching.answer(w, a, group.id, DESCRIBE, {"card": "a hand"}, {})  # type: ignore[misc]  # bound early
        )
    await happens(group, SkippedPart(RunId("rounds.hostnote/1"), MAYA))
    await group.later("2026-03-18 12:00")

    async def card(step: str, who: MemberId = AYA) -> str:
        value = {"partnership": group.id, "run": f"rounds.{step}/1"}
        return str(await pressed(slack, who, ids.SEE_SESSION, **value))

    assert ("is there to listen" in await card("analyse")) is says
    assert ("is not there for this step" in await card("analyse")) is not says
    assert ("You are there to listen." in await card("analyse", MAYA)) is says
    assert "Keeps you to the step" in await card("analyse")
    await happens(group, Held(RunId("rounds.analyse/1"), AYA), Held(RunId("rounds.predict/1"), AYA))
    assert "is there to listen" not in await card("nextwork")


LESSON: Mapping[str, str] = {
    "aim": "A part needs its whole",
    "flow": "Two strips",
    "expect": "A third is more",
    "case_labels": "ABC",
    "cases": "A will fold",
    "teacher": TOMAS,
    "date": "2026-03-24",
    "start": "10:00",
    "end": "10:50",
    "place": "room 3",
}


async def test_each_observer_has_a_case_student(slack: Workspace, room: Staffroom) -> None:
    """practice B8"""
    group = await group_of(room, "lesson_study")
    theme, plan, teach = (RunId(f"lesson_study.{s}/1") for s in ("theme", "plan", "teach"))
    await group.later("2026-03-11 12:00")
    await group.all_agree(theme, {"hope": "They change their minds", "theme": "How?"})
    await group.later("2026-03-12 12:00")
    study = RunId("lesson_study.study/1")
    for who in FOUR:
        await room.write(
            lambda w, m=who: coaching.answer(w, m, group.id, study, {"found": "strips"}, {})  # type: ignore[misc]  # bound early
        )
    await group.later("2026-04-15 12:00")
    lesson = {**LESSON, "date": "2026-04-20"}
    await group.all_agree(plan, lesson)
    value = {"partnership": str(group.id), "run": str(teach)}

    card = str(await pressed(slack, MAYA, ids.SEE_SESSION, **value))
    teachers = str(await pressed(slack, TOMAS, ids.SEE_SESSION, **value))

    assert "You watch case student A." in card
    assert "watches B." in card
    assert "You watch" not in teachers
    assert "watches A." in teachers
    await group.later("2026-04-20 11:00")
    form = str(await pressed(slack, MAYA, ids.OPEN_STEP, **value))
    assert "You watch case student A." in form
    assert "A will fold" in form


async def test_looking_at_oneself_no_line_is_ticked(slack: Workspace, room: Staffroom) -> None:
    """practice B9: everything is one's own, shared line by line; elsewhere answers start ticked."""
    await on_way(room, "reflective", "2026-03-04 12:00")
    for who in (MAYA, TOMAS):
        await wrote(room, who, "reflective.moment/1", what="nobody spoke")
    await room.until("2026-03-06 12:00")
    await tell(room, Held(RunId("reflective.talk/1"), MAYA))
    await room.until("2026-03-09 12:00")
    for who in (MAYA, TOMAS):
        await tell(room, SkippedPart(RunId("reflective.lenses/1"), who))
    await room.until("2026-03-10 12:00")

    sense = await ticked(slack, room, "reflective.sense/1", learned="My hurry")

    assert sense == []


async def test_elsewhere_answers_start_ticked(slack: Workspace, room: Staffroom) -> None:
    await on_way(room, "grow", "2026-03-04 12:00")

    assert await ticked(slack, room, "grow.goal/1", want="more reasons") == ["want"]


async def ticked(slack: Workspace, room: Staffroom, run: str, **words: str) -> list[str]:
    """Which answers are ticked for sharing once they are handed in."""
    form = await pressed(slack, MAYA, ids.OPEN_STEP, partnership=room.pair.id, run=run)
    page = (await slack.submit(MAYA, form, **words)).page
    (boxes,) = [b["element"] for b in page["blocks"] if b["type"] == "input"]
    assert [o["value"] for o in boxes["options"]] == list(words)
    return [o["value"] for o in boxes.get("initial_options", ())]


async def test_notes_of_a_sitting_are_kept_and_advised_on(
    slack: Workspace, room: Staffroom
) -> None:
    """practice B6: patterns are about students, task and teaching, never about the host"""
    group = Group(room, "rounds")
    await room.joined(*FOUR)
    await group.begins(delivery="one_sitting")
    await group.all_agree(PROBLEM, QUESTION)
    await group.later("2026-03-11 09:00")
    await group.all_agree(PREPARE, PLAN)
    await group.later("2026-03-16 09:30")
    await happens(group, Held(RunId("rounds.visit/1"), MAYA))
    for author in (TOMAS, AYA, OLE):
        await room.write(
            lambda w, a=author: coaching.answer(w, a, group.id, DESCRIBE, {"card": "a hand"}, {})  # type: ignore[misc]  # bound early
        )
    await happens(group, SkippedPart(RunId("rounds.hostnote/1"), MAYA))
    await group.later("2026-03-18 12:00")
    talk = "rounds.analyse/1"
    form = await pressed(slack, AYA, ids.TALK_NOTES, partnership=group.id, run=talk)

    kept = (await slack.submit(AYA, form, **{"analyse:cluster": "Where you ask"})).page

    assert "Could this be about the lesson, the task or the students?" in str(kept)
    assert "Kept as you wrote it." in str(kept)
    form = await pressed(slack, AYA, ids.TALK_NOTES, partnership=group.id, run=talk)
    plain = (await slack.submit(AYA, form, **{"analyse:cluster": "First voices"})).page
    assert "Kept as you wrote it." not in str(plain)
