"""What those who were asked into a group answered; whoever asked is told once a day (G2, 5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import delivering, in_its_place
from flows.ids import MemberId, PartnershipId
from flows.partnership import Invitation, InvitationState, Partnership, PartnershipState
from flows.ports import Reader, Work
from flows.protocol import CoachingProtocol

ANSWERED = "group_answered"


@dataclass(frozen=True, slots=True)
class Tally:
    """A group that forms, with what everybody who was asked has answered."""

    pair: Partnership
    way: CoachingProtocol
    asked: Mapping[MemberId, Invitation]
    present: tuple[MemberId, ...] = ()
    """Who is in the group whose place it would take."""

    @property
    def by(self) -> MemberId:
        """Whoever asks, and starts it."""
        return self.pair.members[0]

    @property
    def yes(self) -> tuple[MemberId, ...]:
        """Whose yes counts, the one who asks among them (INV-16)."""
        counted = self.pair.agreement.counted(1)
        return tuple(m for m in self.pair.members if m in counted)

    @property
    def said_yes(self) -> tuple[MemberId, ...]:
        """Those asked whose yes counts."""
        return tuple(m for m in self.yes if m != self.by)

    @property
    def choosing(self) -> tuple[MemberId, ...]:
        """Those asked who said yes before somebody named a power difference."""
        return tuple(m for m in self.pair.members if m not in self.yes and m != self.by)

    @property
    def waiting(self) -> tuple[MemberId, ...]:
        """Who has not answered yet."""
        return tuple(m for m, asked in self.asked.items() if asked.open)

    @property
    def declined(self) -> tuple[MemberId, ...]:
        """Who said "not this time", or nothing in time."""
        over = {InvitationState.DECLINED, InvitationState.EXPIRED}
        no = (m for m, asked in self.asked.items() if asked.state in over)
        return tuple(m for m in no if m not in self.present)

    @property
    def newcomers(self) -> tuple[MemberId, ...]:
        """Who is asked and in no group whose place it would take."""
        return tuple(m for m in self.asked if m not in self.present)

    @property
    def enough(self) -> bool:
        """Whether the way of working can be begun by as many as said yes.

        Where somebody joins, by everybody who is there and at least one who is new (INV-26).
        """
        everybody = {*self.yes, self.by}
        new = everybody.difference(self.present)
        return len(everybody) in self.way.size and everybody.issuperset(self.present) and bool(new)


def tally(reader: Reader, partnership: PartnershipId) -> Tally | None:
    """How a group that forms stands; None once it has begun or is called off."""
    pair = reader.partnerships.get(partnership)
    program = reader.programs.get(pair.program) if pair else None
    if pair is None or program is None or pair.state is not PartnershipState.FORMING:
        return None
    asked = {each.to: each for each in reader.invitations.into(partnership)}
    name, pack = pair.agreement.terms(1).protocol, program.word_pack.value
    way = reader.library.in_words(pack, reader.library.named(name, len(asked) + 1, pack))
    return Tally(pair, way, asked, in_its_place.present(reader, pair))


def arrived(work: Work, partnership: PartnershipId) -> bool:
    """Whether whoever asked hears of an answer: in one message a day, with all the others."""
    pair = work.partnerships.get(partnership)
    if pair is None or pair.state is not PartnershipState.FORMING:
        return False
    by = pair.members[0]
    person = delivering.person_of(work, by)
    slot = person.slot_after(work.now)
    day = person.day(slot or work.now)
    delivering.event(
        work,
        by,
        ANSWERED,
        f"{ANSWERED}:{pair.id}:{day}",
        refs={"partnership": pair.id},
        bundled=True,
    )
    return True
