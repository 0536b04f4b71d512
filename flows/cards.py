"""The pooled cards as a group reads them, and taking one away without a reason (practice B6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows import reading, writing
from flows.coaching import Course, Late, NotTheirs
from flows.ids import CycleId, MemberId, PartnershipId, PieceId, RunId
from flows.pieces import Piece
from flows.ports import Reader, Work
from flows.protocol import EVERYONE, Prompt
from flows.sharing import pool_is_open
from flows.stage import RunState, StageRun


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of one pool, by question, in the order in which they were shuffled."""

    course: Course
    run: StageRun
    by_prompt: Sequence[tuple[Prompt, Sequence[Piece]]]
    takes: str
    """`strike` or `hide` as this member may take one away; empty where they may not."""

    @property
    def n(self) -> int:
        """How many there are."""
        return sum(len(pieces) for _, pieces in self.by_prompt)


def read(
    reader: Reader,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    cycle: CycleId | None = None,
) -> Cards | NotTheirs | Late:
    """The cards, once the pool is locked."""
    found = writing.earlier_cycle(reader, who, partnership, cycle, run)
    if not isinstance(found, tuple):
        return found
    course, standing = found
    if course.stage(standing).share != "pool" or not pool_is_open(course.cycle, standing, who):
        return Late()
    pieces = reading.of_run(reader, who, course.pair, course.rules, course.cycle, standing)
    by_prompt = [
        (prompt, [p for p in pieces if p.key == prompt.key and p.vault.author is None])
        for prompt in course.stage(standing).prompts
    ]
    return Cards(course, standing, by_prompt, _takes(course, standing, who))


def take_away(
    work: Work,
    who: MemberId,
    partnership: PartnershipId,
    run: RunId,
    card: PieceId,
    cycle: CycleId | None = None,
) -> Cards | NotTheirs | Late:
    """A member strikes a card, or the host hides it: gone for all, and nobody is told by whom."""
    found = read(work, who, partnership, run, cycle)
    if not isinstance(found, Cards):
        return found
    known = {piece.id for _, pieces in found.by_prompt for piece in pieces}
    if card not in known or not found.takes:
        return Late()
    work.pieces.erase(card)
    return read(work, who, partnership, run, cycle)


def open_pools(course: Course) -> list[StageRun]:
    """The locked pools, and so to be read, of the turns that are in sight."""
    here = course.cycle.turns_in_sight
    return [
        run
        for run in course.cycle.runs
        if course.stage(run).share == "pool" and run.revealed and run.turn in here
    ]


def never_opened(course: Course, talk: StageRun) -> bool:
    """Whether the pool before this talk had too few authors: one talks without cards."""
    return any(
        course.stage(run).share == "pool"
        and run.turn == talk.turn
        and run.state is RunState.SKIPPED
        for run in course.cycle.runs
    )


def _takes(course: Course, run: StageRun, who: MemberId) -> str:
    rights = course.stage(run).cards
    roles = course.rules.everyone(course.cycle, run).get(who, ())
    if rights is None:
        return ""
    if rights.hide in roles:
        return "hide"
    return "strike" if rights.strike in {EVERYONE, *roles} else ""
