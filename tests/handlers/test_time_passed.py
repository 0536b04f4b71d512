"""A suggested time that went by with nothing settled: its author hears once, and picks another."""

import pytest

from flows import appointments, leaving, proposing
from handlers import ids
from tests.handlers.test_answered import asked, pair
from tests.handlers.workspace import Workspace, element
from tests.staffroom import MAYA, TOMAS, Staffroom

__all__ = ["pair"]

PASSED = appointments.GONE_BY


async def heard(room: Staffroom) -> list[str]:
    return [said.lane for said in await room.said(PASSED, sent=True)]


async def test_whoever_suggested_it_hears_after_it_and_picks_another(
    slack: Workspace, pair: Staffroom
) -> None:
    await asked(pair)
    await pair.until("2026-03-12 15:44")
    assert await heard(pair) == []

    await pair.until("2026-03-12 15:46")

    assert await heard(pair) == [f"dm:{MAYA}"]
    message = await slack.message(PASSED)
    assert message.text.endswith("has gone by, and nothing was settled. Would another time suit?")
    reply = await slack.press(MAYA, element(message.blocks, ids.OTHER_TIMES), dm=True)
    assert reply.opened["callback_id"] == ids.TIME_FORM
    await pair.until("2026-03-31 20:00")
    assert await heard(pair) == [f"dm:{MAYA}"]


@pytest.mark.parametrize("how", ["yes", "withdrawn", "paused"])
async def test_what_is_answered_or_off_is_not_spoken_of(pair: Staffroom, how: str) -> None:
    which = await asked(pair)
    match how:
        case "yes":
            await pair.write(lambda w: proposing.works(w, TOMAS, pair.pair.id, which))
        case "withdrawn":
            await pair.write(lambda w: proposing.withdraw(w, MAYA, pair.pair.id, which))
        case _:
            await pair.write(lambda w: leaving.pause(w, TOMAS, pair.pair.id))

    await pair.until("2026-03-13 20:00")

    assert await heard(pair) == []
