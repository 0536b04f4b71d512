"""The visit of a turn: how far it is, when it could be, what its host asks for (practice B7)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from flows import (
    coaching,
    engaged,
    forgone,
    goals,
    kept,
    policy,
    proposing,
    reading,
    together,
    writing,
)
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.events import Shared, StartedNow
from flows.ids import MemberId, PartnershipId, PieceId, RunId
from flows.levels import Level
from flows.partnership import PartnershipState
from flows.pieces import Lying
from flows.ports import Reader, Work
from flows.proposal import Proposal
from flows.protocol import CoachingProtocol
from flows.schooldays import ONE_DAY, local_day
from flows.stage import RunState, StageRun
from flows.timetable import FARTHEST, Span, Timetable, VisitTime, shared_visit_times
from flows.turns import Turn
from flows.unchanged import Unchanged

LONGEST = timedelta(minutes=25)
"""A visit is no longer than this, by choice (practice B7)."""

PLACE = "place"
LOOK = "look"
GOAL = "goal"
MINE = "mine"
CALENDAR_DAYS = 3 * FARTHEST
"""Enough days to hold that many school days; longer holidays have no lessons in them."""


class Phase(StrEnum):
    """How far a visit is."""

    PICK = "pick"
    """It needs a time, and its host may choose one."""
    ASKED = "asked"
    """A time is suggested and waits for a yes."""
    SETTLED = "settled"
    OVER = "over"
    """Its planned end has passed and nobody marked it."""
    NOTHING = "nothing"
    """It is done, left out, or not this turn's yet."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit of the turn that runs or comes next, with everything a card shows of it."""

    course: Course
    request: StageRun
    run: StageRun
    plan: StageRun | None
    host: MemberId
    visitors: tuple[MemberId, ...]
    proposal: Proposal | None
    zones: Mapping[MemberId, str]
    phase: Phase

    @property
    def people(self) -> tuple[MemberId, ...]:
        """The host and who comes."""
        return (self.host, *self.visitors)

    @property
    def asks_request(self) -> bool:
        """Whether the request is still to be written together with the time."""
        return not self.request.finished

    @property
    def may_plan_together(self) -> bool:
        """Whether a talk about the visit is on offer and nobody took it up yet."""
        plan = self.plan
        return plan is not None and plan.state is RunState.OPEN and plan.offered and not plan.taken


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the request begins with: a goal or the opening sentence, and where the lesson is."""

    visit: Visit
    goal: str
    look: str
    place: str
    asks: Level


@dataclass(frozen=True, slots=True)
class NotHost(Unchanged):
    """Only the person who is visited chooses this."""


@dataclass(frozen=True, slots=True)
class NoTime(Unchanged):
    """That time cannot be: `why` is missing, past, backwards, long or taken."""

    why: str


def of(reader: Reader, course: Course) -> list[Visit]:
    """The visit of the turn that runs, else of the next one; none where the way has none.

    Where all turns run at once there is one for each of them.
    """
    at_once = course.rules.protocol.turns == "interleaved"
    turns = course.cycle.turns if at_once else (course.cycle.turn,)
    return [v for turn in turns if turn and (v := _of_turn(reader, course, turn)) is not None]


def _of_turn(reader: Reader, course: Course, turn: Turn) -> Visit | None:
    keys = _stages(course.rules.protocol)
    if keys is None:
        return None
    request, visit, plan = (_run(course, key, turn.number) for key in keys)
    if request is None or visit is None:
        return None
    host = turn.coachee
    visitors = tuple(m for m in course.rules.casting(course.cycle, visit) if m != host)
    proposal = reader.proposals.open_for(course.cycle.id, visit.id)
    proposal = proposal if proposal and proposal.end > reader.now else None
    return Visit(
        course=course,
        request=request,
        run=visit,
        plan=plan,
        host=host,
        visitors=visitors,
        proposal=proposal,
        zones=proposing.zones(reader, course.pair, course.program),
        phase=_phase(course, request, visit, proposal, reader.now),
    )


def find(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId | None = None
) -> Visit | NotTheirs | Late:
    """A visit of this partnership, for one of its members.

    It is the one of the run, be it the visit or its request. Without a run it is the one that
    waits for this member to pick a time, else the first that is not over.
    """
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    visits = of(reader, found)
    if run is not None:
        return next((v for v in visits if run in {v.run.id, v.request.id}), Late())
    mine = (v for v in visits if v.host == who and v.phase is Phase.PICK)
    ahead = (v for v in visits if v.phase is not Phase.NOTHING)
    return next((v for found in (mine, ahead, visits) for v in found), Late())


def times(reader: Reader, visit: Visit, shown: Collection[datetime] = ()) -> tuple[VisitTime, ...]:
    """Three times at which the host teaches and everybody who comes is free (practice B0, 5)."""
    pair, program = visit.course.pair, visit.course.program
    calendar = policy.calendar_of(program)
    host, *others = (_timetable(reader, visit, m) for m in visit.people)
    after = _not_before(reader, visit)
    today = local_day(after, host.zone)
    days = [today + ONE_DAY * n for n in range(CALENDAR_DAYS)]
    taught = [span for other in others[1:] for day in days for _, span in other.on(day, calendar)]
    terms = pair.agreement.terms(pair.agreement.in_force)
    return shared_visit_times(
        host,
        others[0],
        calendar,
        after,
        minutes=min(terms.visit_minutes, int(LONGEST.total_seconds()) // 60),
        taken=[*taught, *_engaged(reader, visit)],
        shown=shown,
    )


def room_at(reader: Reader, visit: Visit, start: datetime) -> str:
    """The room of the lesson that the host teaches then; empty where none is known."""
    host = _timetable(reader, visit, visit.host)
    calendar = policy.calendar_of(visit.course.program)
    rooms = (
        lesson.room
        for lesson, span in host.on(local_day(start, host.zone), calendar)
        if span.start <= start < span.end
    )
    return next(rooms, "")


def prepare(
    reader: Reader,
    who: MemberId,
    partnership: PartnershipId,
    start: datetime | None,
    run: RunId | None = None,
) -> Prepared | NotHost | NotTheirs | Late:
    """What the host's request begins with (practice B0, 5)."""
    visit = find(reader, who, partnership, run)
    if not isinstance(visit, Visit):
        return visit
    if who != visit.host:
        return NotHost()
    if visit.phase is not Phase.PICK:
        return Late()
    goal = next((w for w in goals.mine(reader, who) if w.goal.partnership == partnership), None)
    sentence = goal.statement if goal else _own(reader, visit, together.SPARK, together.SENTENCE)
    return Prepared(
        visit=visit,
        goal=MINE if goal else "",
        look=sentence,
        place=room_at(reader, visit, start) if start else "",
        asks=writing.asks_of(reader, visit.course, who),
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
    visit = find(work, who, partnership, run)
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
    visit = find(work, who, partnership, run)
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
    visit = find(work, who, partnership, run)
    if not isinstance(visit, Visit):
        return visit
    if visit.plan is None or not visit.may_plan_together:
        return Late()
    cycle = coaching.happened(work, visit.course, StartedNow(visit.plan.id, who))
    standing = cycle.run(visit.plan.id)
    if standing is None or standing == visit.plan:
        return Late()
    return Moved(visit.course.pair, cycle, standing)


def asked_for(reader: Reader, visit: Visit, who: MemberId) -> dict[str, str]:
    """What the host asks for, by prompt, as far as this member may read it; choices by option."""
    part = visit.request.part(visit.host)
    found = dict(part.choices) if part else {}
    course = visit.course
    readable = reading.of_run(reader, who, course.pair, course.rules, course.cycle, visit.request)
    return found | {p.key: p.words for p in readable if p.vault.author == visit.host}


def place_words(reader: Reader, visit: Visit, who: MemberId) -> str:
    """Where the visit is, for its members' eyes."""
    place = proposing.place_of(visit.run, visit.proposal)
    return proposing.words_of(reader, visit.course.pair, place, who)


def check(now: datetime, start: datetime, end: datetime) -> NoTime | None:
    """Why a visit cannot be then, if it cannot."""
    if end <= start:
        return NoTime("backwards")
    if start <= now:
        return NoTime("past")
    return NoTime("long") if end - start > LONGEST else None


def _stages(protocol: CoachingProtocol) -> tuple[str, str, str] | None:
    request = forgone.request_stage(protocol)
    visit = next((s for s in protocol.stages if s.mode == "class" and s.on_schedule), None)
    plan = next((s for s in protocol.stages if "observation" in s.creates), None)
    if request is None or visit is None:
        return None
    return protocol.key(request), protocol.key(visit), protocol.key(plan) if plan else ""


def _run(course: Course, key: str, turn: int) -> StageRun | None:
    return next((r for r in course.cycle.runs_of(key) if r.turn == turn), None)


def _phase(
    course: Course, request: StageRun, visit: StageRun, proposal: Proposal | None, now: datetime
) -> Phase:
    startable = request.active or (request.state is RunState.LOCKED and request.gate_at is not None)
    if visit.finished or course.cycle.over or request.state is RunState.SKIPPED:
        return Phase.NOTHING
    choices = {key: option for part in request.parts for key, option in part.choices}
    if not forgone.visit_follows(course.rules.protocol, choices):
        return Phase.NOTHING
    if visit.session is not None:
        return Phase.OVER if visit.session.end <= now else Phase.SETTLED
    if proposal is not None:
        return Phase.ASKED
    return Phase.PICK if startable or request.finished else Phase.NOTHING


def _not_before(reader: Reader, visit: Visit) -> datetime:
    """From when on times are looked for: now, or the day to which the turn was moved."""
    turn, rules = visit.course.cycle.turn, visit.course.rules
    moved = rules.opening_on(turn.not_before) if turn and turn.not_before else None
    return max(reader.now, moved) if moved else reader.now


def _timetable(reader: Reader, visit: Visit, member: MemberId) -> Timetable:
    known = reader.members.get(member)
    return Timetable(policy.zone_of(visit.zones[member]), known.lessons if known else ())


def _engaged(reader: Reader, visit: Visit) -> Iterator[Span]:
    """When one of them has something already, or is asked to another visit beside this one."""
    course, own = visit.course, visit.run
    yield from engaged.spans(reader, visit.people, course.cycle, own)
    for run in course.cycle.runs:
        asked = reader.proposals.open_for(course.cycle.id, run.id) if run.id != own.id else None
        if asked is not None and course.stage(run).mode == "class":
            yield Span(asked.start, asked.end)


def _taken(reader: Reader, visit: Visit, span: Span) -> NoTime | None:
    """A time that was offered may be gone by the time that it is picked."""
    return NoTime("taken") if any(span.meets(s) for s in _engaged(reader, visit)) else None


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
