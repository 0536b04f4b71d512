"""Workshops go: taken down, with whoever set them up, with one of their texts, and in time."""

from dataclasses import replace

from flows import attending, erasing, own_data, workshops
from flows.authored import Kind
from flows.workshop import TITLE
from flows.workshops import Gone, NotTheirs
from tests.flows.announced import PLAN, READING, card, comes, done, draft, led, opened, to
from tests.staffroom import ADMIN, AYA, MAYA, Staffroom


async def test_taken_down_nothing_of_it_is_left(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    await comes(room, MAYA, found)
    (item,) = (await card(room, MAYA, found)).items
    await room.write(lambda w: attending.answer(w, MAYA, found.id, item.item.id, "Three"))
    await room.all_sent()

    await room.write(lambda w: workshops.take_down(w, ADMIN, found.id))

    assert await room.read(lambda r: workshops.led(r, ADMIN, found.id)) == Gone()
    assert await room.read(lambda r: r.seats.of_member(MAYA)) == []
    for about in (found.about, item.item.about, item.item.recalled):
        assert await room.pieces(about) == []
    assert [s.effect for s in await room.said("workshop") if s.effect == "delete"] == ["delete"]
    assert await to(room, MAYA, "2026-03-25 20:00") == ["03-03 15:45 workshop_off"]


async def test_a_draft_and_what_is_over_are_taken_down_in_silence(room: Staffroom) -> None:
    for_nobody, over = await draft(room), await opened(room)
    await comes(room, MAYA, over)
    await room.write(lambda w: workshops.take_down(w, ADMIN, for_nobody.id))
    await room.until("2026-03-17 17:00")
    assert (await led(room, over)).workshop.over(room.now)
    assert await room.write(lambda w: workshops.call_off(w, ADMIN, over.id)) == Gone()
    await room.write(lambda w: workshops.take_down(w, ADMIN, over.id))
    assert "workshop_off" not in str(await to(room, MAYA, "2026-03-25 20:00"))
    everything = await room.read(lambda r: workshops.all_led(r, ADMIN, room.program.id))
    assert everything == []
    assert await room.read(lambda r: workshops.all_led(r, MAYA, room.program.id)) == NotTheirs()


async def test_what_somebody_set_up_goes_with_them(room: Staffroom) -> None:
    both = replace(room.program, facilitators=frozenset({ADMIN, AYA}))
    await room.write(lambda w: w.programs.put(both))
    found = await opened(room, PLAN, READING)
    (known,) = (await comes(room, MAYA, found)).items
    await comes(room, AYA, found)
    await room.write(lambda w: attending.answer(w, MAYA, found.id, known.item.id, "Three"))
    data = await room.read(lambda r: own_data.of(r, MAYA))
    assert [(c.start, c.marks) for c in data.coming] == [(PLAN.start, [])]
    assert data.count(Kind.PREWORK_ANSWER) == 1

    await room.write(lambda w: erasing.everything(w, MAYA))
    assert await room.read(lambda r: [s.member for s in r.seats.at(found.id)]) == [AYA]
    await room.write(lambda w: erasing.everything(w, ADMIN))

    assert await room.read(lambda r: r.workshops.get(found.id)) is None
    assert await room.read(lambda r: r.given.of_program(room.program.id)) == []
    assert "03-03 15:45 workshop_off" in await to(room, AYA, "2026-03-04 20:00")


async def test_one_text_deleted_takes_the_whole_with_it(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    pieces = {p.about: p for p in await room.pieces(found.about) if p.key == TITLE}
    (item,) = (await led(room, found)).items
    words = await room.pieces(item.about)
    deleted = await done(room, lambda w: erasing.one(w, ADMIN, words[0].id), erasing.Deleted)
    assert deleted.kind is Kind.GIVEN
    assert (await led(room, found)).items == []
    gone = await done(
        room, lambda w: erasing.one(w, ADMIN, pieces[found.about].id), erasing.Deleted
    )
    assert gone.kind is Kind.WORKSHOP
    assert await room.read(lambda r: r.workshops.get(found.id)) is None


async def test_a_month_later_it_is_forgotten_with_who_came(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    await comes(room, MAYA, found)
    await room.until("2026-04-15 20:00")
    assert await room.read(lambda r: r.seats.of_member(MAYA))

    await room.until("2026-04-20 20:00")

    assert await room.read(lambda r: r.seats.of_member(MAYA)) == []
    assert await room.pieces(found.about) == []
    assert [s.effect for s in await room.said("workshop", sent=True)] == ["post"]
