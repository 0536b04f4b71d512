"""A school under chaos: its Slack, its bot's process, and the waiting until all is said."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, create_engine, func, or_, select

from handlers.words import say
from playground.seed import TEACHERS
from playground.server import Playground
from storage import Keyring, save_keyring, tables
from storage.outbox import RowState
from tests.chaos.life import Lives
from tests.journeys.conftest import FAST
from tests.journeys.teacher import Button, NotOnScreen, Teacher

BEGIN = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)
"""A Friday in term, at nine in Dublin."""

PRESS_AGAIN = frozenset(say(f"outage.{what}_form") for what in ("busy", "unsure", "broken"))

LONGEST = 90.0
"""Seconds of quiet work after which something is stuck."""

_STARTS = 3
"""So often a bot may end by itself, as when Slack fails it at its start."""

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
        self.given_up: list[str] = []
        self.diary: set[tuple[str, datetime]] = set()
        """Who has a visit when; nobody says yes to two at a time."""

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
        refused = 0
        while not self._follows():
            if self.slack.parts.clock.real() - begun > LONGEST:
                raise Stuck(f"{self.folder.name}: the bot does not come up; see {self.log}")
            if not self.bot.lives:
                refused += self.bot.gave_up is not None
                if refused > _STARTS:
                    raise Stuck(f"{self.folder.name}: the bot ends by itself; see {self.log}")
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
        known = school.slack.parts.workspace.members[person]
        self.called = known.real_name.split()[0]
        self.zone = ZoneInfo(known.tz or "UTC")

    async def settled(self) -> None:
        """Until the bot lives and everything due is said."""
        await self.school.settled()

    async def sends(self, **answers: Any) -> dict[str, str]:
        """The words under the form's fields; where they say `press again`, it was not sent."""
        errors = await super().sends(**answers)
        assert not PRESS_AGAIN & {*errors.values()}, errors
        return errors

    def partnership(self, pair: str) -> str:
        """The partnership whose group DM this is."""
        blocks = [block for m in self.person.messages(pair) for block in m.blocks or []]
        return next(filter(None, (of for _, _, of in _pressable(blocks))))

    def shows(self, label: str, partnership: str, since: datetime | None) -> bool:
        """Whether that button of that partnership can be pressed."""
        return self._button_of(partnership, label, since) is not None

    async def presses_of(self, partnership: str, label: str, since: datetime | None) -> None:
        """Presses that partnership's button: in their DM, said since then, or else on the Home."""
        button = self._button_of(partnership, label, since)
        if button is None:
            raise NotOnScreen(f"{self.id} sees no {label!r} of {partnership}")
        outcome = await self.press(button)
        assert outcome.ok, f"{label}: {outcome.error}"
        await self.settled()

    def _button_of(self, partnership: str, label: str, since: datetime | None) -> Button | None:
        for place, blocks in self._places(since):
            for element, block_id, of in _pressable(blocks):
                if of == partnership and element["text"]["text"] == label:
                    return replace(place, action_id=element["action_id"], block_id=block_id)
        return None

    def _places(self, since: datetime | None) -> Iterator[tuple[Button, list[dict[str, Any]]]]:
        home = self.person.home()
        if since is None and home is not None:
            yield Button("", "", None, None, home.id), home.body["blocks"]
        elif since is not None:
            for message in reversed(self.dm):
                if float(message.ts) >= since.timestamp():
                    yield Button("", "", message.channel, message.ts, None), message.blocks or []


def _pressable(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every button, the block it is in, and the partnership that it is about, if any."""
    for block in blocks:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("type") == "button" and "value" in element:
                yield (
                    element,
                    block["block_id"],
                    json.loads(element["value"]).get("partnership", ""),
                )
