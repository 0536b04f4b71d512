"""A workshop: a session set up for a program's members, with input before it (practice C)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from flows.gate import GIVEN, RECALL, WORKSHOP
from flows.ids import GivenId, MemberId, ProgramId, WorkshopId
from flows.prework import ItemKind, Mark

TITLE, PLACE, ABOUT, BRING = "title", "place", "about", "bring"
LONGEST: Mapping[str, int] = {TITLE: 80, PLACE: 120, ABOUT: 600, BRING: 140}
"""The texts of a workshop: each a piece, and a field of its form."""

MOST_ITEMS = 5
"""So many things to read or try lie before one workshop at most."""

FEWEST = 5
"""A number of fewer people than this is shown to nobody (practice I1)."""


class WorkshopState(StrEnum):
    """Nobody but who looks after the program sees a draft."""

    DRAFT = "draft"
    OPEN = "open"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Workshop:
    """One session; its words are pieces about `workshop:ID`, of whoever set it up."""

    id: WorkshopId
    program: ProgramId
    by: MemberId
    state: WorkshopState
    start: datetime
    end: datetime
    made_at: datetime
    topic: str = ""
    version: int = 1
    """Counts the times and places; a message about an earlier one is no longer true."""
    announced_at: datetime | None = None

    @property
    def about(self) -> str:
        """What its words are about, what is planned around it, and the name of its one post."""
        return f"{WORKSHOP}{self.id}"

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return int((self.end - self.start).total_seconds()) // 60

    def ahead(self, now: datetime) -> bool:
        """Whether it is announced, stands, and has not begun."""
        return self.state is WorkshopState.OPEN and now < self.start

    def over(self, now: datetime) -> bool:
        """Whether its planned end has passed."""
        return self.end <= now


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody said that they come; how far they are with what lies before is theirs alone."""

    id: str
    workshop: WorkshopId
    member: MemberId
    said_at: datetime
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def mark_of(self, item: GivenId) -> Mark:
        """How far they are with that item."""
        return self.marks.get(item, Mark.TODO)

    def marked(self, item: GivenId, mark: Mark) -> "Seat":
        """The same with this mark."""
        return replace(self, marks={**self.marks, item: mark})


@dataclass(frozen=True, slots=True)
class Given:
    """One item put up for a program's members: before a workshop, or before a kind of step."""

    id: GivenId
    program: ProgramId
    by: MemberId
    kind: ItemKind
    minutes: int
    added_at: datetime
    workshop: WorkshopId | None = None
    stage: str = ""
    optional: bool = False
    start_second: int | None = None
    end_second: int | None = None

    @property
    def about(self) -> str:
        """What its words are about."""
        return f"{GIVEN}{self.id}"

    @property
    def recalled(self) -> str:
        """What people's own answers to its question are about; each is read by its author alone."""
        return f"{RECALL}{self.id}"


def seat_of(workshop: WorkshopId, member: MemberId) -> str:
    """The name of this member's seat."""
    return f"{workshop}:{member}"


def counted(people: int, others: int = FEWEST) -> int | None:
    """So many people, as whoever looks after a program may see it; None for fewer than five.

    Beside a number of which the rest are fewer than five, it would tell those.
    """
    return people if min(people, others) >= FEWEST else None
