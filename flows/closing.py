"""The end of a cycle: what the members chose together, and who comes first in the next one."""

from flows.cycle import Cycle, CycleState, named
from flows.desk import Desk
from flows.effects import CloseCycle, Outcome
from flows.ids import MemberId
from flows.stage import RunState
from flows.turns import TurnState


def close(desk: Desk) -> None:
    """Closes the cycle; nothing in it stays open."""
    _close(desk, _outcome(desk))


def close_silently(desk: Desk) -> None:
    """Closes a cycle that nobody goes on with; silence is a pause and never an ending.

    Turns that were not taken to their end come first in the next one (INV-13).
    """
    for turn in desk.cycle.turns:
        if turn.state in {TurnState.AHEAD, TurnState.RUNNING}:
            desk.put_turn(turn, state=TurnState.POSTPONED)
    _close(desk, Outcome.PAUSE)


def _close(desk: Desk, outcome: Outcome) -> None:
    cycle = desk.cycle
    for run in cycle.runs:
        if not run.finished:
            desk.put(run, state=RunState.SKIPPED, done_at=desk.at, by_itself=True)
    desk.set(state=CycleState.CLOSED, outcome=outcome)
    desk.effects.append(CloseCycle(outcome, first_next(cycle)))


def _outcome(desk: Desk) -> Outcome:
    """Any finish ends, else any pause pauses, else one wish or differing ones (practice B0)."""
    frame = desk.rules.frame
    run = desk.known(named(f"{frame.id}.{frame.closing}"))
    wishes = {Outcome(wish) for p in run.parts if (wish := p.choice(frame.outcome))}
    for outcome in (Outcome.FINISH, Outcome.PAUSE):
        if outcome in wishes:
            return outcome
    # A cycle goes on only by somebody's wish, so silence is a pause.
    return Outcome.DIFFER if len(wishes) > 1 else next(iter(wishes), Outcome.PAUSE)


def first_next(cycle: Cycle) -> tuple[MemberId, ...]:
    """Whose turns were not taken: they come first in the next cycle (practice INV-13)."""
    return tuple(t.coachee for t in cycle.turns if t.state is TurnState.POSTPONED)
