"""A message about a time that is not true any more is not sent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows import leaving, proposing, requesting
from flows.notices import Effect
from handlers import ids
from handlers.seams import Message
from tests.handlers.test_visits import HERS, THURSDAY, asked, requested, visit_run
from tests.handlers.workspace import Workspace, element, elements
from tests.staffroom import MAYA, TOMAS, Staffroom, at

FRIDAY = at("2026-03-13 14:20")
SHORT = timedelta(minutes=15)


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.put(MAYA, lessons=HERS)
    await room.spoken()
    return room


@pytest.fixture
async def settled(slack: Workspace, pair: Staffroom) -> Staffroom:
    """The visit is on Thursday; the messages about it are still to be drawn."""
    await requested(slack)
    await slack.press(TOMAS, element(await asked(slack), ids.WORKS), dm=True)
    await pair.all_sent()
    pair.now = at("2026-03-04 08:05")
    return pair


async def drawn(slack: Workspace, kind: str, to: str) -> Any:
    said = [s for s in await slack.room.said(kind, sent=True) if s.lane == f"dm:{to}"]
    return await slack.shown(said[-1])


async def move(room: Staffroom, start: Any = FRIDAY) -> None:
    await room.write(
        lambda w: requesting.suggest(w, MAYA, room.pair.id, start, start + SHORT, "room 3")
    )


async def cancel(room: Staffroom) -> None:
    await room.write(lambda w: proposing.cancel(w, MAYA, room.pair.id, visit_run()))


async def test_an_answered_question_is_not_asked(slack: Workspace, settled: Staffroom) -> None:
    ended = await drawn(slack, "proposed", TOMAS)
    assert ended is not None
    assert "it is settled" in ended.text
    assert [each["action_id"] for each in elements(ended.blocks)] == [ids.MESSAGE_MENU]
    assert await drawn(slack, "confirmed", MAYA) is not None


async def test_a_question_about_the_past_is_not_asked(slack: Workspace, pair: Staffroom) -> None:
    await requested(slack)
    assert await drawn(slack, "proposed", TOMAS) is not None

    pair.now = THURSDAY

    assert await drawn(slack, "proposed", TOMAS) is None
    (said,) = await slack.room.said("proposed", sent=True)
    again = await slack.shown(replace(said, effect=Effect.UPDATE.value))
    assert isinstance(again, Message)
    assert "has gone by" in again.text


async def test_a_confirmation_of_another_time_is_dropped(
    slack: Workspace, settled: Staffroom
) -> None:
    await move(settled)
    assert await drawn(slack, "confirmed", MAYA) is None
    assert await drawn(slack, "session_moved", TOMAS) is not None

    await cancel(settled)

    assert await drawn(slack, "confirmed", MAYA) is None
    assert await drawn(slack, "session_moved", TOMAS) is None
    assert await drawn(slack, "session_off", TOMAS) is not None


async def test_what_is_on_again_is_not_called_off(slack: Workspace, settled: Staffroom) -> None:
    await cancel(settled)
    await move(settled, THURSDAY)
    question = await asked(slack)
    await slack.press(TOMAS, element(question, ids.WORKS), dm=True)

    assert await drawn(slack, "session_off", TOMAS) is None


async def test_nothing_is_said_of_a_partnership_that_has_ended(
    slack: Workspace, settled: Staffroom
) -> None:
    await move(settled)
    await settled.write(lambda w: leaving.end(w, TOMAS, settled.pair.id))

    for kind, to in (("proposed", TOMAS), ("confirmed", MAYA), ("session_moved", TOMAS)):
        assert await drawn(slack, kind, to) is None
