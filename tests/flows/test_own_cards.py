"""Before the lock one's cards are one's own to take along and to delete; after it nobody's."""

from dataclasses import replace
from functools import partial

import pytest

from flows import cards, erasing, own_cards, own_data, pool, writing
from flows.authored import Kind
from flows.cards import Cards
from flows.cycle import CycleState
from flows.ids import MemberId, PieceId
from flows.own_data import Written
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.stage import PartState
from tests.flows.grouped import DESCRIBE, PLAN, PREPARE, PROBLEM, QUESTION, Group, described
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom


@pytest.fixture
async def planned(room: Staffroom) -> Group:
    group = Group(room, "rounds")
    await group.begins()
    await group.all_agree(PROBLEM, QUESTION)
    await group.later("2026-03-11 09:00")
    await group.all_agree(PREPARE, PLAN)
    return group


async def held(group: Group, who: MemberId) -> list[Written]:
    found = await group.room.read(lambda r: own_data.of(r, who))
    return [each for each in found.written if each.about.startswith("pool:")]


async def delete(group: Group, who: MemberId, card: PieceId) -> object:
    return await group.room.write(lambda w: erasing.one(w, who, card))


async def state(group: Group, who: MemberId) -> PartState | None:
    run = (await group.course()).cycle.run(DESCRIBE)
    part = run.part(who) if run else None
    return part.state if part else None


async def test_before_the_lock_they_are_in_what_is_held_about_their_author(planned: Group) -> None:
    """practice INV-17, INV-14: with their question, and for nobody else"""
    await described(planned, TOMAS, AYA)

    found = await held(planned, TOMAS)

    assert {each.words for each in found} == {f"fact of {TOMAS}", "a hand"}
    assert {each.kind for each in found} == {Kind.CARD}
    assert all(each.step and each.question for each in found)
    assert {each.partners for each in found} == {(MAYA, AYA, OLE)}
    course = await planned.course()
    assert {each.written_at for each in found} == {course.cycle.begun_at}, "no time is kept"
    assert f"fact of {TOMAS}" not in repr(await held(planned, AYA))
    for other in (MAYA, OLE):
        assert await held(planned, other) == []
    ahead = await planned.room.read(lambda r: erasing.ahead(r, TOMAS))
    assert ahead.texts == len((await planned.room.read(lambda r: own_data.of(r, TOMAS))).written)


async def test_their_author_deletes_one_and_nobody_else_does(planned: Group) -> None:
    await described(planned, TOMAS, AYA)
    one = next(c for c in await held(planned, TOMAS) if c.words == "a hand")

    for other in (AYA, MAYA, MemberId("U0NOBODY")):
        assert await delete(planned, other, one.id) == erasing.Gone()
    assert await delete(planned, TOMAS, one.id) == erasing.Deleted(Kind.CARD)
    assert await delete(planned, TOMAS, one.id) == erasing.Gone()

    assert [each.words for each in await held(planned, TOMAS)] == [f"fact of {TOMAS}"]
    assert await state(planned, TOMAS) is PartState.SUBMITTED
    assert len(await held(planned, AYA)) == 2


async def test_whoever_took_all_back_is_no_author_of_the_pool(planned: Group) -> None:
    """practice B6: with fewer than three authors it never opens"""
    await described(planned, TOMAS, AYA)
    for card in await held(planned, TOMAS):
        await delete(planned, TOMAS, card.id)
    assert await held(planned, TOMAS) == []
    assert await state(planned, TOMAS) is PartState.SKIPPED

    await described(planned, OLE)

    course = await planned.course()
    assert not cards.open_pools(course)
    assert await held(planned, AYA) == []


async def test_a_card_that_is_not_handed_in_is_deleted_as_well(planned: Group) -> None:
    await described(planned, AYA)
    kept = {"card": "not yet", "card_2": "nor this"}
    await planned.room.write(lambda w: writing.save(w, TOMAS, planned.id, DESCRIBE, kept))

    first, second = await held(planned, TOMAS)
    assert {first.kind, second.kind} == {Kind.STEP_DRAFT}
    assert await delete(planned, TOMAS, first.id) == erasing.Deleted(Kind.STEP_DRAFT)
    assert len(await held(planned, TOMAS)) == 1
    await delete(planned, TOMAS, second.id)

    assert await held(planned, TOMAS) == []
    course = await planned.course()
    entry = await planned.room.read(lambda r: pool.mine(r, course.cycle, DESCRIBE, TOMAS))
    assert entry.id is None, "nothing is left to tell that there was something"
    assert await state(planned, TOMAS) is not PartState.SKIPPED


async def test_once_locked_they_are_nobodys(planned: Group) -> None:
    """practice INV-14"""
    await described(planned, TOMAS, AYA)
    before = await held(planned, TOMAS)
    await described(planned, OLE)

    for who in (TOMAS, AYA, OLE):
        assert await held(planned, who) == []
    assert await delete(planned, TOMAS, before[0].id) == erasing.Gone()
    found = await planned.room.read(lambda r: cards.read(r, OLE, planned.id, DESCRIBE))
    assert isinstance(found, Cards)
    assert found.n == 6
    released = (await planned.room.read(lambda r: own_data.of(r, TOMAS))).released
    assert sum(each.kind is Kind.CARD for each in released) == 6
    card = found.by_prompt[0][1][0].id
    assert await delete(planned, TOMAS, card) == erasing.Gone()


async def test_while_the_cycle_rests_all_of_it_goes_too(planned: Group) -> None:
    await described(planned, TOMAS, AYA)
    await planned.room.write(partial(_now, group=planned, state=CycleState.RESTING))

    for card in await held(planned, TOMAS):
        await delete(planned, TOMAS, card.id)

    assert await held(planned, TOMAS) == []
    assert await state(planned, TOMAS) is PartState.SKIPPED


async def test_a_cycle_that_is_over_has_no_pool(planned: Group) -> None:
    await described(planned, TOMAS, AYA)
    card = (await held(planned, TOMAS))[0].id
    await planned.room.write(partial(_now, group=planned, state=CycleState.STOPPED))

    assert await planned.room.read(lambda r: own_cards.all_of(r, TOMAS)) == []
    assert await held(planned, TOMAS) == []
    assert await delete(planned, TOMAS, card) == erasing.Gone()


async def test_the_cards_of_a_partnership_that_ended_are_not_counted(planned: Group) -> None:
    await described(planned, TOMAS, AYA)
    course = await planned.course()
    ended = replace(course.pair, state=PartnershipState.ENDED)
    await planned.room.write(lambda w: w.partnerships.put(ended))

    assert await planned.room.read(lambda r: own_cards.all_of(r, TOMAS)) == []


def _now(work: Work, group: Group, state: CycleState) -> None:
    current = work.cycles.current(group.id)
    assert current is not None
    work.cycles.put(group.id, current.model_copy(update={"state": state}))
