"""What is planned for each person, and when to look again at whom or what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.ids import CycleId, MemberId, PartnershipId, ProgramId
from flows.slip import Slip


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
