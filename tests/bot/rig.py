"""The sending half of the bot on a playground; real time is moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import slack as slack_client
from bot.clock import Clock
from bot.directory import SlackDirectory
from bot.dispatcher import Dispatcher
from bot.doubts import Doubts
from bot.pace import Pace
from bot.sending import Sender
from bot.settings import Settings
from flows.ids import MemberId, WorkspaceId
from flows.notices import Dm, Effect, Home, InDoubt, Lane, Notice, Priority
from flows.ports import Lock, Reader
from handlers.seams import HomeView, Message, Rendered, Scene, Telling
from playground.server import Playground
from storage.opening import open_memory_store
from storage.row import Counts
from storage.store import SqlStore

MAYA = MemberId("U0MAYA")
TEAM = WorkspaceId("T0HARBOUR")
FAST = 1000.0


class HandClock(Clock):
    """Real time that a test moves on; waiting is cut short."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = timedelta()

    def real(self) -> datetime:
        return super().real() + self.passed

    def monotonic(self) -> float:
        return super().monotonic() + self.passed.total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Nobody waits: the time is simply over."""
        self.passed += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@dataclass
class Stage:
    """What notices show: their kind as text, unless a test says that it is no longer true."""

    untrue: set[str] = field(default_factory=set)
    blocks: list[dict[str, object]] = field(default_factory=list)
    drawn: Callable[[str], None] = lambda _: None

    def __call__(self, notice: Notice, reader: Reader) -> Scene | None:
        if notice.kind in self.untrue:
            return None
        to = notice.lane.member if isinstance(notice.lane, Dm | Home) else None
        return Scene(frozenset({MAYA}), to, lambda telling: self._draw(notice, telling))

    def _draw(self, notice: Notice, telling: Telling) -> Rendered:
        self.drawn(notice.key)
        text = f"{notice.kind} {notice.key} for {telling.names[MAYA].casefold()}"
        if notice.effect is Effect.PUBLISH_HOME:
            return HomeView({"type": "home", "blocks": [_section(text)]})
        return Message(text, [_section(text), *self.blocks])


def _section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


@dataclass
class Rig:
    """Everything between the store and Slack."""

    slack: Playground
    store: SqlStore
    dispatcher: Dispatcher
    doubts: Doubts
    clock: HandClock
    stage: Stage
    sender: Sender

    async def say(self, *notices: Notice) -> None:
        """The notices are in the outbox."""

        def body(work: object) -> None:
            for notice in notices:
                work.outbox.say(notice)  # type: ignore[attr-defined]  # The store's own Work.

        await self.store.write(TEAM, Lock.member(MAYA), body)

    async def turn(self) -> Counts:
        """What can be sent now is sent and settled; how the outbox stands after it."""
        while await self.dispatcher._claimed() or self.dispatcher._rows:
            if self.dispatcher._rows:
                await asyncio.wait(set(self.dispatcher._rows))
        return await self.counts()

    async def counts(self) -> Counts:
        """How the outbox stands."""
        return await self.store.outbox.counts(self.clock.now())

    async def later(self, seconds: float) -> Counts:
        """So much real time passes, then what can be sent is sent."""
        self.clock.passed += timedelta(seconds=seconds)
        return await self.turn()

    def texts(self, channel: str | None = None) -> list[str]:
        """What Maya reads there, in her DM by default."""
        maya = self.slack.person(MAYA)
        return [message.text for message in maya.messages(channel) if message.bot]

    def calls(self, method: str) -> int:
        """How often Slack was called so."""
        return len(self.slack.parts.traffic.calls(method))

    def notice(
        self,
        key: str,
        *,
        lane: Lane | None = None,
        effect: Effect = Effect.POST,
        priority: Priority = Priority.NOTICE,
        in_doubt: InDoubt = InDoubt.MUST_ARRIVE,
        kind: str = "hello",
        expires: datetime | None = None,
        anchor: str | None = None,
    ) -> Notice:
        """A notice that is due now."""
        return Notice(
            kind=kind,
            lane=lane or Dm(MAYA),
            effect=effect,
            priority=priority,
            key=key,
            why="a test",
            due=self.clock.now(),
            anchor=anchor,
            expires=expires,
            in_doubt=in_doubt,
        )


@asynccontextmanager
async def rigged(slack: Playground, *, patience: float = 5.0) -> AsyncIterator[Rig]:
    """A rig on that workspace; its dispatcher takes turns when it is told to."""
    settings = Settings.read(
        None,
        bot_token=slack.credentials.bot_token,
        app_token=slack.credentials.app_token,
        api_url=slack.api_url,
        pace_scale=FAST,
    )
    clock = HandClock()
    store = open_memory_store(clock.now, clock.new_id, real_clock=clock.real)
    async with slack_client.session(patience) as shared:
        client = slack_client.client(settings, shared)
        pace = Pace(clock.monotonic, settings.pace_scale)
        stage = Stage()
        directory = SlackDirectory(lambda _: client, clock.monotonic)
        sender = Sender(store, directory, lambda _: client, stage)
        dispatcher = Dispatcher(store.outbox, sender, pace, clock)
        doubts = Doubts(store.outbox, sender, pace, clock, dispatcher.owner)
        try:
            yield Rig(slack, store, dispatcher, doubts, clock, stage, sender)
        finally:
            await dispatcher.stop()
            await store.close()
