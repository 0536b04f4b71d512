"""The stop rule (practice H): two unanswered nudges in a row ask once, and then there is rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flows.nudge import Kind, Person, Planned, Sent, Why
from flows.schooldays import moved

ANSWER_SCHOOL_DAYS = 3
"""A nudge is unanswered when its person did nothing anywhere in Tandem for so long."""

ASK_SCHOOL_DAYS = 5
"""Without an answer to `pause_ask` for so long, the cycle rests."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Nothing speaks against the next nudge."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Two nudges in a row went unanswered: it is time to ask."""

    cycle: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """The question stands; nothing else is asked until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Rests:
    """The question stayed unanswered: this cycle rests from that moment."""

    cycle: str
    since: datetime


Standing = Answering | Silent | Asked | Rests


def standing(person: Person, at: datetime) -> Standing:
    """Where the person stands with the stop rule at that moment."""
    nudges = [sent for sent in person.sent if sent.nudged and sent.at <= at]
    asked = next((sent for sent in reversed(nudges) if Kind.PAUSE_ASK in sent.kinds), None)
    since: Standing = Answering()
    if asked is not None:
        resting = asked.cycle in person.resting
        if not resting and not _acted(person, asked.at, at):
            since = _after_asking(person, asked, at)
        if isinstance(since, Asked):
            return since
        nudges = [sent for sent in nudges if sent.at > asked.at]
    for earlier, later in _pairs(person, nudges):
        ends = _window_ends(person, later)
        if ends is not None and ends <= at and _ignored(person, earlier):
            return Silent(later.cycle or earlier.cycle, later.at)
    return since


def next_ask(person: Person) -> datetime | None:
    """The slot in which the question would come, if the person does nothing until then."""
    nudges = [sent for sent in person.sent if sent.nudged]
    ends = [_window_ends(person, later) for _, later in _pairs(person, nudges)]
    slots = [person.slot_from(end) for end in ends if end is not None]
    return next(
        (slot for slot in slots if slot is not None and isinstance(standing(person, slot), Silent)),
        None,
    )


def pause_ask(person: Person, silent: Silent, at: datetime) -> Planned:
    """The question itself: keep going, lighten, move, skip, pause or finish."""
    return Planned(
        kind=Kind.PAUSE_ASK,
        member=person.member,
        due=at,
        key=f"pause_ask:{person.member}:{silent.since.isoformat()}",
        why=Why.WEEKS_LOOK_FULL,
        cycle=silent.cycle,
    )


def _after_asking(person: Person, asked: Sent, at: datetime) -> Standing:
    until = moved(asked.at, ASK_SCHOOL_DAYS, person.calendar, person.zone)
    if until is None:
        return Answering()  # No calendar, so no message and no rest either.
    return Rests(asked.cycle, until) if until <= at else Asked(until)


def _pairs(person: Person, nudges: Sequence[Sent]) -> Iterator[tuple[Sent, Sent]]:
    """Nudges next to each other of which the later one brought no sign of life so far."""
    known = [sent for sent in nudges if sent.cycle not in person.resting]
    last = max(person.acted, default=None)
    return (
        (earlier, later) for earlier, later in pairwise(known) if last is None or later.at >= last
    )


def _ignored(person: Person, sent: Sent) -> bool:
    ends = _window_ends(person, sent)
    return ends is not None and not _acted(person, sent.at, ends)


def _window_ends(person: Person, sent: Sent) -> datetime | None:
    return moved(sent.at, ANSWER_SCHOOL_DAYS, person.calendar, person.zone)


def _acted(person: Person, after: datetime, until: datetime) -> bool:
    return any(after < act <= until for act in person.acted)
