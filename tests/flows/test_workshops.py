"""Workshops: set up, announced once, changed, called off; who comes, what they get, who sees it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from flows import (
    after_workshop,
    attending,
    erasing,
    giving,
    own_data,
    postponing,
    reading,
    workshops,
)
from flows.after_workshop import Way
from flows.attending import Card, Known, NotAMember
from flows.authored import Kind
from flows.coaching import TooLong as AnswerTooLong
from flows.giving import TooMany, Worded, Wrong
from flows.ids import GivenId, MemberId, ProgramId, WorkshopId
from flows.notices import Channel, Effect, Notice, Priority
from flows.ports import Reader, Work
from flows.prework import Fault, Item, ItemKind, Load, Mark, Retrieval
from flows.slip import Slip
from flows.workshop import TITLE, Workshop, WorkshopState, counted
from flows.workshops import (
    Advice,
    Gone,
    Led,
    Missing,
    NotTheirs,
    Past,
    Plan,
    TooLate,
    TooLong,
)
from tests.staffroom import ADMIN, AYA, CHANNEL, MAYA, OLE, TOMAS, ZONE, Staffroom, at

T = TypeVar("T")

OTHER = MemberId("U0OTHER")
NOWHERE = WorkshopId("none")
PLAN = Plan("Wait time", at("2026-03-17 15:45"), 45, "Library", topic="questioning")
READING = Item(
    title="Three seconds",
    kind=ItemKind.READING,
    address="https://example.org/three",
    minutes=8,
    why="One page",
    retrieval=Retrieval("How long?", "Three seconds.", ("One", "Three")),
)


async def done(room: Staffroom, body: Callable[[Work], T | object], kind: type[T]) -> T:
    outcome = await room.write(body)
    assert isinstance(outcome, kind), outcome
    return outcome


async def draft(room: Staffroom, plan: Plan = PLAN, by: MemberId = ADMIN) -> Workshop:
    return await done(room, lambda w: workshops.set_up(w, by, room.program.id, plan), Workshop)


async def added(room: Staffroom, workshop: Workshop, item: Item) -> Worded:
    add = partial(giving.before_workshop, by=ADMIN, workshop=workshop.id, item=item)
    return await done(room, add, Worded)


async def opened(room: Staffroom, plan: Plan = PLAN, *items: Item) -> Workshop:
    """Announced, with these things to read before it."""
    found = await draft(room, plan)
    for item in items:
        await done(
            room, partial(giving.before_workshop, by=ADMIN, workshop=found.id, item=item), Worded
        )
    return await done(room, lambda w: workshops.announce(w, ADMIN, found.id), Workshop)


async def comes(room: Staffroom, who: MemberId, workshop: Workshop) -> Card:
    return await done(room, lambda w: attending.come(w, who, workshop.id), Card)


async def led(room: Staffroom, workshop: Workshop) -> Led:
    found = await room.read(lambda r: workshops.led(r, ADMIN, workshop.id))
    assert isinstance(found, Led)
    return found


async def card(room: Staffroom, who: MemberId, workshop: Workshop) -> Card:
    found = await room.read(lambda r: attending.card(r, who, workshop.id))
    assert isinstance(found, Card)
    return found


def _slip(reader: Reader, name: str) -> Slip | None:
    return reader.slips.get(name)


async def to(room: Staffroom, who: MemberId, until: str) -> list[str]:
    """What the person gets until then: when, and which messages."""
    await room.until(until)
    rows = [row for row in await room.said(sent=True) if row.lane == f"dm:{who}"]
    found = []
    for row in rows:
        kinds = [row.kind]
        if row.kind == "bundle":
            names = str(row.refs["parts"]).split("\n")
            slips = [await room.read(partial(_slip, name=name)) for name in names]
            kinds = [slip.template or slip.kind for slip in slips if slip]
        if row.effect == "post":
            found.append(f"{row.due.astimezone(ZoneInfo(ZONE)):%m-%d %H:%M} {' '.join(kinds)}")
    return [line for line in found if "workshop" in line]


async def test_it_is_announced_once_and_each_gets_what_they_need_in_time(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    (post,) = await room.said("workshop")
    assert (post.lane, post.due, post.expires) == (f"channel:{CHANNEL}", room.now, PLAN.start)
    assert post.refs == {"program": room.program.id, "workshop": found.id}
    await comes(room, MAYA, found)
    await comes(room, MAYA, found)
    await room.put(TOMAS, slot=at("2026-03-03 07:45").astimezone(ZoneInfo(ZONE)).time())
    await comes(room, TOMAS, found)

    assert await to(room, MAYA, "2026-03-25 20:00") == [
        "03-10 15:45 workshop_prework",
        "03-16 15:45 workshop_remind",
        "03-17 16:40 after_workshop",
    ]
    assert await to(room, TOMAS, "2026-03-25 20:00") == [
        "03-10 07:45 workshop_prework",
        "03-16 07:45 workshop_remind",
        "03-17 16:40 after_workshop",
    ]
    assert await to(room, AYA, "2026-03-25 20:00") == []


async def test_late_yes_brings_the_rest_with_the_next_message(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    await room.until("2026-03-16 12:00")
    await comes(room, AYA, found)

    assert await to(room, AYA, "2026-03-17 12:00") == [
        "03-16 15:45 workshop_remind workshop_prework"
    ]
    await comes(room, OLE, found)
    assert await to(room, OLE, "2026-03-18 12:00") == ["03-17 16:40 after_workshop"]


async def test_holidays_and_the_evening_move_what_is_planned(room: Staffroom) -> None:
    """Easter lies between: five school days before the 14th is the 24th of March."""
    found = await opened(room, replace(PLAN, start=at("2026-04-14 17:15")), READING)
    await comes(room, MAYA, found)

    assert await to(room, MAYA, "2026-04-16 20:00") == [
        "03-24 15:45 workshop_prework",
        "04-13 15:45 workshop_remind",
        "04-15 07:30 after_workshop",
    ]


async def test_a_post_keeps_the_channels_hours(room: Staffroom) -> None:
    room.now = at("2026-03-06 19:00")
    found = await opened(room)
    (post,) = await room.said("workshop")
    assert post.due == at("2026-03-09 07:30")
    assert found.announced_at == post.due

    late = Notice(
        kind="workshop",
        lane=Channel(CHANNEL),
        effect=Effect.POST,
        priority=Priority.CHANNEL,
        key=found.about,
        why=post.why,
        due=post.due,
        refs=post.refs,
        anchor=found.about,
        expires=found.start,
    )
    room.now = at("2026-03-09 22:00")  # Nothing could be sent the whole day.
    assert await room.write(lambda w: postponing.later(w, late, held=late.key))
    (again,) = await room.said("workshop")
    assert (again.due, again.key) == (at("2026-03-10 07:30"), post.key)


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


async def test_another_time_or_place_is_told_in_the_days_bundle(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    await comes(room, MAYA, found)
    moved = replace(PLAN, start=at("2026-03-18 15:45"), about="With examples")
    await room.write(lambda w: workshops.change(w, ADMIN, found.id, moved))
    elsewhere = replace(moved, place="Hall")
    await room.write(lambda w: workshops.change(w, ADMIN, found.id, elsewhere))
    told = replace(elsewhere, about="")
    last = await done(room, lambda w: workshops.change(w, ADMIN, found.id, told), Workshop)
    assert last.version == 3
    assert (await led(room, found)).words.keys() == {"title", "place"}
    assert [s.effect for s in await room.said("workshop")] == ["post", "update"]

    assert await to(room, MAYA, "2026-03-20 20:00") == [
        "03-03 15:45 workshop_changed",
        "03-11 15:45 workshop_prework",
        "03-17 15:45 workshop_remind",
        "03-18 16:40 after_workshop",
    ]


async def test_what_was_read_already_is_not_told_again(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    await comes(room, MAYA, found)
    await room.until("2026-03-16 20:00")
    soon = replace(PLAN, place="Hall")
    await room.write(lambda w: workshops.change(w, ADMIN, found.id, soon))

    assert await to(room, MAYA, "2026-03-18 20:00") == [
        "03-10 15:45 workshop_prework",
        "03-16 15:45 workshop_remind",
        "03-17 07:30 workshop_changed",
        "03-17 16:40 after_workshop",
    ]


async def test_a_change_after_it_began_plans_nothing_before_it(room: Staffroom) -> None:
    found = await opened(room)
    await comes(room, MAYA, found)
    await room.until("2026-03-17 16:00")
    longer = replace(PLAN, start=at("2026-03-17 16:05"))
    await room.write(lambda w: workshops.change(w, ADMIN, found.id, longer))
    assert "03-17 17:00 after_workshop" in await to(room, MAYA, "2026-03-17 20:00")
    assert await room.write(lambda w: workshops.change(w, ADMIN, found.id, PLAN)) == Gone()


async def test_whoever_changes_it_goes_on_with_it_under_their_name(room: Staffroom) -> None:
    both = replace(room.program, facilitators=frozenset({ADMIN, AYA}))
    await room.write(lambda w: w.programs.put(both))
    found = await draft(room)
    changed = await done(room, lambda w: workshops.change(w, AYA, found.id, PLAN), Workshop)
    assert changed.by == AYA
    pieces = await room.pieces(found.about)
    assert {p.vault.author for p in pieces} == {AYA}
    assert await room.read(lambda r: attending.ahead(r, MAYA, room.program.id)) == []


async def test_called_off_it_is_told_and_nothing_else_comes(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    await comes(room, MAYA, found)
    await room.write(lambda w: workshops.change(w, ADMIN, found.id, replace(PLAN, place="Hall")))
    off = await done(room, lambda w: workshops.call_off(w, ADMIN, found.id), Workshop)
    assert off.state is WorkshopState.OFF
    assert (await led(room, found)).coming is None
    for body in (workshops.call_off, workshops.announce):
        assert await room.write(partial(body, by=ADMIN, workshop=found.id)) == Gone()
    change = partial(workshops.change, by=ADMIN, workshop=found.id, plan=PLAN)
    assert await room.write(change) == Gone()
    assert await room.write(lambda w: attending.come(w, TOMAS, found.id)) == attending.Gone()

    assert await to(room, MAYA, "2026-03-25 20:00") == ["03-03 15:45 workshop_off"]


async def test_what_is_off_on_the_same_day_is_told_at_once(room: Staffroom) -> None:
    found = await opened(room, replace(PLAN, start=at("2026-03-04 15:00")))
    await comes(room, MAYA, found)
    await room.until("2026-03-04 10:00")
    await room.write(lambda w: workshops.call_off(w, ADMIN, found.id))
    assert "03-04 10:00 workshop_off" in await to(room, MAYA, "2026-03-04 11:00")


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


@pytest.mark.parametrize(
    ("coming", "ready", "shown"),
    [
        (4, 4, (None, None)),
        (5, 5, (5, None)),
        (9, 5, (9, None)),
        (10, 5, (10, 5)),
        (11, 4, (11, None)),
    ],
)
async def test_numbers_of_fewer_than_five_are_shown_to_nobody(
    room: Staffroom, coming: int, ready: int, shown: tuple[int | None, int | None]
) -> None:
    """practice I1, INV-07"""
    found = await opened(room, PLAN, READING, replace(READING, optional=True))
    people = [MemberId(f"U0M{n}") for n in range(coming)]
    await room.joined(*people)
    for n, who in enumerate(people):
        seat = await comes(room, who, found)
        if n < ready:
            first = seat.items[0].item.id
            await room.write(
                partial(attending.mark, who=who, workshop=found.id, how=Mark.DONE, item=first)
            )

    seen = await led(room, found)
    assert (seen.coming, seen.ready) == shown
    assert not any(who in str(seen) for who in people)
    assert counted(5) == 5


async def test_marks_and_answers_are_ones_own(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING, replace(READING, retrieval=None))
    mine = await comes(room, MAYA, found)
    first, second = (known.item.id for known in mine.items)
    assert (mine.minutes, mine.begun, mine.over) == (16, False, False)
    assert "model" not in mine.items[0].words

    known = await done(room, lambda w: attending.answer(w, MAYA, found.id, first, "One"), Known)
    again = await done(room, lambda w: attending.answer(w, MAYA, found.id, first, "Three"), Known)
    assert (known.words["model"], again.answer) == ("Three seconds.", "Three")
    marked = await done(room, lambda w: attending.mark(w, MAYA, found.id, Mark.PART, first), Card)
    assert [k.mine for k in marked.items] == [Mark.PART, Mark.TODO]
    theirs = await card(room, TOMAS, found)
    assert [(k.mine, k.answer) for k in theirs.items] == [(Mark.TODO, "")] * 2
    every = await done(room, lambda w: attending.mark(w, MAYA, found.id, Mark.DONE), Card)
    assert [k.mine for k in every.items] == [Mark.DONE] * 2
    assert "workshop_prework" not in str(await to(room, MAYA, "2026-03-16 12:00"))

    for item, words in ((first, " "), (second, "No question"), (GivenId("none"), "x")):
        outcome = await room.write(
            partial(attending.answer, who=MAYA, workshop=found.id, item=item, words=words)
        )
        assert outcome == attending.Gone()
    long = await room.write(lambda w: attending.answer(w, MAYA, found.id, first, "x" * 1501))
    assert long == AnswerTooLong({"answer": 1501}, {"answer": 1500})


async def test_who_cannot_mark_or_come(room: Staffroom) -> None:
    found = await opened(room)
    mark = partial(attending.mark, workshop=found.id, how=Mark.DONE)
    for who, outcome in (
        (MAYA, attending.Gone()),
        (OTHER, NotAMember()),
        (ADMIN, NotAMember()),
    ):
        assert await room.write(partial(mark, who=who)) == outcome
    await comes(room, MAYA, found)
    assert await room.write(partial(mark, who=MAYA)) == attending.Gone()  # Nothing to prepare.
    for body in (attending.come, attending.stay_away):
        assert await room.write(partial(body, who=OTHER, workshop=found.id)) == NotAMember()
        assert await room.write(partial(body, who=MAYA, workshop=NOWHERE)) == attending.Gone()
    find = partial(attending.find, workshop=found.id, item=GivenId("none"))
    assert await room.read(partial(find, who=OTHER)) == NotAMember()
    assert await room.read(partial(find, who=MAYA)) == attending.Gone()
    answer = partial(attending.answer, workshop=found.id, item=GivenId("none"), words="x")
    assert await room.write(partial(answer, who=OTHER)) == NotAMember()
    await room.until("2026-03-17 16:00")
    assert await room.write(lambda w: attending.come(w, AYA, found.id)) == attending.Gone()


async def test_who_does_not_come_after_all_gets_nothing_more(room: Staffroom) -> None:
    found = await opened(room, PLAN, READING)
    (known,) = (await comes(room, MAYA, found)).items
    await room.write(lambda w: attending.answer(w, MAYA, found.id, known.item.id, "Three"))
    other = await opened(room, replace(PLAN, start=at("2026-03-19 15:45")), READING)
    await comes(room, MAYA, other)
    here = await room.read(lambda r: attending.ahead(r, MAYA, room.program.id))
    assert [(w.id, there) for w, there in here] == [(found.id, True), (other.id, True)]

    back = await done(room, lambda w: attending.stay_away(w, MAYA, found.id), Card)

    assert (back.comes, back.items[0].answer) == (False, "")
    assert await to(room, MAYA, "2026-03-18 20:00") == [
        "03-12 15:45 workshop_prework",
        "03-18 15:45 workshop_remind",
    ]


async def test_afterwards_one_is_asked_once_and_chooses(room: Staffroom) -> None:
    found = await opened(room)
    await comes(room, MAYA, found)
    assert not await room.read(lambda r: after_workshop.has_partner(r, MAYA))
    await room.partnered()
    assert await room.read(lambda r: after_workshop.has_partner(r, MAYA))
    await room.until("2026-03-17 17:00")

    assert await room.write(lambda w: after_workshop.choose(w, MAYA, found.id, Way.NOT_NOW))

    (shown,) = await room.said("after_workshop")
    assert (shown.effect, shown.refs["ended"]) == ("update", "not_now")
    for who, workshop, topic in (
        (MAYA, found.id, "questioning"),
        (OTHER, found.id, ""),
        (MAYA, NOWHERE, ""),
    ):
        assert await room.read(partial(after_workshop.topic, who=who, workshop=workshop)) == topic


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


async def test_an_item_added_later_reaches_those_who_come(room: Staffroom) -> None:
    found = await opened(room)
    await comes(room, MAYA, found)
    await done(
        room, partial(giving.before_workshop, by=ADMIN, workshop=found.id, item=READING), Worded
    )
    assert await to(room, MAYA, "2026-03-12 20:00") == ["03-10 15:45 workshop_prework"]


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


async def test_a_program_that_is_gone_has_no_workshops(room: Staffroom) -> None:
    found = await opened(room)
    lost = replace(found, program=ProgramId(room.program.id), state=WorkshopState.OPEN)
    assert lost.ahead(room.now)
    assert not lost.ahead(room.now + timedelta(days=20))
    assert await room.read(lambda r: workshops.all_led(r, ADMIN, ProgramId("x"))) == NotTheirs()
