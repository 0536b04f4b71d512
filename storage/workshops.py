"""Workshops, who comes to them, and what is put up for a program's members to read or try."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete

from flows.ids import GivenId, MemberId, ProgramId, WorkshopId
from flows.workshop import Given, Seat, Workshop
from storage import tables
from storage.shelf import Kind, Shelf

_W, _S, _G = tables.workshops.c, tables.workshop_seats.c, tables.given_items.c
_WORKSHOP = Kind(Workshop, tables.workshops)
_OF_PROGRAM = _WORKSHOP.all.where(
    _W.program == bindparam("program"), _W.end > bindparam("after")
).order_by(_W.start, _W.id)
_OVER = _WORKSHOP.all.where(
    _W.program == bindparam("program"), _W.end <= bindparam("before")
).order_by(_W.start, _W.id)
_OF_AUTHOR = _WORKSHOP.all.where(_W.by == bindparam("by")).order_by(_W.start, _W.id)
_SEAT = Kind(Seat, tables.workshop_seats)
_AT = _SEAT.all.where(_S.workshop == bindparam("of_workshop")).order_by(_S.said_at, _S.id)
_OF_MEMBER = _SEAT.all.where(_S.member == bindparam("member")).order_by(_S.said_at, _S.id)
_GIVEN = Kind(Given, tables.given_items)
_GIVEN_OF = _GIVEN.all.where(_G.program == bindparam("program")).order_by(_G.added_at, _G.id)
_FORGOTTEN = (
    delete(tables.given_items).where(
        _G.workspace == bindparam("here"), _G.workshop == bindparam("name")
    ),
    delete(tables.workshop_seats).where(
        _S.workspace == bindparam("here"), _S.workshop == bindparam("name")
    ),
    delete(tables.workshops).where(_W.workspace == bindparam("here"), _W.id == bindparam("name")),
)
_UNSEATED = delete(tables.workshop_seats).where(
    _S.workspace == bindparam("here"), _S.id == bindparam("name")
)
_UNGIVEN = delete(tables.given_items).where(
    _G.workspace == bindparam("here"), _G.id == bindparam("name")
)


class SqlWorkshops(Shelf[Workshop]):
    """Plays `Workshops`."""

    kind = _WORKSHOP

    def of_program(self, program: ProgramId, after: datetime) -> Sequence[Workshop]:
        return self.some(_OF_PROGRAM, program=program, after=after)

    def over(self, program: ProgramId, before: datetime) -> Sequence[Workshop]:
        return self.some(_OVER, program=program, before=before)

    def of_author(self, by: MemberId) -> Sequence[Workshop]:
        return self.some(_OF_AUTHOR, by=by)

    def forget(self, workshop: WorkshopId, /) -> None:
        self._known.pop(workshop, None)
        for statement in _FORGOTTEN:
            self.connection.execute(statement, {"here": self.workspace, "name": workshop})


class SqlSeats(Shelf[Seat]):
    """Plays `Seats`."""

    kind = _SEAT

    def at(self, workshop: WorkshopId) -> Sequence[Seat]:
        return self.some(_AT, of_workshop=workshop)

    def of_member(self, member: MemberId) -> Sequence[Seat]:
        return self.some(_OF_MEMBER, member=member)

    def forget(self, seat: str, /) -> None:
        self._known.pop(seat, None)
        self.connection.execute(_UNSEATED, {"here": self.workspace, "name": seat})


class SqlGivenItems(Shelf[Given]):
    """Plays `GivenItems`."""

    kind = _GIVEN

    def of_program(self, program: ProgramId) -> Sequence[Given]:
        return self.some(_GIVEN_OF, program=program)

    def forget(self, given: GivenId, /) -> None:
        self._known.pop(given, None)
        self.connection.execute(_UNGIVEN, {"here": self.workspace, "name": given})
