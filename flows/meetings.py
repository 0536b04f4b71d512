"""What is settled, suggested or still to be found a time for, as a member of a cycle sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows import coaching, preparing, proposing, talking, visiting
from flows.coaching import Course, Late, NotTheirs
from flows.ids import MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.ports import Reader
from flows.proposal import Proposal
from flows.stage import RunState, StageRun
from flows.timetable import VisitTime
from flows.visiting import Phase, Visit


@dataclass(frozen=True, slots=True)
class Ahead:
    """The visits with three times for each, and the talks that have or want a time."""

    course: Course
    visits: Sequence[tuple[Visit, Sequence[VisitTime]]]
    """One, or where turns go side by side one for each of them; what is over is not among them."""
    talks: Sequence[tuple[StageRun, Proposal | None]]
    offered: Sequence[StageRun]
    ready: frozenset[RunId]
    """For which sessions everybody has done what lies before."""
    now: datetime
    zones: Mapping[MemberId, str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One visit or talk with everything that its card shows to one member."""

    course: Course
    run: StageRun
    who: MemberId
    people: tuple[MemberId, ...]
    host: MemberId | None
    proposal: Proposal | None
    zones: Mapping[MemberId, str]
    place: str
    asked: Mapping[str, str]
    now: datetime

    @property
    def is_visit(self) -> bool:
        """Whether one visits the other's lesson, rather than that they talk."""
        return self.course.stage(self.run).mode == "class"

    @property
    def over(self) -> bool:
        """Whether its planned end has passed."""
        return self.run.session is not None and self.run.session.end <= self.now

    @property
    def begun(self) -> bool:
        """Whether its planned start has passed."""
        return self.run.session is not None and self.run.session.start <= self.now

    @property
    def asks_me(self) -> bool:
        """Whether a suggested time waits for this member's answer."""
        asked = self.proposal
        return asked is not None and self.who in self.people and self.who not in asked.yes

    @property
    def mine_is_asked(self) -> bool:
        """Whether this member's own suggestion waits for an answer."""
        return self.proposal is not None and self.proposal.by == self.who


def ahead(reader: Reader, course: Course, *, with_times: bool = False) -> Ahead | None:
    """What lies ahead in a cycle that goes on; None where none does."""
    if course.pair.state is not PartnershipState.ACTIVE or course.cycle.over:
        return None
    visits = [v for v in visiting.of(reader, course) if v.phase is not Phase.NOTHING]
    talks = talking.sessions(reader, course)
    busy = {run.id for run, _ in talks}
    return Ahead(
        course=course,
        visits=[
            (v, visiting.times(reader, v) if with_times and v.phase is Phase.PICK else ())
            for v in visits
        ],
        talks=talks,
        offered=[
            run
            for run in course.cycle.runs
            if run.id not in busy
            and course.stage(run).done == "held"
            and (
                (run.state is RunState.OPEN and course.stage(run).mode == "live")
                or (_untimed(run) and talking.is_open_visit(course, run))
            )
        ],
        ready=frozenset(
            run.id
            for run in [*(v.run for v in visits), *(run for run, _ in talks)]
            if run.session is not None and preparing.all_ready(reader, course, run)
        ),
        now=reader.now,
        zones=proposing.zones(reader, course.pair, course.program),
    )


def read(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> Meeting | NotTheirs | Late:
    """One visit or talk, for a member of the partnership."""
    found = coaching.theirs(reader, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    if standing is None or not _can_meet(found, standing):
        return Late()
    visit = next((v for v in visiting.of(reader, found) if v.run.id == run), None)
    proposal = reader.proposals.open_for(found.cycle.id, run)
    proposal = proposal if proposal is not None and proposal.end > reader.now else None
    place = proposing.place_of(standing, proposal)
    return Meeting(
        course=found,
        run=standing,
        who=who,
        people=proposing.people(found, standing),
        host=visit.host if visit else None,
        proposal=proposal,
        zones=proposing.zones(reader, found.pair, found.program),
        place=proposing.words_of(reader, found.pair, place, who),
        asked=visiting.asked_for(reader, visit, who) if visit else {},
        now=reader.now,
    )


def _untimed(run: StageRun) -> bool:
    """Whether everything before it is done, and nobody settled when it is."""
    return run.state is RunState.LOCKED and run.gate_at is not None and run.session is None


def _can_meet(found: Course, run: StageRun) -> bool:
    stage = found.stage(run)
    return stage.on_schedule or stage.mode == "live"
