"""What a member says of themselves: topics, weekly lessons, whether colleagues may find them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows import saying, timetable_text
from flows.ids import MemberId
from flows.people import Member
from flows.ports import Work
from flows.timetable_text import Unclear
from flows.unchanged import Unchanged

MOST_TOPICS = 5
"""How many topics a person seeks or offers at most (practice G2)."""

LONGEST_TOPIC = 40


@dataclass(frozen=True, slots=True)
class Unknown(Unchanged):
    """The person is in no program."""


@dataclass(frozen=True, slots=True)
class TooMany(Unchanged):
    """More topics than five."""

    field: str
    n: int


@dataclass(frozen=True, slots=True)
class LongTopic(Unchanged):
    """One topic is longer than a topic is."""

    field: str
    topic: str


@dataclass(frozen=True, slots=True)
class InDoubt(Unchanged):
    """A line of the lessons could mean two things, or none; nothing was kept of the form."""

    unclear: Unclear


def save(
    work: Work,
    who: MemberId,
    seeks: Sequence[str],
    offers: Sequence[str],
    lessons: str,
    *,
    listed: bool,
) -> Member | Unknown | TooMany | LongTopic | InDoubt:
    """The member with these topics and lessons, or the first thing that is the matter."""
    member = work.members.get(who)
    if member is None or member.program is None:
        return Unknown()
    for field, topics in (("seeks", seeks), ("offers", offers)):
        long = next((topic for topic in topics if len(topic) > LONGEST_TOPIC), None)
        if long is not None:
            return LongTopic(field, long)
        if len(topics) > MOST_TOPICS:
            return TooMany(field, len(topics))
    entered = timetable_text.read(lessons)
    if entered.unclear:
        return InDoubt(entered.unclear[0])
    changed = replace(
        member,
        seeks=tuple(seeks),
        offers=tuple(offers),
        lessons=entered.lessons,
        listed=listed,
    )
    work.members.put(changed)
    saying.home(work, who)
    return changed


def split(text: str) -> list[str]:
    """The topics of a text, one a line or with commas between; each once."""
    found = (part.strip(" \t•-") for part in text.replace(",", "\n").splitlines())
    return list({topic.casefold(): topic for topic in found if topic}.values())
