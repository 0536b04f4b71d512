"""The metronome: a handful of interval jobs, nothing stored; what is due stands in the database.

APScheduler cancels running jobs when it shuts down, so what is running is counted here and drained
before.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do again and again; two runs of it never overlap."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[None]]


class Ticker:
    """Runs the jobs, each at its own interval, until it is stopped."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in jobs:
            self._scheduler.add_job(
                self._tick, "interval", args=[job], seconds=job.every.total_seconds(), id=job.name
            )

    def start(self) -> None:
        """The first tick of each job comes one interval from now."""
        self._scheduler.start()

    async def stop(self) -> None:
        """No job begins any more, and those that run have ended."""
        self._scheduler.pause()
        while self._running:
            await asyncio.wait(set(self._running))
        self._scheduler.shutdown(wait=False)

    async def _tick(self, job: Job) -> None:
        task = asyncio.create_task(carried(job), name=job.name)
        self._running.add(task)
        try:
            await task
        finally:
            self._running.discard(task)


async def carried(job: Job) -> None:
    """Runs the job once; whatever fails is logged, for the metronome must not stop."""
    try:
        await job.run()
    except Exception:
        log.exception("tick_failed", job=job.name)  # The next tick is the next chance.
