"""Workshops, who comes, and what a program gives to read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from flows.ids import GivenId, MemberId, ProgramId, WorkshopId
from flows.workshop import Given, Seat, Workshop


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
