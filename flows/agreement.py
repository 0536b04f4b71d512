"""The members' own working rules: versioned, in force only when every member agreed to one version."""

from dataclasses import dataclass, field, replace
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement settles in structured form; its own sentences are pieces of the partnership."""

    protocol: str = "observation"
    visit_minutes: int = 15
    rhythm: Rhythm = Rhythm.FORTNIGHTLY
    first: MemberId | None = None
    topic: str | None = None
    copies: bool = False
    tell_others: bool = False


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
    """Versions of the terms and who said yes to which; the version in force stays until all agree anew."""

    members: tuple[MemberId, ...]
    versions: tuple[Terms, ...] = ()
    consents: tuple[Consent, ...] = field(default=())

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

    @property
    def in_force(self) -> int:
        """The newest version that every member agreed to; 0 while there is none (INV-01)."""
        everyone = frozenset(self.members)
        return max((v for v in range(1, self.newest + 1) if self.agreed(v) == everyone), default=0)

    def proposed(self, terms: Terms, yes: Consent) -> "Agreement":
        """The same with one more version, to which its author says yes."""
        version = self.newest + 1
        return replace(
            self,
            versions=(*self.versions, terms),
            consents=(*self.consents, replace(yes, version=version)),
        )

    def accepted(self, yes: Consent) -> "Agreement":
        """The same with one more yes; a second yes of the same person to the same version is none."""
        if yes.version > self.newest or yes.version < 1 or yes.member in self.agreed(yes.version):
            return self
        return replace(self, consents=(*self.consents, yes))
