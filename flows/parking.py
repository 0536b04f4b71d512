"""A difficulty parked as a private note, and another way of working suggested to all (practice B3).

Nobody is taken out of a cycle alone: the other way begins once every member said yes to it.
"""

from dataclasses import dataclass

from flows import coaching, gate, reading, saying
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.cycle import Cycle, CycleState, named
from flows.events import Agreed, Proposed, Stopped, WayWished
from flows.ids import CycleId, MemberId, PartnershipId
from flows.partnership import PartnershipState
from flows.pieces import Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import LONGEST_ANSWER, Exit
from flows.unchanged import Unchanged
from flows.written import keep_text

NOTE = "note"
SUGGESTED = "way_suggested"


@dataclass(frozen=True, slots=True)
class Nothing(Unchanged):
    """Neither a note nor another way."""


@dataclass(frozen=True, slots=True)
class Parked:
    """The note is kept; `asked` is the way that the others are asked about, if any."""

    asked: Exit | None


@dataclass(frozen=True, slots=True)
class Taken:
    """All said yes: the other way has begun."""

    cycle: Cycle


@dataclass(frozen=True, slots=True)
class Waits:
    """The yes is kept; somebody else's is still to come."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything goes on as it was."""


def exits(course: Course) -> list[Exit]:
    """The other ways that can be suggested from here, as far as the program offers them."""
    awake = course.cycle.state in {CycleState.PLANNED, CycleState.RUNNING}
    if not awake or course.pair.state is not PartnershipState.ACTIVE:
        return []
    return [way for way in course.rules.protocol.exits if way.protocol in course.ways()]


def notes(reader: Reader, course: Course, who: MemberId) -> list[str]:
    """What this member parked in this cycle, the oldest first."""
    return [piece.words for piece in reading.own(reader, _about(course.cycle), who)]


def park(
    work: Work, who: MemberId, partnership: PartnershipId, words: str, key: str
) -> Parked | NotTheirs | Late | TooLong | Nothing:
    """Keeps the note for its author alone; with a way chosen the others are asked about that."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    if not exits(found):
        return Late()
    asked = next((way for way in exits(found) if way.key == key), None)
    if len(words) > LONGEST_ANSWER:
        return TooLong({NOTE: len(words)}, {NOTE: LONGEST_ANSWER})
    if not words.strip() and asked is None:
        return Nothing()
    if words.strip():
        keep_text(work, Vault(who, partnership), _about(found.cycle), NOTE, words, Sharing.SELF)
    if asked is not None:
        coaching.happened(work, found, WayWished(who, asked.key))
        for other in found.pair.others(who):
            saying.event(
                work,
                other,
                SUGGESTED,
                f"{SUGGESTED}:{found.cycle.id}:{asked.key}:{other}:{work.now.isoformat()}",
                partnership=partnership,
                cycle=found.cycle.id,
                by=who,
                way=asked.key,
            )
    return Parked(asked)


def suggested(course: Course, who: MemberId, key: str) -> Exit | None:
    """The other way, if it is suggested now and waits for this member's answer."""
    wished = {member for member, wish in course.cycle.ways_wished if wish == key}
    waits = bool(wished) and who not in wished
    return next((way for way in exits(course) if way.key == key and waits), None)


def answer(
    work: Work, who: MemberId, partnership: PartnershipId, cycle: CycleId, key: str, *, yes: bool
) -> Taken | Waits | Kept | NotTheirs | Late:
    """A yes, or everything stays; with the last yes this cycle stops and the other way begins."""
    found = coaching.theirs(work, who, partnership, cycle)
    if not isinstance(found, Course):
        return found
    way = suggested(found, who, key)
    if way is None or way.protocol is None:
        return Late()
    after = coaching.happened(work, found, WayWished(who, key if yes else ""))
    if not yes:
        return Kept()
    if {member for member, _ in after.ways_wished} < set(found.cycle.members):
        return Waits()
    found = coaching.load(work, partnership) or found
    coaching.happened(work, found, Stopped())
    coaching.begin(work, found.pair, found.program, "again", way=way.protocol)
    return Taken(_set_up(work, found))


def _set_up(work: Work, found: Course) -> Cycle:
    """All have just said how they go on, so nobody is asked to set it up."""
    first, *others = found.cycle.members
    run = named(f"{found.rules.frame.id}.{found.rules.frame.setup}")
    found = coaching.load(work, found.pair.id) or found
    cycle = coaching.happened(work, found, Proposed(run, first, 1))
    for member in others:
        found = coaching.load(work, found.pair.id) or found
        cycle = coaching.happened(work, found, Agreed(run, member, 1))
    return cycle


def _about(cycle: Cycle) -> str:
    return f"{gate.PARKED}{cycle.id}"
