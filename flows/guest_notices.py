"""What a guest of a group is told: that they are asked, when it is, that it is off (INV-25)."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flows import delivering, planning
from flows.cycle import Guest
from flows.ids import MemberId
from flows.planning import Meeting
from flows.ports import Work
from flows.slip import SlipState
from flows.stage import StageRun

if TYPE_CHECKING:
    from flows.coaching import Course

ASKED, OFF, INVITE, CAME, NOT, OUT, TIME, REMIND = (
    "guest_asked",
    "guest_off",
    "guest_invite",
    "guest_came",
    "guest_not",
    "guest_out",
    "guest_time",
    "guest_remind",
)


def tell(
    work: Work,
    to: MemberId,
    kind: str,
    found: "Course",
    guest: Guest,
    *more: str,
    **refs: str,
) -> None:
    """Tells one person about the guest; what is told twice has a name of its own in `more`."""
    known = {"partnership": found.pair.id, "guest": guest.id, "whom": guest.member}
    key = ":".join((kind, guest.id, to, *more))
    delivering.event(work, to, kind, key, refs={**known, **refs})


def timed(work: Work, found: "Course", run: StageRun) -> None:
    """The session has a time: its guest hears of it, and is reminded the day before."""
    for guest in of_run(found, run):
        reminded(work, found, run, guest)
        start = run.session.start.isoformat() if run.session else ""
        tell(work, guest.member, TIME, found, guest, run.id, start, run=run.id, start=start)


def untimed(work: Work, found: "Course", run: StageRun) -> None:
    """The session has no time any more; one that it gets meanwhile is told instead."""
    for guest in of_run(found, run):
        at = work.now.isoformat()
        tell(work, guest.member, TIME, found, guest, run.id, at, run=run.id, start="")


def reminded(work: Work, found: "Course", run: StageRun, guest: Guest) -> None:
    """Plans the guest's reminder of a session that has a time."""
    if run.session is None or run.finished or run.stage not in guest.stages:
        return
    meeting = Meeting(run.id, found.cycle.id, run.session.start, run.session.end, work.now)
    planned = planning.remind(delivering.person_of(work, guest.member), meeting)
    if planned is not None:
        planned = replace(planned, template=REMIND)
    delivering.plan(
        work,
        [planned],
        partnership=found.pair.id,
        run=run.id,
        guest=guest.id,
        whom=guest.member,
        start=run.session.start.isoformat(),
    )


def over(work: Work, found: "Course", guest: Guest, *, told: bool) -> None:
    """Nothing more comes to the guest; whoever had been asked hears that it is off."""
    planned = [s for s in work.slips.planned(guest.member) if s.refs.get("guest") == guest.id]
    delivering.drop(work, planned, OUT)
    asked = work.slips.get(f"{INVITE}:{guest.id}:{guest.member}")
    if told and asked is not None and asked.state is SlipState.SENT:
        tell(work, guest.member, OUT, found, guest)


def of_run(found: "Course", run: StageRun) -> list[Guest]:
    """Who takes part in the step as a guest, by everybody's yes and their own."""
    return [guest for guest in found.cycle.guests if guest.came and run.stage in guest.stages]
