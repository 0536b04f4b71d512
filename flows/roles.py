"""Who plays which role: seats around the turn's own member, moving on with each turn or repeat."""

from collections.abc import Iterable

from flows.ids import MemberId
from flows.protocol import EVERYONE, CoachingProtocol, Stage
from flows.stage import Value

Casting = dict[MemberId, tuple[str, ...]]
"""Everyone who acts, in turn order, with their roles."""


class Given(Value):
    """A role that the group itself gave to a member, in one turn or in the whole cycle."""

    role: str
    member: MemberId
    turn: int | None = None


def in_turn(
    protocol: CoachingProtocol, members: tuple[MemberId, ...], coachee: MemberId
) -> Casting:
    """Everyone's roles while that member has the turn: the next in order takes the next seat."""
    seats = protocol.seats(len(members))
    own = members.index(coachee)
    return {member: seats[(i - own) % len(members)] for i, member in enumerate(members)}


def in_repeat(protocol: CoachingProtocol, members: tuple[MemberId, ...], repeat: int) -> Casting:
    """Everyone's roles in a repeat: member i holds slot (i+s) mod n (practice B2)."""
    seats = protocol.seats(len(members))
    return {member: seats[(i + repeat - 1) % len(members)] for i, member in enumerate(members)}


def in_all_turns(protocol: CoachingProtocol, members: tuple[MemberId, ...]) -> Casting:
    """Everyone's roles where all turns run at once: coachee of one, partner of another."""
    castings = [in_turn(protocol, members, coachee) for coachee in members]
    return {m: _joined(casting[m] for casting in castings) for m in members}


def given(casting: Casting, gifts: tuple[Given, ...], turn: int | None) -> Casting:
    """The same casting after the roles that the group gave out itself.

    Whoever holds nothing else changes seats with that member; an additional role moves.
    """
    for gift in gifts:
        holder = next((m for m, roles in casting.items() if gift.role in roles), None)
        if holder is None or gift.member not in casting or gift.turn not in {None, turn}:
            continue
        if casting[holder] == (gift.role,):
            casting = {**casting, holder: casting[gift.member], gift.member: casting[holder]}
        else:
            kept = tuple(role for role in casting[holder] if role != gift.role)
            casting = {**casting, holder: kept}
            casting[gift.member] = _joined([casting[gift.member], [gift.role]])
    return casting


def acting(stage: Stage, casting: Casting) -> Casting:
    """Those of the casting who act in the stage."""
    if EVERYONE in stage.actor:
        return casting
    return {m: roles for m, roles in casting.items() if set(roles) & set(stage.actor)}


def _joined(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for roles in lists for role in roles))
