"""Programs and the people who joined them: settings only, no word that anybody wrote."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum

from flows.ids import ConversationId, MemberId, ProgramId
from flows.levels import Level
from flows.micro_lessons import Asked
from flows.own_dates import OwnDates
from flows.schooldays import Days
from flows.timetable import Lesson, Span

KEEP_DAYS = 30
"""How many days a program keeps what was written after an end; fewer may be chosen (INV-18)."""

MOST_PARTNERSHIPS = 2
"""How many active partnerships a person has at most until they choose otherwise (INV-24)."""


MORNING = time(7, 30)
"""From here on messages are sent; a stage with an offset opens at this time of its day."""

EVENING = time(18, 0)
"""From here on it is quiet until the next school day's morning."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody may be written to on a school day; nobody's hours are longer than these."""

    begin: time = MORNING
    end: time = EVENING

    def __contains__(self, at: time) -> bool:
        return self.begin <= at < self.end


class WordPack(StrEnum):
    """Which wording of the protocols a program uses (practice A7)."""

    SCHOOL = "school"
    WORKPLACE = "workplace"


@dataclass(frozen=True, slots=True)
class Program:
    """One school's or network's offer of peer coaching (practice G5)."""

    id: ProgramId
    name: str
    channel: ConversationId
    country: str
    region: str | None
    zone: str
    founded_by: MemberId
    founded_at: datetime
    facilitators: frozenset[MemberId]
    word_pack: WordPack = WordPack.SCHOOL
    slot: time = time(15, 45)
    holidays: frozenset[date] = frozenset()
    covered_until: date | None = None
    keep_days: int = KEEP_DAYS
    own_dates: OwnDates = field(default_factory=OwnDates)
    pulse_extras: tuple[str, ...] = ()
    protocols: frozenset[str] | None = None
    """The ways of working that a facilitator chose to offer; None for all that ship."""

    def led_by(self, member: MemberId) -> bool:
        """Whether this person looks after the program."""
        return member in self.facilitators


@dataclass(frozen=True, slots=True)
class Member:
    """A person who opted in, in one workspace (practice A1); left members keep their row."""

    id: MemberId
    program: ProgramId | None
    zone: str
    locale: str = "en"
    slot: time | None = None
    joined_at: datetime | None = None
    snoozed_until: datetime | None = None
    stopped: bool = False
    most_partnerships: int = MOST_PARTNERSHIPS
    not_with: frozenset[MemberId] = field(default_factory=frozenset)
    closed_to_invitations: bool = False
    deactivated: bool = False
    seeks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    listed: bool = False
    told_of_typing: bool = False
    level: Level = Level.LIGHT
    level_at: datetime | None = None
    training: tuple[Asked, ...] = ()
    hours: Hours = field(default_factory=Hours)
    leave: tuple[Days, ...] = ()
    """Days on which they get nothing and nothing is late; entered by themselves."""
    away: Days | None = None
    """The same as Slack tells it: the last status of a vacation or an illness."""
    undisturbed: Span | None = None
    """Do-not-disturb as Slack had it last: the present or the next one."""

    def joined(self, program: ProgramId, at: datetime) -> "Member":
        """The same person as a member of the program."""
        return replace(self, program=program, joined_at=at)

    def told(self, zone: str, locale: str) -> "Member":
        """The same person with the zone and language that Slack tells."""
        return replace(self, zone=zone, locale=locale)
