"""Notes on a visit through the running application: written, released, read, answered."""

from datetime import date

import pytest

from flows import coaching, goals, together, trail
from flows.events import Scheduled, Stopped
from flows.goal import GoalState, TrailWord
from flows.ids import MemberId, RunId
from flows.ports import Work
from flows.stage import PartState, RunState
from handlers import ids
from tests.handlers.workspace import Json, Reply, Workspace, button, element, elements, filled
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

FOCUS, VISIT, WORDS, NOTES, TALK, STEP, CHECK = (
    RunId(f"observation.{name}/1")
    for name in ("focus", "visit", "words", "notes", "debrief", "step", "check")
)
FACTS = (
    '11:14 you asked "Why might that be?" and named Student C after 1 s.',
    "11:21 you waited 5 s and 6 hands went up.",
    "11:23 two pairs compared answers before writing.",
)
QUESTION = "What guides how long you wait?"
TAKEAWAY = "I want to count to four with my second-years."
NOTE = {"noticed": FACTS[0], "question": QUESTION, "takeaway": TAKEAWAY}


@pytest.fixture
async def over(room: Staffroom) -> Staffroom:
    """A visit at Maya's that has just ended."""
    await room.spoken()
    await asked_for(room, {})
    room.now = at("2026-03-12 11:40")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))
    return room


async def asked_for(room: Staffroom, choices: dict[str, str]) -> None:
    pair = room.pair.id

    def body(work: Work) -> None:
        coaching.answer(work, MAYA, pair, FOCUS, {"look": "who answers"}, choices)
        found = coaching.load(work, pair)
        assert found is not None
        start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")
        host = frozenset({MAYA})
        coaching.happened(work, found, Scheduled(VISIT, MAYA, start, end, confirmed_by=host))

    await room.write(body)


def names(view: Json) -> list[str]:
    return [b["block_id"] for b in view["blocks"] if b["type"] == "input"]


async def step(slack: Workspace, who: MemberId, run: RunId) -> Reply:
    """Pressing [Open] of that step, wherever it stands."""
    press = {"partnership": slack.room.pair.id, "run": run}
    return await slack.press(who, element_of(ids.OPEN_STEP, press), dm=True)


def element_of(action: str, value: dict[str, str]) -> Json:
    return button(action, value)


async def part(room: Staffroom, run: RunId, who: MemberId) -> PartState | None:
    found = (await room.course()).cycle.run(run)
    own = found.part(who) if found else None
    return own.state if own else None


async def state(room: Staffroom, run: RunId) -> RunState | None:
    found = (await room.course()).cycle.run(run)
    return found.state if found else None


async def noted(slack: Workspace, **more: str) -> Reply:
    form = (await step(slack, TOMAS, NOTES)).opened
    return await slack.submit(TOMAS, form, **{**NOTE, **more})


async def released(slack: Workspace) -> Json:
    """The message to Maya once the note is sent."""
    review = (await noted(slack)).page
    sent = await slack.submit(TOMAS, review)
    assert "Released" in str(sent.page)
    return element((await slack.message("released", f"dm:{MAYA}")).blocks, ids.READ_NOTES)


async def test_a_form_asks_three_things_and_no_suggestion_that_nobody_wanted(
    slack: Workspace, over: Staffroom
) -> None:
    """practice INV-10, A8"""
    form = (await step(slack, TOMAS, NOTES)).opened
    assert names(form) == ["noticed", "question", "takeaway"]

    more = await slack.press(TOMAS, element(form["blocks"], ids.MORE_QUESTIONS), view=form)
    (again,) = [call["view"] for call in more.called("views.update")]
    assert names(again) == [
        "noticed",
        "noticed_2",
        "noticed_3",
        "followed",
        "question",
        "appreciated",
        "takeaway",
    ]


async def test_verdicts_bring_advice_and_the_words_stay(slack: Workspace, over: Staffroom) -> None:
    """practice E1, INV-22"""
    review = (await noted(slack, noticed="Great questions all lesson.")).page
    assert "is a verdict" in str(review)
    assert "Could you add one time" in str(review)
    assert review["submit"]["text"] == "Send as it is"

    edit = await slack.press(TOMAS, element(review["blocks"], ids.EDIT_STEP), view=review)
    (form,) = [call["view"] for call in edit.called("views.update")]
    assert "Great questions all lesson." in str(form)
    mended = (await slack.submit(TOMAS, form, noticed=FACTS[0])).page

    assert mended["submit"]["text"] == "Release"
    assert "verdict" not in str(mended)
    assert await part(over, NOTES, TOMAS) is PartState.WAITING
    assert await state(over, VISIT) is RunState.DONE


async def test_a_saved_draft_waits_for_its_author_alone(slack: Workspace, over: Staffroom) -> None:
    form = (await step(slack, TOMAS, NOTES)).opened
    values = filled_with(form, noticed="half a thought")
    saved = await slack.press(
        TOMAS, element(form["blocks"], ids.SAVE_DRAFT), view=form, values=values
    )
    (again,) = [call["view"] for call in saved.called("views.update")]
    assert "Saved. It waits here" in str(again)

    later = (await step(slack, TOMAS, NOTES)).opened
    assert "half a thought" in str(later)
    theirs = await step(slack, MAYA, NOTES)
    assert theirs.whispered == ["This step is for Tomás. `/coach` shows what is next for you."]


def filled_with(form: Json, **given: str) -> Json:
    return filled(form["blocks"], **given)


async def test_a_release_says_how_much_and_can_be_taken_back_until_opened(
    slack: Workspace, over: Staffroom
) -> None:
    """practice INV-05, INV-11, A2"""
    form = (await step(slack, TOMAS, NOTES)).opened
    more = await slack.press(TOMAS, element(form["blocks"], ids.MORE_QUESTIONS), view=form)
    (whole,) = [call["view"] for call in more.called("views.update")]
    review = (await slack.submit(TOMAS, whole, **NOTE, noticed_2=FACTS[1], noticed_3=FACTS[2])).page
    page = (await slack.submit(TOMAS, review)).page

    message = await slack.message("released", f"dm:{MAYA}")
    assert message.text == "Tomás released notes: 3 facts, 1 question, 2 minutes."
    assert not any(words in str(message.blocks) for words in (*FACTS, QUESTION, TAKEAWAY))

    await slack.press(TOMAS, element(page["blocks"], ids.RECALL), view=page)
    gone = await slack.press(MAYA, element(message.blocks, ids.READ_NOTES), dm=True)
    assert "Your own words come first" in str(gone.opened)
    waived = await slack.press(
        MAYA, element(gone.opened["blocks"], ids.WAIVE_WORDS), view=gone.opened
    )
    assert "not released yet" in str(waived.called("views.update"))


async def test_own_words_come_first_and_then_the_same_form_shows_the_notes(
    slack: Workspace, over: Staffroom
) -> None:
    """practice INV-12, B0 7"""
    read = await released(slack)
    first = (await slack.press(MAYA, read, dm=True)).opened
    assert FACTS[0] not in str(first)
    assert await part(over, NOTES, TOMAS) is PartState.RELEASED

    shown = (await slack.submit(MAYA, first, stood="the silence")).page
    assert all(words in str(shown) for words in (QUESTION, TAKEAWAY))
    assert names(shown) == ["response", "reply", "step", "when"]
    assert await part(over, NOTES, TOMAS) is PartState.OPENED

    back = {"partnership": over.pair.id, "run": NOTES}
    late = await slack.press(TOMAS, element_of(ids.RECALL, back), dm=True)
    assert "so it stays" in late.whispered[0]

    kept = await slack.submit(
        MAYA, shown, response="differently", reply="a quick check", step="wait", when="in 2B"
    )
    assert await part(over, NOTES, TOMAS) is PartState.ANSWERED
    assert await state(over, STEP) is RunState.DONE

    share = kept.page
    done = await slack.submit(MAYA, share, answers=["reply", "step", "response"])
    assert "Shared" in str(done.page)
    message = await slack.message("shared", f"dm:{TOMAS}")
    assert message.text == "Maya shared Answer and next step: 3 answers."
    opened = await slack.press(TOMAS, element(message.blocks, ids.READ_SHARED), dm=True)
    assert "a quick check" in str(opened.opened)
    assert "I see it differently" in str(opened.opened)
    assert "in 2B" not in str(opened.opened)


async def test_an_opened_note_is_only_added_to(slack: Workspace, over: Staffroom) -> None:
    read = await released(slack)
    first = (await slack.press(MAYA, read, dm=True)).opened
    await slack.press(MAYA, element(first["blocks"], ids.WAIVE_WORDS), view=first)
    closed = await step(slack, TOMAS, NOTES)
    assert "done already" in closed.whispered[0]

    desk = (await slack.command(TOMAS, ids.FEEDBACK)).body
    add = element(desk["blocks"], ids.ADD_NOTE)
    form = (await slack.press(TOMAS, add, dm=True)).opened
    empty = await slack.submit(TOMAS, form, added="  ")
    assert empty.errors
    kept = await slack.submit(TOMAS, form, added="The six hands came from three tables.")
    assert "stands below" in str(kept.page)

    message = await slack.message("shared", f"dm:{MAYA}")
    assert message.text == "Tomás shared Feedback note: 1 answer."
    again = await slack.press(MAYA, element(message.blocks, ids.READ_SHARED), dm=True)
    assert "three tables" in str(again.opened)


async def test_the_command_says_what_waits(slack: Workspace, over: Staffroom) -> None:
    asked = await slack.command(TOMAS, ids.FEEDBACK)
    assert "Notes for Maya wait for you." in str(asked.body)
    nothing = await slack.command(AYA, ids.FEEDBACK)
    assert "Nothing waits" in str(nothing.body)
    await released(slack)
    reads = await slack.command(MAYA, ids.FEEDBACK)
    assert "Notes from Tomás wait for you." in str(reads.body)
    sent = await slack.command(TOMAS, ids.FEEDBACK)
    assert "released, and not opened yet" in str(sent.body)
    assert "notes to write" in (await slack.command(TOMAS, ids.FEEDBACK, "help")).text
    assert "I did not understand" in (await slack.command(TOMAS, ids.FEEDBACK, "marks")).text


async def test_nobody_else_opens_anything(slack: Workspace, over: Staffroom) -> None:
    read = await released(slack)
    for who in (AYA, TOMAS):
        reply = await slack.press(who, read, dm=True)
        assert not reply.called("views.open")
        assert reply.whispered
    assert await part(over, NOTES, TOMAS) is PartState.RELEASED


async def test_the_goal_is_asked_about_and_adjusted_in_the_same_form(
    slack: Workspace, room: Staffroom
) -> None:
    await room.spoken()
    await room.write(lambda w: together.use_as_goal(w, MAYA, room.pair.id))
    await asked_for(room, {"goal": "mine"})
    room.now = at("2026-03-12 11:40")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))
    first = (await slack.press(MAYA, await released(slack), dm=True)).opened
    shown = (await slack.submit(MAYA, first)).page
    assert names(shown) == ["response", "reply", "step", "when", "goal"]

    values = filled_with(shown, goal="adjust", step="wait", when="in 2B")
    press = {"type": "radio_buttons", "action_id": ids.GOAL_VERDICT}
    redrawn = await slack.press(MAYA, press, view=shown, values=values)
    (form,) = [call["view"] for call in redrawn.called("views.update")]
    assert names(form)[-2:] == ["goal_statement", "goal_review"]
    no_day = await slack.submit(MAYA, form)
    assert set(no_day.errors) == {"goal_review"}
    assert await part(room, STEP, MAYA) is PartState.WAITING

    kept = await slack.submit(
        MAYA, form, goal_statement="more students give a reason", goal_review="2026-05-08"
    )
    assert "Kept" in str(kept.page)
    (goal,) = await room.read(lambda r: r.goals.of_owner(MAYA))
    assert (goal.state, goal.version) == (GoalState.ADJUSTED, 2)
    assert elements(kept.page["blocks"]) == []


async def test_a_follow_up_offers_a_word_for_the_goals_trail(
    slack: Workspace, room: Staffroom
) -> None:
    """practice D: the word is the owner's"""
    await room.spoken()
    await room.write(lambda w: together.use_as_goal(w, MAYA, room.pair.id))
    (draft,) = await room.read(lambda r: goals.mine(r, MAYA))
    day = date(2026, 4, 21)
    await room.write(
        lambda w: goals.settle(w, MAYA, draft.goal, {"statement": "more reasons"}, day)
    )
    await asked_for(room, {"goal": "mine"})
    room.now = at("2026-03-12 11:40")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))
    first = (await slack.press(MAYA, await released(slack), dm=True)).opened
    shown = (await slack.submit(MAYA, first)).page
    await slack.submit(MAYA, shown, step="wait", when="in 2B")
    room.now = at("2026-04-16 08:10")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))

    form = (await step(slack, MAYA, CHECK)).opened
    assert names(form) == ["did", "trail_word"]
    more = await slack.press(MAYA, element(form["blocks"], ids.MORE_QUESTIONS), view=form)
    (whole,) = [call["view"] for call in more.called("views.update")]
    kept = await slack.submit(
        MAYA,
        whole,
        did="counted in three lessons",
        students="two who rarely speak gave reasons",
        trail_word="some_signs",
    )

    assert "two who rarely speak" in str(kept.page)
    (noticed,) = await room.read(lambda r: trail.of(r, goals.mine(r, MAYA)[0].goal))
    assert noticed.entry.word is TrailWord.SOME_SIGNS
    assert noticed.words == "two who rarely speak gave reasons"


async def test_a_cycle_is_set_up_by_both(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()
    program, pair = room.program, room.pair

    def anew(work: Work) -> None:
        found = coaching.load(work, pair.id)
        assert found is not None
        coaching.happened(work, found, Stopped())
        coaching.begin(work, pair, program, "again")

    await room.write(anew)
    room.now = at("2026-03-04 08:00")
    await room.write(lambda w: coaching.pass_time(w, pair.id))
    run = RunId("common.open/1")

    form = (await step(slack, MAYA, run)).opened
    assert names(form) == ["hope"]
    assert "spread out, Maya first, every two weeks." in str(form)
    change = await slack.press(MAYA, element(form["blocks"], ids.CHANGE_CHOICES), view=form)
    (choices,) = [call["view"] for call in change.called("views.update")]
    assert names(choices) == ["protocol", "delivery", "turn_order", "rhythm", "hope"]
    asked = await slack.submit(MAYA, choices, turn_order=TOMAS, hope="more voices")
    assert "once everybody said yes" in str(asked.page)

    his = (await step(slack, TOMAS, run)).opened
    assert "Tomás first" in str(his)
    assert his["submit"]["text"] == "I agree"
    stale = await slack.submit(MAYA, fresh(choices))
    assert stale.errors
    assert "Settled" in str((await slack.submit(TOMAS, his)).page)
    assert (await room.course()).cycle.members == (TOMAS, MAYA)


async def test_a_step_with_advice_waits_for_a_second_press(
    slack: Workspace, over: Staffroom
) -> None:
    form = (await step(slack, TOMAS, VISIT)).opened
    page = (await slack.submit(TOMAS, form, saw="A great start.", students="They knew it.")).page
    assert "is a verdict" in str(page)
    assert await part(over, VISIT, TOMAS) is PartState.WAITING
    edit = await slack.press(TOMAS, element(page["blocks"], ids.EDIT_STEP), view=page)
    (again,) = [call["view"] for call in edit.called("views.update")]
    assert "A great start." in str(again)

    kept = await slack.submit(TOMAS, page)

    assert "Kept" in str(kept.page)
    assert await part(over, VISIT, TOMAS) is PartState.SUBMITTED


async def test_too_long_is_said_and_nothing_is_lost(slack: Workspace, over: Staffroom) -> None:
    """practice A8"""
    form = (await step(slack, TOMAS, NOTES)).opened
    long = "x" * 1612
    refused = await slack.submit(TOMAS, form, **{**NOTE, "noticed": long})
    assert "1612 of 1500" in refused.errors["noticed"]
    values = filled_with(form, noticed=long)
    save = element(form["blocks"], ids.SAVE_DRAFT)
    saved = await slack.press(TOMAS, save, view=form, values=values)
    (again,) = [call["view"] for call in saved.called("views.update")]
    assert "1612 of 1500" in str(again)
    missing = await slack.submit(TOMAS, form, noticed=FACTS[0])
    assert set(missing.errors) == {"question", "takeaway"}


async def test_a_step_is_left_out_from_its_form(slack: Workspace, over: Staffroom) -> None:
    form = (await step(slack, MAYA, WORDS)).opened
    skip = element(form["blocks"], ids.SKIP_STEP)
    left = await slack.press(MAYA, skip, view=form)
    assert "Nobody is told" in str(left.called("views.update"))
    late = await slack.submit(MAYA, form, stood="x")
    assert "done already" in str(late.errors)
    again = await slack.press(MAYA, element(form["blocks"], ids.SAVE_DRAFT), view=form)
    assert "done already" in again.whispered[0]
    unfold = await slack.press(MAYA, element(form["blocks"], ids.MORE_QUESTIONS), view=form)
    assert "done already" in unfold.whispered[0]


async def test_words_and_answers_keep_what_is_typed_when_unfolded(
    slack: Workspace, over: Staffroom
) -> None:
    read = await released(slack)
    first = (await slack.press(MAYA, read, dm=True)).opened
    values = filled_with(first, stood="silence")
    more = element(first["blocks"], ids.MORE_QUESTIONS)
    (whole,) = [
        call["view"]
        for call in (await slack.press(MAYA, more, view=first, values=values)).called(
            "views.update"
        )
    ]
    assert names(whole) == ["stood", "students", "surprise", "curious"]
    assert "silence" in str(whole)
    shown = (await slack.submit(MAYA, whole)).page
    more = element(shown["blocks"], ids.MORE_QUESTIONS)
    values = filled_with(shown, step="wait")
    (asked,) = [
        call["view"]
        for call in (await slack.press(MAYA, more, view=shown, values=values)).called(
            "views.update"
        )
    ]
    assert names(asked) == ["response", "reply", "step", "when", "notice"]
    assert "wait" in str(asked)
    missing = await slack.submit(MAYA, asked)
    assert set(missing.errors) == {"when"}
    long = await slack.submit(MAYA, asked, when="x" * 1501)
    assert "1501 of 1500" in long.errors["when"]


async def test_own_answers_are_looked_at_and_shared_later(
    slack: Workspace, over: Staffroom
) -> None:
    desk = (await slack.command(MAYA, ids.FEEDBACK)).body
    assert "Yours alone so far: Focus and request." in str(desk)
    look = element(desk["blocks"], ids.OWN_ANSWERS)
    form = (await slack.press(MAYA, look, dm=True)).opened
    assert "initial_options" in str(form), "one press shares them"
    nothing = await slack.submit(MAYA, form, answers=[])
    assert "stays yours" in str(nothing.page)
    done = await slack.submit(MAYA, form, answers=["look"])
    assert "Shared" in str(done.page)
    twice = await slack.submit(MAYA, fresh(form), answers=["look"])
    assert "response_action" in twice.body
    foreign = await slack.press(AYA, look, dm=True)
    assert not foreign.called("views.open")
    his = await slack.press(TOMAS, button(ids.READ_SHARED, payload(over, WORDS)), dm=True)
    assert "nothing to read here" in his.whispered[0]


def fresh(view: Json) -> Json:
    """The same form opened once more."""
    return {**view, "private_metadata": view["private_metadata"].replace("key-", "other-")}


def payload(room: Staffroom, run: RunId) -> dict[str, str]:
    return {"partnership": room.pair.id, "run": run}


async def test_late_and_foreign_presses_change_nothing(slack: Workspace, over: Staffroom) -> None:
    review = (await noted(slack)).page
    await slack.submit(TOMAS, review)
    assert "response_action" in (await slack.submit(TOMAS, fresh(review))).body
    recall = button(ids.RECALL, payload(over, NOTES))
    assert "other people" in (await slack.press(AYA, recall, dm=True)).whispered[0]
    add = button(ids.ADD_NOTE, payload(over, NOTES))
    assert not (await slack.press(MAYA, add, dm=True)).called("views.open")
    waive = button(ids.WAIVE_WORDS, {**payload(over, WORDS), "note": NOTES})
    first = (await slack.press(MAYA, button(ids.READ_NOTES, payload(over, NOTES)), dm=True)).opened
    waived = await slack.press(MAYA, waive, view=first)
    assert FACTS[0] in str(waived.called("views.update"))
    twice = await slack.press(MAYA, waive, view=first)
    assert "done already" in str(twice.called("views.update"))
