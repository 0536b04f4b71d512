"""An account that is gone: silent at once, ended like any ending, erased on INV-18's date."""

from datetime import timedelta
from functools import partial

import pytest

from flows import deactivating, delivering, erasing, goals, parting, people_changing, saying
from flows.ids import MemberId
from flows.partnership import PartnershipState
from flows.people_changing import Told
from flows.ports import Alarm
from tests.flows.owned import goal_of, keep_goal, opened_notes, own, spoken
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom


async def changed(room: Staffroom, who: MemberId = MAYA, *, deleted: bool = True) -> None:
    await room.write(lambda w: people_changing.told(w, who, Told(deleted=deleted)))


async def due(room: Staffroom) -> None:
    """Whatever erasure is due by now has happened."""
    for each in await room.store.calendar.alarms(room.now, 100):
        if each.alarm.of == "erase":
            who = MemberId(each.alarm.id)
            await room.write(partial(deactivating.time_up, who=who))


async def test_nothing_is_said_to_them_any_more(room: Staffroom) -> None:
    """practice H; what was on its way to them is dropped with what was planned"""
    await spoken(room)
    await room.write(lambda w: saying.answer(w, MAYA, "heard", "heard:1"))

    await changed(room)

    assert [s.kind for s in await room.said() if s.lane in {"dm:U0MAYA", "home:U0MAYA"}] == []
    assert await room.read(lambda r: r.slips.planned(MAYA)) == []
    room.now += timedelta(days=20)
    await room.on_time()
    await room.write(lambda w: delivering.deliver(w, MAYA))
    assert [s for s in await room.said() if s.lane == "dm:U0MAYA"] == []


async def test_their_partner_hears_what_every_ending_says(room: Staffroom) -> None:
    """practice INV-03"""
    await spoken(room)
    await room.all_sent()

    await changed(room)

    state = await room.state()
    assert (state.state, state.members) == (PartnershipState.ENDED, (MAYA, TOMAS))
    (told,) = await room.said("ended")
    assert (told.lane, dict(told.refs)) == ("dm:U0TOMAS", {"partnership": room.pair.id})
    assert len(await room.said("ended_pair")) == 1


async def test_their_data_go_on_the_date_that_the_ending_names(room: Staffroom) -> None:
    """practice INV-18"""
    await opened_notes(room)
    await keep_goal(room, goal_of(room, MAYA))
    await changed(room)
    until = (await room.state()).erase_after
    assert until == parting.kept_until(room.now, room.program)

    room.now = until - timedelta(minutes=1)
    await due(room)
    assert await own(room, MAYA)

    room.now = until
    await due(room)
    assert await own(room, MAYA) == []
    assert await room.member(MAYA) is None
    assert await room.read(lambda r: r.goals.of_owner(MAYA)) == []
    assert await own(room, TOMAS)


async def test_whoever_comes_back_before_keeps_everything(room: Staffroom) -> None:
    await opened_notes(room)
    await keep_goal(room, goal_of(room, MAYA))
    written = await own(room, MAYA)
    await changed(room)

    await changed(room, deleted=False)
    room.now += timedelta(days=200)
    await due(room)

    assert await own(room, MAYA) == written
    assert len(await room.read(lambda r: goals.mine(r, MAYA))) == 1
    member = await room.member(MAYA)
    assert member is not None
    assert not member.deactivated


async def test_an_alarm_that_rings_too_late_harms_nobody(room: Staffroom) -> None:
    await room.partnered()
    await changed(room)
    await room.write(lambda w: w.alarms.set(Alarm.of_erasure(MAYA), w.now))
    await changed(room, deleted=False)

    await room.write(lambda w: deactivating.time_up(w, MAYA))
    await room.write(lambda w: deactivating.time_up(w, MemberId("U0NOBODY")))

    assert await room.member(MAYA) is not None


async def test_open_invitations_close(room: Staffroom) -> None:
    sent = await room.invited(MAYA, OLE)
    got = await room.invited(AYA, MAYA)

    await changed(room)

    assert not (await room.invitation(sent.id)).open
    assert not (await room.invitation(got.id)).open


@pytest.mark.parametrize("times", [1, 2])
async def test_slack_may_say_it_twice(room: Staffroom, times: int) -> None:
    await room.partnered()
    await room.all_sent()

    for _ in range(times):
        await changed(room)

    assert len(await room.said("ended")) == 1


async def test_somebody_without_a_program_is_kept_for_thirty_days(room: Staffroom) -> None:
    await room.put(MAYA, program=None)

    await changed(room)

    assert await room.store.calendar.next_due() is not None
    room.now += parting.KEPT
    await due(room)
    assert await room.member(MAYA) is None


async def test_erased_by_themselves_before_the_date_nothing_rings(room: Staffroom) -> None:
    await room.partnered()
    await changed(room)
    await room.write(lambda w: erasing.everything(w, MAYA))

    rings = [a.alarm for a in await room.store.calendar.alarms(room.now + timedelta(days=99), 99)]

    assert Alarm.of_erasure(MAYA) not in rings
