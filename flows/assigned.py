"""Pre-work that somebody added to a session: who added it, how long it takes, how far each is."""

from dataclasses import dataclass, replace
from datetime import datetime

from flows.ids import CycleId, GivenId, MemberId, PartnershipId, PreworkId, RunId
from flows.prework import ItemKind, Mark


@dataclass(frozen=True, slots=True)
class Marked:
    """What one person says of one item."""

    member: MemberId
    mark: Mark


@dataclass(frozen=True, slots=True)
class Assigned:
    """One item before one session; its words are pieces about `prework:ID`."""

    id: PreworkId
    partnership: PartnershipId
    cycle: CycleId
    run: RunId
    by: MemberId
    kind: ItemKind
    minutes: int
    added_at: datetime
    marks: tuple[Marked, ...] = ()
    optional: bool = False
    for_roles: tuple[str, ...] = ()
    start_second: int | None = None
    end_second: int | None = None
    given: GivenId | None = None
    """Which of the program's it is: its words are there, not in the partnership."""
    declined: bool = False

    @property
    def about(self) -> str:
        """What the pieces with its words are about."""
        return f"prework:{self.id}"

    def mark_of(self, member: MemberId) -> Mark:
        """How far that member is with it."""
        return next((m.mark for m in self.marks if m.member == member), Mark.TODO)

    def marked(self, member: MemberId, mark: Mark) -> "Assigned":
        """The same with this member's mark."""
        others = tuple(m for m in self.marks if m.member != member)
        return replace(self, marks=(*others, Marked(member, mark)))

    def unmarked(self, member: MemberId) -> "Assigned":
        """The same without this member's mark."""
        return replace(self, marks=tuple(m for m in self.marks if m.member != member))
