"""A body happens whole or not at all, once, in its turn; nobody is told what is not so."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import storage.job
import storage.sqlite
from flows.ids import ProgramId
from flows.ports import Busy, Lock, SeenBefore, Unsure, Work
from storage import SqlStore
from storage.job import Job
from storage.work import Done, SqlWork
from tests.storage.conftest import Opening, Times
from tests.storage.examples import (
    ANNA,
    ANNAS,
    BEN,
    NOW,
    OAK,
    PAIR,
    PAIRS,
    T1,
    T2,
    member,
    notice,
    piece,
    program,
    say,
    school,
)


class Held:
    """A body that holds its aggregate until it is let go."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._go_on = threading.Event()

    def __call__(self, work: Work) -> None:
        self._loop.call_soon_threadsafe(self.entered.set)
        assert self._go_on.wait(30)

    def let_go(self) -> None:
        self._go_on.set()


async def held(store: SqlStore) -> tuple[Held, "asyncio.Task[None]"]:
    """Anna's aggregate, and on SQLite the whole writer, is held by a body that has begun."""
    body = Held()
    task = asyncio.create_task(store.write(T1, ANNAS, body))
    await body.entered.wait()
    return body, task


def found(name: str) -> Callable[[Work], None]:
    return lambda work: work.programs.put(program(id=ProgramId(name)))


async def names(store: SqlStore) -> list[str]:
    return await store.read(T1, lambda reader: sorted(p.id for p in reader.programs.all()))


async def test_what_a_failing_body_wrote_is_not_kept(store: SqlStore) -> None:
    def fail(work: Work) -> None:
        school(work)
        work.outbox.say(notice())
        work.pieces.write(piece())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(T1, ANNAS, fail, delivery="d1")

    assert await names(store) == []
    assert await store.read(T1, lambda r: r.pieces.get(piece().id)) is None
    assert (await store.outbox.counts(NOW)).waiting == 0
    # Nor was the delivery: it may come again.
    await store.write(T1, ANNAS, school, delivery="d1")


async def test_neighbours_of_a_failing_body_are_kept(store: SqlStore) -> None:
    def fail(work: Work) -> None:
        found("broken")(work)
        raise ZeroDivisionError

    body, task = await held(store)
    bodies = [found("a"), fail, found("b"), fail, found("c")]
    waiting = [asyncio.create_task(store.write(T1, ANNAS, one)) for one in bodies]
    body.let_go()
    outcomes = await asyncio.gather(task, *waiting, return_exceptions=True)

    assert [type(o).__name__ for o in outcomes] == [
        "NoneType", "NoneType", "ZeroDivisionError", "NoneType", "ZeroDivisionError", "NoneType",
    ]  # fmt: skip
    assert await names(store) == ["a", "b", "c"]


async def test_a_statement_that_the_database_refuses_spoils_only_its_own_body(
    store: SqlStore,
) -> None:
    body, task = await held(store)
    orphan = member(program=ProgramId("nowhere"))
    broken = asyncio.create_task(store.write(T1, ANNAS, lambda w: w.members.put(orphan)))
    whole = asyncio.create_task(store.write(T1, ANNAS, found("a")))
    body.let_go()
    outcomes = await asyncio.gather(task, broken, whole, return_exceptions=True)

    assert "FOREIGN KEY" in str(outcomes[1]).upper()
    assert await names(store) == ["a"]


async def test_a_delivery_is_carried_out_once(store: SqlStore) -> None:
    await store.write(T1, ANNAS, found("a"), delivery="Ev1")

    with pytest.raises(SeenBefore):
        await store.write(T1, ANNAS, found("b"), delivery="Ev1")
    await store.write(T2, ANNAS, found("b"), delivery="Ev1")

    assert await names(store) == ["a"]


async def test_of_two_deliveries_at_once_one_is_carried_out(store: SqlStore) -> None:
    # Under different aggregates, so that only the inbox can tell them apart.
    outcomes = await asyncio.gather(
        store.write(T1, ANNAS, found("a"), delivery="Ev1"),
        store.write(T1, Lock.member(BEN), found("b"), delivery="Ev1"),
        return_exceptions=True,
    )

    assert sorted(type(o).__name__ for o in outcomes) == ["NoneType", "SeenBefore"]
    assert len(await names(store)) == 1


async def test_deliveries_are_forgotten_when_they_are_old(store: SqlStore, times: Times) -> None:
    await store.write(T1, ANNAS, found("a"), delivery="Ev1")
    week = times.later(days=8)
    await store.write(T1, ANNAS, found("b"), delivery="Ev2")

    assert await store.forget_deliveries(week - timedelta(days=7)) == 1
    assert await store.forget_deliveries(week - timedelta(days=7)) == 0
    await store.write(T1, ANNAS, found("c"), delivery="Ev1")
    with pytest.raises(SeenBefore):
        await store.write(T1, ANNAS, found("d"), delivery="Ev2")


async def test_a_body_not_begun_in_time_never_happens(store: SqlStore) -> None:
    body, task = await held(store)

    with pytest.raises(Busy):
        await store.write(T1, ANNAS, found("late"), within=0.02)
    body.let_go()
    await task

    assert await names(store) == []


async def test_a_cancelled_wait_withdraws_the_body(store: SqlStore) -> None:
    body, task = await held(store)
    waiting = asyncio.create_task(store.write(T1, ANNAS, found("late")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    body.let_go()
    await task

    assert await names(store) == []


async def test_a_body_begun_goes_on_when_nobody_waits_for_it(store: SqlStore) -> None:
    slow = Held()

    def found_slowly(work: Work) -> None:
        found("slow")(work)
        slow(work)

    waiting = asyncio.create_task(store.write(T1, ANNAS, found_slowly, delivery="d1", within=30))
    await slow.entered.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    slow.let_go()

    with pytest.raises(SeenBefore):  # Doing it again is harmless.
        await store.write(T1, ANNAS, found_slowly, delivery="d1")
    assert await names(store) == ["slow"]


async def test_a_body_begun_and_not_heard_of_is_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.job, "PATIENCE", 0.01)
    said: list[int] = []
    job: Job[None] = Job(lambda _: Done(None), lambda: said.append(1))

    assert job.begin()
    with pytest.raises(Unsure):
        await job.outcome(within=0)
    assert not job.withdraw()

    job.succeed(Done(None, said=True))  # Late, but what it said is sent.
    await asyncio.sleep(0)
    assert said == [1]


def test_a_job_whose_loop_is_gone_is_settled_in_silence() -> None:
    async def asked() -> Job[None]:
        return Job(lambda _: Done(None), lambda: None)

    job = asyncio.run(asked())
    assert job.begin()
    job.succeed(Done(None))
    job.fail(Busy())


async def test_a_withdrawn_job_cannot_begin() -> None:
    job: Job[None] = Job(lambda _: Done(None), lambda: None)

    with pytest.raises(Busy):
        await job.outcome(within=0)
    assert not job.begin()


def doomed(work: Work) -> None:
    """Everything goes well until the commit, which fails."""
    assert isinstance(work, SqlWork)
    found("doomed")(work)
    connection = work._connection
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        work.members.put(member(program=ProgramId("nowhere")))
        return
    backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = create_engine(connection.engine.url)
    with other.begin() as killer:
        killer.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": backend})
    other.dispose()


async def test_a_commit_that_fails_is_never_a_success(store: SqlStore) -> None:
    said: list[int] = []
    store.outbox.wake_with(lambda: said.append(1))

    def spoken(work: Work) -> None:
        work.outbox.say(notice())
        doomed(work)

    with pytest.raises(Unsure):
        await store.write(T1, ANNAS, spoken)

    assert said == []
    assert await names(store) == []
    await store.write(T1, ANNAS, found("after"))
    assert await names(store) == ["after"]


async def test_now_ids_and_chance_are_fixed_for_a_body(store: SqlStore, times: Times) -> None:
    def drawn(work: Work) -> tuple[object, ...]:
        ids = (work.new_id(), work.new_id())
        return work.now, ids, work.chance.random(), work.chance.random()

    first = await store.write(T1, ANNAS, drawn)
    second = await store.write(T1, ANNAS, drawn)
    again = SqlWork(None, T1, NOW, store.vaults, "root 0", store.library)  # type: ignore[arg-type]  # it draws only

    assert first[0] == NOW
    assert first != second
    assert len({*first[1], *second[1]}) == 4  # type: ignore[misc]  # two ids each
    assert drawn(again) == first


async def test_a_view_sees_what_was_committed_before(store: SqlStore) -> None:
    await store.write(T1, ANNAS, found("a"))
    assert await store.read(T1, lambda r: (r.workspace, r.now)) == (T1, NOW)
    assert await names(store) == ["a"]


async def test_bodies_on_one_aggregate_lose_no_update(store: SqlStore) -> None:
    await store.write(T1, ANNAS, school)

    def one_more(work: Work) -> None:
        was = work.partnerships.get(PAIR)
        assert was is not None
        work.partnerships.put(replace(was, version=was.version + 1))

    await asyncio.gather(*(store.write(T1, PAIRS, one_more) for _ in range(40)))

    after = await store.read(T1, lambda r: r.partnerships.get(PAIR))
    assert after is not None
    assert after.version == 41


async def test_a_commit_that_says_something_wakes_the_dispatcher(store: SqlStore) -> None:
    woken: list[int] = []
    store.outbox.wake_with(lambda: woken.append(threading.get_ident()))

    await store.write(T1, ANNAS, found("silent"))
    assert woken == []
    await store.write(T1, ANNAS, say(notice("k1"), notice("k2")))
    assert woken == [threading.get_ident()]


async def test_what_was_asked_for_before_closing_is_settled(opening: Opening) -> None:
    store = opening()
    tasks = [asyncio.create_task(store.write(T1, ANNAS, found(f"p{n}"))) for n in range(100)]
    await asyncio.sleep(0)
    await store.close()

    await asyncio.gather(*tasks)
    with pytest.raises(Busy):
        await store.write(T1, ANNAS, found("late"))


async def test_the_store_says_whether_the_database_answers(store: SqlStore) -> None:
    await store.check()


@pytest.mark.parametrize("kind", ["file", "postgres"])
async def test_what_was_written_is_there_after_a_restart(opening: Opening) -> None:
    store = opening()
    await store.write(T1, ANNAS, school, delivery="d1")
    await store.close()

    store = opening()
    assert await names(store) == [OAK]
    with pytest.raises(SeenBefore):
        await store.write(T1, ANNAS, school, delivery="d1")
    await store.close()


@pytest.mark.parametrize("kind", ["file"])
async def test_a_file_that_is_gone_takes_no_writes_until_it_is_back(
    store: SqlStore, tmp_path: Path
) -> None:
    await store.write(T1, ANNAS, found("a"))
    file = tmp_path / "tandem.sqlite3"
    gone = file.rename(tmp_path / "gone.sqlite3")

    with pytest.raises(Busy):
        await store.write(T1, ANNAS, found("b"), within=30)
    with pytest.raises(Busy):
        await store.check()
    assert not file.exists()

    gone.rename(file)
    await store.write(T1, ANNAS, found("c"), within=30)
    assert await names(store) == ["a", "c"]


@pytest.mark.parametrize("kind", ["file"])
async def test_a_file_held_by_another_process_makes_the_store_busy(
    opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.sqlite, "BUSY_TIMEOUT", 0.02)
    store = opening()
    other = create_engine(f"sqlite:///{tmp_path / 'tandem.sqlite3'}")
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(Busy):
            await store.write(T1, ANNAS, found("a"))
    other.dispose()

    await store.write(T1, ANNAS, found("b"))
    assert await names(store) == ["b"]
    await store.close()


@pytest.mark.parametrize("kind", ["file"])
async def test_a_full_disk_makes_the_store_busy_and_keeps_nothing(store: SqlStore) -> None:
    def fill(work: Work) -> None:
        assert isinstance(work, SqlWork)
        work._connection.exec_driver_sql("PRAGMA max_page_count = 1")
        for number in range(2000):
            found(f"p{number}")(work)

    with pytest.raises(Busy):
        await store.write(T1, ANNAS, fill)

    assert await names(store) == []


@pytest.mark.parametrize("kind", ["postgres"])
@pytest.mark.parametrize("read_first", [True, False])
async def test_lost_connections_are_made_anew(
    store: SqlStore, postgres_database: str, *, read_first: bool
) -> None:
    await store.write(T1, ANNAS, found("a"))
    other = create_engine(postgres_database)
    with other.begin() as killer:
        killer.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.dispose()

    if read_first:
        assert await names(store) == ["a"]
    await store.write(T1, ANNAS, found("b"))
    assert await names(store) == ["a", "b"]


@pytest.mark.parametrize("kind", ["postgres"])
async def test_a_deadlock_is_run_again_with_the_same_ids(store: SqlStore) -> None:
    await store.write(T1, ANNAS, found("a"))
    await store.write(T1, ANNAS, found("b"))
    both = threading.Barrier(2)
    drawn: dict[str, list[str]] = {"a": [], "b": []}

    def cross(first: str, second: str) -> Callable[[Work], None]:
        def body(work: Work) -> None:
            drawn[first].append(work.new_id())
            found(first)(work)
            if len(drawn[first]) == 1:
                both.wait(10)
            found(second)(work)

        return body

    await asyncio.gather(
        store.write(T1, Lock.member(ANNA), cross("a", "b")),
        store.write(T1, Lock.member(BEN), cross("b", "a")),
    )

    assert sorted(len(ids) for ids in drawn.values()) == [1, 2]
    assert all(len(set(ids)) == 1 for ids in drawn.values())


@pytest.mark.parametrize("kind", ["postgres"])
async def test_an_aggregate_held_for_too_long_is_busy(store: SqlStore) -> None:
    body, task = await held(store)

    with pytest.raises(Busy):  # Without `within`, PostgreSQL itself gives up the wait.
        await store.write(T1, ANNAS, found("late"))
    await store.write(T1, Lock.member(BEN), found("elsewhere"), within=30)
    body.let_go()
    await task

    assert await names(store) == ["elsewhere"]
