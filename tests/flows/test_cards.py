"""Cards that nobody signs: read once all are in, taken away by anybody, their author's before."""

import pytest

from flows import (
    cards,
    coaching,
    pool,
    regrouping,
)
from flows.cards import Cards
from flows.coaching import Late, NotTheirs
from flows.events import SkippedPart
from flows.ids import MemberId, PieceId
from tests.flows.grouped import DESCRIBE, FOUR, Group, changed, described, on_rounds, with_plan
from tests.staffroom import AYA, MAYA, OLE, TOMAS, Staffroom


@pytest.fixture
async def planned(room: Staffroom) -> Group:
    return await with_plan(await on_rounds(room))


async def looks(group: Group, who: MemberId) -> object:
    return await group.room.read(lambda r: cards.read(r, who, group.id, DESCRIBE))


async def test_cards_are_read_once_all_are_in_and_any_member_takes_one_away(
    planned: Group,
) -> None:
    await described(planned, TOMAS, AYA)
    assert isinstance(await looks(planned, OLE), Late)
    await described(planned, OLE)

    found = await looks(planned, OLE)
    hosts = await looks(planned, MAYA)
    assert isinstance(found, Cards)
    assert isinstance(hosts, Cards)
    assert (found.n, found.takes, hosts.takes) == (6, "strike", "hide")
    assert cards.open_pools(await planned.course())
    card = found.by_prompt[0][1][0].id

    async def takes(card: PieceId) -> object:
        return await planned.room.write(
            lambda w: cards.take_away(w, OLE, planned.id, DESCRIBE, card)
        )

    left = await takes(card)
    assert isinstance(left, Cards)
    assert left.n == 5
    assert isinstance(await takes(card), Late)
    assert isinstance(await looks(planned, MemberId("U0NOBODY")), NotTheirs)
    part = (await planned.course()).cycle.run(DESCRIBE)
    assert part is not None
    assert {p.keys for p in part.parts} == {()}


async def test_before_the_lock_an_author_changes_or_takes_their_cards_back(planned: Group) -> None:
    await described(planned, TOMAS)
    course = await planned.course()

    async def mine() -> dict[str, str]:
        entry = await planned.room.read(lambda r: pool.mine(r, course.cycle, DESCRIBE, TOMAS))
        return dict(entry.written)

    again = {"card": "another fact"}
    await planned.room.write(lambda w: coaching.answer(w, TOMAS, planned.id, DESCRIBE, again, {}))
    assert await mine() == again
    await planned.room.write(lambda w: coaching.skip(w, TOMAS, planned.id, DESCRIBE))
    assert await mine() == {}


async def test_with_too_few_authors_one_talks_without_cards(planned: Group) -> None:
    await described(planned, TOMAS, AYA)
    course = await planned.course()
    await planned.room.write(lambda w: coaching.happened(w, course, SkippedPart(DESCRIBE, OLE)))

    course = await planned.course()
    talk = course.cycle.run("rounds.analyse/1")
    assert talk is not None
    assert cards.never_opened(course, talk)
    assert not cards.open_pools(course)


async def test_whoever_leaves_takes_their_cards_along_while_nobody_has_read_them(
    planned: Group,
) -> None:
    await described(planned, TOMAS, AYA)
    course = await planned.course()

    async def cards_of(who: MemberId) -> dict[str, str]:
        entry = await planned.room.read(lambda r: pool.mine(r, course.cycle, DESCRIBE, who))
        return dict(entry.written)

    await planned.room.write(lambda w: regrouping.leave(w, TOMAS, planned.id))

    assert await cards_of(TOMAS) == {}
    assert await cards_of(AYA) == {"card": f"fact of {AYA}", "card_2": "a hand"}


async def test_cards_that_nobody_may_take_away_are_only_read(
    planned: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    await described(planned, TOMAS, AYA, OLE)
    course = changed(await planned.course(), "describe", cards=None)
    monkeypatch.setattr(coaching, "theirs", lambda *_: course)

    for who in FOUR:
        found = await looks(planned, who)
        assert isinstance(found, Cards)
        assert found.takes == ""
