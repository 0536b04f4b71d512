"""Leaving off in the middle of one sitting: what is left comes step by step, on days of its own."""

from flows.desk import Desk
from flows.effects import RelockStage
from flows.events import SpreadOut
from flows.stage import RunState, StageRun


def spread_out(desk: Desk, run: StageRun, event: SpreadOut) -> None:
    """From now on the cycle goes on spread out; the step they were at opens on its own day.

    One that somebody noted something in stays open, to whom it is asked of by itself.
    """
    if not desk.rules.in_sitting(desk.cycle, run.stage) or not run.active:
        return
    if run.part(event.by) is None:
        return
    desk.set(delivery="spread")
    desk.rules = desk.rules.of(desk.cycle)
    if run.untouched:
        dates = {"gate_at": None, "opens_at": None, "opened_at": None, "due_at": None}
        desk.put(run, state=RunState.LOCKED, parts=(), session=None, **dates)
        desk.effects.append(RelockStage(run.id))
    else:
        desk.seat(desk.put(run, state=RunState.OPEN, session=None))
