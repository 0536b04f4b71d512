from dataclasses import replace
from datetime import date

import pytest

from flows import founding, joining
from flows.founding import Changed, ChannelTaken, Founded, NotTheirs, Settings
from flows.ids import ConversationId, MemberId, ProgramId
from flows.joining import InAlready, Joined, NoSuchProgram, Who
from tests.staffroom import ADMIN, AYA, CHANNEL, MAYA, ZONE, Staffroom

NEW = MemberId("U0NEW")
WHO = Who(NEW, "Asia/Tokyo", "ja-JP")


def settings(name: str = "Second", channel: str = "C0SECOND") -> Settings:
    return Settings(
        name=name,
        channel=ConversationId(channel),
        country="DE",
        region="BY",
        zone="Europe/Berlin",
        holidays=frozenset({date(2026, 1, 6)}),
        covered_until=date(2028, 1, 1),
    )


async def found(room: Staffroom, what: Settings, *, may: bool = True) -> object:
    return await room.write(lambda w: founding.found(w, MAYA, what, may_found=may))


async def change(room: Staffroom, by: MemberId, program: str, what: Settings) -> object:
    return await room.write(lambda w: founding.change(w, by, ProgramId(program), what))


async def test_a_program_is_founded_with_its_join_post(room: Staffroom) -> None:
    outcome = await found(room, settings())

    assert isinstance(outcome, Founded)
    program = outcome.program
    assert await room.read(lambda r: r.programs.get(program.id)) == program
    assert program.facilitators == {MAYA}
    assert (program.country, program.region, program.zone) == ("DE", "BY", "Europe/Berlin")
    assert await room.lines() == [
        "post join channel:C0SECOND 3 03-03 08:05",
        "publish_home home home:U0MAYA 0 03-03 08:05",
    ]
    (join,) = await room.said("join")
    assert (join.why, join.refs) == ("program_founded", {"program": program.id})


async def test_who_may_not_found_founds_nothing(room: Staffroom) -> None:
    assert await found(room, settings(), may=False) == NotTheirs()
    assert len(await room.read(lambda r: r.programs.all())) == 1
    assert await room.said() == []


async def test_a_channel_is_home_to_one_program(room: Staffroom) -> None:
    assert await found(room, settings(channel=CHANNEL)) == ChannelTaken(room.program)
    outcome = await found(room, settings())
    assert isinstance(outcome, Founded)
    await room.all_sent()

    moved = settings(channel=CHANNEL)
    assert await change(room, MAYA, outcome.program.id, moved) == ChannelTaken(room.program)
    assert await room.said() == []


async def test_settings_change_in_place(room: Staffroom) -> None:
    outcome = await change(room, ADMIN, room.program.id, settings("Renamed", CHANNEL))

    assert isinstance(outcome, Changed)
    program = outcome.program
    assert (program.id, program.name, program.country) == (room.program.id, "Renamed", "DE")
    assert (program.zone, program.founded_by) == (ZONE, ADMIN)  # Where it lives, it stays.
    assert await room.read(lambda r: r.programs.get(program.id)) == program
    assert await room.lines() == [
        "publish_home home home:U0ADMIN 0 03-03 08:05",
        "update join channel:C0COACH 0 03-03 08:05",
    ]


async def test_who_looks_after_it_is_named_and_hears_of_it(room: Staffroom) -> None:
    together = replace(settings(channel=CHANNEL), facilitators=frozenset({ADMIN, MAYA}))

    outcome = await change(room, ADMIN, room.program.id, together)

    assert isinstance(outcome, Changed)
    assert outcome.program.facilitators == {ADMIN, MAYA}
    assert outcome.program.founded_by == ADMIN
    (told,) = await room.said(founding.LOOKS_AFTER)
    assert (told.lane, told.refs["by"]) == ("dm:U0MAYA", ADMIN)
    assert await room.said("home") != []


async def test_who_is_not_named_any_more_stops_and_the_last_cannot(room: Staffroom) -> None:
    alone = replace(settings(channel=CHANNEL), facilitators=frozenset({MAYA}))
    await change(room, ADMIN, room.program.id, alone)

    assert await change(room, ADMIN, room.program.id, settings()) == NotTheirs()
    outcome = await change(room, MAYA, room.program.id, settings(channel=CHANNEL))

    assert isinstance(outcome, Changed)
    assert outcome.program.facilitators == {MAYA}  # Nobody named: whoever does now, goes on.


async def test_a_new_channel_gets_a_join_post_once(room: Staffroom) -> None:
    await change(room, ADMIN, room.program.id, settings(channel="C0NEW"))
    await change(room, ADMIN, room.program.id, settings(channel=CHANNEL))
    await change(room, ADMIN, room.program.id, settings(channel="C0NEW"))

    assert [s.lane for s in await room.said("join")] == ["channel:C0NEW"]


@pytest.mark.parametrize(("by", "program"), [(MAYA, None), (ADMIN, "none")])
async def test_nobody_else_changes_settings(
    room: Staffroom, by: MemberId, program: str | None
) -> None:
    outcome = await change(room, by, program or room.program.id, settings())

    assert outcome == NotTheirs()
    assert await room.read(lambda r: r.programs.get(room.program.id)) == room.program
    assert await room.said() == []


async def test_of_several_the_oldest_is_the_one_looked_after(room: Staffroom) -> None:
    assert await room.read(lambda r: founding.led_by(r, ADMIN)) == room.program
    assert await room.read(lambda r: founding.led_by(r, MAYA)) is None


async def test_who_joins_is_a_member_and_hears_so(room: Staffroom) -> None:
    outcome = await room.write(lambda w: joining.join(w, WHO, room.program.id))

    assert outcome == Joined(room.program)
    member = await room.member(NEW)
    assert member is not None
    assert (member.program, member.zone, member.locale) == (
        room.program.id,
        "Asia/Tokyo",
        "ja-JP",
    )
    assert member.joined_at == room.now
    assert await room.lines() == [
        "post joined dm:U0NEW 0 03-03 08:05",
        "publish_home home home:U0NEW 0 03-03 08:05",
    ]
    (joined,) = await room.said("joined")
    assert joined.why == "you_asked"


async def test_who_is_in_stays_in(room: Staffroom) -> None:
    other = await found(room, settings())
    assert isinstance(other, Founded)
    await room.all_sent()

    outcomes = [
        await room.write(lambda w: joining.join(w, Who(AYA, ZONE), room.program.id)),
        await room.write(lambda w: joining.join(w, Who(AYA, ZONE), other.program.id)),
    ]

    assert outcomes == [InAlready(room.program)] * 2
    assert await room.said() == []


async def test_nobody_joins_what_is_not_there(room: Staffroom) -> None:
    outcome = await room.write(lambda w: joining.join(w, WHO, ProgramId("none")))

    assert outcome == NoSuchProgram()
    assert await room.member(NEW) is None


async def test_who_was_known_before_joins_with_what_was_known(room: Staffroom) -> None:
    await room.put(NEW, not_with=frozenset({AYA}), closed_to_invitations=True)

    await room.write(lambda w: joining.join(w, WHO, room.program.id))

    member = await room.member(NEW)
    assert member is not None
    assert member.not_with == {AYA}
    assert not member.closed_to_invitations
