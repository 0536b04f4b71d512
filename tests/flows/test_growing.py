"""Somebody joins a group: it begins anew by everybody's yes, in the old one's place (INV-26)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from flows import (
    coaching,
    deactivating,
    erasing,
    gathering,
    growing,
    in_its_place,
    inviting,
    leaving,
    not_begun,
    own_data,
    reading,
    regrouping,
    standing,
    together,
)
from flows.agreement import Terms
from flows.coaching import Late, NotTheirs
from flows.gathering import Begun, Called, Hindered, NoSuchWay, SaidYes, TooFew, WrongSize
from flows.growing import NobodyNew, NoRoom, Room, Waits
from flows.ids import MemberId, PartnershipId
from flows.inviting import Full, NotOpen, OwnLimit, PowerUnchosen, Yes
from flows.partnership import InvitationState, Partnership, PartnershipState
from flows.ports import Work
from tests.flows.test_gathering import agree, asked_of, begun, stands, start, states, whos
from tests.staffroom import AYA, MAYA, NAMED, NO, OLE, SPARK, TOMAS, Staffroom

NIA = MemberId("U0NIA")


async def three(room: Staffroom) -> Partnership:
    """Maya, Tomás and Aya, who have begun."""
    return await begun(room, TOMAS, AYA, way="reflective")


async def suggested(
    room: Staffroom,
    old: Partnership,
    *new: MemberId,
    by: MemberId = MAYA,
    way: str = "reflective",
    yes: Yes = NO,
) -> object:
    terms = Terms(protocol=way, first=by)
    people = whos(*(new or (OLE,)))
    outcome = await room.write(lambda w: growing.suggest(w, by, old.id, people, terms, yes))
    if isinstance(outcome, Called):
        room.pair = outcome.pair
    return outcome


async def kept(room: Staffroom, partnership: PartnershipId) -> Partnership:
    found = await room.read(lambda r: r.partnerships.get(partnership))
    assert found is not None
    return found


async def no(room: Staffroom, who: MemberId) -> object:
    invitation = await asked_of(room, who)
    return await room.write(lambda w: inviting.decline(w, who, invitation))


async def test_three_become_four(room: Staffroom) -> None:
    """practice INV-26, INV-01."""
    old = await three(room)
    assert isinstance(await suggested(room, old), Called)
    assert await states(room) == dict.fromkeys((TOMAS, AYA, OLE), InvitationState.SENT)
    assert isinstance(await agree(room, OLE), SaidYes)
    assert isinstance(await agree(room, TOMAS), SaidYes)
    assert (await stands(room)).waiting == (AYA,)
    assert (await stands(room)).newcomers == (OLE,)
    assert isinstance(await start(room), TooFew)
    assert (await kept(room, old.id)).state is PartnershipState.ACTIVE
    assert isinstance(await agree(room, AYA), SaidYes)

    outcome = await start(room)

    assert isinstance(outcome, Begun)
    assert set(outcome.pair.members) == {MAYA, TOMAS, AYA, OLE}
    assert not outcome.pair.agreement.terms(1).copies
    over = await kept(room, old.id)
    assert (over.state, over.members) == (PartnershipState.ENDED, old.members)
    assert over.erase_after is not None
    assert await room.read(lambda r: in_its_place.successor(r, over)) == outcome.pair
    assert [s.lane for s in await room.said("ended_pair")] == [f"pair:{old.id}"]
    assert {s.lane for s in await room.said("ended")} == {f"dm:{m}" for m in old.members}
    assert [s.lane for s in await room.said("welcome")][-1] == f"pair:{outcome.pair.id}"
    assert await room.read(lambda r: r.cycles.current(old.id)) is None
    assert isinstance(await start(room), Late)


async def test_who_joins_reads_nothing_of_before(room: Staffroom) -> None:
    """practice INV-04."""
    pair = await room.partnered()
    await room.answer(MAYA, "I value how calmly you wait.")
    await room.answer(TOMAS, "I value your questions.")
    assert isinstance(await suggested(room, pair, way="reciprocal"), Called)
    await agree(room, TOMAS)
    await agree(room, OLE)
    assert isinstance(await start(room), Begun)
    over = await kept(room, pair.id)
    hers, theirs = [await room.read(partial(own_data.of, who=who)) for who in (MAYA, OLE)]
    assert (len(hers.written), len(theirs.written), len(theirs.released)) == (1, 0, 0)
    assert isinstance(await room.read(lambda r: together.read(r, OLE, over.id)), NotTheirs)
    course = await room.read(lambda r: r.cycles.of_partnership(over.id))
    about = coaching.about(course[0], SPARK)
    assert len(await room.pieces(about)) == 2
    assert not await room.read(lambda r: reading.of_pair(r, about, OLE, over))


async def test_without_anybody_new_it_does_not_begin(room: Staffroom) -> None:
    old = await three(room)
    await suggested(room, old)
    for who in (TOMAS, AYA):
        await agree(room, who)
    assert isinstance(await no(room, OLE), object)
    assert (await stands(room)).declined == (OLE,)
    assert isinstance(await start(room), TooFew)


@pytest.mark.parametrize("takes_back", [False, True])
async def test_a_no_of_somebody_who_is_there_ends_it_and_names_nobody(
    room: Staffroom, takes_back: bool
) -> None:
    old = await three(room)
    await suggested(room, old)
    await agree(room, OLE)
    if takes_back:
        await agree(room, TOMAS)
        invitation = await asked_of(room, TOMAS)
        outcome = await room.write(lambda w: gathering.step_back(w, TOMAS, invitation))
        assert isinstance(outcome, SaidYes)
    else:
        await no(room, TOMAS)
    assert await room.said(not_begun.STAYS) == []
    await room.until("2026-03-04 16:00")
    assert [s.lane for s in await room.said(not_begun.STAYS, sent=True)] == [f"dm:{MAYA}"]
    assert [s.lane for s in await room.said(not_begun.OFF, sent=True)] == [f"dm:{OLE}"]
    assert await room.said("not_this_time", sent=True) == []
    assert (await states(room))[AYA] is InvitationState.WITHDRAWN
    assert (await room.state()).state is PartnershipState.ENDED
    same = await kept(room, old.id)
    assert (same.state, same.members) == (PartnershipState.ACTIVE, old.members)
    assert await room.read(lambda r: in_its_place.successor(r, same)) is None
    assert isinstance(await suggested(room, old, by=AYA), Called)


async def test_the_days_for_an_answer_run_out(room: Staffroom) -> None:
    old = await three(room)
    await suggested(room, old)
    await agree(room, OLE)
    await room.until("2026-03-12 16:00")
    assert (await room.state()).state is PartnershipState.ENDED
    told = await room.read(lambda r: [s.template for s in r.slips.of_member(MAYA)])
    assert told.count(not_begun.STAYS) == 1
    assert (await kept(room, old.id)).state is PartnershipState.ACTIVE


def _pause(work: Work, old: Partnership) -> object:
    return leaving.pause(work, TOMAS, old.id)


def _end(work: Work, old: Partnership) -> object:
    return leaving.end(work, TOMAS, old.id)


def _leave(work: Work, old: Partnership) -> object:
    return regrouping.leave(work, TOMAS, old.id)


def _erase(work: Work, old: Partnership) -> object:
    del old
    return erasing.everything(work, TOMAS)


def _deactivated(work: Work, old: Partnership) -> object:
    del old
    member = work.members.get(TOMAS)
    assert member is not None
    deactivating.gone(work, member)
    return member


def _asker_gone(work: Work, old: Partnership) -> object:
    del old
    return erasing.everything(work, MAYA)


@pytest.mark.parametrize(
    "happens", [_pause, _end, _leave, _erase, _deactivated, _asker_gone], ids=lambda f: f.__name__
)
async def test_what_is_left_paused_or_over_meanwhile_takes_nobody_in(
    room: Staffroom, happens: Callable[[Work, Partnership], object]
) -> None:
    old = await three(room)
    await suggested(room, old)
    await room.write(lambda w: happens(w, old))
    assert (await room.state()).state is PartnershipState.ENDED
    assert InvitationState.SENT not in (await states(room)).values()
    assert await room.read(lambda r: in_its_place.suggested(r, old)) == []


async def test_a_paused_group_can_take_somebody_in(room: Staffroom) -> None:
    old = await three(room)
    await room.write(lambda w: leaving.pause(w, TOMAS, old.id))
    assert isinstance(await suggested(room, old), Called)
    for who in (TOMAS, AYA, OLE):
        await agree(room, who)
    assert isinstance(await start(room), Begun)
    assert (await kept(room, old.id)).state is PartnershipState.ENDED


async def test_whom_and_when_it_cannot_be(room: Staffroom) -> None:
    old = await three(room)
    assert await suggested(room, old, by=OLE) == NotTheirs()
    assert await suggested(room, old, TOMAS, MAYA) == NobodyNew()
    assert await suggested(room, old, OLE, way="grow") == WrongSize(2, 2)
    assert await suggested(room, old, OLE, way="none") == NoSuchWay()
    assert await suggested(room, old, yes=NAMED) == PowerUnchosen()
    await room.put(OLE, not_with=frozenset({MAYA}))
    assert await suggested(room, old) == Hindered(OLE, NotOpen())
    await room.put(OLE, not_with=frozenset())
    assert isinstance(await suggested(room, old), Called)
    assert await suggested(room, old, NIA, by=TOMAS) == Waits()
    await room.write(lambda w: leaving.end(w, AYA, old.id))
    assert await suggested(room, old) == Late()


async def test_the_group_that_is_left_for_it_does_not_count(room: Staffroom) -> None:
    """practice INV-24."""
    old = await three(room)
    for who in (MAYA, TOMAS, AYA):
        await room.put(who, most_partnerships=1)
    assert isinstance(await suggested(room, old), Called)
    assert isinstance(await agree(room, TOMAS), SaidYes)
    other = await room.write(
        lambda w: gathering.call(
            w, MAYA, whos(OLE, NIA), Terms(protocol="reflective", first=MAYA), NO
        )
    )
    assert other == OwnLimit(1)
    await room.put(OLE, most_partnerships=0)
    assert await agree(room, OLE) == Full(own=True)
    await room.put(OLE, most_partnerships=2)
    await agree(room, OLE)
    await agree(room, AYA)
    assert isinstance(await start(room), Begun)


async def test_what_can_be_suggested(room: Staffroom) -> None:
    pair = await room.partnered()
    found = await room.read(lambda r: growing.room(r, TOMAS, pair.id))
    assert isinstance(found, Room)
    assert found.own.id in {"observation", "reciprocal", found.terms.protocol}
    assert found.most == 6
    assert all(way.size.max > 2 for way in found.ways.values())

    def only_for_two(work: Work) -> None:
        (program,) = work.programs.all()
        work.programs.put(replace(program, protocols=frozenset({"cognitive"})))

    await room.write(only_for_two)
    none = await room.read(lambda r: growing.room(r, TOMAS, pair.id))
    assert none == NoRoom()


async def test_the_home_tells_who_is_there_from_who_would_join(room: Staffroom) -> None:
    old = await three(room)
    await suggested(room, old)
    for who, there in ((TOMAS, True), (OLE, False)):
        found = await room.read(partial(standing.of, who=who))
        assert bool(found.joins) is there
        assert len(found.asked) == 1
