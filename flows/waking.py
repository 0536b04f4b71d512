"""When time alone changes something in a cycle: the moments to wake it up."""

from collections.abc import Iterator
from datetime import datetime

from flows.desk import Desk
from flows.stage import RunState, StageRun, locks_at


def next_at(desk: Desk) -> datetime | None:
    """The earliest moment at which time alone changes something."""
    moments = [at for run in desk.runs for at in _moments(desk, run) if at and at > desk.at]
    return min(moments, default=None)


def _moments(desk: Desk, run: StageRun) -> Iterator[datetime | None]:
    stage = desk.stage(run)
    if run.state is RunState.LOCKED:
        yield run.opens_at
        yield appointed(desk, run)
    if run.session and run.gate_at and stage.mode == "class" and not run.finished:
        yield run.session.start
        yield run.session.end
    if run.active:
        yield locks_at(stage, run)
        yield run.last_due if stage.waits != "done" else None


def appointed(desk: Desk, run: StageRun) -> datetime | None:
    """When a talk begins whose time was fixed together with the visit's, else None."""
    stage, sitting = desk.stage(run), desk.rules.protocol.sitting(desk.cycle.delivery)
    fixed = sitting is not None and sitting.fixed_with is not None and stage.id in sitting.stages
    return run.session.start if fixed and stage.mode == "live" and run.session else None
