"""[Start now], [Ask for a visit after all] and [Ask for the notes], as people press them."""

from functools import partial

import pytest

from flows import coaching, leaving, proposing, requesting
from flows.ids import RunId
from flows.ports import Work
from flows.proposal import Proposal
from handlers import ids
from tests.handlers.workspace import Json, Workspace, button, element, elements
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom, at

LOOK = "what happens after I ask a question"
FOCUS, VISIT, NOTES, WORDS, DEBRIEF, STEP = (
    RunId(f"observation.{s}/1") for s in ("focus", "visit", "notes", "words", "debrief", "step")
)
CLOSE = RunId("common.close/1")


@pytest.fixture
async def pair(slack: Workspace, room: Staffroom) -> Staffroom:
    """Both first sentences are in; Maya is visited first."""
    await room.spoken()
    await room.all_sent()
    return room


async def skipped(slack: Workspace, room: Staffroom) -> str:
    value = {"partnership": room.pair.id, "run": FOCUS}
    reply = await slack.press(MAYA, button(ids.SKIP_STEP, value), dm=True)
    return reply.whispered[0]


def labels(view: Json, action: str) -> list[str]:
    return [e["text"]["text"] for e in elements(view["blocks"]) if e["action_id"] == action]


async def test_whoever_asks_for_no_visit_is_told_how_to_ask_after_all(
    slack: Workspace, pair: Staffroom
) -> None:
    told = await skipped(slack, pair)
    assert "you can ask for one after all" in told
    home = await slack.home(MAYA)
    assert labels(home, ids.ASK_AFTER_ALL) == ["Ask for a visit after all"]
    observe = await slack.command(MAYA, ids.OBSERVE)
    assert "Ask for a visit after all" in str(observe.body)
    assert "after all" not in str(await slack.home(TOMAS))
    card = await slack.message("card")
    assert "after all" not in str(card.blocks)

    press = element(home["blocks"], ids.ASK_AFTER_ALL)
    theirs = await slack.press(TOMAS, press)
    assert theirs.called("views.open") == []
    asked = await slack.press(MAYA, press, view={**home, "id": "V0HOME"})

    assert asked.opened["callback_id"] == ids.REQUEST_FORM
    assert labels(await slack.home(MAYA), ids.ASK_AFTER_ALL) == []
    again = await slack.press(MAYA, press)
    assert again.called("views.open") == []
    assert "gone on" in again.whispered[0]


async def test_a_strangers_press_changes_nothing(slack: Workspace, pair: Staffroom) -> None:
    await skipped(slack, pair)
    value = {"partnership": pair.pair.id, "run": FOCUS}
    for action in (ids.ASK_AFTER_ALL, ids.WANT_NOTES, ids.START_NOW):
        reply = await slack.press(AYA, button(action, value), dm=True)
        assert reply.called("views.open") == []
        assert reply.whispered
    assert labels(await slack.home(MAYA), ids.ASK_AFTER_ALL) == ["Ask for a visit after all"]


async def both_turns_left_out(slack: Workspace, room: Staffroom) -> None:
    """Nobody asked for a visit: looking back opens tomorrow."""
    await skipped(slack, room)
    await room.until("2026-03-18 12:00")
    value = {"partnership": room.pair.id, "run": "observation.focus/2"}
    await slack.press(TOMAS, button(ids.SKIP_STEP, value), dm=True)


async def test_a_step_is_started_before_its_day_and_its_message_is_not_sent(
    slack: Workspace, pair: Staffroom
) -> None:
    await both_turns_left_out(slack, pair)
    card = await slack.message("card")
    start = element(card.blocks, ids.START_NOW)
    assert "*Look back and choose* opens <!date^" in str(card.blocks)
    assert labels(await slack.home(TOMAS), ids.START_NOW) == ["Start now"]

    reply = await slack.press(TOMAS, start)

    assert reply.opened["title"]["text"] == "Look back and choose"
    late = await slack.press(MAYA, start)
    assert late.called("views.open") == []
    assert labels(await slack.home(MAYA), ids.START_NOW) == []
    await pair.until("2026-03-19 18:00")
    assert await pair.said("open", sent=True) == [
        said for said in await pair.said("open", sent=True) if said.refs["run"] != CLOSE
    ]


async def test_what_is_somebody_elses_to_start_is_told_so(
    slack: Workspace, pair: Staffroom
) -> None:
    value = {"partnership": pair.pair.id, "run": FOCUS}
    reply = await slack.press(TOMAS, button(ids.START_NOW, value), dm=True)
    assert "Maya" in reply.whispered[0]
    own = await slack.press(MAYA, button(ids.START_NOW, value), dm=True)
    assert own.called("views.open") == []


async def talked(slack: Workspace, room: Staffroom) -> None:
    """Maya chose a talk alone; the visit was, and Tomás has written down what he saw."""
    choices = {"level": "evidence_questions", "channel": "talk_only", "tool": "timeline"}
    start, end = at("2026-03-12 11:10"), at("2026-03-12 11:25")
    texts = {"look": LOOK, "place": "room 14"}
    pair = room.pair.id

    def ask(work: Work) -> object:
        return requesting.request(work, MAYA, pair, texts, choices, start, end)

    asked = await room.write(ask)
    assert isinstance(asked, Proposal)
    await room.write(lambda w: proposing.works(w, TOMAS, pair, asked.id))
    await room.until("2026-03-12 12:00")
    value = {"partnership": pair, "run": VISIT}
    form = (await slack.press(TOMAS, button(ids.OPEN_STEP, value), dm=True)).opened
    assert "is deleted when the turn ends" in str(form)
    log = {"saw": "6 hands at 11:12", "students": "two compared answers"}
    await room.write(lambda w: coaching.answer(w, TOMAS, pair, VISIT, log, {}))


async def log_of(room: Staffroom) -> list[str]:
    cycle = await room.read(lambda r: r.cycles.current(room.pair.id))
    assert cycle is not None
    return [piece.words for piece in await room.pieces(f"run:{cycle.id}:{VISIT}")]


async def finish(room: Staffroom) -> None:
    pair = room.pair.id
    await room.write(lambda w: coaching.skip(w, MAYA, pair, WORDS))
    await room.until("2026-03-16 12:00")
    for who in (MAYA, TOMAS):
        await room.write(partial(coaching.skip, who=who, partnership=pair, run=DEBRIEF))
    await room.write(lambda w: coaching.skip(w, MAYA, pair, STEP))


async def test_after_a_talk_alone_what_was_written_down_is_deleted(
    slack: Workspace, pair: Staffroom
) -> None:
    await talked(slack, pair)
    assert len(await log_of(pair)) == 2
    await finish(pair)

    assert await log_of(pair) == []


async def test_asked_for_it_is_kept_until_its_author_sends_it(
    slack: Workspace, pair: Staffroom
) -> None:
    await talked(slack, pair)
    home = await slack.home(MAYA)
    press = element(home["blocks"], ids.WANT_NOTES)
    assert "Ask for the notes" not in str(await slack.home(TOMAS))

    asked = await slack.press(MAYA, press)

    assert "is theirs to say" in asked.whispered[0]
    assert "Ask for the notes" not in str(await slack.home(MAYA))
    again = await slack.press(MAYA, press)
    assert "gone on" in again.whispered[0]
    await finish(pair)
    assert len(await log_of(pair)) == 2
    home = await slack.home(TOMAS)
    assert NOTES in str(home)


async def test_the_log_goes_as_well_when_the_partnership_ends(
    slack: Workspace, pair: Staffroom
) -> None:
    await talked(slack, pair)
    cycle = await pair.read(lambda r: r.cycles.current(pair.pair.id))
    assert cycle is not None
    await pair.write(lambda w: leaving.end(w, MAYA, pair.pair.id))
    assert await pair.pieces(f"run:{cycle.id}:{VISIT}") == []


async def test_while_it_is_paused_nothing_is_taken_up(slack: Workspace, pair: Staffroom) -> None:
    await skipped(slack, pair)
    await pair.write(lambda w: leaving.pause(w, MAYA, pair.pair.id))
    value = {"partnership": pair.pair.id, "run": FOCUS}
    for action in (ids.ASK_AFTER_ALL, ids.START_NOW):
        reply = await slack.press(MAYA, button(action, value), dm=True)
        assert reply.called("views.open") == []
    assert "after all" not in str(await slack.home(MAYA))
