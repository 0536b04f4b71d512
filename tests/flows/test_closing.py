"""A cycle that nobody goes on with closes as a pause; turns not taken come first in the next."""

from flows import closing
from flows.cycle import CycleState
from flows.desk import Desk
from flows.effects import CloseCycle, Outcome
from flows.turns import TurnState
from tests.flows.courses import begun


def test_turns_that_were_taken_stay_so_and_the_others_come_first() -> None:
    course = begun("observation", 2)
    first, second = course.cycle.turns
    desk = Desk(course.rules, course.cycle, course.now)
    desk.put_turn(first, state=TurnState.DONE)
    assert second.state in {TurnState.AHEAD, TurnState.RUNNING}

    closing.close_silently(desk)

    assert [turn.state for turn in desk.cycle.turns] == [TurnState.DONE, TurnState.POSTPONED]
    assert desk.cycle.state is CycleState.CLOSED
    assert all(run.finished for run in desk.cycle.runs)
    assert desk.effects == [CloseCycle(Outcome.PAUSE, (second.coachee,))]
