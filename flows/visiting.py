"""The visit of a turn: how far it is, and when it could be (practice B7)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows import (
    coaching,
    engaged,
    forgone,
    policy,
    proposing,
    reading,
)
from flows.coaching import Course, Late, NotTheirs
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Reader
from flows.proposal import Proposal
from flows.protocol import CoachingProtocol
from flows.schooldays import ONE_DAY, local_day
from flows.stage import RunState, StageRun
from flows.timetable import FARTHEST, Span, Timetable, VisitTime, shared_visit_times
from flows.turns import Turn

LONGEST = timedelta(minutes=25)
"""A visit is no longer than this, by choice (practice B7)."""

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
        taken=[*taught, *engagements(reader, visit)],
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


def engagements(reader: Reader, visit: Visit) -> Iterator[Span]:
    """When one of them has something already, or is asked to another visit beside this one."""
    course, own = visit.course, visit.run
    yield from engaged.spans(reader, visit.people, course.cycle, own)
    for run in course.cycle.runs:
        asked = reader.proposals.open_for(course.cycle.id, run.id) if run.id != own.id else None
        if asked is not None and course.stage(run).mode == "class":
            yield Span(asked.start, asked.end)
