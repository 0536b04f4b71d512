"""What follows for each person from a time: suggested, settled, moved or gone (practice H).

Everything is planned as slips under names that follow from the facts; the policy decides the rest.
"""

from collections.abc import Iterable
from dataclasses import replace

from flows import planning, policy
from flows.coaching import Course
from flows.ids import MemberId
from flows.nudge import Kind, Person, Planned, Why
from flows.planning import Meeting
from flows.ports import Work
from flows.proposal import Proposal
from flows.slip import Slip
from flows.stage import StageRun
from flows.timetable import Timetable

ANSWER_SCHOOL_DAYS = 2
"""After so many school days whoever was asked is reminded once (practice B0, 5)."""

OF_SESSION = frozenset({Kind.REMIND, Kind.AFTER_VISIT, Kind.VISIT_UNMARKED, Kind.PREWORK})

GONE = "session_gone"
ANSWERED = "time_answered"


def settled(work: Work, found: Course, run: StageRun) -> None:
    """Plans the reminder of the day before; of a visit also what follows it."""
    session = run.session
    if session is None:
        return
    meeting = Meeting(
        run=run.id,
        cycle=found.cycle.id,
        start=session.start,
        end=session.end,
        fixed_at=work.now,
    )
    visit = found.stage(run).mode == "class"
    for member in found.cycle.members:
        person = _person(work, found, member)
        known = work.members.get(member)
        lessons = Timetable(person.zone, known.lessons if known else ())
        planned = [planning.remind(person, meeting)]
        if visit:
            planned.append(planning.after_visit(person, lessons, meeting))
            planned.append(planning.unmarked(person, meeting))
        _plan(work, found, planned)


def gone(work: Work, found: Course, run: StageRun) -> None:
    """What was planned around the session is not true any more."""
    for slip in work.slips.about(run.id):
        if slip.cycle == found.cycle.id and slip.kind in OF_SESSION:
            work.slips.put(slip.dropped(GONE))


def suggested(work: Work, found: Course, proposal: Proposal, asked: Iterable[MemberId]) -> None:
    """Plans the one reminder to whoever was asked, should they not answer."""
    for member in asked:
        person = _person(work, found, member)
        day = person.calendar.add(person.day(work.now), ANSWER_SCHOOL_DAYS)
        if day is None:
            continue
        reminder = Planned(
            kind=Kind.SOFT,
            member=member,
            due=person.slot_on(day),
            key=f"{Kind.SOFT}:{member}:{proposal.id}",
            why=Why.SOMEBODY_ACTED,
            about=proposal.run,
            cycle=proposal.cycle,
            template="proposed",
            refs={"partnership": proposal.partnership, "proposal": proposal.id},
            expires=proposal.start,
        )
        _plan(work, found, [reminder])


def answered(work: Work, proposal: Proposal) -> None:
    """The suggestion is answered, replaced or taken back: nobody is reminded of it."""
    for slip in work.slips.about(proposal.run):
        if slip.cycle == proposal.cycle and slip.refs.get("proposal") == proposal.id:
            work.slips.put(slip.dropped(ANSWERED))


def _plan(work: Work, found: Course, planned: Iterable[Planned | None]) -> None:
    for each in planned:
        if each is not None:
            refs = {"partnership": found.pair.id, "run": each.about, **each.refs}
            work.slips.put(Slip.of(replace(each, refs=refs)))


def _person(work: Work, found: Course, member: MemberId) -> Person:
    """What planning needs to know of somebody; the rest is the policy's."""
    known = work.members.get(member)
    return Person(
        member=member,
        zone=policy.zone_of(known.zone if known else found.program.zone),
        slot=(known.slot if known else None) or found.program.slot,
        calendar=policy.calendar_of(found.program),
    )
