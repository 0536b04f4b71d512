"""What follows for each person from a time: suggested, settled, moved or gone (practice H).

Everything is planned as slips under names that follow from the facts; the policy decides the rest.
"""

from collections.abc import Iterable

from flows import attached, delivering, from_program, guest_notices, planning
from flows.coaching import Course
from flows.ids import MemberId, RunId
from flows.nudge import Kind, Planned, Why
from flows.planning import Meeting
from flows.ports import Work
from flows.prework import Mark
from flows.proposal import Proposal
from flows.slip import Slip
from flows.stage import Session, StageRun
from flows.timetable import Timetable

ANSWER_SCHOOL_DAYS = 2
"""After so many school days whoever was asked is reminded once (practice B0, 5)."""

OF_SESSION = frozenset({Kind.REMIND, Kind.AFTER_VISIT, Kind.VISIT_UNMARKED, Kind.PREWORK})

GONE = "session_gone"
ANSWERED = "time_answered"
MARKED = "prework_marked"

GONE_BY = "time_passed"
"""What whoever suggested a time hears once it has gone by with nothing settled."""


def settled(work: Work, found: Course, run: StageRun) -> None:
    """Plans the reminder of the day before; of a visit also what follows it."""
    session = run.session
    if session is None:
        return
    guest_notices.timed(work, found, run)
    meeting = _meeting(work, found, run, session)
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
    around = _around(work, found, run.id)
    delivering.drop(work, [s for s in around if s.kind in OF_SESSION], GONE)
    guest_notices.untimed(work, found, run)


def moved(work: Work, found: Course, run: StageRun, before: StageRun) -> None:
    """The same around the new time; what was still to be told about pre-work is told in time."""
    told = {s.member for s in _around(work, found, before.id) if s.kind is Kind.PREWORK}
    if from_program.attach(work, found, run) or before.session is None:
        told = {m for m in attached.people(found, run) if _unread(work, found, run, m)}
    gone(work, found, before)
    settled(work, found, run)
    prework_given(work, found, run, sorted(told))


def suggested(work: Work, found: Course, proposal: Proposal, people: Iterable[MemberId]) -> None:
    """Plans the one reminder to whoever was asked, should they not answer."""
    for member in people:
        person = delivering.person_of(work, member)
        day = person.calendar.add(person.day(work.now), ANSWER_SCHOOL_DAYS)
        if day is None:
            continue
        reminder = Planned(
            kind=Kind.SOFT,
            member=member,
            due=person.slot_on(day),
            key=asked(proposal, member)[1],
            why=Why.SOMEBODY_ACTED,
            about=proposal.run,
            cycle=proposal.cycle,
            template="proposed",
            expires=proposal.start,
        )
        delivering.plan(work, [reminder], partnership=found.pair.id, proposal=proposal.id)
    _gone_by(work, found, proposal)


def answered(work: Work, proposal: Proposal) -> None:
    """The suggestion is answered, replaced or taken back: nobody is reminded of it."""
    about = work.slips.about(proposal.run)
    waiting = [slip for slip in about if slip.refs.get("proposal") == proposal.id]
    delivering.drop(work, waiting, ANSWERED)


def asked(proposal: Proposal, member: MemberId) -> tuple[str, str]:
    """The messages that ask this member whether the time works: the first, and the reminder."""
    return f"proposed:{proposal.id}:{member}", f"{Kind.SOFT}:{member}:{proposal.id}"


def prework_given(work: Work, found: Course, run: StageRun, people: Iterable[MemberId]) -> None:
    """Plans that each hears of what is to be read, five school days before (practice C).

    Without a time it waits until there is one.
    """
    meeting = attached.meeting_of(found, run, work.now)
    if meeting is None:
        return
    for member in people:
        person = delivering.person_of(work, member)
        planned = planning.prework(person, meeting, work.now)
        delivering.plan(work, [planned], partnership=found.pair.id, run=run.id)


def prework_marked(work: Work, found: Course, run: RunId, member: MemberId) -> None:
    """Whoever has marked everything need not hear of it."""
    around = _around(work, found, run)
    own = [s for s in around if s.kind is Kind.PREWORK and s.member == member]
    delivering.drop(work, own, MARKED)


def _gone_by(work: Work, found: Course, proposal: Proposal) -> None:
    """Plans that whoever suggested the time hears, should it go by with nothing settled."""
    due = delivering.person_of(work, proposal.by).slot_after(proposal.end)
    if due is None:
        return
    passed = Planned(
        kind=Kind.SOFT,
        member=proposal.by,
        due=due,
        key=f"{GONE_BY}:{proposal.id}",
        why=Why.TIME_PASSED,
        about=proposal.run,
        cycle=proposal.cycle,
        template=GONE_BY,
    )
    delivering.plan(work, [passed], partnership=found.pair.id, proposal=proposal.id)


def _unread(work: Work, found: Course, run: StageRun, member: MemberId) -> bool:
    items = attached.items_of(work, found, run, member)
    return any(item.mark_of(member) is Mark.TODO for item in items)


def _around(work: Work, found: Course, run: RunId) -> list[Slip]:
    return [slip for slip in work.slips.about(run) if slip.cycle == found.cycle.id]


def _meeting(work: Work, found: Course, run: StageRun, session: Session) -> Meeting:
    return Meeting(
        run=run.id,
        cycle=found.cycle.id,
        start=session.start,
        end=session.end,
        fixed_at=work.now,
    )
