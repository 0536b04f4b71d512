"""Pre-work through the running application: every kind, changed, asked about, before the set-up."""

from datetime import timedelta
from typing import Any

import pytest

from flows import coaching, delivering, preparing
from flows.events import Stopped
from flows.ids import MemberId, PreworkId, RunId
from flows.ports import Work
from handlers import ids
from tests.handlers.test_talks_and_prework import MODEL, QUESTION, READING, pair, pushed, session
from tests.handlers.test_visits import THURSDAY, settled
from tests.handlers.workspace import Json, Reply, Workspace, button, element, elements
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

__all__ = ["pair"]

VISIT, SETUP = RunId("observation.visit/1"), RunId("common.open/1")
LESSON: dict[str, Any] = {"kind": "micro_lesson"}


def options(view: Json, action: str) -> list[str]:
    return [o["text"]["text"] for o in element(view["blocks"], action)["options"]]


def updated(reply: Reply) -> Json:
    (given,) = reply.called("views.update")
    form: Json = given["view"]
    return form


def words(view: Json) -> dict[str, Any]:
    """The inputs of a form, each with what stands in it."""
    return {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}


async def form(slack: Workspace) -> Json:
    return await pushed(slack, MAYA, ids.ADD_PREWORK, await session(slack, MAYA))


async def add(slack: Workspace, **changes: Any) -> Json:
    """The page of the item that was added."""
    page: Json = (await slack.submit(MAYA, await form(slack), **{**READING, **changes})).page
    return page


async def part(slack: Workspace, page: Json, action: str) -> Json:
    return updated(await slack.press(MAYA, element(page["blocks"], action), view=page))


async def lesson(slack: Workspace, **given: Any) -> Json:
    """A short lesson is added; its page."""
    shown = await form(slack)
    menu = next(b["element"] for b in shown["blocks"] if b.get("block_id") == "kind")
    again = updated(
        await slack.press(
            MAYA, menu, view=shown, values={"kind": {"item_kind": picked("micro_lesson")}}
        )
    )
    page: Json = (await slack.submit(MAYA, again, lesson="M3", why="For the notes", **given)).page
    return page


def picked(value: str) -> Json:
    return {"type": "static_select", "selected_option": {"value": value}}


async def test_a_short_lesson_opens_in_tandem(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)

    page = await lesson(slack)

    assert "A short lesson: Notes that are facts" in str(page)
    his = await session(slack, TOMAS)
    opened = await pushed(slack, TOMAS, ids.LESSON, his)
    assert opened["callback_id"] == ids.LESSON_FORM
    assert ids.READ_PREWORK not in str(his)


async def test_a_question_with_answers_to_choose_from(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    page = await add(slack)
    few = await slack.submit(
        MAYA,
        await part(slack, page, ids.PREWORK_QUESTION),
        question=QUESTION,
        model=MODEL,
        choices="One second",
    )
    assert "Two to eight different answers" in few.errors["choices"]

    sent = await slack.submit(
        MAYA,
        await part(slack, page, ids.PREWORK_QUESTION),
        question=QUESTION,
        model=MODEL,
        choices="One second\nThree seconds",
        hint="Count along",
    )

    assert "*Saved.*" in str(sent.page)
    asked = await pushed(slack, TOMAS, ids.WARM_UP, await session(slack, TOMAS))
    assert "Count along" in str(asked)
    assert MODEL not in str(asked)
    nothing = await slack.submit(TOMAS, asked)
    assert "fill this in" in nothing.errors["answer"]
    shown = await slack.submit(TOMAS, asked, answer="1")
    assert "Three seconds" in str(shown.page)
    assert MODEL in str(shown.page)
    assert "What did you have that this doesn't?" in str(shown.page)
    again = await pushed(slack, TOMAS, ids.WARM_UP, await session(slack, TOMAS))
    assert words(again)["answer"]["initial_option"]["value"] == "1"


async def test_the_rest_of_an_item(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    page = await add(slack, kind="video")
    rest = await part(slack, page, ids.PREWORK_MORE)
    assert set(words(rest)) == {"before", "bring", "copy", "start", "end", "roles"}
    assert [o["text"]["text"] for o in words(rest)["roles"]["options"]] == ["Maya", "Tomás"]
    wrong = await slack.submit(MAYA, rest, start="soon", copy="on paper")
    assert set(wrong.errors) == {"end", "copy"}

    sent = await slack.submit(
        MAYA,
        rest,
        before="What do you expect?",
        bring="One pause of yours",
        copy="https://example.org/print.pdf",
        start="1:30",
        roles=["coach"],
    )

    assert "From 1:30. For Tomás." in str(sent.page)
    his = await session(slack, TOMAS)
    assert "One pause of yours" in str(his["blocks"][0])
    links = [element(his["blocks"], a)["url"] for a in (ids.READ_PREWORK, ids.READ_COPY)]
    assert links == [READING["address"], "https://example.org/print.pdf"]
    copied = await slack.press(TOMAS, element(his["blocks"], ids.READ_COPY), view=his)
    assert copied.calls == []
    hers = await session(slack, MAYA)
    assert options(hers, ids.MARK_PREWORK) == ["Change it or take it away"]
    assert "you: not yet" not in str(hers)


async def test_a_question_first_and_then_the_reading(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    rest = await part(slack, await add(slack), ids.PREWORK_MORE)
    await slack.submit(MAYA, rest, before="What do you expect?")

    asked = await pushed(slack, TOMAS, ids.THINK_FIRST, await session(slack, TOMAS))
    long = await slack.submit(TOMAS, asked, answer="x" * 1501)
    assert "1501 of 1500" in long.errors["answer"]
    foreign = await slack.submit(AYA, asked, answer="mine")
    assert "other people" in foreign.errors["answer"]
    over = await slack.submit(TOMAS, asked)
    then = await slack.submit(TOMAS, asked, answer="Silence")

    assert element(over.page["blocks"], ids.READ_PREWORK)["url"] == READING["address"]
    assert "Silence" in str(then.page)
    again = await pushed(slack, TOMAS, ids.THINK_FIRST, await session(slack, TOMAS))
    assert words(again)["answer"]["initial_value"] == "Silence"
    assert "Silence" not in str(await session(slack, MAYA))


async def test_whoever_added_it_changes_it_and_takes_it_away(
    slack: Workspace, pair: Staffroom
) -> None:
    await settled(slack)
    await add(slack)
    hers = await session(slack, MAYA)
    dots = element(hers["blocks"], ids.MARK_PREWORK)
    assert [o["text"]["text"] for o in dots["options"]][-1] == "Change it or take it away"
    assert "Change it" not in str(await session(slack, TOMAS))

    (given,) = (await slack.press(MAYA, dots, view=hers, chosen=3)).called("views.push")
    page = {**given["view"], "id": "V0ITEM", "previous_view_id": "V0CARD"}
    first = await part(slack, page, ids.PREWORK_WHAT)
    assert words(first)["title"]["initial_value"] == "Wait time"
    below = {**first, "id": "V0ITEM", "previous_view_id": "V0CARD"}
    sent = await slack.submit(MAYA, below, title="Longer pauses")

    assert "Longer pauses" in str(sent.page)
    (redrawn,) = sent.called("views.update")
    assert redrawn["view_id"] == "V0CARD"
    assert "Longer pauses" in str(redrawn["view"])
    sure = element(page["blocks"], ids.PREWORK_REMOVE)
    assert sure["confirm"]["title"]["text"] == "Take it away?"
    gone = await slack.press(MAYA, sure, view=page)
    assert [each["view_id"] for each in gone.called("views.update")] == ["V0CARD", "V0ITEM"]
    assert "It is taken away." in str(gone.calls)
    assert "Longer pauses" not in str(await session(slack, TOMAS))
    again = await slack.press(MAYA, sure, view=page)
    assert "moved on" in str(again.calls)


async def test_at_the_last_moment_it_stands(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    await add(slack)
    hers = await session(slack, MAYA)
    dots = element(hers["blocks"], ids.MARK_PREWORK)
    (given,) = (await slack.press(MAYA, dots, view=hers, chosen=3)).called("views.push")
    open_form = await part(slack, given["view"], ids.PREWORK_WHAT)
    pair.now = at("2026-03-11 08:00")

    refused = await slack.submit(MAYA, open_form, title="Later")
    told = await slack.press(MAYA, dots, view=hers, chosen=3)
    page = await slack.press(
        MAYA, element(given["view"]["blocks"], ids.PREWORK_MORE), view=given["view"]
    )

    for reply in (refused.errors, told.calls, page.calls):
        assert "It stands as it is" in str(reply)


async def test_much_is_advised_about_and_too_much_is_refused(
    slack: Workspace, pair: Staffroom
) -> None:
    await settled(slack)

    page = await add(slack, minutes="28")

    assert "28 minutes before a 15-minute talk. Which item matters most?" in str(page)
    refused = await slack.submit(MAYA, await form(slack), **{**READING, "minutes": "13"})
    assert "That's 41 minutes." in refused.errors["optional"]
    fine = await add(slack, minutes="13", optional=["yes"])
    assert "It may be left out." in str(fine)
    rest = await part(slack, await lesson(slack, optional=["yes"]), ids.PREWORK_MORE)
    assert "copy" not in words(rest)
    for _ in range(5):
        await lesson(slack, optional=["yes"])
    full = await slack.submit(MAYA, await form(slack), **{**READING, "minutes": "1"})
    assert "Eight things" in str(full.errors)


async def test_every_place_is_in_the_menu_of_the_partnership(
    slack: Workspace, pair: Staffroom
) -> None:
    home = await slack.home(MAYA)
    menu = element(home["blocks"], ids.PARTNERSHIP_MENU)
    assert menu["options"][-1]["text"]["text"] == "Before we meet"

    listed = (await slack.press(MAYA, menu, view=home, chosen=-1)).opened
    assert "*Visit, Maya* · no time yet" in str(listed)
    adds = element(listed["blocks"], ids.ADD_PREWORK, 1)
    (given,) = (await slack.press(MAYA, adds, view=listed)).called("views.push")
    below = {**given["view"], "id": "V0FORM", "previous_view_id": "V0LIST"}
    sent = await slack.submit(MAYA, below, **READING)

    assert "It waits until a time is settled" in str(sent.page)
    (redrawn,) = sent.called("views.update")
    assert "One item before it, 8 minutes." in str(redrawn["view"])
    opened = updated(
        await slack.press(
            MAYA, element(redrawn["view"]["blocks"], ids.OPEN_PLACE), view=redrawn["view"]
        )
    )
    assert "No time is settled yet." in str(opened)
    marked = await slack.press(
        MAYA, element(opened["blocks"], ids.MARK_PREWORK), view=opened, chosen=1
    )
    assert "you: part" in str(updated(marked))
    assert "Marked. Nobody is told." in str(updated(marked))
    empty = await slack.home(TOMAS)
    his = (
        await slack.press(
            TOMAS, element(empty["blocks"], ids.PARTNERSHIP_MENU), view=empty, chosen=-1
        )
    ).opened
    assert ids.ADD_PREWORK not in str(his), "it is her turn"


async def test_the_day_before_the_question_is_one_press_away(
    slack: Workspace, pair: Staffroom
) -> None:
    await settled(slack)
    asked = await part(slack, await add(slack), ids.PREWORK_QUESTION)
    await slack.submit(MAYA, asked, question=QUESTION, model=MODEL)
    for day in ("2026-03-05 15:45", "2026-03-11 15:45"):
        await pair.all_sent()
        pair.now = at(day)
        await pair.write(lambda w: delivering.deliver(w, TOMAS))

    message = await slack.message("remind", f"dm:{TOMAS}")

    assert "One question to warm up is inside." in message.text
    assert QUESTION not in str(message.blocks)
    opened = await slack.press(TOMAS, element(message.blocks, ids.WARM_UP), dm=True)
    await slack.submit(TOMAS, opened.opened, answer="a breath")
    (his,) = await pair.said("remind", sent=True)
    assert "warm up" not in str(await slack.shown(his))


async def test_the_session_opens_with_those_who_have_read(
    slack: Workspace, pair: Staffroom
) -> None:
    await settled(slack)
    await add(slack)
    pair.now = THURSDAY - timedelta(minutes=5)

    card = await session(slack, TOMAS)

    assert "Ten-minute start" in str(card["blocks"][0])
    pair.now = THURSDAY + timedelta(hours=1)
    after = await session(slack, TOMAS)
    assert "Ten-minute start" not in str(after)
    assert "*Something to read* · 8 min" in str(after)
    assert ids.MARK_PREWORK not in str(after)
    assert ids.ADD_PREWORK not in str(after)


async def set_up_again(room: Staffroom) -> None:
    """A second cycle whose set-up is open."""

    def again(work: Work) -> None:
        found = coaching.load(work, room.pair.id)
        program = work.programs.get(room.pair.program)
        assert found is not None
        assert program is not None
        coaching.happened(work, found, Stopped())
        coaching.begin(work, room.pair, program, "again")

    await room.write(again)
    room.now = at("2026-03-04 08:00")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))


async def test_something_to_read_before_the_set_up(slack: Workspace, pair: Staffroom) -> None:
    await set_up_again(pair)
    named = {"partnership": pair.pair.id, "run": SETUP}
    step = (await slack.press(MAYA, button(ids.OPEN_STEP, named))).opened
    assert step["callback_id"] == ids.SETUP_FORM

    page = await pushed(slack, MAYA, ids.SEE_PREWORK, step)
    assert "Nothing lies before it." in str(page)
    (given,) = (
        await slack.press(MAYA, element(page["blocks"], ids.ADD_PREWORK), view=page)
    ).called("views.push")
    below = {**given["view"], "id": "V0FORM", "previous_view_id": "V0PAGE"}
    sent = await slack.submit(MAYA, below, **READING)
    (redrawn,) = sent.called("views.update")
    assert "Wait time" in str(redrawn["view"])
    assert "*Added.*" in str(sent.page)

    pair.now = at("2026-03-04 15:45")
    await pair.write(lambda w: delivering.deliver(w, TOMAS))
    message = await slack.message("bundle", f"dm:{TOMAS}")
    assert "Before Set up the cycle: one item, 8 min." in message.text
    his = (await slack.press(TOMAS, element(message.blocks, ids.SEE_PREWORK), dm=True)).opened
    marked = await slack.press(TOMAS, element(his["blocks"], ids.MARK_PREWORK), view=his, chosen=0)
    assert "you: done" in str(updated(marked))
    assert {e["action_id"] for e in elements(updated(marked)["blocks"])} >= {ids.READ_PREWORK}


@pytest.mark.parametrize(
    "action",
    [
        ids.SEE_PREWORK,
        ids.OPEN_PLACE,
        ids.THINK_FIRST,
        ids.WARM_UP,
        ids.PREWORK_WHAT,
        ids.PREWORK_REMOVE,
        ids.ADD_PREWORK,
    ],
)
async def test_what_is_gone_or_of_others_is_said(
    slack: Workspace, pair: Staffroom, action: str
) -> None:
    for who, told in ((MAYA, "moved on"), (AYA, "other people")):
        named = {"partnership": pair.pair.id, "run": "none", "item": "none"}
        reply = await slack.press(who, button(action, named), dm=True)
        assert told in reply.whispered[0], action


async def test_a_question_that_is_not_there_is_not_asked(slack: Workspace, pair: Staffroom) -> None:
    await settled(slack)
    await add(slack)
    hers = await session(slack, MAYA)
    item = element(hers["blocks"], ids.MARK_PREWORK)["options"][0]["value"]

    for action in (ids.WARM_UP, ids.THINK_FIRST):
        reply = await slack.press(TOMAS, {**button(action), "value": item}, dm=True)
        assert "moved on" in reply.whispered[0]
    places = await slack.press(
        AYA,
        button(ids.PARTNERSHIP_MENU, {"do": "prework", "partnership": pair.pair.id}),
    )
    assert "other people" in places.whispered[0]


async def test_too_heavy_for_one_of_them_is_said_even_where_no_box_is(
    slack: Workspace, pair: Staffroom
) -> None:
    await settled(slack)
    first = await part(slack, await add(slack, minutes="25"), ids.PREWORK_MORE)
    await slack.submit(MAYA, first, roles=["coach"])
    page = await add(slack, minutes="20", optional=["yes"])
    rest = await part(slack, page, ids.PREWORK_MORE)
    narrow = (await slack.submit(MAYA, rest, roles=["coachee"])).page
    needed = await slack.submit(MAYA, await part(slack, narrow, ids.PREWORK_WHAT), optional=[])
    assert needed.errors == {}

    refused = await slack.submit(MAYA, await part(slack, needed.page, ids.PREWORK_MORE), roles=[])

    assert list(refused.errors.values()) == [
        "That's 45 minutes. Please mark what is more than 40 as optional."
    ]


async def test_a_mark_for_nothing_is_late(pair: Staffroom) -> None:
    late = await pair.read(
        lambda r: preparing.find(r, MemberId(TOMAS), pair.pair.id, PreworkId("none"))
    )
    assert isinstance(late, coaching.Late)
