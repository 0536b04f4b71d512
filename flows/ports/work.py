"""Work on stored things, and the store that lends it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Protocol, TypeVar

from flows.ids import MemberId, PartnershipId, ProgramId, WorkshopId, WorkspaceId
from flows.library import Library
from flows.ports.channel import Prompts, Pulses
from flows.ports.goal import Drafts, Goals, Trail
from flows.ports.messages import Outbox
from flows.ports.partnership import Cycles, Invitations, Partnerships
from flows.ports.people import Erasure, Members, Programs
from flows.ports.planned import Alarms, Slips
from flows.ports.sessions import Prework, Proposals
from flows.ports.texts import Copies, Pieces
from flows.ports.workshop import GivenItems, Seats, Workshops

T = TypeVar("T")


class Busy(Exception):
    """The body was not begun in time and was withdrawn: nothing happened."""


class Unsure(Exception):
    """The body was begun and nobody heard how it ended: doing it again is harmless."""


class SeenBefore(Exception):
    """The delivery was carried out already: there is nothing left to do."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The one aggregate that a body works on."""

    kind: str
    id: str

    @classmethod
    def member(cls, member: MemberId) -> "Lock":
        """Everything that belongs to one person alone."""
        return cls("member", member)

    @classmethod
    def partnership(cls, partnership: PartnershipId) -> "Lock":
        """Everything that the members of a partnership share."""
        return cls("partnership", partnership)

    @classmethod
    def program(cls, program: ProgramId | WorkspaceId) -> "Lock":
        """A program's settings; by workspace while it is being founded."""
        return cls("program", program)

    @classmethod
    def workshop(cls, workshop: WorkshopId) -> "Lock":
        """A workshop with everybody who comes."""
        return cls("workshop", workshop)


class Reader(Protocol):
    """What a view is made from: everything of one workspace, read only."""

    @property
    def workspace(self) -> WorkspaceId: ...
    @property
    def now(self) -> datetime: ...
    @property
    def library(self) -> Library: ...
    @property
    def programs(self) -> Programs: ...
    @property
    def members(self) -> Members: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def partnerships(self) -> Partnerships: ...
    @property
    def cycles(self) -> Cycles: ...
    @property
    def copies(self) -> Copies: ...
    @property
    def pieces(self) -> Pieces: ...
    @property
    def goals(self) -> Goals: ...
    @property
    def trail(self) -> Trail: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def prework(self) -> Prework: ...
    @property
    def workshops(self) -> Workshops: ...
    @property
    def seats(self) -> Seats: ...
    @property
    def given(self) -> GivenItems: ...
    @property
    def slips(self) -> Slips: ...
    @property
    def prompts(self) -> Prompts: ...
    @property
    def pulses(self) -> Pulses: ...
    @property
    def outbox(self) -> Outbox: ...


class Work(Reader, Protocol):
    """A `Reader` inside one transaction; what is put is kept when the body returns."""

    @property
    def alarms(self) -> Alarms: ...
    @property
    def erasure(self) -> Erasure: ...
    @property
    def chance(self) -> Random: ...
    def hold(self, lock: Lock) -> None:
        """Nobody else works on that aggregate either until this transaction ends.

        What was read of it before may be old; several are held in order of their names.
        """
        ...

    def new_id(self) -> str:
        """The next id of this body: the same again when the body is run again."""
        ...


class Store(Protocol):
    """Runs bodies: each whole or not at all, and on disk when `write` returns."""

    async def write(
        self,
        workspace: WorkspaceId,
        lock: Lock,
        body: Callable[[Work], T],
        *,
        delivery: str | None = None,
        within: float | None = None,
    ) -> T:
        """What the body returned, once it is committed.

        `delivery` is the identity of what Slack delivered; carried out already: `SeenBefore`.
        `within` seconds the body has begun, or is withdrawn with `Busy`; `Unsure`: end unknown.
        """
        ...

    async def read(self, workspace: WorkspaceId, body: Callable[[Reader], T]) -> T:
        """What the body returned, from one consistent read-only view."""
        ...
