"""Invitations, and partnerships with the agreement that lies in them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, delete, func, or_, select

from flows.ids import MemberId, PartnershipId
from flows.partnership import Invitation, InvitationState, Partnership
from storage import clearing, tables
from storage.shelf import Kind, Shelf, insert_once

_INVITATION = Kind(Invitation, tables.invitations)
_I = tables.invitations.c
_OPEN = _INVITATION.all.where(_I.state == InvitationState.SENT)
_ONE: BindParameter[str] = bindparam("one")
_OTHER: BindParameter[str] = bindparam("other")
_OPEN_BETWEEN = _OPEN.where(
    or_(and_(_I.by == _ONE, _I.to == _OTHER), and_(_I.by == _OTHER, _I.to == _ONE)),
    _I.partnership.is_(None),
).order_by(_I.sent_at, _I.id)
_OPEN_TO = _OPEN.where(_I.to == bindparam("member")).order_by(_I.sent_at, _I.id)
_OPEN_FROM = _OPEN.where(_I.by == bindparam("member")).order_by(_I.sent_at, _I.id)
_INTO = _INVITATION.all.where(_I.partnership == bindparam("partnership")).order_by(
    _I.sent_at, _I.id
)
_SENT_SINCE = (
    select(func.count())
    .select_from(tables.invitations)
    .where(_I.workspace == bindparam("workspace"))
    .where(_I.to == bindparam("member"))
    .where(_I.sent_at >= bindparam("since"))
)
_EXPIRING = (
    _OPEN.where(_I.expires_at <= bindparam("before"))
    .order_by(_I.expires_at, _I.id)
    .limit(bindparam("most"))
)

_PARTNERSHIP = Kind(Partnership, tables.partnerships)
_P, _PM = tables.partnerships.c, tables.partnership_members.c
_OF_MEMBER = (
    _PARTNERSHIP.all.join(
        tables.partnership_members,
        and_(_PM.workspace == _P.workspace, _PM.partnership == _P.id),
    )
    .where(_PM.member == bindparam("member"))
    .order_by(_P.began_at.desc(), _P.id)
)
_LISTED = insert_once(tables.partnership_members)
_UNLISTED = (
    delete(tables.partnership_members)
    .where(_PM.workspace == bindparam("workspace"))
    .where(_PM.partnership == bindparam("partnership"))
    .where(_PM.member.not_in(bindparam("members", expanding=True)))
)


class SqlInvitations(Shelf[Invitation]):
    """Plays `Invitations`."""

    kind = _INVITATION

    def open_between(self, one: MemberId, other: MemberId) -> Invitation | None:
        return next(iter(self.some(_OPEN_BETWEEN, one=one, other=other)), None)

    def open_to(self, member: MemberId) -> Sequence[Invitation]:
        return self.some(_OPEN_TO, member=member)

    def open_from(self, member: MemberId) -> Sequence[Invitation]:
        return self.some(_OPEN_FROM, member=member)

    def into(self, partnership: PartnershipId) -> Sequence[Invitation]:
        return self.some(_INTO, partnership=partnership)

    def sent_to_since(self, member: MemberId, since: datetime) -> int:
        return self.connection.execute(
            _SENT_SINCE, {"workspace": self.workspace, "member": member, "since": since}
        ).scalar_one()

    def expiring(self, before: datetime, most: int) -> Sequence[Invitation]:
        return self.some(_EXPIRING, before=before, most=most)


class SqlPartnerships(Shelf[Partnership]):
    """Plays `Partnerships`; who is in which lies in a table of its own, to be found by."""

    kind = _PARTNERSHIP

    def of_member(self, member: MemberId) -> Sequence[Partnership]:
        return self.some(_OF_MEMBER, member=member)

    def put(self, value: Partnership, /) -> None:
        super().put(value)
        here = {"workspace": self.workspace, "partnership": value.id}
        self.connection.execute(_UNLISTED, {**here, "members": list(value.members)})
        for member in value.members:
            self.connection.execute(_LISTED, {**here, "member": member})

    def clear(self, partnership: PartnershipId) -> None:
        clearing.clear(self.connection, self.workspace, partnership)
