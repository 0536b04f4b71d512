"""What asked about a visit, a rest or a lone sentence ends with its answer: a line, no button."""

from datetime import timedelta

import pytest

from flows import coaching, feedback, leaving, notes, proposing
from flows.events import CycleEvent, Rested
from flows.ids import MemberId, RunId
from handlers import ids
from tests.handlers.test_answered import asked, pressable, updated
from tests.handlers.workspace import Workspace, button, element
from tests.staffroom import MAYA, TOMAS, Staffroom, at

VISIT, WORDS, NOTES, STEP = (
    RunId(f"observation.{name}/1") for name in ("visit", "words", "notes", "step")
)
NOTED = {"noticed": "11:21 six hands", "question": "What guides you?", "takeaway": "Four breaths"}


@pytest.fixture
async def pair(slack: Workspace, room: Staffroom) -> Staffroom:
    """A visit of Maya's lesson is settled, on Thursday 12 March until 11:25."""
    await room.spoken()
    which = await asked(room)
    await room.write(lambda w: proposing.works(w, TOMAS, room.pair.id, which))
    await room.all_sent()
    return room


async def wrote(room: Staffroom, who: MemberId, run: RunId, **words: str) -> None:
    await room.write(lambda w: coaching.answer(w, who, room.pair.id, run, words, {}))


async def happens(room: Staffroom, event: CycleEvent) -> None:
    course = await room.course()
    await room.write(lambda w: coaching.happened(w, course, event))


async def release(room: Staffroom) -> None:
    await room.write(lambda w: notes.release(w, TOMAS, room.pair.id, NOTES))
    await room.write(lambda w: feedback.read(w, MAYA, room.pair.id, NOTES))


async def test_what_comes_after_a_visit_ends_with_what_each_writes(
    slack: Workspace, pair: Staffroom
) -> None:
    await pair.until("2026-03-12 11:40")
    await wrote(pair, MAYA, WORDS, stood="The pause")
    assert await updated(slack, pair, "after_visit") == ["*Visit*: done."]

    await pair.all_sent()
    await wrote(pair, TOMAS, NOTES, **NOTED)
    assert await updated(slack, pair, "after_visit") == []
    await release(pair)
    await wrote(pair, TOMAS, VISIT, saw="11:21 six hands", students="Writing")
    assert await updated(slack, pair, "after_visit") == ["*Visit*: done."]


async def test_a_visit_that_was_not_is_asked_about_no_more(
    slack: Workspace, pair: Staffroom
) -> None:
    await pair.until("2026-03-12 11:40")
    await pair.write(lambda w: proposing.cancel(w, MAYA, pair.pair.id, VISIT))

    off = "*Visit*: it did not take place."
    assert await updated(slack, pair, "after_visit") == [off, off]


async def test_whether_a_visit_went_ahead_is_answered_once_for_both(
    slack: Workspace, pair: Staffroom
) -> None:
    await pair.until("2026-03-16 16:00")
    message = await slack.message("visit_unmarked", f"dm:{MAYA}")
    await slack.press(MAYA, element(message.blocks, ids.SESSION_HELD), dm=True)

    assert set(await updated(slack, pair, "visit_unmarked")) == {"*Visit*: done."}
    over = await slack.message("visit_unmarked", f"dm:{MAYA}")
    assert pressable(over) <= {ids.MESSAGE_MENU}


async def test_a_visit_moved_to_another_time_says_so(slack: Workspace, pair: Staffroom) -> None:
    await pair.until("2026-03-16 16:00")
    start = at("2026-03-19 11:10")
    end = start + timedelta(minutes=15)
    course = await pair.course()
    await pair.write(lambda w: proposing.move(w, course, VISIT, MAYA, start, end, None))

    assert set(await updated(slack, pair, "visit_unmarked")) == {"*Visit*: it has another time."}


async def test_notes_answered_by_a_next_step_alone_are_answered(
    slack: Workspace, pair: Staffroom
) -> None:
    await pair.until("2026-03-12 11:40")
    await wrote(pair, MAYA, WORDS, stood="The pause")
    await wrote(pair, TOMAS, NOTES, **NOTED)
    await release(pair)
    await pair.all_sent()
    words = {"step": "Four breaths", "when": "When I ask"}
    await pair.write(lambda w: feedback.reply(w, MAYA, pair.pair.id, STEP, words, {}))

    (text,) = await updated(slack, pair, "released")
    assert text.startswith("You have read and answered")


async def test_what_rested_asks_for_nothing_once_it_goes_on(
    slack: Workspace, room: Staffroom
) -> None:
    await room.partnered()
    await happens(room, Rested())
    await room.until("2026-05-14 12:00")
    await room.write(lambda w: leaving.keep_resting(w, TOMAS, room.pair.id))

    over = "This cycle had rested for a long time. That question is answered."
    assert await updated(slack, room, "close_ask") == [over, over]


async def test_a_pause_that_is_over_has_no_button(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()
    await room.write(lambda w: leaving.pause(w, MAYA, room.pair.id))
    await room.all_sent()
    await room.write(lambda w: leaving.resume(w, TOMAS, room.pair.id))

    over = "This partnership was paused. That is over."
    assert await updated(slack, room, "paused") == [over, over]


@pytest.mark.parametrize(
    ("press", "text"),
    [
        (ids.KEEP_MINE, "Only your sentence was in. You keep it for yourself."),
        (ids.USE_AS_GOAL, "Only your sentence was in. It is a draft of your goal."),
        (ids.SHOW_ANYWAY, "Only your sentence was in. You chose to show it."),
    ],
)
async def test_what_becomes_of_a_lone_sentence_is_asked_once(
    slack: Workspace, room: Staffroom, press: str, text: str
) -> None:
    await room.partnered()
    await room.answer(TOMAS, "agree too soon")
    await room.until("2026-03-11 09:00")
    message = await slack.message("ask_to_keep", f"dm:{TOMAS}")
    await room.all_sent()

    await slack.press(TOMAS, element(message.blocks, press), dm=True)

    assert await updated(slack, room, "ask_to_keep") == [text]


async def test_a_stranger_keeps_nothing(slack: Workspace, pair: Staffroom) -> None:
    press = button(ids.KEEP_MINE, {"partnership": "none"})

    reply = await slack.press(MAYA, press, dm=True)

    assert "belongs to other people" in reply.whispered[0]
