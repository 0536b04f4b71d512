from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows import agreeing, leaving
from flows.agreeing import InForce, KeptAsItIs, Newer, Reading, Same, Suggested
from flows.agreement import Rhythm, Swamped, Terms
from flows.coaching import Late, NotTheirs, TooLong
from flows.ids import MemberId
from flows.inviting import PowerUnchosen, Yes
from flows.pieces import Vault
from tests.staffroom import AYA, CHOSEN, KNOWINGLY, MAYA, NAMED, NO, TOMAS, Staffroom

WEDNESDAY = {"usual": "Wed 13:00"}


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    await room.all_sent()
    return room


async def read(room: Staffroom, who: MemberId) -> Any:
    return await room.read(lambda r: agreeing.read(r, who, room.pair.id))


async def submit(
    room: Staffroom,
    who: MemberId,
    version: int = 1,
    texts: dict[str, str] | None = None,
    yes: Yes = NO,
    **changes: Any,
) -> Any:
    found = await read(room, MAYA)
    terms = replace(found.terms, **changes)
    words = dict(found.texts) if texts is None else texts
    return await room.write(
        lambda w: agreeing.submit(w, who, room.pair.id, version, terms, words, yes)
    )


async def test_a_change_waits_and_what_is_agreed_stays(pair: Staffroom) -> None:
    outcome = await submit(pair, MAYA, texts=WEDNESDAY)

    assert isinstance(outcome, Suggested)
    assert (await pair.state()).agreement.in_force == 1
    assert (await pair.state()).agreement.pending == 2
    (told,) = await pair.said("agreement_proposed")
    assert (told.lane, told.refs["version"], told.refs["by"]) == (f"dm:{TOMAS}", 2, MAYA)
    mine, his = await read(pair, MAYA), await read(pair, TOMAS)
    assert (mine.asked, his.asked, his.waits, his.texts) == (False, True, True, WEDNESDAY)
    (piece,) = await pair.pieces(f"agreement:{pair.pair.id}/2")
    assert piece.vault == Vault(None, pair.pair.id)


async def test_the_last_yes_puts_it_in_force_and_tells_the_others(pair: Staffroom) -> None:
    await submit(pair, MAYA, texts=WEDNESDAY)

    outcome = await submit(pair, TOMAS, 2)

    assert isinstance(outcome, InForce)
    assert (await pair.state()).agreement.in_force == 2
    assert [s.lane for s in await pair.said("in_force")] == [f"dm:{MAYA}"]
    assert (await read(pair, TOMAS)).waits is False


async def test_one_may_change_what_the_other_suggests(pair: Staffroom) -> None:
    await submit(pair, MAYA, texts=WEDNESDAY)

    outcome = await submit(pair, TOMAS, 2, rhythm=Rhythm.MONTHLY)

    assert isinstance(outcome, Suggested)
    agreement = (await pair.state()).agreement
    assert (agreement.in_force, agreement.pending, agreement.closed) == (1, 3, (2,))
    assert (await read(pair, MAYA)).asked
    assert isinstance(await submit(pair, MAYA, 3), InForce)
    assert (await pair.state()).agreement.in_force == 3
    assert (await read(pair, MAYA)).terms.rhythm is Rhythm.MONTHLY


async def test_every_part_can_be_changed(pair: Staffroom) -> None:
    wanted: dict[str, Any] = {
        "topic": "questioning",
        "tell_others": True,
        "rhythm": Rhythm.WEEKLY,
        "talk_minutes": 15,
        "swamped": Swamped.PAUSE,
        "show_prework": False,
        "review_on": date(2026, 5, 8),
    }
    texts = {"out": "homework", "usual": "Wed", "power_do": "others decide"}

    await submit(pair, MAYA, texts=texts, **wanted)

    found = await read(pair, TOMAS)
    assert found.texts == texts
    assert found.terms == replace(Terms(first=MAYA), **wanted)


async def test_kept_as_it_is_nobody_is_told_why(pair: Staffroom) -> None:
    await submit(pair, MAYA, texts=WEDNESDAY)
    await pair.all_sent()

    async def keep(who: MemberId, version: int = 2) -> object:
        return await pair.write(lambda w: agreeing.keep_as_it_is(w, who, pair.pair.id, version))

    assert await keep(AYA) == NotTheirs()
    assert isinstance(await keep(TOMAS), KeptAsItIs)
    assert isinstance(await keep(TOMAS), Newer)
    assert await keep(TOMAS, 1) == Late()
    assert {(s.kind, s.effect) for s in await pair.said()} == {
        ("home", "publish_home"),
        ("agreement_proposed", "update"),
    }
    found = await read(pair, MAYA)
    assert (found.version, found.texts) == (1, {})


async def test_nothing_different_is_nothing_new(pair: Staffroom) -> None:
    assert await submit(pair, MAYA) == Same()
    await submit(pair, MAYA, texts=WEDNESDAY)
    assert await submit(pair, MAYA, 2) == Same()


async def test_power_is_chosen_by_both(pair: Staffroom) -> None:
    """practice INV-16"""
    assert await submit(pair, MAYA, yes=NAMED) == PowerUnchosen()
    assert isinstance(await submit(pair, MAYA, yes=CHOSEN), Suggested)
    assert (await pair.state()).agreement.in_force == 1
    assert await submit(pair, TOMAS, 2) == PowerUnchosen()
    assert isinstance(await submit(pair, TOMAS, 2, yes=KNOWINGLY), InForce)
    assert await submit(pair, TOMAS, 2, yes=CHOSEN) == Same()


async def test_a_yes_that_counts_no_more_is_asked_for_again(pair: Staffroom) -> None:
    """practice INV-16"""
    await submit(pair, MAYA, texts=WEDNESDAY)

    outcome = await submit(pair, TOMAS, 2, yes=CHOSEN)

    assert isinstance(outcome, Suggested)
    assert [s.lane for s in await pair.said("agreement_proposed")] == [
        f"dm:{TOMAS}",
        f"dm:{MAYA}",
    ]
    assert (await read(pair, MAYA)).asked
    assert isinstance(await submit(pair, MAYA, 2, yes=KNOWINGLY), InForce)


@pytest.mark.parametrize(
    ("key", "n", "most"), [("out", 1501, 1500), ("usual", 81, 80), ("power_do", 1501, 1500)]
)
async def test_too_long_is_refused_and_nothing_is_cut(
    pair: Staffroom, key: str, n: int, most: int
) -> None:
    assert await submit(pair, MAYA, texts={key: "x" * n}) == TooLong({key: n}, {key: most})
    assert (await pair.state()).agreement.newest == 1


async def test_only_members_read_or_change_it_and_only_while_it_lasts(pair: Staffroom) -> None:
    """practice INV-04"""
    await submit(pair, MAYA, texts=WEDNESDAY)

    assert await read(pair, AYA) == NotTheirs()
    assert await submit(pair, AYA, 2) == NotTheirs()
    stale = await submit(pair, TOMAS, 1)
    assert isinstance(stale, Newer)
    assert isinstance(stale.reading, Reading)
    await pair.write(lambda w: leaving.end(w, MAYA, pair.pair.id))
    assert await submit(pair, TOMAS, 2) == Late()
