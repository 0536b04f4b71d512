"""The end of a term: each partnership is asked once, rests unless it closes, and is asked back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from flows import planning
from flows.cycle import CycleState
from flows.ids import MemberId, PartnershipId
from flows.nudge import Person, Planned
from flows.own_dates import OwnDates
from flows.partnership import Partnership, PartnershipState
from flows.ports import Reader, Work
from flows.schooldays import ONE_DAY, moment
from flows.slip import Slip, SlipState

RESTED = "rested"
"""Said about a question to which no [Close] was the answer, once the term was over."""

AWAKE = frozenset({CycleState.PLANNED, CycleState.RUNNING})


def asked(reader: Reader, person: Person) -> Iterator[Planned]:
    """What this person is asked about the end of a term, and once the next has begun (G5)."""
    own, today = _own(reader, person.member), person.day(reader.now)
    ends, ended = own.term_after(today), own.term_before(today)
    for pair, state in _live(reader, person.member) if own.terms else ():
        if ends is not None and state in AWAKE:
            found = planning.term_end(person, pair.id, ends)
            new = found is not None and pair.began_at < found.due
            if found is not None and new and reader.slips.get(found.key) is None:
                over = moment(ends, person.hours.end, person.zone)
                yield replace(found, expires=over, refs=_refs(pair, ends))
        if ended is not None and state is CycleState.RESTING:
            slip = reader.slips.get(planning.term_key(person.member, pair.id, ended))
            found = planning.term_back(person, pair.id, ended)
            waits = slip is not None and slip.about == RESTED
            if found is not None and waits and reader.slips.get(found.key) is None:
                yield replace(found, refs=_refs(pair, ended))


def over(reader: Reader, person: Person) -> PartnershipId | None:
    """A partnership that is to rest, as its term is over and it was asked before."""
    ended = _own(reader, person.member).term_before(person.day(reader.now))
    if ended is None:
        return None
    return next(
        (
            pair.id
            for pair, state in _live(reader, person.member)
            if state in AWAKE and _open(reader, pair, ended)
        ),
        None,
    )


def next_end(reader: Reader, person: Person) -> datetime | None:
    """When the term of this person's partnerships is over."""
    ends = _own(reader, person.member).term_after(person.day(reader.now))
    return None if ends is None else moment(ends + ONE_DAY, time(0), person.zone)


def rested(work: Work, person: Person, pair: Partnership) -> bool:
    """Whether the end of a term lets it rest; from then on its question is answered."""
    ended = _own(work, person.member).term_before(person.day(work.now))
    found = _open(work, pair, ended) if ended else []
    for slip in found:
        work.slips.put(replace(slip, about=RESTED))
    return bool(found)


def _open(reader: Reader, pair: Partnership, ended: date) -> list[Slip]:
    """The questions about that end which went out to its members and lead to rest."""
    named = (planning.term_key(member, pair.id, ended) for member in pair.members)
    found = (reader.slips.get(name) for name in named)
    return [s for s in found if s and s.state is SlipState.SENT and s.about != RESTED]


def _live(reader: Reader, member: MemberId) -> Iterator[tuple[Partnership, CycleState]]:
    for pair in reader.partnerships.of_member(member):
        cycle = reader.cycles.current(pair.id)
        if cycle is not None and pair.state is PartnershipState.ACTIVE:
            yield pair, cycle.state


def _own(reader: Reader, member: MemberId) -> OwnDates:
    known = reader.members.get(member)
    program = reader.programs.get(known.program) if known and known.program else None
    return program.own_dates if program else OwnDates()


def _refs(pair: Partnership, day: date) -> dict[str, str | int]:
    return {"partnership": pair.id, "day": day.isoformat()}
