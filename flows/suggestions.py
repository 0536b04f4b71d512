"""Whom somebody could ask: at most three people with reasons, never a score (practice G2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from flows.ids import MemberId

MOST = 3
ENOUGH_SHARED_SLOTS = 2


class Taste(StrEnum):
    """What somebody asked for in a partner's subject or phase."""

    SAME = "same"
    DIFFERENT = "different"


class Reason(StrEnum):
    """Why somebody is suggested; shown in this order."""

    BOTH_SEEK = "both_seek"
    THEY_OFFER = "they_offer"
    YOU_OFFER = "you_offer"
    FREE_TOGETHER = "free_together"
    SUBJECT = "subject"
    PHASE = "phase"
    BOTH_NEW = "both_new"


@dataclass(frozen=True, slots=True)
class Seeker:
    """One member as the directory knows them; a taste is None where nothing was asked for."""

    member: MemberId
    seeks: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    subject: str | None = None
    phase: str | None = None
    subject_taste: Taste | None = None
    phase_taste: Taste | None = None
    new: bool = False
    listed: bool = True
    full: bool = False
    away: bool = False
    not_with: frozenset[MemberId] = frozenset()
    last_partner: MemberId | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Because:
    """One reason with its facts: a topic, or how many free periods the two share."""

    reason: Reason
    topic: str = ""
    n: int = 0

    @property
    def words(self) -> str:
        """The catalogue's key of its sentence."""
        return f"suggest.{self.reason.value}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One person who could be asked, and why. The score is not part of it."""

    member: MemberId
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Who manages or appraises whom, as pairs (manager, managed)."""

    pairs: frozenset[tuple[MemberId, MemberId]] = frozenset()
    _above: Mapping[MemberId, frozenset[MemberId]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        direct: dict[MemberId, set[MemberId]] = {}
        for manager, managed in self.pairs:
            direct.setdefault(managed, set()).add(manager)
        above = {member: frozenset(_climbed(member, direct)) for member in direct}
        object.__setattr__(self, "_above", above)

    def between(self, one: MemberId, other: MemberId) -> bool:
        """Whether one is above the other, at any level and in either direction (INV-16)."""
        return one in self._above.get(other, ()) or other in self._above.get(one, ())


def suggest(
    seeker: Seeker,
    others: Iterable[Seeker],
    shared_slots: Mapping[MemberId, int],
    lines: Lines,
    chance: Random,
) -> tuple[Suggestion, ...]:
    """At most three people of the same program whom the seeker could ask, best first.

    `shared_slots` is how many free periods each has in common with the seeker; ties fall as chance
    has it. Whoever nothing speaks for is not suggested.
    """
    ranked = [
        (score(seeker, other, shared_slots.get(other.member, 0)), chance.random(), other)
        for other in sorted(others, key=lambda other: other.member)
        if allowed(seeker, other, lines)
    ]
    best = sorted((row for row in ranked if row[0]), key=lambda row: (-row[0], row[1]))[:MOST]
    return tuple(
        Suggestion(other.member, reasons(seeker, other, shared_slots.get(other.member, 0)))
        for _, _, other in best
    )


def allowed(seeker: Seeker, other: Seeker, lines: Lines) -> bool:
    """Whether the two may be suggested to each other at all (practice G2.2)."""
    partners = seeker.last_partner == other.member or other.last_partner == seeker.member
    return (
        seeker.member != other.member
        and other.listed
        and not (seeker.full or other.full or seeker.away or other.away)
        and other.member not in seeker.not_with
        and seeker.member not in other.not_with
        and not lines.between(seeker.member, other.member)
        and (not partners or (seeker.again and other.again))
    )


def score(seeker: Seeker, other: Seeker, shared_slots: int) -> int:
    """How much speaks for the two (practice G2.3); never shown to anybody."""
    return (
        3 * (len(seeker.seeks & other.offers) + len(other.seeks & seeker.offers))
        + 2 * len(seeker.seeks & other.seeks)
        + 2 * (shared_slots >= ENOUGH_SHARED_SLOTS)
        + (_subjects_suit(seeker, other) or _phases_suit(seeker, other))
        + (seeker.new and other.new)
    )


def reasons(seeker: Seeker, other: Seeker, shared_slots: int) -> tuple[Because, ...]:
    """What speaks for the two, in words that the seeker may see."""
    found = [
        *(Because(Reason.BOTH_SEEK, t) for t in sorted(seeker.seeks & other.seeks)),
        *(Because(Reason.THEY_OFFER, t) for t in sorted(seeker.seeks & other.offers)),
        *(Because(Reason.YOU_OFFER, t) for t in sorted(other.seeks & seeker.offers)),
    ]
    if shared_slots >= ENOUGH_SHARED_SLOTS:
        found.append(Because(Reason.FREE_TOGETHER, n=shared_slots))
    if _subjects_suit(seeker, other):
        found.append(Because(Reason.SUBJECT))
    if _phases_suit(seeker, other):
        found.append(Because(Reason.PHASE))
    if seeker.new and other.new:
        found.append(Because(Reason.BOTH_NEW))
    return tuple(found)


def _subjects_suit(one: Seeker, other: Seeker) -> bool:
    tastes = (one.subject_taste, other.subject_taste)
    return _suit(one.subject, other.subject, tastes)


def _phases_suit(one: Seeker, other: Seeker) -> bool:
    return _suit(one.phase, other.phase, (one.phase_taste, other.phase_taste))


def _suit(one: str | None, other: str | None, tastes: tuple[Taste | None, Taste | None]) -> bool:
    """Whether somebody asked for it and both get what they asked for."""
    if one is None or other is None or tastes == (None, None):
        return False
    found = Taste.SAME if one == other else Taste.DIFFERENT
    return all(taste in {None, found} for taste in tastes)


def _climbed(member: MemberId, direct: Mapping[MemberId, set[MemberId]]) -> set[MemberId]:
    above: set[MemberId] = set()
    ahead = [member]
    while ahead:
        for manager in direct.get(ahead.pop(), ()):
            if manager not in above:
                above.add(manager)
                ahead.append(manager)
    return above
