"""Short lessons in Slack: the list, a lesson, and the offer before a step."""

import pytest

from flows import proposing, requesting
from flows.ports import Work
from flows.proposal import Proposal
from handlers import ids
from tests.handlers.workspace import OUTSIDER, Json, Workspace, button, element, elements
from tests.staffroom import CHOSEN, MAYA, TOMAS, Staffroom, at

CHOICES = {"level": "evidence_questions", "channel": "write_first", "tool": "timeline"}
VISIT, WORDS = "observation.visit/1", "observation.words/1"
MINE = "So you would like them to begin by themselves?"


@pytest.fixture
async def visited(slack: Workspace, room: Staffroom) -> Staffroom:
    """The visit is settled for Thursday."""
    await room.spoken()
    start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")
    texts = {"look": "who answers", "place": "room 14"}

    def ask(work: Work) -> object:
        return requesting.request(work, MAYA, room.pair.id, texts, CHOICES, start, end)

    asked = await room.write(ask)
    assert isinstance(asked, Proposal)
    await room.write(lambda w: proposing.works(w, TOMAS, room.pair.id, asked.id))
    return room


def of_step(room: Staffroom, run: str) -> dict[str, str]:
    return {"partnership": room.pair.id, "run": run}


def rows(blocks: list[Json]) -> list[str]:
    return [b["text"]["text"] for b in blocks if b["type"] == "section"]


async def test_a_lesson_asks_first_and_keeps_nothing_of_the_answer(
    slack: Workspace, room: Staffroom
) -> None:
    listed = await slack.command(MAYA, ids.LEARN)
    blocks = listed.body["blocks"]
    assert len([e for e in elements(blocks) if e["action_id"] == ids.LESSON]) == 9
    assert "you took it" not in str(blocks)

    form = (await slack.press(MAYA, element(blocks, ids.LESSON), dm=True)).opened
    assert form["title"]["text"] == "Listening"
    assert "Wait three to five seconds" in str(form)
    assert "you find yourself stepping in" not in str(form)
    page = (await slack.submit(MAYA, form, answer=MINE)).page

    assert MINE in str(page)
    assert "you find yourself stepping in" in str(page)
    again = await slack.command(MAYA, ids.LEARN)
    assert "you took it" in rows(again.body["blocks"])[1]
    assert "you took it" not in str((await slack.command(TOMAS, ids.LEARN)).body)
    member = await room.read(lambda r: r.members.get(MAYA))
    assert MINE not in repr(member)
    fresh = (await slack.press(MAYA, element(blocks, ids.LESSON), dm=True)).opened
    empty = (await slack.submit(MAYA, fresh)).page
    assert "You wrote" not in str(empty)


async def test_somebody_in_no_program_reads_the_list_and_keeps_nothing(slack: Workspace) -> None:
    listed = await slack.command(OUTSIDER, ids.LEARN)
    start = element(listed.body["blocks"], ids.LESSON)
    form = (await slack.press(OUTSIDER, start, dm=True)).opened
    assert (await slack.submit(OUTSIDER, form, answer=MINE)).errors
    forged = await slack.press(MAYA, button(ids.LESSON, {"lesson": "M0"}), dm=True)
    assert forged.called("views.open") == []
    now = await slack.press(MAYA, button(ids.LESSON_NOW, {"lesson": "M0"}), dm=True)
    assert now.called("views.open") == []
    later = await slack.press(MAYA, button(ids.LESSON_LATER, {"lesson": "M0"}), dm=True)
    assert "moved on" in later.whispered[0]
    broken = {**form, "private_metadata": '{"lesson":"M0"}'}
    assert (await slack.submit(MAYA, broken, answer=MINE)).errors


async def test_before_a_step_it_is_offered_once_and_blocks_nothing(
    slack: Workspace, visited: Staffroom
) -> None:
    await visited.until("2026-03-12 12:00")
    open_it = button(ids.OPEN_STEP, of_step(visited, VISIT))
    form = (await slack.press(TOMAS, open_it, dm=True)).opened
    assert "*Notes that are facts* in 3 minutes first?" in str(form)
    assert "is deleted when" not in str(form)
    assert [b["block_id"] for b in form["blocks"] if b["type"] == "input"]

    later = element(form["blocks"], ids.LESSON_LATER)
    values = {"saw": {"saw": {"type": "plain_text_input", "value": "6 hands at 11:12"}}}
    (again,) = (await slack.press(TOMAS, later, view=form, values=values)).called("views.update")

    assert "6 hands at 11:12" in str(again["view"])
    assert "in 3 minutes first" not in str(again["view"])
    home = await slack.home(TOMAS)
    assert "For later: *Notes that are facts*" in str(home)
    assert "For later" not in str(await slack.home(MAYA))
    lesson = (await slack.press(TOMAS, element(home["blocks"], ids.LESSON))).opened
    await slack.submit(TOMAS, lesson)
    assert "For later" not in str(await slack.home(TOMAS))


async def test_done_at_once_it_lies_above_the_step(slack: Workspace, visited: Staffroom) -> None:
    await visited.until("2026-03-12 12:00")
    open_it = button(ids.OPEN_STEP, of_step(visited, WORDS))
    form = (await slack.press(MAYA, open_it, dm=True)).opened
    now = element(form["blocks"], ids.LESSON_NOW)

    pressed = await slack.press(MAYA, now, view=form)

    (pushed,) = pressed.called("views.push")
    assert pushed["view"]["title"]["text"] == "Receiving feedback"
    again = (await slack.press(MAYA, open_it, dm=True)).opened
    assert "minutes first?" not in str(again)


async def test_the_visitor_is_offered_it_on_the_card_of_the_visit(
    slack: Workspace, visited: Staffroom
) -> None:
    see = button(ids.SEE_SESSION, of_step(visited, VISIT))
    card = (await slack.press(TOMAS, see, dm=True)).opened
    assert "*Notes that are facts*" in str(card)
    hers = (await slack.press(MAYA, see, dm=True)).opened
    assert "minutes first?" not in str(hers)

    trained = element(card["blocks"], ids.LESSON_TRAINED)
    (again,) = (await slack.press(TOMAS, trained, view=card)).called("views.update")

    assert "minutes first?" not in str(again["view"])
    listed = await slack.command(TOMAS, ids.LEARN)
    assert "you've had training" in rows(listed.body["blocks"])[3]
    gone = {**card, "private_metadata": '{"partnership":"none","run":"none"}'}
    nothing = await slack.press(TOMAS, trained, view=gone)
    assert nothing.called("views.update") == []
    assert "moved on" in nothing.whispered[0]


async def test_all_of_them_open_from_the_home(slack: Workspace, visited: Staffroom) -> None:
    home = await slack.home(MAYA)
    page = (await slack.press(MAYA, element(home["blocks"], ids.LESSONS))).opened
    assert len([e for e in elements(page["blocks"]) if e["action_id"] == ids.LESSON]) == 9


async def test_with_the_question_on_power_stands_its_lesson(
    slack: Workspace, room: Staffroom
) -> None:
    invitation = await room.invited(yes=CHOSEN)
    see = button(ids.SEE_INVITATION, {"invitation": invitation.id})
    form = (await slack.press(TOMAS, see, dm=True)).opened

    pressed = await slack.press(TOMAS, element(form["blocks"], ids.LESSON), view=form)

    (pushed,) = pressed.called("views.push")
    assert pushed["view"]["title"]["text"] == "Power between peers"
