"""Workshops: set up, announced and changed, by whoever looks after the program."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from flows import attending, reading, workshops
from flows.ids import MemberId, ProgramId
from flows.ports import Reader
from flows.workshop import Workshop, WorkshopState
from flows.workshops import Advice, Gone, Missing, NotTheirs, Past, TooLate, TooLong
from tests.flows.announced import NOWHERE, OTHER, PLAN, done, draft, led, opened
from tests.staffroom import ADMIN, AYA, MAYA, Staffroom, at


async def test_what_keeps_it_from_being_set_up(room: Staffroom) -> None:
    program = room.program.id
    for who, where in ((MAYA, program), (ADMIN, ProgramId("none"))):
        outcome = await room.write(partial(workshops.set_up, by=who, program=where, plan=PLAN))
        assert outcome == NotTheirs()
    for plan, wrong in (
        (replace(PLAN, title=" ", place=""), Missing(("title", "place"))),
        (replace(PLAN, title="x" * 81, about="y" * 601), TooLong({"title": 81, "about": 601})),
        (replace(PLAN, start=room.now), Past()),
    ):
        assert (
            await room.write(partial(workshops.set_up, by=ADMIN, program=program, plan=plan))
            == wrong
        )
        found = await draft(room)
        assert (
            await room.write(partial(workshops.change, by=ADMIN, workshop=found.id, plan=plan))
            == wrong
        )


async def test_what_keeps_it_from_being_announced(room: Staffroom) -> None:
    soon = await draft(room, replace(PLAN, start=at("2026-03-04 07:15")))
    room.now = at("2026-03-03 19:00")
    assert await room.write(lambda w: workshops.announce(w, ADMIN, soon.id)) == TooLate(
        at("2026-03-04 07:30")
    )
    room.now = at("2026-03-05 12:00")
    assert await room.write(lambda w: workshops.announce(w, ADMIN, soon.id)) == Past()
    found = await opened(room)
    assert await room.write(lambda w: workshops.announce(w, ADMIN, found.id)) == Gone()
    for body in (workshops.announce, workshops.call_off, workshops.take_down):
        assert await room.write(partial(body, by=MAYA, workshop=found.id)) == NotTheirs()
        assert await room.write(partial(body, by=ADMIN, workshop=NOWHERE)) == Gone()
    changed = partial(workshops.change, plan=PLAN)
    assert await room.write(partial(changed, by=MAYA, workshop=found.id)) == NotTheirs()


async def test_nobody_but_who_looks_after_the_program_sees_a_draft(room: Staffroom) -> None:
    found = await draft(room)
    assert await room.read(lambda r: attending.card(r, MAYA, found.id)) == attending.Gone()
    for who, may in ((ADMIN, True), (MAYA, False), (OTHER, False)):
        pieces = await room.read(partial(_published, about=found.about, who=who, room=room))
        assert bool(pieces) is may
    assert await room.read(lambda r: reading.announced(r, found.about)) == []
    assert await room.read(lambda r: attending.ahead(r, MAYA, room.program.id)) == []

    await room.write(lambda w: workshops.announce(w, ADMIN, found.id))
    for who, may in ((ADMIN, True), (MAYA, True), (OTHER, False)):
        pieces = await room.read(partial(_published, about=found.about, who=who, room=room))
        assert bool(pieces) is may
    words = await room.read(lambda r: reading.announced(r, found.about))
    assert {piece.key: piece.words for piece in words} == {"title": "Wait time", "place": "Library"}


def _published(reader: Reader, about: str, who: MemberId, room: Staffroom) -> object:
    return reading.published(reader, about, who, room.program)


async def test_whoever_changes_it_goes_on_with_it_under_their_name(room: Staffroom) -> None:
    both = replace(room.program, facilitators=frozenset({ADMIN, AYA}))
    await room.write(lambda w: w.programs.put(both))
    found = await draft(room)
    changed = await done(room, lambda w: workshops.change(w, AYA, found.id, PLAN), Workshop)
    assert changed.by == AYA
    pieces = await room.pieces(found.about)
    assert {p.vault.author for p in pieces} == {AYA}
    assert await room.read(lambda r: attending.ahead(r, MAYA, room.program.id)) == []


@pytest.mark.parametrize(
    ("start", "advice"),
    [
        ("2026-03-17 15:45", ()),
        ("2026-03-21 10:00", (Advice.NO_SCHOOL,)),
        ("2026-03-10 15:45", (Advice.SOON,)),
    ],
)
async def test_the_school_day_is_advice(
    room: Staffroom, start: str, advice: tuple[Advice, ...]
) -> None:
    found = await draft(room, replace(PLAN, start=at(start)))
    assert (await led(room, found)).advice == advice
    everything = await room.read(lambda r: workshops.all_led(r, ADMIN, room.program.id))
    assert not isinstance(everything, NotTheirs)
    assert [each.workshop for each in everything] == [found]
    assert found.minutes == 45


async def test_a_program_that_is_gone_has_no_workshops(room: Staffroom) -> None:
    found = await opened(room)
    lost = replace(found, program=ProgramId(room.program.id), state=WorkshopState.OPEN)
    assert lost.ahead(room.now)
    assert not lost.ahead(room.now + timedelta(days=20))
    assert await room.read(lambda r: workshops.all_led(r, ADMIN, ProgramId("x"))) == NotTheirs()
