"""What a visit's host asks for, and a time for it: the request, another time, a talk before it.

Every one of them names the visit by its run; without one it is the own visit that wants a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flows import coaching, forgone, goals, kept, proposing, reading, together, visiting, writing
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.events import Shared, StartedNow
from flows.ids import MemberId, PartnershipId, PieceId, RunId
from flows.levels import Level
from flows.partnership import PartnershipState
from flows.pieces import Lying
from flows.ports import Reader, Work
from flows.proposal import Proposal
from flows.timetable import Span
from flows.unchanged import Unchanged
from flows.visiting import LONGEST, Phase, Visit

PLACE = "place"
LOOK = "look"
GOAL = "goal"
MINE = "mine"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the request begins with: a goal, the opening sentence, where the lesson is."""

    visit: Visit
    goal: str
    texts: Mapping[str, str]
    """What its boxes begin with: what was written before, else a sentence of theirs, the room."""
    choices: Mapping[str, str]
    """What was chosen before."""
    asks: Level


@dataclass(frozen=True, slots=True)
class NotHost(Unchanged):
    """Only the person who is visited chooses this."""


@dataclass(frozen=True, slots=True)
class NoTime(Unchanged):
    """That time cannot be: `why` is missing, past, backwards, long or taken."""

    why: str


def prepare(
    reader: Reader,
    who: MemberId,
    partnership: PartnershipId,
    start: datetime | None,
    run: RunId | None = None,
) -> Prepared | NotHost | NotTheirs | Late:
    """What the host's request begins with (practice B0, 5)."""
    visit = visiting.find(reader, who, partnership, run)
    if not isinstance(visit, Visit):
        return visit
    if who != visit.host:
        return NotHost()
    if visit.phase is not Phase.PICK:
        return Late()
    goal = next((w for w in goals.mine(reader, who) if w.goal.partnership == partnership), None)
    sentence = goal.statement if goal else _own(reader, visit, together.SPARK, together.SENTENCE)
    room = visiting.room_at(reader, visit, start) if start else ""
    course, asked = visit.course, visit.request
    part = asked.part(who)
    return Prepared(
        visit=visit,
        goal=MINE if goal else "",
        texts={LOOK: sentence, PLACE: room} | kept.own(reader, course.cycle, asked.id, who),
        choices=dict(part.choices) if part else {},
        asks=writing.asks_of(reader, course, who),
    )


def request(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    texts: Mapping[str, str],
    choices: Mapping[str, str],
    start: datetime | None,
    end: datetime | None,
    run: RunId | None = None,
) -> Proposal | Moved | NotHost | NotTheirs | Late | TooLong | Missing | NoTime:
    """The host's own confirmation of time, focus and tool; the visitor is asked (INV-09).

    Where they chose to look without a visitor, the request is theirs alone and needs no time.
    """
    visit = visiting.find(work, who, partnership, run)
    if not isinstance(visit, Visit):
        return visit
    if who != visit.host:
        return NotHost()
    running = visit.course.pair.state is PartnershipState.ACTIVE
    if visit.phase is not Phase.PICK or not visit.asks_request or not running:
        return Late()
    if not forgone.visit_follows(visit.course.rules.protocol, choices):
        words = {key: text for key, text in texts.items() if key != PLACE}
        return coaching.answer(work, who, partnership, visit.request.id, words, choices)
    if start is None or end is None:
        return NoTime("missing")
    refused = check(work.now, start, end) or _taken(work, visit, Span(start, end))
    if refused is not None:
        return refused
    if not texts.get(PLACE, "").strip():
        return Missing((PLACE,))
    outcome = coaching.answer(work, who, partnership, visit.request.id, texts, choices)
    if not isinstance(outcome, Moved):
        return outcome
    written = tuple(key for key, text in texts.items() if text.strip())
    after = _shared(work, replace(visit.course, cycle=outcome.cycle), visit, written)
    place = _place(work, visit)
    return proposing.propose(work, after, visit.run.id, who, start, end, place)


def suggest(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    start: datetime,
    end: datetime,
    place: str = "",
    run: RunId | None = None,
) -> Proposal | Moved | NotTheirs | Late | NoTime | Missing:
    """Another time: the host moves what is settled at once, everything else is asked anew."""
    visit = visiting.find(work, who, partnership, run)
    if not isinstance(visit, Visit):
        return visit
    if visit.phase is Phase.NOTHING or visit.asks_request:
        return Late()
    refused = check(work.now, start, end) or _taken(work, visit, Span(start, end))
    if refused is not None:
        return refused
    known = proposing.place_of(visit.run, visit.proposal)
    where = _placed(work, visit, place, known) if who == visit.host else known
    if where is None and who == visit.host:
        return Missing((PLACE,))
    if visit.run.session is not None and who == visit.host:
        return proposing.move(work, visit.course, visit.run.id, who, start, end, where)
    return proposing.propose(work, visit.course, visit.run.id, who, start, end, where)


def plan_together(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId | None = None
) -> Moved | NotTheirs | Late:
    """Takes up the offered talk about the visit: it is part of the order from now on."""
    visit = visiting.find(work, who, partnership, run)
    if not isinstance(visit, Visit):
        return visit
    if visit.plan is None or not visit.may_plan_together:
        return Late()
    cycle = coaching.happened(work, visit.course, StartedNow(visit.plan.id, who))
    plan = cycle.run(visit.plan.id)
    return Moved(visit.course.pair, cycle, plan) if plan and plan != visit.plan else Late()


def check(now: datetime, start: datetime, end: datetime) -> NoTime | None:
    """Why a visit cannot be then, if it cannot."""
    if end <= start:
        return NoTime("backwards")
    if start <= now:
        return NoTime("past")
    return NoTime("long") if end - start > LONGEST else None


def _taken(reader: Reader, visit: Visit, span: Span) -> NoTime | None:
    """A time that was offered may be gone by the time that it is picked."""
    return (
        NoTime("taken") if any(span.meets(s) for s in visiting.engagements(reader, visit)) else None
    )


def _own(reader: Reader, visit: Visit, stage: str, key: str) -> str:
    cycle = visit.course.cycle
    run = next(iter(cycle.runs_of(stage)), None)
    return kept.own(reader, cycle, run.id, visit.host).get(key, "") if run else ""


def _shared(work: Work, found: Course, visit: Visit, keys: tuple[str, ...]) -> Course:
    """The request is for the visitor's eyes: sending it shares it."""
    for piece in _own_request(work, visit):
        work.pieces.share(piece.id)
    cycle = coaching.happened(work, found, Shared(visit.request.id, visit.host, keys))
    return replace(found, cycle=cycle)


def _place(reader: Reader, visit: Visit) -> PieceId | None:
    """The piece of the request in which the place stands."""
    return next((p.id for p in _own_request(reader, visit) if p.key == PLACE), None)


def _own_request(reader: Reader, visit: Visit) -> list[Lying]:
    pieces = reading.lying(reader, kept.about(visit.course.cycle, visit.request.id))
    return [piece for piece in pieces if piece.vault.author == visit.host]


def _placed(work: Work, visit: Visit, place: str, known: PieceId | None) -> PieceId | None:
    """The piece in which the place stands: the known one with its words renewed, or a new one."""
    if not place.strip():
        return known
    return proposing.write_place(work, visit.course, visit.run.id, visit.host, place, known)
