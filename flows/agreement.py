"""The members' own working rules: versioned, in force once every member agreed to one version."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from flows.ids import MemberId


class Rhythm(StrEnum):
    """The shortest distance between the starts of two turns (practice H, Cadence)."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    THREE_WEEKLY = "three_weekly"
    MONTHLY = "monthly"

    @property
    def weeks(self) -> int:
        """How many weeks lie between two turns."""
        return {"weekly": 1, "fortnightly": 2, "three_weekly": 3, "monthly": 4}[self.value]


class Swamped(StrEnum):
    """What the members do when one of them has too much on (AG10)."""

    LIGHTEN = "lighten"
    MOVE_ONCE = "move_once"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement settles in structured form; own sentences are pieces of the partnership.

    Without a day of its own an agreement is looked at again after forty school days (AG12).
    """

    protocol: str = "observation"
    visit_minutes: int = 15
    rhythm: Rhythm = Rhythm.FORTNIGHTLY
    first: MemberId | None = None
    topic: str | None = None
    copies: bool = False
    tell_others: bool = False
    talk_minutes: int = 30
    swamped: Swamped = Swamped.LIGHTEN
    show_prework: bool = True
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """One member's own yes to one version; `power` is their answer to AG9."""

    member: MemberId
    version: int
    at: datetime
    power: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """Versions of the terms and who said yes to which; one stays in force until all agree anew.

    `closed` are the versions that a member chose not to take up.
    """

    members: tuple[MemberId, ...]
    versions: tuple[Terms, ...] = ()
    consents: tuple[Consent, ...] = field(default=())
    closed: tuple[int, ...] = ()

    @property
    def newest(self) -> int:
        """The number of the newest version; versions count from 1, 0 means none."""
        return len(self.versions)

    def terms(self, version: int) -> Terms:
        """What that version says."""
        return self.versions[version - 1]

    def agreed(self, version: int) -> frozenset[MemberId]:
        """Who said yes to that version."""
        return frozenset(c.member for c in self.consents if c.version == version)

    def yes_of(self, member: MemberId, version: int) -> Consent | None:
        """That member's yes to that version."""
        found = (c for c in self.consents if c.member == member and c.version == version)
        return next(found, None)

    def power_named(self, version: int) -> bool:
        """Whether anybody said that one of them can affect the other's post (AG9)."""
        return any(c.power for c in self.consents if c.version == version)

    def counted(self, version: int) -> frozenset[MemberId]:
        """Whose yes counts: with power named, only of those who chose it knowingly (INV-16)."""
        power = self.power_named(version)
        yes = (c for c in self.consents if c.version == version)
        return frozenset(c.member for c in yes if c.chosen or not power)

    def waiting(self, version: int) -> tuple[MemberId, ...]:
        """Who still has to say yes to that version."""
        counted = self.counted(version)
        return tuple(m for m in self.members if m not in counted)

    @property
    def in_force(self) -> int:
        """The newest version that every member agreed to; 0 while there is none (INV-01)."""
        return max((v for v in range(1, self.newest + 1) if not self.waiting(v)), default=0)

    @property
    def pending(self) -> int:
        """The version that waits for somebody's yes; 0 where none does."""
        waits = self.newest > self.in_force and self.newest not in self.closed
        return self.newest if waits else 0

    def proposed(self, terms: Terms, yes: Consent) -> "Agreement":
        """The same with one more version, to which its author says yes."""
        version = self.newest + 1
        return replace(
            self,
            versions=(*self.versions, terms),
            consents=(*self.consents, replace(yes, version=version)),
        )

    def accepted(self, yes: Consent) -> "Agreement":
        """The same with this yes, in place of an earlier one of the same person to that version."""
        kept = (c for c in self.consents if (c.member, c.version) != (yes.member, yes.version))
        return replace(self, consents=(*kept, yes))

    def kept_as_it_is(self) -> "Agreement":
        """The same without the version that waited."""
        return replace(self, closed=(*self.closed, self.newest)) if self.pending else self
