"""The composition root: every part put together, started in order, stopped in order."""

import asyncio
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import app as bolt_app
from bot import logs, slack
from bot.at_rest import AtRest
from bot.calendars import HolidayCalendars
from bot.clock import Clock
from bot.deliveries import Deliveries
from bot.directory import SlackDirectory
from bot.dispatcher import Dispatcher
from bot.doubts import Doubts
from bot.http import Listener
from bot.keys import keys_of
from bot.late_rows import LateRows
from bot.metrics import SOCKET_SILENCE, WAITING
from bot.moved_time import Follower
from bot.pace import Pace
from bot.sending import Sender
from bot.settings import Settings
from bot.slack import CannotStart
from bot.socket_mode import Socket
from bot.sweeps import Sweeps
from bot.ticker import Job, Ticker
from bot.undisturbed import Undisturbed
from bot.unreachable import Unreachable
from bot.waits import USUAL, Waits
from bot.ways import refuse_changed, ways_of
from bot.whispers import Whispers
from flows.ports import Busy, Unsure
from handlers import scenes
from handlers.seams import Calendars
from handlers.words import say
from storage.keyring import KeyfileUnusable
from storage.lock import AlreadyRunning
from storage.opening import CannotOpen, open_store
from storage.store import SqlStore

_DRAIN = 5.0
_SWITCH_INTERVAL = 0.0005
"""Seconds a thread keeps the interpreter: a tenth of the default, for acknowledgements wait."""

log = structlog.get_logger(__name__)

__all__ = ["CannotStart", "InUse", "Tandem", "brought_up", "serve"]


class InUse(CannotStart):
    """Another Tandem runs on this data."""


class Tandem:
    """`async with Tandem(settings) as tandem:` is a bot that answers and sends, in this loop."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        *,
        calendars: Calendars | None = None,
        waits: Waits = USUAL,
    ) -> None:
        self.settings = settings
        self._calendars = calendars or HolidayCalendars()
        self.clock = clock or Clock()
        self.deliveries = Deliveries()
        self.port: int | None = None
        self._waits = waits
        self._stack = AsyncExitStack()
        self._socket: Socket | None = None

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def _start(self) -> None:
        settings, clock = self.settings, self.clock
        shared = await self._stack.enter_async_context(slack.session(self._waits.answer))
        follower = None
        if settings.clock_url is not None:
            follower = Follower(clock, settings.clock_url, shared)
            await follower.start()
            self._stack.push_async_callback(follower.close)
        self.store = store_of(settings, clock)
        self._stack.push_async_callback(self.store.close)
        await refuse_changed(self.store)
        client = slack.client(settings, shared)
        self.installation = await slack.installation(settings, client)

        self.pace = Pace(clock.monotonic, settings.pace_scale)
        self.directory = SlackDirectory(lambda _: client, clock.monotonic)
        sender = Sender(self.store, self.directory, lambda _: client, scenes.scene)
        queue, waits = self.store.outbox, self._waits
        self.sweeps = Sweeps(self.store, clock, self._calendars)
        late = LateRows(self.store, self.sweeps, clock)
        gone = Unreachable(self.store, self.directory)
        self.dispatcher = Dispatcher(
            queue, sender, self.pace, clock, waits, late.taken_back, gone.failed
        )
        self.doubts = Doubts(queue, sender, self.pace, clock, self.dispatcher.owner, waits)
        self.undisturbed = Undisturbed(self.store, lambda _: client, clock)
        await self._lost()

        lent = bolt_app.Lent(
            store=self.store,
            directory=self.directory,
            calendars=self._calendars,
            clock=clock,
            whispers=Whispers(client, self.deliveries),
            founders=settings.facilitators,
        )
        secret = settings.signing_secret
        self.app = bolt_app.build(
            self.installation,
            lent,
            client=client,
            signing_secret=secret.get_secret_value() if secret else "",
            deliveries=self.deliveries,
        )
        self.dispatcher.start()
        self._stack.push_async_callback(self.dispatcher.stop)
        self.ticker = Ticker(self._jobs())
        self.ticker.start()
        self._stack.push_async_callback(self.ticker.stop)
        await self._listen()
        await self._connect()
        self._stack.push_async_callback(self._drain)
        if follower is not None:
            parts = (self.deliveries, self.dispatcher, self.sweeps)
            follower.ready(self._moved, AtRest(self.store, clock, parts).standing)
            self._stack.push_async_callback(follower.close)  # Before what it asks is gone.

    async def _listen(self) -> None:
        settings = self.settings
        by_http = settings.mode == "http"
        if settings.http_port is None and not by_http:
            return
        listener = Listener(self.health, self.app if by_http else None)
        self._stack.push_async_callback(listener.close)
        try:
            self.port = await listener.start(settings.http_host, settings.http_port or 0)
        except OSError as error:
            raise CannotStart(
                say("cli.run.port_taken", port=settings.http_port, error=error.strerror)
            ) from None

    async def _connect(self) -> None:
        token = self.settings.app_token
        if self.settings.mode != "socket" or token is None:
            return
        self._socket = Socket(self.app, token.get_secret_value(), self.app.client, self.clock)
        self._stack.push_async_callback(self._socket.close_async)
        await self._socket.open()

    async def _drain(self) -> None:
        if not await self.deliveries.drained(_DRAIN):
            log.warning("deliveries_cut", count=self.deliveries.in_flight)

    def _jobs(self) -> list[Job]:
        return [
            Job("due", timedelta(seconds=1), self._look_for_due_rows),
            Job("leases", self._waits.renewal, self._keep_leases),
            Job("doubts", self._waits.look, self.doubts.settle),
            Job("sweep", timedelta(seconds=30), self.tick),
            Job("undisturbed", timedelta(minutes=5), self.undisturbed.look),
            Job("figures", timedelta(seconds=15), self._count),
            Job("housekeeping", timedelta(days=1), self.sweeps.housekeeping),
        ]

    async def _look_for_due_rows(self) -> None:
        self.dispatcher.wake()

    async def _keep_leases(self) -> None:
        await self.dispatcher.renew()
        await self.store.outbox.expire_leases(self.clock.real())

    async def _lost(self) -> None:
        alone = self.dispatcher.owner if self.settings.is_sqlite else None
        await self.store.outbox.expire_leases(self.clock.real(), sole_owner=alone)

    async def _count(self) -> None:
        counts = await self.store.outbox.counts(self.clock.now())
        for state in ("waiting", "sending", "in_doubt", "failed"):
            WAITING.labels(state=state).set(getattr(counts, state))
        if self._socket is not None:
            SOCKET_SILENCE.set(self._socket.silence)

    async def tick(self) -> None:
        """What time alone changes by now has happened, and what is to be said is on its way."""
        await self.sweeps.run()
        self.dispatcher.wake()

    async def _moved(self) -> None:
        await self.undisturbed.look()
        await self.tick()

    async def health(self) -> Mapping[str, bool]:
        """Each part by name, and whether it is well."""
        try:
            await self.store.check()
            database = True
        except (Busy, Unsure):
            database = False
        socket = self._socket is None or await self._socket.connected()
        return {
            "database": database,
            "slack": socket and self.deliveries.open,
            "dispatcher": self.dispatcher.well,
        }


def store_of(settings: Settings, clock: Clock, *, alone: bool = True) -> SqlStore:
    """The store that the settings name, brought to this version; raises `CannotStart`.

    Not `alone`, it is opened beside a bot that may run on the same file.
    """
    ways = ways_of(settings)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return open_store(
            settings.database_url,
            settings.vaults_url,
            keys_of(settings),
            clock.now,
            clock.new_id,
            real_clock=clock.real,
            alone=alone,
            ways=ways,
        )
    except AlreadyRunning:
        raise InUse(say("cli.run.locked", path=settings.data_dir)) from None
    except (CannotOpen, KeyfileUnusable) as error:
        raise CannotStart(" ".join(str(error).split())) from None  # Drivers answer in paragraphs.
    except OSError as error:
        raise CannotStart(
            say("cli.run.folder", path=settings.data_dir, error=error.strerror or error)
        ) from None
    except SQLAlchemyError as error:
        raise CannotStart(say("cli.run.database_unreachable", error=type(error).__name__)) from None


def brought_up(settings: Settings) -> None:
    """The database is at this version; raises `CannotStart`."""

    async def once() -> None:
        await store_of(settings, Clock()).close()

    asyncio.run(once())


async def serve(
    settings: Settings,
    *,
    ready: Callable[[], None],
    stopped: Callable[[], None],
    waits: Waits = USUAL,
) -> None:
    """Runs until SIGINT or SIGTERM, then finishes what was begun."""
    logs.set_up(settings.log_level)
    logs.crash_without_words()
    sys.setswitchinterval(_SWITCH_INTERVAL)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows has no signals for loops.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    async with Tandem(settings, waits=waits):
        log.info("ready", mode=settings.mode)
        ready()
        await stop.wait()
    stopped()
