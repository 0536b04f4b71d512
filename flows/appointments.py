"""What follows for each person from a time: suggested, settled, moved or gone (practice H).

Everything is planned as slips under names that follow from the facts; the policy decides the rest.
"""

from collections.abc import Iterable

from flows import delivering, planning
from flows.coaching import Course
from flows.ids import MemberId
from flows.nudge import Kind, Planned, Why
from flows.planning import Meeting
from flows.ports import Work
from flows.proposal import Proposal
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
        person = delivering.person_of(work, member)
        known = work.members.get(member)
        lessons = Timetable(person.zone, known.lessons if known else ())
        planned = [planning.remind(person, meeting)]
        if visit:
            planned.append(planning.after_visit(person, lessons, meeting))
            planned.append(planning.unmarked(person, meeting))
        delivering.plan(
            work,
            planned,
            partnership=found.pair.id,
            run=run.id,
            start=session.start.isoformat(),
            end=session.end.isoformat(),
        )


def gone(work: Work, found: Course, run: StageRun) -> None:
    """What was planned around the session is not true any more."""
    around = (s for s in work.slips.about(run.id) if s.cycle == found.cycle.id)
    delivering.drop(work, [s for s in around if s.kind in OF_SESSION], GONE)


def suggested(work: Work, found: Course, proposal: Proposal, asked: Iterable[MemberId]) -> None:
    """Plans the one reminder to whoever was asked, should they not answer."""
    for member in asked:
        person = delivering.person_of(work, member)
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
            expires=proposal.start,
        )
        delivering.plan(work, [reminder], partnership=found.pair.id, proposal=proposal.id)


def answered(work: Work, proposal: Proposal) -> None:
    """The suggestion is answered, replaced or taken back: nobody is reminded of it."""
    about = work.slips.about(proposal.run)
    asked = [slip for slip in about if slip.refs.get("proposal") == proposal.id]
    delivering.drop(work, asked, ANSWERED)
