"""One run of a stage: who acts in it, how far each of them is, and when it is over."""

from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from pydantic import BaseModel, ConfigDict

from flows.ids import MemberId, RunId
from flows.protocol import Stage


class RunState(StrEnum):
    """practice A2."""

    LOCKED = "locked"
    OPEN = "open"
    SCHEDULED = "scheduled"
    DONE = "done"
    SKIPPED = "skipped"


class PartState(StrEnum):
    """How far one member is with their part."""

    WAITING = "waiting"
    SUBMITTED = "submitted"
    SKIPPED = "skipped"
    AGREED = "agreed"
    RELEASED = "released"
    OPENED = "opened"
    ANSWERED = "answered"


RELEASED_STATES = frozenset({PartState.RELEASED, PartState.OPENED, PartState.ANSWERED})
"""From Release on the coachee may read it (practice A2, Feedback)."""


class Value(BaseModel):
    """A fixed value that is stored as JSON; it holds ids, keys, states and dates, never words."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(Value):
    """One member's part of a run: their roles in it and what they did.

    `let_go`: whoever it was released to deleted their copy of it (practice INV-11). `replied_by`:
    who listened and replied; `confirmed`: the answers that whoever told the story said yes to.
    `began`: they opened what the step is about, and what is saved before it stands.
    """

    member: MemberId
    roles: tuple[str, ...] = ()
    state: PartState = PartState.WAITING
    keys: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    shared: tuple[str, ...] = ()
    agreed: int = 0
    snoozed_to: datetime | None = None
    ask_on: date | None = None
    let_go: bool = False
    replied_by: tuple[MemberId, ...] = ()
    began: bool = False
    confirmed: tuple[str, ...] = ()

    @property
    def untouched(self) -> bool:
        """Whether the member did nothing here yet."""
        return self.state is PartState.WAITING and not self.keys and not self.agreed

    def choice(self, key: str) -> str | None:
        """The option that the member chose there."""
        return dict(self.choices).get(key)


class Session(Value):
    """A settled time; `place` is the id of the piece in which the place is written."""

    start: datetime
    end: datetime
    place: str | None = None


class Timed(Value):
    """Since when minutes are counted; `tuning`: those of whoever presents a text of the group."""

    at: datetime
    first: MemberId
    tuning: bool = False


class StageRun(Value):
    """An instance of a stage. `gate_at` is when all before it was finished, if it was."""

    id: RunId
    stage: str
    turn: int | None = None
    repeat: int | None = None
    state: RunState = RunState.LOCKED
    parts: tuple[Part, ...] = ()
    gate_at: datetime | None = None
    opens_at: datetime | None = None
    opened_at: datetime | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    offered: bool = False
    taken: bool = False
    reopened: bool = False
    version: int = 0
    session: Session | None = None
    timed: Timed | None = None
    held_by: MemberId | None = None
    proposed_by: MemberId | None = None
    revealed: bool = False
    by_itself: bool = False
    asked_to_keep: bool = False
    moved: int = 0

    @property
    def finished(self) -> bool:
        """Whether it is over."""
        return self.state in {RunState.DONE, RunState.SKIPPED}

    @property
    def active(self) -> bool:
        """Whether it is open or has a date."""
        return self.state in {RunState.OPEN, RunState.SCHEDULED}

    @property
    def blocks(self) -> bool:
        """Whether what comes after waits for it, unlike for an unused offer or a second look."""
        return not self.reopened and (self.taken or not self.offered)

    @property
    def untouched(self) -> bool:
        """Whether nobody did anything in it yet."""
        return self.held_by is None and not self.taken and all(p.untouched for p in self.parts)

    @property
    def members(self) -> tuple[MemberId, ...]:
        """Who acts in it."""
        return tuple(p.member for p in self.parts)

    def part(self, member: MemberId) -> Part | None:
        """That member's part."""
        return next((p for p in self.parts if p.member == member), None)

    def due_for(self, member: MemberId) -> datetime | None:
        """Until when it waits for that member: the due date, or later if they snoozed."""
        part = self.part(member)
        later = part.snoozed_to if part else None
        return max(self.due_at, later) if self.due_at and later else self.due_at

    @property
    def last_due(self) -> datetime | None:
        """When it is due for everybody."""
        dues = [due for p in self.parts if (due := self.due_for(p.member))]
        return max(dues, default=self.due_at)

    def with_part(self, part: Part) -> "StageRun":
        """The same with this member's part replaced."""
        parts = tuple(part if p.member == part.member else p for p in self.parts)
        return self.model_copy(update={"parts": parts})

    def count(self, *states: PartState) -> int:
        """How many members are in one of these states."""
        return sum(p.state in states for p in self.parts)


def ending(stage: Stage, run: StageRun, at: datetime) -> RunState | None:
    """Done or skipped if the stage's done-rule says so by now, else None (practice A2, A4)."""
    waiting = run.count(PartState.WAITING)
    skipped = run.count(PartState.SKIPPED)
    if skipped == len(run.parts):
        return RunState.SKIPPED
    match stage.done:
        case "one" | "each" | "released":
            return RunState.DONE if not waiting else None
        case "held":
            return RunState.DONE if run.held_by is not None else None
        case "agreed":
            # A yes to an older version stands in `agreed` but no longer counts.
            agreed = all(p.agreed == run.version for p in run.parts)
            return RunState.DONE if run.version and agreed else None
        case "lock":
            return _locking(stage, run, at)
        case _:
            assert_never(stage.done)


def _locking(stage: Stage, run: StageRun, at: datetime) -> RunState | None:
    authors = run.count(PartState.SUBMITTED)
    enough = authors >= (stage.min_authors or 0)
    if not run.count(PartState.WAITING):
        return RunState.DONE if enough else RunState.SKIPPED
    due = run.last_due
    return RunState.DONE if enough and due is not None and due <= at else None


def locks_at(stage: Stage, run: StageRun) -> datetime | None:
    """When time alone ends the run: a pool with enough authors locks on its due date."""
    enough = run.count(PartState.SUBMITTED) >= (stage.min_authors or 0)
    return run.last_due if stage.done == "lock" and enough else None
