"""What is to be read before a workshop: put up, changed and removed."""

from dataclasses import replace
from functools import partial

from flows import giving, workshops
from flows.giving import TooMany, Worded
from flows.ids import GivenId
from flows.item_words import Wrong
from flows.prework import Fault, Load
from flows.workshops import Gone, NotTheirs
from tests.flows.announced import READING, done, draft, led
from tests.staffroom import ADMIN, MAYA, Staffroom


async def test_what_is_to_be_read_is_put_up_changed_and_removed(room: Staffroom) -> None:
    found = await draft(room)
    add = partial(giving.before_workshop, by=ADMIN, workshop=found.id)
    assert await room.write(partial(add, item=replace(READING, title=""))) == Wrong(
        (Fault.TITLE,), {}
    )
    assert (
        await room.write(partial(giving.before_workshop, by=MAYA, workshop=found.id, item=READING))
        == NotTheirs()
    )
    worded = await done(room, partial(add, item=READING), Worded)
    assert worded.item == READING
    given = worded.given.id
    change = partial(giving.change, by=ADMIN, given=given)
    without = replace(READING, retrieval=None, minutes=30)
    await done(room, partial(change, item=without), Worded)
    seen = await room.read(lambda r: giving.theirs(r, ADMIN, given))
    assert isinstance(seen, Worded)
    assert seen.item == without
    assert giving.load([seen]) == (Load.MUCH, 30)
    assert await room.write(partial(change, item=replace(READING, minutes=0))) == Wrong(
        (Fault.MINUTES,), {}
    )
    for who, item, outcome in (
        (MAYA, given, NotTheirs()),
        (ADMIN, GivenId("none"), Gone()),
    ):
        assert await room.write(partial(giving.change, by=who, given=item, item=READING)) == outcome
        assert await room.write(partial(giving.remove, by=who, given=item)) == outcome
    for _ in range(4):
        await done(room, partial(add, item=READING), Worded)
    assert await room.write(partial(add, item=READING)) == TooMany()
    items = (await led(room, found)).items
    assert len(await room.read(lambda r: giving.worded(r, ADMIN, items))) == 5
    assert await room.read(lambda r: giving.worded(r, MAYA, items)) == []
    await room.write(lambda w: giving.remove(w, ADMIN, given))
    assert await room.pieces(worded.given.about) == []
    await room.write(lambda w: workshops.announce(w, ADMIN, found.id))
    kept = await done(
        room, partial(giving.change, by=ADMIN, given=items[1].id, item=without), Worded
    )
    assert all(p.shared for p in await room.pieces(kept.given.about))
    await room.until("2026-03-17 16:00")
    assert await room.write(partial(add, item=READING)) == Gone()
