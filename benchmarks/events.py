"""Answers a second, 32 at once, on SQLite with synchronous=FULL: the store against ORM + aiosqlite.

The store carries out the real body: what was typed is checked, decided on, sealed and kept, with
what follows from it. The yardstick only repeats the statements of such an answer, one by one, in a
transaction of its own: no decisions, no encryption. Both write to files on the same disk, in turn.
Not measured: Slack, HTTP, and a disk whose sync is slower than this one's.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import school
from benchmarks.figures import ratio, table
from benchmarks.naive import POOL, Naive, Statement, naive_engine, taken_down
from storage.keyring import Keyring
from storage.opening import open_store
from storage.sqlite import raw
from storage.sqlite_store import SqliteStore
from storage.store import SqlStore

AT_ONCE = 32

Answer = Callable[[int, str], Awaitable[None]]
"""`await answer(who, words)`: one of the 32 has changed their answer, on disk."""


async def measure(*, rounds: int, answers: int) -> Mapping[str, float]:
    """The ratios of answers a second, and what they stand on."""
    with TemporaryDirectory(prefix="tandem-bench-") as folder:
        return await _measured(Path(folder), rounds, answers)


async def _measured(folder: Path, rounds: int, answers: int) -> Mapping[str, float]:
    async with (
        _school(folder / "full.sqlite3") as (full, answering, statements),
        _school(folder / "normal.sqlite3", synchronous="NORMAL") as (normal, also, _),
    ):
        engine = naive_engine(folder / "naive.sqlite3")
        _copied(folder / "full.sqlite3", folder / "naive.sqlite3")
        naive = Naive(engine)
        fresh = count()
        ways: dict[str, tuple[Answer, int]] = {
            "Tandem, FULL": (_by(full, answering, fresh), answers),
            "Tandem, NORMAL": (_by(normal, also, fresh), answers),
            f"ORM + aiosqlite, pool of {POOL}, FULL": (
                lambda who, words: naive.answer(statements[who], f"{words} {who}"),
                max(1, answers // 6),
            ),
        }
        speeds: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(rounds + 1):  # The first one warms up and is not counted.
            order = list(ways.items())
            for name, (answer, each) in order if number % 2 else reversed(order):
                speed = await _speed(answer, each, f"{name} {number}")
                if number:
                    speeds[name].append(speed)
        await engine.dispose()
    return _told(speeds, len(statements[0]))


def _told(speeds: Mapping[str, Sequence[float]], statements: int) -> Mapping[str, float]:
    print(
        table(
            f"events: answers a second, {AT_ONCE} at once, {statements} statements each, medians of"
            f" {len(next(iter(speeds.values())))} rounds",
            ("", "a second", "slowest", "fastest"),
            [(name, median(all_), min(all_), max(all_)) for name, all_ in speeds.items()],
        )
    )
    full, normal, naive = speeds.values()
    return {"events_vs_naive_c32": ratio(full, naive), "full_vs_normal": ratio(normal, full)}


async def _speed(answer: Answer, each: int, label: str) -> float:
    async def one(who: int) -> None:
        for number in range(each):
            await answer(who, f"{label} {number}")

    begin = time.perf_counter()
    await asyncio.gather(*(one(who) for who in range(AT_ONCE)))
    return AT_ONCE * each / (time.perf_counter() - begin)


def _by(store: SqlStore, answering: Sequence[school.Answering], fresh: "count[int]") -> Answer:
    async def answer(who: int, words: str) -> None:
        await school.answer(store, answering[who], words, f"delivery {next(fresh)}")

    return answer


@asynccontextmanager
async def _school(
    path: Path, synchronous: str = "FULL"
) -> AsyncIterator[tuple[SqlStore, list[school.Answering], list[list[Statement]]]]:
    now, roots = datetime.now(UTC), count()
    store = open_store(
        f"sqlite:///{path}",
        f"sqlite:///{path.with_suffix('.vaults')}",
        Keyring.fresh(),
        lambda: now,
        lambda: f"root {next(roots)}",
    )
    assert isinstance(store, SqliteStore)
    try:
        answering = await school.opened(store, AT_ONCE, now)
        statements = []
        for each in answering:
            await school.answer(store, each, "a first change", f"first {each.who}")
            with taken_down() as found:
                await school.answer(store, each, "a second change", f"second {each.who}")
            statements.append(found)
        writer = store._writer._connection  # noqa: SLF001 - its journal, for a comparison only
        assert writer is not None
        raw(writer).execute(f"PRAGMA synchronous = {synchronous}")
        yield store, answering, statements
    finally:
        await store.close()


def _copied(one: Path, other: Path) -> None:
    with sqlite3.connect(one) as source, sqlite3.connect(other) as target:
        source.backup(target)
    source.close()
    target.close()
