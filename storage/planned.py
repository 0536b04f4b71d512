"""What is still to come: times that somebody proposed, and every message planned for a person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, or_, update

from flows.assigned import Assigned
from flows.ids import CycleId, MemberId, PartnershipId, PreworkId, RunId
from flows.ports import Alarm
from flows.proposal import Proposal, ProposalState
from flows.slip import Slip, SlipState
from storage import tables
from storage.alarms import SqlAlarms
from storage.shelf import Kind, Shelf

_P, _S = tables.proposals.c, tables.slips.c
_PROPOSAL = Kind(Proposal, tables.proposals)
_OPEN_FOR = _PROPOSAL.all.where(
    _P.cycle == bindparam("cycle"),
    _P.run == bindparam("run"),
    _P.state == tables.spelt(ProposalState.OPEN),
).order_by(_P.made_at.desc())
_PREWORK = Kind(Assigned, tables.prework)
_W = tables.prework.c
_G = tables.given_items.c
_IS_THERE = or_(
    _W.given.is_(None),
    exists().where(_G.workspace == _W.workspace, _G.id == _W.given),
)
"""What the program gave lies there until it takes it away."""

_BEFORE = _PREWORK.all.where(
    _W.cycle == bindparam("cycle"),
    _W.run == bindparam("run"),
    _W.declined.is_(False),
    _IS_THERE,
).order_by(_W.added_at, _W.id)
_FORGET = delete(tables.prework).where(
    _W.workspace == bindparam("in_workspace"), _W.id == bindparam("the_item")
)
_OF_PAIR = _PREWORK.all.where(_W.partnership == bindparam("pair")).order_by(_W.added_at, _W.id)
_SLIP = Kind(Slip, tables.slips)
_STILL_PLANNED = _S.state == tables.spelt(SlipState.PLANNED)
_PLANNED = _SLIP.all.where(_S.member == bindparam("member"), _STILL_PLANNED).order_by(_S.due, _S.id)
_OF_MEMBER = _SLIP.all.where(_S.member == bindparam("member")).order_by(_S.due, _S.id)
_SENT_SINCE = _SLIP.all.where(
    _S.member == bindparam("member"),
    _S.state == tables.spelt(SlipState.SENT),
    _S.sent_at >= bindparam("since"),
).order_by(_S.sent_at, _S.id)
_ABOUT = _SLIP.all.where(_S.about == bindparam("about"), _STILL_PLANNED).order_by(_S.due, _S.id)
_OF_CYCLE = _SLIP.all.where(_S.cycle == bindparam("cycle"), _STILL_PLANNED).order_by(_S.due, _S.id)
_ACTED = (
    update(tables.slips)
    .where(
        _S.workspace == bindparam("here"),
        _S.member == bindparam("who"),
        _S.state == tables.spelt(SlipState.SENT),
        _S.answered_at.is_(None),
    )
    .values(answered_at=bindparam("at"))
)


class SqlProposals(Shelf[Proposal]):
    """Plays `Proposals`."""

    kind = _PROPOSAL

    def open_for(self, cycle: CycleId, run: RunId) -> Proposal | None:
        return next(iter(self.some(_OPEN_FOR, cycle=cycle, run=run)), None)


class SqlPrework(Shelf[Assigned]):
    """Plays `Prework`."""

    kind = _PREWORK

    def before(self, cycle: CycleId, run: RunId) -> Sequence[Assigned]:
        return self.some(_BEFORE, cycle=cycle, run=run)

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Assigned]:
        return self.some(_OF_PAIR, pair=partnership)

    def forget(self, prework: PreworkId, /) -> None:
        given = {"in_workspace": self.workspace, "the_item": prework}
        self.connection.execute(_FORGET, given)
        self._known.pop(prework, None)


class SqlSlips(Shelf[Slip]):
    """Plays `Slips`."""

    kind = _SLIP

    def put(self, value: Slip, /) -> None:
        super().put(value)
        if value.state is SlipState.PLANNED:
            alarm = Alarm.of_member(value.member)
            SqlAlarms(self.connection, self.workspace).no_later(alarm, value.due)

    def planned(self, member: MemberId) -> Sequence[Slip]:
        return self.some(_PLANNED, member=member)

    def of_member(self, member: MemberId) -> Sequence[Slip]:
        return self.some(_OF_MEMBER, member=member)

    def sent_since(self, member: MemberId, since: datetime) -> Sequence[Slip]:
        return self.some(_SENT_SINCE, member=member, since=since)

    def about(self, about: str) -> Sequence[Slip]:
        return self.some(_ABOUT, about=about)

    def of_cycle(self, cycle: CycleId) -> Sequence[Slip]:
        return self.some(_OF_CYCLE, cycle=cycle)

    def acted(self, member: MemberId, at: datetime) -> None:
        self.connection.execute(_ACTED, {"here": self.workspace, "who": member, "at": at})
