"""The opening sentences once both are in: to read, to ask one question back, to make a goal of."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows import answered, coaching, kept, reading, saying
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.events import Answered, Shared
from flows.goal import Goal, GoalState
from flows.ids import CycleId, GoalId, MemberId, PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.protocol import Stage
from flows.stage import StageRun
from flows.written import keep_text

SPARK = "common.spark"
SENTENCE = "why"
QUESTION = "back"


@dataclass(frozen=True, slots=True)
class Sentences:
    """What one member may see of the opening sentences; nothing of who left theirs open."""

    course: Course
    run: StageRun
    words: dict[MemberId, str]
    questions: dict[MemberId, str]
    goal: Goal | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The question waits beside the sentence that it is about."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The sentence is a draft of the goal."""

    goal: Goal


def run_of(course: Course) -> StageRun | None:
    """The run of the opening sentences in this cycle."""
    return next(iter(course.cycle.runs_of(SPARK)), None)


def read(
    reader: Reader, who: MemberId, partnership: PartnershipId, cycle: CycleId | None = None
) -> Sentences | NotTheirs | Late:
    """The sentences and questions of a cycle, over or not, once they are open to this member."""
    found = coaching.theirs(reader, who, partnership, cycle)
    if not isinstance(found, Course):
        return found
    run = run_of(found)
    if run is None:
        return Late()
    pieces = reading.of_run(reader, who, found.pair, found.rules, found.cycle, run)
    if not run.revealed and all(piece.vault.author == who for piece in pieces):
        return Late()
    return Sentences(
        course=found,
        run=run,
        words=_by_author(pieces, SENTENCE),
        questions=_by_author(pieces, QUESTION),
        goal=_goal_of(reader, who, partnership),
    )


def ask(
    work: Work, who: MemberId, partnership: PartnershipId, question: str
) -> Asked | NotTheirs | Late | TooLong:
    """Keeps this member's one question about the other's sentence; it waits there to be read."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    run = run_of(found)
    if run is None or not run.revealed:
        return Late()
    most = _most(found.stage(run), QUESTION)
    if len(question) > most:
        return TooLong({QUESTION: len(question)}, {QUESTION: most})
    stage = found.stage(run)
    kept.add(work, partnership, found.cycle, run.id, stage, who, {QUESTION: question})
    coaching.happened(work, found, Answered(run.id, who, (QUESTION,)))
    saying.home(work, *found.pair.members)
    return Asked()


def use_as_goal(
    work: Work, who: MemberId, partnership: PartnershipId
) -> Drafted | NotTheirs | Late:
    """A draft goal with this member's own sentence; a second press finds the first one's draft."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    known = _goal_of(work, who, partnership)
    if known is not None:
        return Drafted(known)
    answered.alone(work, who, partnership, "goal")
    run = run_of(found)
    sentence = kept.own(work, found.cycle, run.id, who).get(SENTENCE) if run else None
    if sentence is None:
        return Late()
    goal = Goal(
        id=GoalId(work.new_id()),
        owner=who,
        partnership=partnership,
        state=GoalState.DRAFT,
        version=1,
        made_at=work.now,
    )
    work.goals.put(goal)
    keep_text(work, Vault(who, partnership), goal.about, "statement", sentence, Sharing.ON_SHARE)
    saying.home(work, who)
    return Drafted(goal)


def keep_mine(work: Work, who: MemberId, partnership: PartnershipId) -> Asked | NotTheirs | Late:
    """Answers the question what becomes of the only sentence: it stays this member's, as it is."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    answered.alone(work, who, partnership, "keep")
    return Asked()


def show_anyway(
    work: Work, who: MemberId, partnership: PartnershipId, run: RunId
) -> Asked | NotTheirs | Late:
    """Shows this member's own sentence although the other left theirs open (practice 0.9a)."""
    found = coaching.theirs(work, who, partnership)
    if not isinstance(found, Course):
        return found
    standing = found.cycle.run(run)
    asked = standing is not None and standing.stage == SPARK and standing.asked_to_keep
    if not asked or found.pair.state is not PartnershipState.ACTIVE:
        return Late()
    if SENTENCE not in kept.own(work, found.cycle, run, who):
        return Late()
    coaching.happened(work, found, Shared(run, who, (SENTENCE,)))
    answered.alone(work, who, partnership, "show")
    for other in found.pair.others(who):
        saying.event(
            work,
            other,
            "shared_sentence",
            f"shared:{found.cycle.id}:{run}:{who}:{other}",
            partnership=partnership,
            by=who,
        )
    return Asked()


def _by_author(pieces: Sequence[Piece], key: str) -> dict[MemberId, str]:
    return {
        piece.vault.author: piece.words
        for piece in pieces
        if piece.key == key and piece.vault.author is not None
    }


def _goal_of(reader: Reader, who: MemberId, partnership: PartnershipId) -> Goal | None:
    return next((g for g in reader.goals.of_owner(who) if g.partnership == partnership), None)


def _most(stage: Stage, key: str) -> int:
    prompt = stage.prompt(key)
    if prompt is None:
        raise LookupError(f"{stage.id} asks no {key}")
    return prompt.max_length
