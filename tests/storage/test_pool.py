"""A pool before and after its lock: who wrote a card stands nowhere any more (practice INV-14)."""

import json
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from sqlalchemy import text

from flows import pool
from flows.gate import about_pool
from flows.ids import MemberId, PartnershipId
from flows.pieces import Piece
from flows.ports import Lock, Reader, Work
from storage import Keyring, SqlStore, open_store
from tests.flows.courses import begun, run_id
from tests.storage.conftest import Times
from tests.storage.examples import PAIR, T1

RUN = run_id("rounds.describe/1")
CYCLE = begun("rounds", 5).cycle
STAGE = begun("rounds", 5).rules.stage("rounds.describe")
AUTHORS = [MemberId(f"U0AUTHOR{n}") for n in range(3)]
CARDS = {author: f"fact number {n}" for n, author in enumerate(AUTHORS)}
LOCK = Lock.partnership(PartnershipId(PAIR))


async def in_pool(store: SqlStore) -> None:
    """Each author has sent a card, one of them a wonder as well, and one is at a draft again."""
    for author, card in CARDS.items():
        answers = {"card": card, **({"ask": "what helps?"} if author == AUTHORS[1] else {})}
        await store.write(T1, LOCK, keeping(author, answers))
    draft = {"card": "an unfinished fact"}
    await store.write(T1, LOCK, lambda w: pool.keep_draft(w, PAIR, CYCLE, RUN, AUTHORS[2], draft))


def keeping(author: MemberId, answers: dict[str, str]) -> Callable[[Work], None]:
    return lambda work: pool.keep(work, PAIR, CYCLE, RUN, author, answers)


async def rows(store: SqlStore) -> list[dict[str, object]]:
    """Every row of pieces, as the database has it."""
    return await store.look(
        lambda c: [dict(row) for row in c.execute(text("SELECT * FROM pieces")).mappings()]
    )


def cards(reader: Reader) -> list[Piece]:
    return list(reader.pieces.about(f"run:{CYCLE.id}:{RUN}"))


async def locked(store: SqlStore) -> None:
    await store.write(T1, LOCK, lambda work: pool.lock(work, PAIR, CYCLE, RUN, STAGE))
    await store.finish_destroying()


async def test_until_the_lock_an_author_finds_their_own_and_no_row_names_them(
    store: SqlStore,
) -> None:
    await in_pool(store)

    entry = await store.read(T1, lambda r: pool.mine(r, CYCLE, RUN, AUTHORS[2]))
    kept = await rows(store)

    assert entry.written == {"card": "fact number 2"}
    assert entry.draft == {"card": "an unfinished fact"}
    assert not any(author in repr(kept) for author in AUTHORS)
    assert len({len(bytes(row["sealed"])) for row in kept}) == 1  # type: ignore[call-overload]  # bytes, or a view of them
    assert len({row["written_at"] for row in kept}) == 1


async def test_after_the_lock_cards_have_no_author_no_time_and_no_order(store: SqlStore) -> None:
    await in_pool(store)
    before = {row["id"] for row in await rows(store)}

    await locked(store)

    found = await store.read(T1, cards)
    assert sorted(p.words for p in found) == sorted([*CARDS.values(), "what helps?"])
    assert {p.vault.author for p in found} == {None}
    assert {p.written_at for p in found} == {CYCLE.begun_at}
    assert not before & {p.id for p in found}
    assert await store.read(T1, lambda r: r.pieces.about(about_pool(CYCLE, RUN))) == []
    kept = repr(await rows(store))
    assert not any(author in kept for author in AUTHORS)


async def test_the_order_of_cards_tells_nothing_of_the_order_of_their_authors(
    store: SqlStore,
) -> None:
    orders = set()
    for turn, authors in zip(count(1), ([0, 1, 2], [2, 1, 0], [1, 0, 2]), strict=False):
        run = run_id(f"rounds.describe/{turn}")
        for n in authors:
            answers = {"card": f"fact number {n}"}
            await store.write(
                T1,
                LOCK,
                lambda w, a=AUTHORS[n], r=run, k=answers: pool.keep(w, PAIR, CYCLE, r, a, k),  # type: ignore[misc]  # bound early
            )
        drawn = await store.write(T1, LOCK, lambda w, r=run: _order(w, r))  # type: ignore[misc]  # bound early
        orders.add(drawn)

    assert len(orders) == 1


def _order(work: Work, run: str) -> str:
    """The order of the lock, with the same chance whoever wrote first."""
    work.chance.seed(7)
    pool.lock(work, PAIR, CYCLE, run_id(run), STAGE)
    return json.dumps([p.words for p in work.pieces.about(f"run:{CYCLE.id}:{run}")])


async def test_yesterdays_copy_with_todays_keys_links_no_card_to_anybody(
    tmp_path: Path, times: Times, keyring: Keyring
) -> None:
    def opened(name: str) -> SqlStore:
        return open_store(
            f"sqlite:///{tmp_path / name}",
            f"sqlite:///{tmp_path / 'vaults.sqlite3'}",
            keyring,
            lambda: times.now,
            times.root,
        )

    store = opened("tandem.sqlite3")
    await in_pool(store)
    await store.close()
    shutil.copy(tmp_path / "tandem.sqlite3", tmp_path / "yesterday.sqlite3")
    store = opened("tandem.sqlite3")
    await locked(store)
    await store.close()

    yesterday = opened("yesterday.sqlite3")
    entries = await yesterday.read(T1, lambda r: r.pieces.about(about_pool(CYCLE, RUN)))
    kept = await rows(yesterday)
    await yesterday.close()

    assert entries == []
    assert kept
    assert not any(author in repr(kept) for author in AUTHORS)
