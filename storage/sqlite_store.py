"""SQLite: one writer thread that commits several bodies together, and a few readers beside it."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from flows.ports import Busy, Unsure
from storage.destroying import destroy_next
from storage.job import Job
from storage.lock import ProcessLock
from storage.sqlite import (
    READERS,
    file_engine,
    memory_engine,
    raw,
    reading_engine,
    refused,
)
from storage.store import Given, SqlStore
from storage.tables import DATA
from storage.vaults import Vaults
from storage.work import Done

T = TypeVar("T")

MOST_TOGETHER = 64
"""How many bodies share one commit at most; more would only make the first one wait."""


_Ended = tuple[Job[Any], Done[Any] | BaseException]


class _RolledBack(Exception):
    """SQLite itself gave up the whole transaction, neighbours included."""


class _Writer(threading.Thread):
    """Takes jobs in their order; whatever waits when it turns to them is committed together."""

    def __init__(self, engine: Engine, path: Path | None, vaults: Vaults) -> None:
        super().__init__(name="tandem-writer", daemon=True)
        self._engine = engine
        self._path = path
        self._vaults = vaults
        self._jobs: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._connection: Connection | None = None
        self._file: tuple[int, int] | None = None
        self._closing = False

    def submit(self, job: Job[Any]) -> None:
        if self._closing:
            job.fail(Busy("the store is closed"))
        else:
            self._jobs.put(job)

    def stop(self) -> None:
        """Ends after what was submitted before."""
        self._jobs.put(None)

    def run(self) -> None:
        while not self._closing:
            job = self._jobs.get()
            if job is None:
                self._closing = True
            else:
                self._together(job)
        self._let_go(for_good=True)
        self._turn_away(Busy("the store is closed"))

    def _together(self, first: Job[Any]) -> None:
        try:
            connection = self._ready()
            raw(connection).execute("BEGIN IMMEDIATE")
        except Exception as gone:  # noqa: BLE001 - whatever it is, nothing was begun
            self._let_go()
            self._turn_away(refused(gone), first)
            return
        ended: list[_Ended] = []
        try:
            self._carry_out(connection, first, ended)
        except _RolledBack as given_up:
            self._let_go()
            for job, _ in ended:
                job.fail(Busy(f"a neighbour's failure undid it: {given_up}"))
            return
        self._commit(connection, ended)

    def _carry_out(self, connection: Connection, first: Job[Any], ended: list[_Ended]) -> None:
        job: Job[Any] | None = first
        taken = 0
        while job is not None:
            if job.begin():
                taken += 1
                ended.append((job, _one(connection, job)))
            job = self._next() if taken < MOST_TOGETHER else None

    def _next(self) -> Job[Any] | None:
        try:
            job = self._jobs.get_nowait()
        except Empty:
            return None
        self._closing = job is None
        return job

    def _commit(self, connection: Connection, ended: list[_Ended]) -> None:
        # A body that failed hears of it now, too: it may have seen what a neighbour had written.
        try:
            raw(connection).execute("COMMIT")
        except Exception as unknown:  # noqa: BLE001 - nobody can tell what is on disk
            self._let_go()
            for job, _ in ended:
                job.fail(Unsure(f"the commit failed: {unknown}"))
            return
        unfinished = self._destroy_keys(connection, ended)
        for job, end in ended:
            if not isinstance(end, Done):
                job.fail(end)
            elif end.destroyed and unfinished:
                job.fail(Unsure(f"the key is not destroyed yet: {unfinished}"))
            else:
                job.succeed(end)

    def _destroy_keys(self, connection: Connection, ended: list[_Ended]) -> Exception | None:
        if any(isinstance(end, Done) and end.destroyed for _, end in ended):
            try:
                _finish_destroying(connection, self._vaults)
            except Exception as unfinished:  # noqa: BLE001 - done at the next start, at the latest
                return unfinished
        return None

    def _ready(self) -> Connection:
        if self._path is not None and self._connection is not None and self._moved():
            self._let_go()
        if self._connection is None:
            self._connection = self._engine.connect()
            self._file = None if self._path is None else _identity(self._path)
            _finish_destroying(self._connection, self._vaults)
        return self._connection

    def _moved(self) -> bool:
        # A file that was deleted or replaced takes writes without complaint; they would be lost.
        assert self._path is not None  # noqa: S101 - asked only of files
        try:
            return _identity(self._path) != self._file
        except OSError:
            return True

    def _let_go(self, *, for_good: bool = False) -> None:
        connection = self._connection
        if connection is None:
            return
        with contextlib.suppress(Exception):
            raw(connection).rollback()
        if self._path is not None or for_good:  # In memory there is nothing to come back to.
            self._connection = None
            with contextlib.suppress(Exception):
                connection.close()

    def _turn_away(self, reason: BaseException, first: Job[Any] | None = None) -> None:
        # Counted before the first of them hears of it: what is asked for after that is tried anew.
        waiting = [first] if first else []
        while job := self._next():
            waiting.append(job)
        for job in waiting:
            job.fail(reason)


def _finish_destroying(connection: Connection, vaults: Vaults) -> None:
    driver = raw(connection)
    driver.execute("BEGIN IMMEDIATE")
    try:
        destroy_next(connection, vaults)
    except BaseException:
        driver.rollback()
        raise
    driver.execute("COMMIT")


def _one(connection: Connection, job: Job[Any]) -> Done[Any] | BaseException:
    driver = raw(connection)
    try:
        driver.execute("SAVEPOINT body")
        done = job.transaction(connection)
        driver.execute("RELEASE body")
    except BaseException as failure:  # noqa: BLE001 - it belongs to whoever asked
        try:
            driver.execute("ROLLBACK TO body")
            driver.execute("RELEASE body")
        except sqlite3.Error:  # The savepoint is gone with the whole transaction.
            job.fail(refused(failure))
            raise _RolledBack(str(failure)) from failure
        return refused(failure)
    return done


def _identity(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_dev, stat.st_ino


def _only_read(connection: Connection, body: Callable[[Connection], T]) -> T:
    driver = raw(connection)
    driver.execute("PRAGMA query_only = ON")
    try:
        return body(connection)
    finally:
        driver.execute("PRAGMA query_only = OFF")


class SqliteStore(SqlStore):
    """Bodies in one thread, in the order in which they were asked for.

    In memory, reads take their turn there too; on disk they have connections of their own.
    """

    def __init__(
        self,
        path: Path | None,
        vaults: Vaults,
        given: Given,
        *,
        lock: ProcessLock | None = None,
    ) -> None:
        super().__init__(vaults, given)
        self._lock = lock
        if path is None:
            self._engine = memory_engine()
            DATA.create_all(self._engine)
        else:
            self._engine = file_engine(path)
        self._read_engine = None if path is None else reading_engine(path)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="tandem-reader")
        self._writer = _Writer(self._engine, path, vaults)
        self._writer.start()

    def _submit(self, job: Job[T]) -> None:
        self._writer.submit(job)

    async def look(self, body: Callable[[Connection], T]) -> T:
        """What the body saw."""
        if self._read_engine is None:
            return await self.transact(lambda connection: _only_read(connection, body))
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._look, self._read_engine, body)

    def _look(self, engine: Engine, body: Callable[[Connection], T]) -> T:
        try:
            with engine.connect() as connection:
                driver = raw(connection)
                driver.execute("BEGIN")
                try:
                    return body(connection)
                finally:
                    driver.rollback()
        except Exception as failure:
            reason = refused(failure)
            if reason is failure:
                raise
            raise reason from failure

    async def close(self) -> None:
        """Everything asked for before is settled, and nothing is open any more."""
        self._writer.stop()
        await asyncio.to_thread(self._writer.join)
        await asyncio.to_thread(self._readers.shutdown)
        self._engine.dispose()
        if self._read_engine is not None:
            self._read_engine.dispose()
        self.vaults.close()
        if self._lock is not None:
            self._lock.release()
