"""That answers are there to be read: whose and how many, never what they say (practice H)."""

from typing import TYPE_CHECKING

from flows import saying
from flows.effects import Outcome
from flows.ids import MemberId, RunId
from flows.ports import Work
from flows.stage import StageRun

if TYPE_CHECKING:
    from flows.coaching import Course

STOPS = frozenset({Outcome.PAUSE, Outcome.FINISH})


def waits(found: "Course", run: StageRun) -> bool:
    """Whether what is shared here is told once, when everybody has answered (practice H)."""
    return found.stage(run).done == "each" and not run.finished


def shared(work: Work, found: "Course", run: RunId, by: MemberId, other: MemberId, n: int) -> None:
    """Tells a partner that so many answers can be read."""
    saying.event(
        work,
        other,
        "shared",
        f"shared:{found.cycle.id}:{run}:{by}:{other}:{work.now.isoformat()}",
        partnership=found.pair.id,
        cycle=found.cycle.id,
        run=run,
        by=by,
        n=n,
    )


def all_shared(work: Work, found: "Course", run: RunId) -> None:
    """Everybody has answered: each hears of what the others shared, unless the pair stops here."""
    standing = found.cycle.run(run)
    if standing is None or found.stage(standing).done != "each" or found.cycle.outcome in STOPS:
        return
    for part in standing.parts:
        if part.shared:
            for other in found.pair.others(part.member):
                shared(work, found, run, part.member, other, len(part.shared))
