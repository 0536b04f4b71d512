"""Talks, pre-work, lessons and topics through the running application."""

from datetime import time, timedelta
from typing import Any

import pytest

from flows import coaching, delivering
from flows.events import Answered, Released
from flows.ids import MemberId, RunId
from flows.timetable import Lesson
from handlers import ids
from tests.handlers.test_visits import HERS, LOOK, THURSDAY, card, labelled, settled
from tests.handlers.workspace import Json, Reply, Workspace, button, element
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

VISIT, DEBRIEF = RunId("observation.visit/1"), RunId("observation.debrief/1")
QUESTION, MODEL = "How long is long enough?", "Three seconds or more."
READING: dict[str, Any] = {
    "title": "Wait time",
    "address": "https://example.org/wait-time",
    "minutes": "8",
    "why": "It is what I would like to try",
}


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.put(MAYA, lessons=HERS)
    await room.spoken()
    return room


async def session(slack: Workspace, who: MemberId) -> Json:
    reply = await slack.press(who, element(await card(slack), ids.SEE_SESSION))
    return reply.opened


async def pushed(slack: Workspace, who: MemberId, action: str, view: Json) -> Json:
    reply = await slack.press(who, element(view["blocks"], action), view=view)
    (given,) = reply.called("views.push")
    form: Json = given["view"]
    return form


async def add(slack: Workspace, **changes: Any) -> Reply:
    form = await pushed(slack, MAYA, ids.ADD_PREWORK, await session(slack, MAYA))
    return await slack.submit(MAYA, form, **{**READING, **changes})


async def part(slack: Workspace, page: Json, action: str) -> Json:
    """The form of that part of the item, in place of the item's page."""
    reply = await slack.press(MAYA, element(page["blocks"], action), view=page)
    (given,) = reply.called("views.update")
    form: Json = given["view"]
    return form


async def asked(slack: Workspace, page: Json, **given: Any) -> Reply:
    form = await part(slack, page, ids.PREWORK_QUESTION)
    return await slack.submit(MAYA, form, **{"question": QUESTION, "model": MODEL, **given})


async def noted(room: Staffroom) -> None:
    """The visit is over, her words and his notes are in."""
    room.now = THURSDAY + timedelta(minutes=40)
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))
    for event in (
        Answered(RunId("observation.words/1"), MAYA, ("stood",)),
        Answered(VISIT, TOMAS, ("saw", "students")),
        Answered(RunId("observation.notes/1"), TOMAS, ("noticed", "question", "takeaway")),
        Released(RunId("observation.notes/1"), TOMAS),
    ):
        course = await room.course()
        await room.write(lambda w, e=event, c=course: coaching.happened(w, c, e))  # type: ignore[misc]  # bound here
    await room.all_sent()
    room.now = at("2026-03-13 12:50")


async def test_pre_work_is_added_read_marked_and_warms_up(
    slack: Workspace, pair: Staffroom
) -> None:
    await settled(slack)
    assert ids.ADD_PREWORK not in str(await session(slack, TOMAS))

    sent = await add(slack)
    assert "*Added.*" in str(sent.page)
    sent = await asked(slack, sent.page)

    assert "With a question to come back to." in str(sent.page)
    his = await session(slack, TOMAS)
    assert "*Something to read* · 8 min · you: not yet · Maya: not yet" in str(his)
    assert "One item before it, 8 minutes. Until Wed 11 Mar 2026." in str(his)
    assert "Bring one thing to try" in str(his["blocks"][0])
    assert "0 of 2 ready" in str(his)
    assert MODEL not in str(his)
    link = element(his["blocks"], ids.READ_PREWORK)
    assert link["url"] == READING["address"]
    assert (await slack.press(TOMAS, link, view=his)).whispered == []
    for who in (MAYA, TOMAS):
        view = await session(slack, who)
        dots = element(view["blocks"], ids.MARK_PREWORK)
        done = await slack.press(who, dots, view=view, chosen=0)
        assert "Marked. Nobody is told." in str(done.called("views.update"))
    assert "both ready" in str(await session(slack, MAYA))

    form = await pushed(slack, MAYA, ids.WARM_UP, await session(slack, MAYA))
    assert QUESTION in str(form)
    assert MODEL not in str(form)
    long = await slack.submit(MAYA, form, answer="x" * 1501)
    assert "1501 of 1500" in long.errors["answer"]
    empty = await slack.submit(MAYA, form, answer=" ")
    assert "fill this in" in empty.errors["answer"]
    shown = await slack.submit(MAYA, form, answer="four breaths")
    assert MODEL in str(shown.page)
    assert "four breaths" in str(shown.page)
    again = await pushed(slack, TOMAS, ids.WARM_UP, await session(slack, TOMAS))
    assert "four breaths" not in str(again)


async def test_what_is_wrong_with_an_item_is_said_at_its_field(
    slack: Workspace, pair: Staffroom
) -> None:
    await settled(slack)

    long = await add(slack, address="example.org", title="x" * 81)
    reply = await add(slack, address="example.org", title=None)

    assert "81 of 80" in long.errors["title"]
    assert set(reply.errors) == {"address", "title"}
    half = await asked(slack, (await add(slack)).page, model=None)
    assert set(half.errors) == {"model"}
    later = await pushed(slack, MAYA, ids.ADD_PREWORK, await session(slack, MAYA))
    pair.now = THURSDAY + timedelta(minutes=1)
    late = await slack.submit(MAYA, later, **READING)
    assert "moved on" in str(late.errors)
    foreign = await slack.submit(AYA, later, **READING)
    assert "other people" in str(foreign.errors)
    named = {"partnership": pair.pair.id, "run": VISIT}
    gone = await slack.press(TOMAS, button(ids.ADD_PREWORK, named))
    assert "moved on" in gone.whispered[0]


async def test_the_message_counts_and_marks_all(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    await add(slack)
    await add(slack, title="Another", minutes="5")
    pair.now = at("2026-03-05 15:45")
    await pair.write(lambda w: delivering.deliver(w, TOMAS))

    message = await slack.message("prework", f"dm:{TOMAS}")

    assert message.text == "Before Visit: 2 items, 13 min."
    done = await slack.press(TOMAS, element(message.blocks, ids.PREWORK_DONE), dm=True)
    assert done.whispered == ["Marked. Nobody is told."]
    (his,) = await pair.said("prework", sent=True)
    assert await slack.shown(his) is None
    hers = await slack.press(MAYA, element(message.blocks, ids.PREWORK_NOT_NOW), dm=True)
    assert hers.whispered == ["Marked. Nobody is told."]
    foreign = await slack.press(AYA, element(message.blocks, ids.PREWORK_DONE), dm=True)
    assert "other people" in foreign.whispered[0]
    nothing = {"partnership": pair.pair.id, "item": "none"}
    for action in (ids.WARM_UP, ids.MARK_PREWORK):
        late = await slack.press(TOMAS, button(action, nothing), dm=True)
        assert "moved on" in late.whispered[0]


async def test_a_talk_is_suggested_settled_and_held(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    await noted(pair)
    offered = labelled(await card(slack), "Talk it over, 10 minutes")
    form = (await slack.press(MAYA, offered)).opened

    nothing = await slack.submit(MAYA, form, start="13:00")
    past = await slack.submit(MAYA, form, date="2026-03-02", start="13:00")
    sent = await slack.submit(MAYA, form, date="2026-03-18", start="13:00")

    assert "Please choose one" in str(nothing.errors)
    assert "has passed" in past.errors["date"]
    assert "Tomás is asked whether Wed 18 Mar 13:00 works" in str(sent.page)
    message = await slack.message("proposed", f"dm:{TOMAS}")
    assert message.text == "Maya suggests Wed 18 Mar 13:00 for a talk."
    other = await slack.press(TOMAS, element(message.blocks, ids.OTHER_TIMES), dm=True)
    assert other.opened["callback_id"] == ids.TALK_FORM
    done = await slack.press(TOMAS, element(message.blocks, ids.WORKS), dm=True)
    assert done.whispered == ["Settled: Wed 18 Mar 13:00."]
    assert "*The talk:*" in str(await card(slack))

    pair.now = at("2026-03-18 13:12")
    assert "Did you have it?" in str(await card(slack))
    assert "Did you have it?" in str(await slack.home(MAYA))
    held = (await slack.press(MAYA, labelled(await card(slack), "Held"))).opened
    his = (await slack.press(TOMAS, labelled(await card(slack), "Held"))).opened
    assert "What do you make of the notes?" in str(held)
    assert "What did the visitor learn" in str(his)
    assert "other people" in str((await slack.submit(AYA, his)).errors)
    long = await slack.submit(MAYA, held, first="x" * 1501)
    assert "1501 of 1500" in long.errors["first"]
    marked = await slack.submit(MAYA, held, first="one purpose")
    assert "Marked as held." in str(marked.page)
    also = await slack.submit(TOMAS, his, coach="in my room")
    assert "in my room" in str(also.page), "somebody marked it before: the words are kept"
    closed = await slack.press(
        TOMAS, button(ids.TALK_HELD, {"partnership": pair.pair.id, "run": DEBRIEF})
    )
    assert "moved on" in closed.whispered[0]
    seen = await slack.press(
        TOMAS, button(ids.SEE_SESSION, {"partnership": pair.pair.id, "run": DEBRIEF})
    )
    undo = labelled(seen.opened["blocks"], "It wasn't held")
    undone = await slack.press(TOMAS, undo, view=seen.opened)
    assert "taken back" in str(undone.called("views.update"))


async def test_a_talk_that_is_not_open_has_no_time(slack: Workspace, pair: Staffroom) -> None:
    named = {"partnership": pair.pair.id, "run": DEBRIEF}
    for who, words in ((MAYA, "moved on"), (AYA, "other people")):
        for action in (ids.ASK_TALK, ids.TALK_HELD, ids.SEE_SESSION):
            reply = await slack.press(who, button(action, {**named, "run": "none"}))
            assert words in reply.whispered[0], action
    reply = await slack.press(MAYA, button(ids.ASK_TALK, named))
    assert "moved on" in reply.whispered[0]
    await settled(slack)
    await noted(pair)
    form = (await slack.press(MAYA, labelled(await card(slack), "Talk it over, 10 minutes"))).opened
    foreign = await slack.submit(AYA, form, date="2026-03-18", start="13:00")
    assert "other people" in str(foreign.errors)


async def test_my_lessons_and_topics_are_kept_and_shown_again(
    slack: Workspace, room: Staffroom
) -> None:
    home = await slack.home(MAYA)
    form = (await slack.press(MAYA, element(home["blocks"], ids.MY_LESSONS), view=home)).opened

    sent = await slack.submit(
        MAYA,
        form,
        seeks="Questioning\nhow to wait, questioning",
        offers="labs",
        lessons="Mon 09:00-09:45 2B room 14",
        listed=["yes"],
    )

    assert "Saved." in str(sent.page)
    member = await room.member(MAYA)
    assert member is not None
    assert (member.seeks, member.offers) == (("questioning", "how to wait"), ("labs",))
    assert member.lessons == (Lesson(0, time(9), time(9, 45), "2B", "14"),)
    assert member.listed
    again = (await slack.press(MAYA, element(home["blocks"], ids.MY_LESSONS), view=home)).opened
    assert "Mon 09:00-09:45 2B, room 14" in str(again)
    assert "initial_options" in str(again)


WRONG: dict[str, tuple[dict[str, str], str]] = {
    "seeks": ({"seeks": "a\nb\nc\nd\ne\nf"}, "6 topics. Five at most"),
    "offers": ({"offers": "x" * 41}, "Up to 40 characters"),
    "lessons": ({"lessons": "Mon 09:00-09:45 2B\nTue at nine"}, "Line 2, “Tue at nine”"),
}


@pytest.mark.parametrize("field", WRONG)
async def test_a_doubt_is_said_at_its_field_and_nothing_is_lost(
    slack: Workspace, room: Staffroom, field: str
) -> None:
    given, words = WRONG[field]
    home = await slack.home(MAYA)
    form = (await slack.press(MAYA, element(home["blocks"], ids.MY_LESSONS), view=home)).opened

    reply = await slack.submit(MAYA, form, **given)

    assert words in reply.errors[field]
    member = await room.member(MAYA)
    assert member is not None
    assert member.lessons == ()


async def test_only_members_say_when_they_teach(slack: Workspace, room: Staffroom) -> None:
    outsider = MemberId("U0OUT")
    reply = await slack.press(outsider, button(ids.MY_LESSONS))
    assert "Join a program first" in reply.whispered[0]
    home = await slack.home(MAYA)
    form = (await slack.press(MAYA, element(home["blocks"], ids.MY_LESSONS), view=home)).opened
    refused = await slack.submit(outsider, form)
    assert "Join a program first" in str(refused.errors)
    assert LOOK not in str(form)


async def test_the_form_that_asks_a_colleague_leads_there(
    slack: Workspace, room: Staffroom
) -> None:
    opened = (await slack.command(MAYA, ids.PAIR)).opened
    reply = await slack.press(MAYA, element(opened["blocks"], ids.SUGGEST), view=opened)
    (given,) = reply.called("views.update")

    form = await pushed(slack, MAYA, ids.MY_LESSONS, {**given["view"], "type": "modal"})

    assert form["callback_id"] == ids.LESSONS_FORM


async def test_the_link_to_a_part_is_silent_for_whoever_reads_it(
    slack: Workspace, pair: Staffroom
) -> None:
    """Slack opens the address; only somebody whose step it is not is told so."""
    opens = button(ids.OPEN_STEP, {"partnership": pair.pair.id, "run": "observation.focus/1"})
    form = (await slack.press(MAYA, opens, dm=True)).opened
    link = button(ids.READ_PART)

    assert (await slack.press(MAYA, link, view=form)).calls == []
    told = (await slack.press(AYA, link, view=form)).calls

    assert len(told) == 1
    assert AYA in str(told)
