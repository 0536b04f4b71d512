"""A goal's page, its date, its trail, and what its partner may read."""

import json
from datetime import date
from typing import Any

import pytest

from flows.goal import GoalState, TrailWord
from flows.goals import mine
from flows.ids import GoalId
from flows.trail import NOTICED, of
from handlers import ids
from handlers.views import goal as views
from tests.handlers.workspace import Json, Workspace, button, element, elements
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

HOSTILE = "<!here> In 2B, *more* students give a <@U0AYA> reason & why 🎉"


@pytest.fixture
async def goal(slack: Workspace, room: Staffroom) -> GoalId:
    """Maya's goal, made of her sentence in its form."""
    await room.partnered()
    await room.answer(TOMAS, "his")
    await room.answer(MAYA, HOSTILE)
    await slack.press(MAYA, button(ids.USE_AS_GOAL, {"partnership": room.pair.id}))
    page = (await opened(slack, await slack.home(MAYA))).opened
    form = await slack.press(MAYA, element(page["blocks"], ids.GOAL_BEGIN), view=page)
    ready = await slack.submit(MAYA, updated(form), review="2026-03-27")
    reply = await slack.submit(MAYA, ready.page)
    assert "Your goal is set" in str(reply.page)
    await room.all_sent()
    (found,) = await room.read(lambda r: mine(r, MAYA))
    return found.goal.id


async def opened(slack: Workspace, home: Json) -> Any:
    return await slack.press(MAYA, element(home["blocks"], ids.OPEN_GOAL), view=home)


def updated(reply: Any) -> Json:
    (given,) = reply.called("views.update")
    view: Json = given["view"]
    return view


async def page_of(slack: Workspace, goal: GoalId) -> Json:
    reply = await slack.press(MAYA, button(ids.OPEN_GOAL, {"goal": goal}))
    view: Json = reply.opened
    return view


async def test_a_sentence_becomes_a_goal_in_the_form(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    (found,) = await room.read(lambda r: mine(r, MAYA))

    assert (found.statement, found.goal.state) == (HOSTILE, GoalState.ACTIVE)
    assert found.goal.review_on == date(2026, 3, 27)
    page = await page_of(slack, goal)
    assert "Fri 27 Mar 2026" in str(page)
    assert HOSTILE in str(page)


async def test_at_its_date_it_is_kept_with_a_new_day(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    room.now = at("2026-03-27 15:50")
    form = (await slack.press(MAYA, button(ids.GOAL_KEEP, {"goal": goal}), dm=True)).opened

    late = await slack.submit(MAYA, form, review="2026-03-27")
    none = await slack.submit(MAYA, form)
    kept = await slack.submit(MAYA, form, review="2026-05-08")

    assert "passed" in late.errors[views.REVIEW]
    assert "pick a day" in none.errors[views.REVIEW]
    assert "Thank you" in str(kept.page)
    (found,) = await room.read(lambda r: mine(r, MAYA))
    assert (found.goal.version, found.goal.review_on) == (1, date(2026, 5, 8))


async def test_adjusted_the_earlier_wording_is_kept(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    page = await page_of(slack, goal)
    opened = await slack.press(MAYA, element(page["blocks"], ids.GOAL_ADJUST), view=page)
    form = updated(opened)

    long = await slack.submit(MAYA, form, statement="x" * 241, review="2026-05-08")
    blank = await slack.submit(MAYA, form, statement=" ", review="2026-05-08")
    done = await slack.submit(MAYA, form, statement="After a pause", review="2026-05-08")
    twice = await slack.submit(
        MAYA, {**form, "private_metadata": _keyed(form, "again")}, review="2026-05-11"
    )

    assert "241 of 240" in long.errors["statement"]
    assert "write a sentence" in blank.errors["statement"]
    assert "Thank you" in str(done.page)
    assert "not open any more" in str(twice.errors)
    (found,) = await room.read(lambda r: mine(r, MAYA))
    assert (found.statement, found.goal.version) == ("After a pause", 2)
    assert found.goal.state is GoalState.ADJUSTED
    shown = str(await page_of(slack, goal))
    assert "Earlier wording, version 1" in shown
    assert HOSTILE in shown


@pytest.mark.parametrize("action", [ids.GOAL_REACHED, ids.GOAL_SET_ASIDE])
async def test_reached_and_set_aside_get_the_same_thank_you(
    slack: Workspace, room: Staffroom, goal: GoalId, action: str
) -> None:
    page = await page_of(slack, goal)

    on_page = await slack.press(MAYA, element(page["blocks"], action), view=page)
    again = await slack.press(MAYA, button(action, {"goal": goal}), dm=True)

    assert "Thank you for looking at it" in str(updated(on_page))
    assert "not open any more" in again.whispered[0]
    assert await room.read(lambda r: mine(r, MAYA)) == []


async def test_a_decision_in_the_conversation_is_answered_there(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    reply = await slack.press(MAYA, button(ids.GOAL_REACHED, {"goal": goal}), dm=True)

    assert reply.whispered == ["Thank you for looking at it. It is kept as you said."]


async def test_the_trail_is_a_dated_list_with_a_chosen_word(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    page = await page_of(slack, goal)
    assert "Nothing is noted yet" in str(page)
    form = updated(await slack.press(MAYA, element(page["blocks"], ids.GOAL_NOTE), view=page))

    empty = await slack.submit(MAYA, form)
    long = await slack.submit(MAYA, form, noticed="x" * 1501)
    ahead = await slack.submit(MAYA, form, noticed="soon", on="2026-03-04")
    kept = await slack.submit(
        MAYA, form, noticed=f"two of them {HOSTILE}", word="some_signs", source="student_voice"
    )

    assert "write a line or choose" in empty.errors[NOTICED]
    assert "1501 of 1500" in long.errors[NOTICED]
    assert "still to come" in ahead.errors[views.ON]
    assert "some signs · what students said" in str(kept.page)
    (found,) = await room.read(lambda r: mine(r, MAYA))
    (noticed,) = await room.read(lambda r: of(r, found.goal))
    assert noticed.entry.word is TrailWord.SOME_SIGNS
    assert noticed.entry.on == date(2026, 3, 3)


async def test_each_part_is_shared_by_itself_and_read_by_the_partner_alone(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    before = await slack.press(TOMAS, button(ids.READ_SHARED_GOAL, {"goal": goal}))
    page = await page_of(slack, goal)
    note = updated(await slack.press(MAYA, element(page["blocks"], ids.GOAL_NOTE), view=page))
    page = (await slack.submit(MAYA, note, noticed="a quiet one spoke")).page

    shared = await slack.press(MAYA, element(page["blocks"], ids.GOAL_SHARE), view=page)
    assert "not shared with you" in before.whispered[0]
    assert "Shared with your partner" in str(updated(shared))
    told = await slack.message("shared_goal", f"dm:{TOMAS}")
    assert told.text == "Maya shared their goal: one part."
    assert HOSTILE not in str(told)
    read = await slack.press(TOMAS, element(told.blocks, ids.READ_SHARED_GOAL), dm=True)
    assert HOSTILE in str(read.opened)
    assert "a quiet one spoke" not in str(read.opened)

    page = updated(shared)
    await slack.press(MAYA, element(page["blocks"], ids.GOAL_SHARE), view=page)
    read = await slack.press(TOMAS, element(told.blocks, ids.READ_SHARED_GOAL), dm=True)
    assert "a quiet one spoke" in str(read.opened)
    for stranger in (AYA, MAYA):
        kept = await slack.press(stranger, element(told.blocks, ids.READ_SHARED_GOAL), dm=True)
        assert kept.called("views.open") == []


async def test_a_shared_part_is_taken_back_by_its_owner_alone(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    page = await page_of(slack, goal)
    note = updated(await slack.press(MAYA, element(page["blocks"], ids.GOAL_NOTE), view=page))
    page = (await slack.submit(MAYA, note, noticed="a quiet one spoke")).page
    for _ in range(2):
        share = element(page["blocks"], ids.GOAL_SHARE)
        page = updated(await slack.press(MAYA, share, view=page))
    back = element(page["blocks"], ids.GOAL_UNSHARE)
    theirs = await slack.press(TOMAS, back, dm=True)
    assert "not open any more" in theirs.whispered[0]

    taken = await slack.press(MAYA, back, view=page)

    assert "nobody is told" in taken.whispered[0]
    read = await slack.press(TOMAS, button(ids.READ_SHARED_GOAL, {"goal": goal}))
    assert HOSTILE not in str(read.opened)
    assert "a quiet one spoke" in str(read.opened)
    page = updated(taken)
    page = updated(await slack.press(MAYA, element(page["blocks"], ids.GOAL_UNSHARE), view=page))
    gone = await slack.press(TOMAS, button(ids.READ_SHARED_GOAL, {"goal": goal}))
    assert "not shared with you" in gone.whispered[0]
    again = await slack.press(MAYA, back, view=page)
    assert "not open any more" in again.whispered[0]
    assert len(await room.said("shared_goal", sent=True)) == 1


async def test_a_goal_of_no_partnership_is_shared_with_nobody(
    slack: Workspace, room: Staffroom
) -> None:
    await slack.command(MAYA, "/coach-goal")
    question = await slack.message("goal_question", f"dm:{MAYA}")
    opened = await slack.press(MAYA, element(question.blocks, ids.GOAL_IN_FORM), dm=True)
    ready = await slack.submit(MAYA, opened.opened, statement="alone", review="2026-03-27")
    await slack.submit(MAYA, ready.page)
    (found,) = await room.read(lambda r: mine(r, MAYA))

    page = await page_of(slack, found.goal.id)
    forged = {"goal": found.goal.id, "part": "statement"}
    reply = await slack.press(MAYA, button(ids.GOAL_SHARE, forged), dm=True)

    assert ids.GOAL_SHARE not in {e["action_id"] for e in elements(page["blocks"])}
    assert "nobody to share it with" in reply.whispered[0]


@pytest.mark.parametrize(
    "action",
    [ids.OPEN_GOAL, ids.GOAL_KEEP, ids.GOAL_REACHED, ids.GOAL_NOTE, ids.GOAL_SHARE, ids.GOAL_BEGIN],
)
async def test_a_goal_is_its_owners_alone(
    slack: Workspace, room: Staffroom, goal: GoalId, action: str
) -> None:
    """practice INV-08"""
    reply = await slack.press(TOMAS, button(action, {"goal": goal, "part": "statement"}), dm=True)

    assert reply.called("views.open") == []
    assert HOSTILE not in str(reply)
    assert "not open any more" in reply.whispered[0]
    assert await room.said() == []


async def test_a_form_of_somebody_elses_goal_changes_nothing(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    kept = (await slack.press(MAYA, button(ids.GOAL_KEEP, {"goal": goal}))).opened
    note = (await slack.press(MAYA, button(ids.GOAL_NOTE, {"goal": goal}))).opened

    decided = await slack.submit(TOMAS, kept, review="2026-05-08")
    noted = await slack.submit(TOMAS, note, noticed="mine now")

    assert "not open any more" in str(decided.errors)
    assert "not open any more" in str(noted.errors)


async def test_the_question_at_its_date_has_four_answers(
    slack: Workspace, room: Staffroom, goal: GoalId
) -> None:
    room.now = at("2026-03-27 15:45")
    (slip,) = await room.read(lambda r: list(r.slips.about(goal)))
    assert slip.due == room.now

    await room.on_time()
    message = await slack.message("review", f"dm:{MAYA}")

    assert message.text == "Your goal's date is here: keep, adjust, reached or set aside?"
    asked = [e["text"]["text"] for e in elements(message.blocks) if "text" in e]
    assert asked == ["Keep", "Adjust", "Reached", "Set aside"]
    reply = await slack.press(MAYA, element(message.blocks, ids.GOAL_REACHED), dm=True)
    assert "Thank you" in reply.whispered[0]
    after = await slack.message("review", f"dm:{MAYA}")
    assert after.text == "Your goal's date was here. Thank you for looking at it."
    assert ids.GOAL_KEEP not in {e["action_id"] for e in elements(after.blocks)}


def _keyed(form: Json, key: str) -> str:
    return json.dumps({**json.loads(form["private_metadata"]), "key": key})
