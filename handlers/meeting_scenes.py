"""Messages about a time: suggested, settled, moved, off; dropped when not true any more."""

from datetime import UTC, datetime

from flows import attached, coaching, preparing, proposing
from flows.coaching import Course
from flows.ids import MemberId, ProposalId, RunId
from flows.notices import Effect, Notice
from flows.partnership import PartnershipState
from flows.ports import Reader
from flows.proposal import Proposal, ProposalState
from flows.stage import StageRun
from handlers.seams import Scene
from handlers.views import nudges
from handlers.views import prework as prework_views
from handlers.views import visit as views


def proposed(notice: Notice, reader: Reader) -> Scene | None:
    """A time waits for this member's answer; once answered, how it ended."""
    found, to = _proposal(notice, reader), notice.to
    if found is None or to is None:
        return None
    course, run, proposal = found
    zones = proposing.zones(reader, course.pair, course.program)
    asked = proposal.open and to not in proposal.yes and proposal.start > reader.now
    if not asked and notice.effect is Effect.POST:
        return None
    if not asked:
        people = frozenset(course.pair.members)
        return Scene(people, to, lambda telling: views.answered(proposal, to, zones, telling))
    visit = _is_visit(course, run)
    return Scene(
        frozenset(course.pair.members),
        to,
        lambda telling: views.proposed(proposal, to, zones, telling, visit=visit),
    )


def time_passed(notice: Notice, reader: Reader) -> Scene | None:
    """A suggested time went by: dropped where one is settled, or nothing is to be."""
    found, to = _proposal(notice, reader), notice.to
    if found is None or to is None:
        return None
    course, run, proposal = found
    if not proposal.open or run.session is not None or run.finished:
        return None
    known = reader.members.get(to)
    zone = known.zone if known else course.program.zone
    return Scene(frozenset(), to, lambda telling: nudges.time_passed(proposal, zone, telling))


def confirmed(notice: Notice, reader: Reader) -> Scene | None:
    """A time is settled: dropped when it is not that time any more."""
    found, to = _proposal(notice, reader), notice.to
    if found is None or to is None:
        return None
    course, run, proposal = found
    session = run.session
    if proposal.state is not ProposalState.SETTLED or session is None:
        return None
    if session.start != proposal.start:
        return None
    return _told(reader, course, run, to, "visit.confirmed", proposal.start)


def moved(notice: Notice, reader: Reader) -> Scene | None:
    """A settled visit has another time now."""
    found, to, at = _run(notice, reader), notice.to, _at(notice)
    if found is None or to is None:
        return None
    course, run = found
    if run.session is None or run.session.start != at:
        return None
    key = "visit.moved_visit" if _is_visit(course, run) else "visit.moved_talk"
    return _told(reader, course, run, to, key, at)


def off(notice: Notice, reader: Reader) -> Scene | None:
    """What was settled is off: dropped when it has a time again."""
    found, to, at = _run(notice, reader), notice.to, _at(notice)
    if found is None or to is None:
        return None
    course, run = found
    if run.session is not None:
        return None
    key = "visit.off_visit" if _is_visit(course, run) else "visit.off_talk"
    return _told(reader, course, run, to, key, at)


def prework(notice: Notice, reader: Reader) -> Scene | None:
    """Something to read before a session: dropped when there is none, or it is marked already."""
    found, to = _run(notice, reader), notice.to
    if found is None or to is None:
        return None
    course, run = found
    before = preparing.before(reader, course, run, to)
    meeting = attached.meeting_of(course, run, reader.now)
    if meeting is None or meeting.start <= reader.now:
        return None
    if all(known.mine in preparing.MARKS for known in before.mine):
        return None
    return Scene(
        frozenset(course.pair.members),
        to,
        lambda telling: prework_views.message(before, course, run, telling),
    )


def _told(
    reader: Reader, course: Course, run: StageRun, to: MemberId, key: str, at: datetime
) -> Scene:
    zones = proposing.zones(reader, course.pair, course.program)
    see = {"partnership": str(course.pair.id), "run": str(run.id)}
    return Scene(
        frozenset(course.pair.members),
        to,
        lambda telling: views.told(key, at, to, zones, telling, see),
    )


def _proposal(notice: Notice, reader: Reader) -> tuple[Course, StageRun, Proposal] | None:
    proposal = reader.proposals.get(ProposalId(str(notice.refs["proposal"])))
    if proposal is None:
        return None
    found = coaching.load(reader, proposal.partnership)
    run = found.cycle.run(proposal.run) if found else None
    if found is None or run is None or found.cycle.id != proposal.cycle:
        return None
    return (found, run, proposal) if _goes_on(found) else None


def _run(notice: Notice, reader: Reader) -> tuple[Course, StageRun] | None:
    found = coaching.load(reader, notice.partnership)
    run = found.cycle.run(RunId(str(notice.refs["run"]))) if found else None
    if found is None or run is None:
        return None
    return (found, run) if _goes_on(found) else None


def _goes_on(found: Course) -> bool:
    return found.pair.state is PartnershipState.ACTIVE


def _is_visit(course: Course, run: StageRun) -> bool:
    return course.stage(run).mode == "class"


def _at(notice: Notice) -> datetime:
    return datetime.fromtimestamp(int(notice.refs["at"]), UTC)
