"""PostgreSQL: a small pool of connections, each with its thread; a body's aggregate is locked.

The lock is an advisory one on the aggregate's name, held until the transaction ends: `FOR UPDATE`
needs a row, and a program being founded or a person first invited has none yet.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from flows.ports import Busy, Unsure
from storage.destroying import destroy_next
from storage.job import Job
from storage.made_anew import BEGAN, BegunBefore
from storage.store import Given, SqlStore, original
from storage.vaults import Vaults
from storage.work import Done

T = TypeVar("T")

WRITERS = 8
READERS = 4
TRIES = 3
"""A body is run again twice, with the same ids and the same now."""

_LONGEST_WAIT = "1500ms"
_LOCK = text("SELECT CAST(pg_current_snapshot() AS text), pg_advisory_xact_lock(:lock)")
_BEGIN = text("SELECT CAST(pg_current_snapshot() AS text)")
_CONFLICTS = frozenset({"40001", "40P01"})  # Serialisation failure, deadlock.
_OVERDUE = frozenset({"55P03", "57014"})  # Lock or statement took too long.


class _Withdrawn(Exception):
    """Nobody waits for the job any more."""


def postgres_engine(where: URL, *, patient: bool = False) -> Engine:
    """Connections that never wait long, or that wait for as long as a migration takes."""
    options = "-c timezone=UTC"
    if not patient:
        options += (
            f" -c lock_timeout={_LONGEST_WAIT} -c statement_timeout={_LONGEST_WAIT}"
            " -c idle_in_transaction_session_timeout=10s"
        )
    return create_engine(
        where,
        hide_parameters=True,
        pool_size=1 if patient else WRITERS + READERS,
        max_overflow=0,
        pool_timeout=1.5,
        connect_args={"options": options, "connect_timeout": 2, "application_name": "tandem"},
    )


def _state(error: BaseException) -> str | None:
    return getattr(original(error), "sqlstate", None)


def _conflict(error: BaseException) -> bool:
    return isinstance(error, BegunBefore) or _state(error) in _CONFLICTS


def _lost(error: BaseException) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


class PostgresStore(SqlStore):
    """Bodies in a few threads at once; those on one aggregate one after the other."""

    def __init__(self, where: URL, vaults: Vaults, given: Given) -> None:
        super().__init__(vaults, given)
        self._engine = postgres_engine(where)
        self._read_engine = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="tandem-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="tandem-reader")
        self._writers.submit(self._finish_destroying)

    def _submit(self, job: Job[T]) -> None:
        try:
            self._writers.submit(self._carry_out, job)
        except RuntimeError:
            job.fail(Busy("the store is closed"))

    def _carry_out(self, job: Job[T]) -> None:
        try:
            done = self._committed(job)
        except _Withdrawn:
            return
        except BaseException as failure:  # noqa: BLE001 - it belongs to whoever asked
            job.fail(failure)
            return
        if done.destroyed:
            try:
                self._finish_destroying()
            except Exception as unfinished:  # noqa: BLE001 - done at the next start, at the latest
                job.fail(Unsure(f"the key is not destroyed yet: {unfinished}"))
                return
        job.succeed(done)

    def _committed(self, job: Job[T]) -> Done[T]:
        for tries_left in reversed(range(TRIES)):
            try:
                return self._once(job)
            except Exception as failure:
                again = _conflict(failure) or _lost(failure)
                if not (again and tries_left):
                    reason = _refused(failure)
                    if reason is failure:
                        raise
                    raise reason from failure
        raise AssertionError("unreachable: the last try returns or raises")

    def _once(self, job: Job[T]) -> Done[T]:
        with self._engine.connect() as connection:
            named = {} if job.lock is None else {"lock": job.lock}
            first = connection.execute(_BEGIN if job.lock is None else _LOCK, named)
            connection.info[BEGAN] = first.one()[0]
            if not job.begin():
                raise _Withdrawn
            done = job.transaction(connection)
            try:
                connection.commit()
            except Exception as failure:
                if _state(failure) in _CONFLICTS:
                    raise
                raise Unsure(f"the commit failed: {failure}") from failure
            return done

    def _finish_destroying(self) -> None:
        with self._engine.begin() as connection:
            destroy_next(connection, self.vaults)

    async def look(self, body: Callable[[Connection], T]) -> T:
        """What the body saw."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._look, body)

    def _look(self, body: Callable[[Connection], T]) -> T:
        try:
            return self._once_read(body)
        except Exception as failure:
            reason = _refused(failure)
            if reason is failure:
                raise
            raise reason from failure

    def _once_read(self, body: Callable[[Connection], T]) -> T:
        try:
            with self._read_engine.connect() as connection:
                return body(connection)
        except DBAPIError as failure:
            if not _lost(failure):
                raise
        # The server was away since that connection was used last; the pool let go of all such.
        with self._read_engine.connect() as connection:
            return body(connection)

    async def close(self) -> None:
        """Everything asked for before is settled, and nothing is open any more."""
        for threads in (self._writers, self._readers):
            await asyncio.to_thread(threads.shutdown)
        self._engine.dispose()
        self.vaults.close()


def _refused(error: Exception) -> Exception:
    """`Busy` when the database, not the body, is why nothing was kept."""
    gone = _lost(error) or isinstance(error, PoolTimeout) or _no_answer(error)
    if gone or _conflict(error) or _state(error) in _OVERDUE:
        return Busy(str(original(error)))
    return error


def _no_answer(error: Exception) -> bool:
    # Nobody listens, or the server turns connections away: it says so without a state of its own,
    # or in the classes 08 (connection), 53 (out of resources) and 57P (going down).
    reason: Any = original(error)
    state = _state(error)
    if state is None:
        return isinstance(error, DBAPIError) and type(reason).__name__ == "OperationalError"
    return state.startswith(("08", "53", "57P"))
