"""A group that would take the place of one that is there already, or has taken it (INV-26)."""

from collections.abc import Sequence

from flows.ids import MemberId
from flows.partnership import Invitation, Partnership, PartnershipState
from flows.ports import Reader


def present(reader: Reader, forming: Partnership) -> tuple[MemberId, ...]:
    """Who is in the group whose place it would take; nobody where it takes none."""
    before = reader.partnerships.get(forming.instead_of) if forming.instead_of else None
    return before.members if before is not None else ()


def asks_member(reader: Reader, invitation: Invitation) -> bool:
    """Whether it asks somebody who is there whether others join."""
    forming = reader.partnerships.get(invitation.partnership) if invitation.partnership else None
    return forming is not None and invitation.to in present(reader, forming)


def suggested(reader: Reader, group: Partnership) -> Sequence[Partnership]:
    """What forms to take this group's place."""
    return [f for f in _after(reader, group) if f.state is PartnershipState.FORMING]


def successor(reader: Reader, group: Partnership) -> Partnership | None:
    """The group that has taken its place; one that never began has not."""
    over = {PartnershipState.FORMING, PartnershipState.ENDED}
    begun = (f for f in _after(reader, group) if f.state not in over or f.erase_after is not None)
    return next(begun, None)


def _after(reader: Reader, group: Partnership) -> list[Partnership]:
    found = {p.id: p for m in group.members for p in reader.partnerships.of_member(m)}
    return [p for p in found.values() if p.instead_of == group.id]
