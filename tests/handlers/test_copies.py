"""Copies in the group DM through the running application: what is shown, and who takes it back."""

import pytest
from sqlalchemy import insert

from flows import copying, feedback, notes
from handlers import ids
from handlers.seams import Message
from storage import tables
from tests.flows.test_copying import Copied
from tests.flows.test_feedback import NOTES, WORDS
from tests.handlers.workspace import Workspace, button, element
from tests.staffroom import AYA, MAYA, TOMAS, WS, Staffroom

EVIL = "<!channel> *homework* <@U0AYA> <https://example.org|a link> `x`"


@pytest.fixture
async def pair(room: Staffroom) -> Copied:
    """A note was released and opened by two who chose copies."""
    await room.spoken()
    found = Copied(room)
    await found.switched(MAYA, TOMAS)
    await found.asked_for()
    await found.over()
    await found.written(question=EVIL)
    return found


async def posted(pair: Copied) -> None:
    (copy,) = await pair.all()
    row = {"workspace": WS, "anchor": copy.anchor, "conversation": "G1", "ts": "1.1"}
    await pair.room.store.transact(lambda c: c.execute(insert(tables.places), [row]))


async def test_a_copy_is_shown_with_nothing_in_it_alive(slack: Workspace, pair: Copied) -> None:
    await pair.do(notes.release, TOMAS, pair.id, NOTES)
    await pair.do(feedback.words, MAYA, pair.id, WORDS, {"stood": "silence"})

    pointer, filled = [await slack.shown(row) for row in await pair.room.said(copying.KIND)]
    assert isinstance(pointer, Message)
    assert isinstance(filled, Message)
    assert pointer.text == filled.text == "Tomás shared Feedback note."
    assert EVIL not in str(pointer)
    quoted = [b for b in filled.blocks if b["type"] == "rich_text"]
    assert EVIL in str(quoted)
    assert EVIL not in str([b for b in filled.blocks if b["type"] != "rich_text"])
    assert "your organisation may be able to export" in str(filled.blocks)

    press = element(filled.blocks, ids.UNCOPY)
    for who, words in ((MAYA, "Only whoever wrote it"), (AYA, "Only whoever wrote it")):
        reply = await slack.press(who, press)
        assert words in reply.whispered[0]
    await posted(pair)
    taken = await slack.press(TOMAS, press)
    again = await slack.press(TOMAS, press)
    forged = await slack.press(TOMAS, button(ids.UNCOPY, {"copy": "none"}))
    assert "taken out" in taken.whispered[0]
    assert "gone already" in again.whispered[0]
    assert "gone already" in forged.whispered[0]
    assert [r.effect for r in await pair.room.said(copying.KIND)][-1] == "delete"
