"""A group that meets elsewhere: the card in the conversation before says so."""

from dataclasses import replace

from flows import saying
from flows.ids import ConversationId
from tests.staffroom import Staffroom


async def test_the_card_that_was_is_shown_anew_where_there_was_one(room: Staffroom) -> None:
    pair = await room.partnered()
    cycle = (await room.course()).cycle
    there = replace(pair, conversation=ConversationId("G0OLD"))

    await room.write(lambda w: saying.moved(w, replace(pair, conversation=None), cycle))
    assert await room.said("card_moved") == []
    await room.write(lambda w: saying.moved(w, there, cycle))

    assert [s.anchor for s in await room.said("card_moved")] == [saying.anchor(pair, cycle)]
