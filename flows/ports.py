"""The roles that the decisions need played: work on stored things, and the store that lends it.

A body is an ordinary function of a `Work`, carried out in one transaction. It says beforehand which
aggregate it locks; then it reads, asks a pure flow, and writes. Moment, ids and chance are fixed
before it starts, so that it can be run again; either all that it wrote is kept or nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Protocol, TypeVar

from flows.assigned import Assigned
from flows.copied import Copy
from flows.cycle import Cycle
from flows.draft import Draft
from flows.goal import Goal, TrailEntry
from flows.ids import (
    ConversationId,
    CopyId,
    CycleId,
    DraftId,
    GivenId,
    GoalId,
    InvitationId,
    MemberId,
    PartnershipId,
    PieceId,
    PreworkId,
    ProgramId,
    ProposalId,
    RunId,
    WorkshopId,
    WorkspaceId,
)
from flows.library import Library
from flows.notices import Notice
from flows.partnership import Invitation, Partnership
from flows.people import Member, Program
from flows.pieces import Piece, Vault
from flows.prompting import PostedPrompt
from flows.proposal import Proposal
from flows.pulse import PulseCount
from flows.slip import Slip
from flows.workshop import Given, Seat, Workshop

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


class Programs(Protocol):
    """The programs of the workspace."""

    def get(self, program: ProgramId) -> Program | None: ...
    def all(self) -> Sequence[Program]: ...
    def put(self, program: Program) -> None: ...


class Members(Protocol):
    """The people of the workspace that Tandem knows."""

    def get(self, member: MemberId) -> Member | None: ...
    def of_program(self, program: ProgramId) -> Sequence[Member]: ...
    def put(self, member: Member) -> None: ...


class Invitations(Protocol):
    """Who asked whom."""

    def get(self, invitation: InvitationId) -> Invitation | None: ...
    def open_between(self, one: MemberId, other: MemberId) -> Invitation | None:
        """The open invitation between the two to be a pair, whoever sent it."""
        ...

    def open_to(self, member: MemberId) -> Sequence[Invitation]: ...
    def open_from(self, member: MemberId) -> Sequence[Invitation]: ...
    def into(self, partnership: PartnershipId) -> Sequence[Invitation]:
        """Every invitation into this group, answered or not, in the order of asking."""
        ...

    def sent_to_since(self, member: MemberId, since: datetime) -> int: ...
    def expiring(self, before: datetime, most: int) -> Sequence[Invitation]: ...
    def put(self, invitation: Invitation) -> None: ...


class Partnerships(Protocol):
    """Partnerships with their agreement."""

    def get(self, partnership: PartnershipId) -> Partnership | None: ...
    def of_member(self, member: MemberId) -> Sequence[Partnership]:
        """All of this person's, ended ones included, the youngest first."""
        ...

    def put(self, partnership: Partnership) -> None: ...
    def clear(self, partnership: PartnershipId) -> None:
        """Forgets what happened in it: cycles, times, pre-work, goals, drafts, planned messages.

        That it was stays, and so do copies until their messages are deleted.
        """
        ...


class Copies(Protocol):
    """Copies in group DMs, each one message."""

    def get(self, copy: CopyId, /) -> Copy | None: ...
    def put(self, copy: Copy, /) -> None: ...
    def of_partnership(self, partnership: PartnershipId) -> Sequence[Copy]:
        """All that are not forgotten, in the order of making."""
        ...

    def forget(self, copy: CopyId, /) -> None: ...


class Cycles(Protocol):
    """Cycles, each one row, and the pinned structures that they run on."""

    def get(self, cycle: CycleId) -> Cycle | None: ...
    def current(self, partnership: PartnershipId) -> Cycle | None:
        """The cycle that the partnership is in, if any: planned, running or resting."""
        ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Cycle]:
        """All of its cycles, the current one first."""
        ...

    def due(self, before: datetime, most: int) -> Sequence[tuple[PartnershipId, CycleId]]:
        """Cycles in which time alone changes something by then."""
        ...

    def with_guest(self, member: MemberId) -> Sequence[PartnershipId]:
        """The partnerships whose cycle goes on and knows this person as a guest."""
        ...

    def put(self, partnership: PartnershipId, cycle: Cycle) -> None: ...
    def pin(self, digest: str, body: str) -> None:
        """Keeps the structure that a cycle began with; the same digest twice is kept once."""
        ...

    def pinned(self, digest: str) -> str | None: ...


class Pieces(Protocol):
    """What people wrote: sealed on the way in, opened on the way out."""

    def write(self, piece: Piece) -> None:
        """Keeps the piece; the same id again replaces its words."""
        ...

    def get(self, piece: PieceId) -> Piece | None: ...
    def about(self, about: str) -> Sequence[Piece]:
        """Every piece about it, in the order of writing. Who may read which is the gate's."""
        ...

    def of_author(self, author: MemberId) -> Sequence[Piece]:
        """Everything that this person wrote, in the order of writing."""
        ...

    def subjects(self, partnership: PartnershipId) -> Sequence[str]:
        """What anything that lies in the partnership is about, in the order of writing."""
        ...

    def share(self, piece: PieceId) -> None: ...
    def erase(self, piece: PieceId) -> None: ...
    def destroy(self, vault: Vault) -> None:
        """Destroys the vault's key and what lies in it.

        Once the body is committed nothing finds what lay there; the keys go next, the rows in time.
        What is written afterwards lies in a new vault.
        """
        ...

    def destroy_of_author(self, author: MemberId) -> int:
        """Destroys every vault of this author, whatever the partnership; how many there were.

        A body that runs at this moment elsewhere makes none anew: it waits, and is run again.
        """
        ...

    def destroy_of_partnership(self, partnership: PartnershipId) -> int:
        """Destroys every vault of this partnership, its members' and its own; how many."""
        ...

    def destroy_all(self) -> int:
        """Destroys every vault of this workspace; how many there were."""
        ...


class Goals(Protocol):
    """Goals without their words."""

    def get(self, goal: GoalId) -> Goal | None: ...
    def of_owner(self, owner: MemberId) -> Sequence[Goal]: ...
    def put(self, goal: Goal) -> None: ...


class Trail(Protocol):
    """The dated entries of goals, without their words."""

    def of_goal(self, goal: GoalId) -> Sequence[TrailEntry]:
        """The goal's entries in order of their days."""
        ...

    def put(self, entry: TrailEntry, /) -> None: ...


class Drafts(Protocol):
    """Conversations by which goals are made."""

    def get(self, draft: DraftId, /) -> Draft | None: ...
    def of_owner(self, owner: MemberId) -> Sequence[Draft]:
        """All of this person's, the youngest first."""
        ...

    def put(self, draft: Draft, /) -> None: ...


class Proposals(Protocol):
    """Times that somebody named for a visit or a talk."""

    def get(self, proposal: ProposalId, /) -> Proposal | None: ...
    def open_for(self, cycle: CycleId, run: RunId) -> Proposal | None:
        """The proposal that waits for an answer."""
        ...

    def put(self, proposal: Proposal, /) -> None: ...


class Prework(Protocol):
    """What is to be read or tried before a session, without its words."""

    def get(self, prework: PreworkId, /) -> Assigned | None: ...
    def before(self, cycle: CycleId, run: RunId) -> Sequence[Assigned]:
        """The items before this session, in the order of adding."""
        ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Assigned]:
        """All items of this partnership, in the order of adding."""
        ...

    def put(self, prework: Assigned, /) -> None: ...
    def forget(self, prework: PreworkId, /) -> None:
        """The item is not there any more; its words are erased beside it."""
        ...


class Workshops(Protocol):
    """Workshops without their words."""

    def get(self, workshop: WorkshopId, /) -> Workshop | None: ...
    def put(self, workshop: Workshop, /) -> None: ...
    def of_program(self, program: ProgramId, after: datetime) -> Sequence[Workshop]:
        """All that end after that moment, the next one first."""
        ...

    def over(self, program: ProgramId, before: datetime) -> Sequence[Workshop]:
        """All that ended at that moment or before."""
        ...

    def of_author(self, by: MemberId) -> Sequence[Workshop]:
        """All that this person set up."""
        ...

    def forget(self, workshop: WorkshopId, /) -> None:
        """The workshop, who comes, and what was given before it are kept no longer."""
        ...


class Seats(Protocol):
    """Who said that they come to a workshop, each one row of their own."""

    def get(self, seat: str, /) -> Seat | None: ...
    def put(self, seat: Seat, /) -> None: ...
    def at(self, workshop: WorkshopId) -> Sequence[Seat]:
        """All at this workshop, in the order of saying."""
        ...

    def of_member(self, member: MemberId) -> Sequence[Seat]: ...
    def forget(self, seat: str, /) -> None: ...


class GivenItems(Protocol):
    """What is to be read or tried, put up for the members of a program; without its words."""

    def get(self, given: GivenId, /) -> Given | None: ...
    def put(self, given: Given, /) -> None: ...
    def of_program(self, program: ProgramId) -> Sequence[Given]:
        """All that are not forgotten, those before workshops included, in the order of adding."""
        ...

    def forget(self, given: GivenId, /) -> None: ...


class Slips(Protocol):
    """Every message planned for a person, and what became of it."""

    def get(self, slip: str, /) -> Slip | None: ...
    def put(self, slip: Slip, /) -> None:
        """Keeps the slip as it is now; its person is looked at again when it is due, or before."""
        ...

    def planned(self, member: MemberId) -> Sequence[Slip]:
        """What is still to come for this person, in order of due."""
        ...

    def of_member(self, member: MemberId) -> Sequence[Slip]:
        """Every message to this person, planned, sent or dropped, in order of due."""
        ...

    def sent_since(self, member: MemberId, since: datetime) -> Sequence[Slip]:
        """What went out to this person from that moment on, in order."""
        ...

    def about(self, about: str) -> Sequence[Slip]:
        """What is still to come about this step or visit, for whomever."""
        ...

    def of_cycle(self, cycle: CycleId) -> Sequence[Slip]:
        """What is still to come from this cycle, for whomever."""
        ...

    def acted(self, member: MemberId, at: datetime) -> None:
        """They did something in Tandem: what went out to them before is answered."""
        ...


@dataclass(frozen=True, slots=True)
class Alarm:
    """Whom or what to look at again, although nobody acted."""

    of: str
    id: str

    @classmethod
    def of_member(cls, member: MemberId) -> "Alarm":
        """What is planned for one person."""
        return cls("member", member)

    @classmethod
    def of_erasure(cls, member: MemberId) -> "Alarm":
        """When everything of somebody whose account is gone goes."""
        return cls("erase", member)

    @classmethod
    def of_partnership(cls, partnership: PartnershipId) -> "Alarm":
        """When what is kept after its end goes."""
        return cls("partnership", partnership)

    @classmethod
    def of_program(cls, program: ProgramId) -> "Alarm":
        """What a program says in its channel."""
        return cls("program", program)


class Alarms(Protocol):
    """When to look again at a person or a program."""

    def hold(self, alarm: Alarm) -> None:
        """Nobody else decides about it until this transaction ends."""
        ...

    def set(self, alarm: Alarm, at: datetime | None) -> None:
        """Rings then, and only then; never for None."""
        ...

    def no_later(self, alarm: Alarm, at: datetime) -> None:
        """Rings then at the latest."""
        ...


class Prompts(Protocol):
    """The weekly prompts that were posted."""

    def get(self, prompt: str, /) -> PostedPrompt | None: ...
    def put(self, prompt: PostedPrompt, /) -> None: ...
    def of_program(self, program: ProgramId) -> Sequence[PostedPrompt]:
        """All that were posted, the oldest first."""
        ...


class Pulses(Protocol):
    """How often each answer to a month's question was given; who gave it is kept nowhere."""

    def counted(self, count: PulseCount) -> None:
        """One more of this answer."""
        ...

    def of_month(self, program: ProgramId, month: date) -> Mapping[str, int]:
        """How often each choice was taken."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchored message stands in Slack."""

    conversation: ConversationId
    ts: str


class Outbox(Protocol):
    """What is to be said, in the same transaction as what makes it true."""

    def say(self, notice: Notice) -> None:
        """Keeps the notice unless one with its key is kept already.

        An update or a Home of the same key is renewed instead, and sent again if it was or is being
        sent; while it waits, it goes at the earlier of the two moments.
        """
        ...

    def unsay(self, key: str) -> None:
        """Drops the notice of that key if nobody began to send it."""
        ...

    def take_back(self, key: str, before: datetime, held: str | None = None) -> bool:
        """Whether the notice of that key was due before then and is not said; it is gone now.

        The one that is held by whoever is about to send it is taken back from them.
        """
        ...

    def silence(self, member: MemberId) -> None:
        """Drops whatever waits to be said to this person alone, but what is taken back from Slack.

        A person who is gone hears nothing more.
        """
        ...

    def stands(self, anchor: str, place: Place) -> None:
        """Where the anchor's message or file is to stand, kept before it does."""
        ...

    def place(self, anchor: str) -> Place | None: ...


class Erasure(Protocol):
    """Forgets whole people and workspaces; what they wrote is destroyed with their vaults."""

    def member(self, member: MemberId) -> None:
        """No row is about this person any more but those that they share with a partner.

        What waits to be said to them is dropped; what is to be taken back from Slack stays.
        """
        ...

    def workspace(self) -> None:
        """No row of the workspace is left but the deliveries seen; its vaults go by their keys."""
        ...


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
