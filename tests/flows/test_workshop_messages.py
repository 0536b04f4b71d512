"""What those who come to a workshop get, and when: before it, after it, and when it changes."""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from flows import attending, postponing, workshops
from flows.notices import Channel, Effect, Notice, Priority
from flows.workshop import Workshop, WorkshopState
from flows.workshops import Gone
from tests.flows.announced import PLAN, READING, added, comes, done, led, opened, to
from tests.staffroom import ADMIN, AYA, CHANNEL, MAYA, OLE, TOMAS, ZONE, Staffroom, at


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


async def test_an_item_added_later_reaches_those_who_come(room: Staffroom) -> None:
    found = await opened(room)
    await comes(room, MAYA, found)
    await added(room, found, READING)
    assert await to(room, MAYA, "2026-03-12 20:00") == ["03-10 15:45 workshop_prework"]
