"""Somebody joins a group: it forms anew, by everybody's yes, and takes its place (INV-26)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows import gathering, in_its_place, parting
from flows.agreement import Terms
from flows.coaching import Late, NotTheirs
from flows.gathering import Called, Hindered, NoSuchWay, WrongSize
from flows.ids import MemberId, PartnershipId
from flows.inviting import NotAMember, OwnLimit, PowerUnchosen, Yes
from flows.joining import Who
from flows.partnership import Partnership, PartnershipState
from flows.ports import Reader, Work
from flows.protocol import CoachingProtocol
from flows.unchanged import Unchanged

OVER = frozenset({PartnershipState.ENDED, PartnershipState.FORMING})


@dataclass(frozen=True, slots=True)
class Room:
    """What a member can suggest: the ways of working for more than they are now.

    `until` is when what they wrote so far goes, should the group begin anew now (INV-18).
    """

    pair: Partnership
    ways: Mapping[str, CoachingProtocol]
    own: CoachingProtocol
    until: datetime
    zone: str

    @property
    def terms(self) -> Terms:
        """What holds among them now."""
        return self.pair.agreement.terms(self.pair.agreement.in_force)

    @property
    def most(self) -> int:
        """So many can be asked to join at most."""
        return max(way.size.max for way in self.ways.values()) - len(self.pair.members)


@dataclass(frozen=True, slots=True)
class NoRoom(Unchanged):
    """No way of working that the program offers is made for more than they are."""


@dataclass(frozen=True, slots=True)
class Waits(Unchanged):
    """Somebody is asked to join already."""


@dataclass(frozen=True, slots=True)
class NobodyNew(Unchanged):
    """Whoever was picked is in the group."""


Closed = NotTheirs | Late | Waits | NoRoom


def room(reader: Reader, who: MemberId, partnership: PartnershipId) -> Room | Closed:
    """What this member can suggest to the others."""
    pair = reader.partnerships.get(partnership)
    if pair is None or who not in pair.members:
        return NotTheirs()
    program = reader.programs.get(pair.program)
    if pair.state in OVER or program is None:
        return Late()
    if in_its_place.suggested(reader, pair):
        return Waits()
    now = len(pair.members)
    larger = {n: way for n, way in gathering.ways(reader, who).items() if way.size.max > now}
    if not larger:
        return NoRoom()
    pack, name = program.word_pack.value, pair.agreement.terms(pair.agreement.in_force).protocol
    own = reader.library.in_words(pack, reader.library.named(name, now, pack))
    until = parting.kept_until(reader.now, program)
    return Room(pair, larger, own, until, program.zone)


def suggest(
    work: Work,
    by: MemberId,
    partnership: PartnershipId,
    newcomers: Sequence[Who],
    terms: Terms,
    yes: Yes,
) -> (
    Called
    | NobodyNew
    | Closed
    | WrongSize
    | NoSuchWay
    | Hindered
    | NotAMember
    | OwnLimit
    | PowerUnchosen
):
    """Asks everybody, those who are there and those who would join, each on their own."""
    found = room(work, by, partnership)
    if not isinstance(found, Room):
        return found
    pair = found.pair
    fresh = [who for who in newcomers if who.id not in pair.members]
    if not fresh:
        return NobodyNew()
    return gathering.call(work, by, fresh, terms, yes, grows=pair)
