"""What the runtime lends to a listener, and what a listener's side lends to the dispatcher."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from flows import tongue
from flows.ids import MemberId, WorkspaceId
from flows.people import WordPack
from flows.ports import Busy, Lock, Reader, Store, Unsure, Work
from flows.unchanged import Unchanged
from handlers.words import in_pack

T = TypeVar("T")


class _NothingDone(Exception):
    """Takes an outcome that changed nothing past the store, which keeps nothing of the delivery."""

    def __init__(self, outcome: Unchanged) -> None:
        super().__init__()
        self.outcome: Any = outcome


Block = dict[str, Any]
"""A Block Kit block, plain as it is sent."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the workspace as Slack knows them; kept in memory for an hour, never stored."""

    id: MemberId
    name: str
    zone: str
    locale: str = "en"
    deleted: bool = False
    is_bot: bool = False
    is_guest: bool = False
    is_admin: bool = False
    is_stranger: bool = False


class Directory(Protocol):
    """Who people are, read from Slack."""

    async def person(self, workspace: WorkspaceId, member: MemberId) -> Person | None:
        """The person, or None where Slack knows nobody of that id."""
        ...

    def forget(self, workspace: WorkspaceId, member: MemberId) -> None:
        """Slack said that this person changed."""
        ...


class Calendars(Protocol):
    """Which countries and regions have a calendar of public holidays, and which days those are."""

    def countries(self) -> Mapping[str, str]:
        """Code to name, in order of names."""
        ...

    def country_of(self, zone: str) -> str:
        """The country that this IANA zone lies in, as a guess; empty where that is unclear."""
        ...

    def regions(self, country: str) -> Sequence[str]:
        """The codes of the country's regions that differ from it; empty where none does."""
        ...

    async def holidays(
        self, country: str, region: str | None, first: date, last: date
    ) -> frozenset[date]:
        """The public holidays between the two days, both included."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a listener may use for one delivery: who came, from where, and the store.

    `draw` gives a fresh key for a form. `whisper(conversation, text)` shows `who` a line that only
    they see, beside the acknowledgement and without waiting; nothing may depend on it.
    """

    store: Store
    directory: Directory
    calendars: Calendars
    workspace: WorkspaceId
    who: MemberId
    delivery: str | None
    within: float
    now: Callable[[], datetime]
    draw: Callable[[], str]
    whisper: Callable[[str, str], None]
    founders: frozenset[MemberId] = frozenset()
    scopes: frozenset[str] = frozenset()

    async def tell(self, lock: Lock, body: Callable[[Work], T]) -> T:
        """What the body returned, on disk, once for this delivery.

        After a no the delivery counts as not carried out: a form can be mended and sent again.
        """

        def carried(work: Work) -> T:
            work.slips.acted(self.who, work.now)
            outcome = body(work)
            if isinstance(outcome, Unchanged):
                raise _NothingDone(outcome)
            return outcome

        try:
            return await self.store.write(
                self.workspace, lock, carried, delivery=self.delivery, within=self.within
            )
        except _NothingDone as nothing:
            outcome: T = nothing.outcome
            return outcome

    async def noticed(self) -> None:
        """That this person looked at something is a sign of life (practice H, stop rule)."""
        who = self.who

        def body(work: Work) -> None:
            work.slips.acted(who, work.now)

        await self.store.write(self.workspace, Lock.member(who), body, within=self.within)

    async def look(self, body: Callable[[Reader], T]) -> T:
        """What the body read."""
        return await self.store.read(self.workspace, body)

    async def person(self, member: MemberId) -> Person | None:
        """Who that is in this workspace."""
        return await self.directory.person(self.workspace, member)

    async def locale(self) -> str:
        """In which language to answer, and in whose words."""
        person, who = await self.person(self.who), self.who
        try:
            pack = await self.look(lambda reader: tongue.of_member(reader, who))
        except (Busy, Unsure):
            pack = WordPack.SCHOOL  # What failed is still to be told.
        return in_pack(person.locale if person else "en", pack.value)

    async def names(self, members: frozenset[MemberId]) -> dict[MemberId, str]:
        """What people are called, for a sentence or a form."""
        found: dict[MemberId, str] = {}
        for member in members:
            person = await self.person(member)
            if person is not None:
                found[member] = person.name
        return found


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready for Slack: the text that a notification shows, and the blocks."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class HomeView:
    """A Home ready for Slack."""

    view: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file for one person's own DM; `text` stands above it."""

    name: str
    title: str
    text: str
    body: bytes = field(repr=False)


Rendered = Message | HomeView | OwnFile


@dataclass(frozen=True, slots=True)
class Telling:
    """In whose language and words, and with which names something is told."""

    locale: str
    names: Mapping[MemberId, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """What one notice shows as things stand now: facts are read, names are still to be looked up.

    `reader` is the one person it goes to, whose language and zone count; None for a conversation.
    """

    people: frozenset[MemberId]
    reader: MemberId | None
    draw: Callable[[Telling], Rendered]
