"""Plays a script: moves the clock, lets people act, hears everything that appears in any lane."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.tour.actor import Actor
from bot.tour.page import Page
from bot.tour.screen import labels
from bot.tour.script import Line, Script
from bot.tour.watching import Watch, unwatched
from flows.notices import Priority

INTO_THE_MINUTE = timedelta(seconds=20)
"""How far into a line's minute it is played: what is due on the minute comes before."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message is, as the bot itself knows: its template's key, and how urgent it was."""

    key: str
    priority: Priority


MeaningOf = Callable[[str], Awaitable[Meaning | None]]
"""The meaning of the message that this outbox row became."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it appeared."""

    minute: datetime
    lane: str
    to: str
    meaning: Meaning | None
    by: str
    said: str
    buttons: tuple[str, ...]
    raw: str

    @property
    def is_answer(self) -> bool:
        """Whether it only answers what its reader just did, in their own DM."""
        return self.meaning is not None and self.meaning.priority is Priority.ANSWER


@dataclass(slots=True)
class Player:
    """One performance of a script."""

    script: Script
    page: Page
    meaning_of: MeaningOf
    watch: Watch = unwatched
    heard: list[Heard] = field(default_factory=list)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """The person of that name."""
        if name not in self._actors:
            self._actors[name] = Actor(self.page, self.script, name, self.watch)
        return self._actors[name]

    def watched_by(self, watch: Watch) -> None:
        """From now on every act is shown before it happens."""
        self.watch = watch
        self._actors.clear()

    @property
    def typed(self) -> Iterator[tuple[str, str]]:
        """Everything that anybody typed into a box so far, with who."""
        for name, actor in self._actors.items():
            for text in actor.typed:
                yield name, text

    async def set_up(self) -> None:
        """What happened before the script begins; nothing of it counts."""
        for line in self.script.setting_up:
            await self.play(line)
        self.heard.clear()
        for actor in self._actors.values():
            actor.typed.clear()

    async def lines(self, until: datetime) -> AsyncIterator[tuple[Line, list[Heard]]]:
        """Every line up to that moment, once it was played, with what came since the last."""
        for line in self.script.lines:
            if line.at <= until:
                yield line, await self.play(line)

    async def play(self, line: Line) -> list[Heard]:
        """The line's minute has come and its acts are done; what appeared meanwhile."""
        await self.page.move_to(line.at + INTO_THE_MINUTE)
        found = await self.listen()
        if line.who is not None:
            for act in line.acts:
                await self.actor(act.get("as", line.who)).act(act)
            found += await self.listen()
        return found

    async def finish(self) -> list[Heard]:
        """The script's last moment has come; what appeared until then."""
        await self.page.move_to(self.script.ends)
        return await self.listen()

    async def listen(self) -> list[Heard]:
        """Every message that nobody had seen before, in the order in which they came."""
        found = []
        for name, slack_id in self.script.people.items():
            for conversation in (await self.page.view(slack_id))["conversations"]:
                channel = conversation["id"]
                for message in await self.page.messages(slack_id, channel):
                    if message["ephemeral"] or (channel, message["ts"]) in self._seen:
                        continue
                    self._seen.add((channel, message["ts"]))
                    heard = await self._heard(name, conversation, message)
                    if heard is not None:
                        found.append((message["ts"], heard))
        new = [heard for _, heard in sorted(found, key=lambda pair: pair[0])]
        self.heard += new
        return new

    async def _heard(
        self, name: str, conversation: Mapping[str, Any], message: Mapping[str, Any]
    ) -> Heard | None:
        lane = {"im": "dm", "mpim": "pair"}.get(conversation["kind"], "channel")
        if not message["bot"] and lane == "dm":
            return None  # What somebody types to the bot is an act of theirs.
        row = ((message["metadata"] or {}).get("event_payload") or {}).get("row")
        at = datetime.fromtimestamp(float(message["ts"]), UTC)
        return Heard(
            minute=self.script.minute(at),
            lane=lane,
            to=name if lane == "dm" else "",
            meaning=await self.meaning_of(str(row)) if row else None,
            by=message["username"] or message["user"],
            said=message["text"],
            buttons=tuple(labels(message["blocks"] or [])),
            raw=repr(message),
        )
