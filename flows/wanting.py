"""Notes that stay with their author since a talk alone was chosen, until somebody asks for them.

What was written down is deleted when the turn ends. Asked for, notes follow the talk, and their
author releases them or leaves them out (practice E, Channel and embargo; INV-11).
"""

from dataclasses import dataclass

from flows.cycle import Cycle, named
from flows.ids import MemberId
from flows.rules import Rules
from flows.stage import RunState, StageRun
from flows.turns import TurnState


@dataclass(frozen=True, slots=True)
class Wanted:
    """The choice by which notes were left out, and the one by which they follow the talk."""

    notes: StageRun
    key: str
    instead: str


def of(rules: Rules, cycle: Cycle, request: StageRun, who: MemberId) -> Wanted | None:
    """What this member changes in their request to get the notes; None where they cannot."""
    turn = next((t for t in cycle.turns if t.number == request.turn), None)
    goes_on = turn is not None and turn.state is TurnState.RUNNING and turn.coachee == who
    if not goes_on or request.state is not RunState.DONE or cycle.over:
        return None
    for log in cycle.runs:
        notes = kept_back(rules, cycle, log) if log.turn == request.turn else None
        if notes is not None and log.state is RunState.DONE:
            moved = rules.stage(notes.stage).instead_after
            after = moved.only_if if moved else None
            if after is not None and f"{rules.protocol.id}.{after.stage}" == request.stage:
                return Wanted(notes, after.key, after.one_of[0])
    return None


def kept_back(rules: Rules, cycle: Cycle, log: StageRun) -> StageRun | None:
    """The notes that were not wanted, with which the log of a visit would have been released."""
    carrier = rules.stage(log.stage).released_with
    stage = rules.protocol.stage(carrier) if carrier else None
    if stage is None or stage.only_if is None:
        return None
    notes = cycle.run(named(rules.protocol.key(stage), log.turn))
    left_out = notes is not None and notes.state is RunState.SKIPPED and notes.by_itself
    return notes if left_out else None
