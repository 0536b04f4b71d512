"""What a visitor wrote down for themselves: deleted when the turn ends (practice E, channel)."""

from flows import kept, wanting
from flows.cycle import Cycle
from flows.ports import Work
from flows.rules import Rules


def erase(work: Work, cycle: Cycle, rules: Rules, turn: int) -> None:
    """Deletes the turn's logs of visits whose notes were not wanted, drafts included."""
    for run in cycle.runs:
        if run.turn == turn and wanting.kept_back(rules, cycle, run) is not None:
            for member in run.members:
                kept.erase(work, cycle, run.id, member)


def erase_all(work: Work, cycle: Cycle, rules: Rules) -> None:
    """The same for every turn of a cycle that goes no further."""
    for turn in cycle.turns:
        erase(work, cycle, rules, turn.number)
