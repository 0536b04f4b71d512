"""A school under chaos: its Slack, its bot's process, and the waiting until all is said."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, and_, create_engine, func, or_, select

from handlers.words import say
from playground.seed import TEACHERS
from playground.server import Playground
from storage import Keyring, save_keyring, tables
from storage.outbox import RowState
from tests.chaos.life import Lives
from tests.journeys.conftest import FAST
from tests.journeys.teacher import Teacher

BEGIN = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)
"""A Friday in term, at nine in Dublin."""

PRESS_AGAIN = frozenset(say(f"outage.{what}_form") for what in ("busy", "unsure", "broken"))

LONGEST = 90.0
"""Seconds of quiet work after which something is stuck."""

_RETRIES = (0.0, *(2.0 for _ in range(60)))
"""Slack goes on for hours; here for as long as the slowest restart takes."""

_O = tables.outbox.c


class Stuck(Exception):
    """The bot did not come to rest."""


class School:
    """`async with School(folder, database) as school:` is a playground with a bot that may die."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.log = folder / "bot.log"
        self.database = database
        self.slack = Playground(begin=BEGIN, retry_waits=_RETRIES)
        self.dead_for = 0.0
        self.given_up = 0
        self._engine = create_engine(database, pool_size=1, max_overflow=0)

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        # As `tandem keys add` does: with PostgreSQL no bot makes a key by itself.
        save_keyring(self.folder / "tandem.key", Keyring.fresh())
        await self.slack.start()
        self.bot = Lives(
            {
                **self.slack.environment(),
                "TANDEM_DATA_DIR": str(self.folder),
                "TANDEM_DATABASE_URL": self.database,
                "TANDEM_VAULTS_URL": f"sqlite:///{self.folder / 'vaults.sqlite3'}",
                "TANDEM_PACE_SCALE": str(FAST),
                "TANDEM_LOG_LEVEL": "INFO",
            },
            self.log,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.end()
        await self.slack.stop()
        self._engine.dispose()

    def teachers(self) -> dict[str, "Member"]:
        """Everybody who can act, by id."""
        return {each: Member(self, each) for each in TEACHERS}

    @property
    def now(self) -> datetime:
        """The moment it is in this school."""
        return self.slack.parts.clock.moment()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The bot's database, to look into."""
        with self._engine.connect() as connection:
            yield connection

    async def settled(self) -> None:
        """The bot lives and has said everything that is due, doubts included."""
        begun = self.slack.parts.clock.real()
        while True:
            await self._up()
            await self.slack.settled()
            if self._follows() and not self._on_its_way() and not self._unsaid():
                return
            if self.slack.parts.clock.real() - begun > LONGEST:
                raise Stuck(f"{self.folder.name}: {self._unsaid()} rows are not said")
            await asyncio.sleep(0.05)  # sleeps: a doubt is settled in real time

    async def passes_to(self, moment: datetime) -> None:
        """It is that moment, and every planned one before was lived through by a living bot."""
        while self.now < moment:
            await self.settled()
            due = await self.slack.movement.settled()
            if not self._follows():
                continue  # It died just now, and what it has planned is not known.
            target = moment.timestamp()
            if due is not None:
                target = min(target, due + 0.002)
            await self.slack.movement.move_to(max(target, self.now.timestamp()))
        await self.settled()

    async def _up(self) -> None:
        begun = self.slack.parts.clock.real()
        while not self._follows():
            if self.slack.parts.clock.real() - begun > LONGEST:
                raise Stuck(f"{self.folder.name}: the bot does not come up; see {self.log}")
            if not self.bot.lives:
                await asyncio.sleep(self.dead_for)  # sleeps: the bot is away for a while
                self.bot.begin()
            try:
                await self.slack.until(lambda: self._follows() or not self.bot.lives, 0.5)
            except TimeoutError:
                continue

    def _follows(self) -> bool:
        connected = self.slack.parts.sockets.connected and self.slack.movement.followers
        return bool(connected and self.bot.lives)

    def _on_its_way(self) -> bool:
        """Whether an event waits to be delivered, or to be delivered again."""
        return any(True for _ in self.slack.parts.store.all("event"))

    def _unsaid(self) -> int:
        unsaid = or_(
            _O.state.in_([RowState.SENDING, RowState.IN_DOUBT]),
            and_(_O.state == RowState.PENDING, _O.due_at <= self.now + timedelta(seconds=1)),
        )
        with self.reading() as connection:
            return int(connection.execute(select(func.count()).where(unsaid)).scalar_one())


class Member(Teacher):
    """A teacher who waits until everything is said, and takes `press again` at its word."""

    def __init__(self, school: School, person: str) -> None:
        super().__init__(school.slack, person)
        self.school = school
        self.called = school.slack.parts.workspace.members[person].real_name.split()[0]

    async def settled(self) -> None:
        """Until the bot lives and everything due is said."""
        await self.school.settled()

    async def sends(self, **answers: Any) -> dict[str, str]:
        """The words under the form's fields; where they say `press again`, it was not sent."""
        errors = await super().sends(**answers)
        assert not PRESS_AGAIN & {*errors.values()}, errors
        return errors
