"""Pre-work that a program gives to everybody who works in one of its ways (practice C).

It comes beside what members add themselves, once for each visit, talk or set-up. Any member can
decline it for their partnership; whoever put it up has no path to that, nor to a mark or an answer.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows import delivering, planning
from flows.assigned import Assigned
from flows.ids import MemberId, PreworkId, RunId
from flows.planning import Meeting
from flows.ports import Work
from flows.prework import MOST_ITEMS
from flows.protocol import Stage
from flows.stage import StageRun

if TYPE_CHECKING:
    from flows.coaching import Course

NOBODY = MemberId("")
"""No member added it, so none changes it."""


def takes(stage: Stage) -> bool:
    """Whether something of a program's can lie before that kind of step: it has a card."""
    return stage.mode == "live" or (stage.mode == "class" and stage.on_schedule)


def is_setup(found: "Course", run: StageRun) -> bool:
    """Whether the run is where a cycle is set up."""
    frame = found.rules.frame
    return run.stage == f"{frame.id}.{frame.setup}"


def attach(work: Work, found: "Course", run: StageRun) -> Sequence[Assigned]:
    """What the program has put up before this kind of step lies before this one, each once."""
    if run.finished or not (takes(found.stage(run)) or is_setup(found, run)):
        return ()
    given = [g for g in work.given.of_program(found.pair.program) if g.stage == run.stage]
    if not given:
        return ()
    everywhere = work.prework.of_partnership(found.pair.id)
    declined = {item.given for item in everywhere if item.declined}
    there = {
        item.given for item in everywhere if (item.cycle, item.run) == (found.cycle.id, run.id)
    }
    items = [
        Assigned(
            id=PreworkId(work.new_id()),
            partnership=found.pair.id,
            cycle=found.cycle.id,
            run=run.id,
            by=NOBODY,
            kind=each.kind,
            minutes=each.minutes,
            added_at=work.now,
            optional=each.optional,
            start_second=each.start_second,
            end_second=each.end_second,
            given=each.id,
        )
        for each in given
        if each.id not in declined | there
    ]
    room = max(0, MOST_ITEMS - len(work.prework.before(found.cycle.id, run.id)))
    for item in items[:room]:
        work.prework.put(item)
    return items[:room]


def opened(work: Work, found: "Course", run: RunId) -> None:
    """A step is open: what lies before the set-up is told in time; the rest waits for its time."""
    standing = found.cycle.run(run)
    if standing is None or not attach(work, found, standing):
        return
    due = standing.due_at
    if not is_setup(found, standing) or due is None:
        return
    meeting = Meeting(standing.id, found.cycle.id, due, due, work.now)
    for member in found.cycle.members:
        planned = planning.prework(delivering.person_of(work, member), meeting, work.now)
        delivering.plan(work, [planned], partnership=found.pair.id, run=standing.id)
