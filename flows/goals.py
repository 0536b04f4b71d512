"""A member's own goals: their words, their day, their choice (practice D, INV-08)."""

from dataclasses import dataclass, replace
from datetime import date

from flows import policy, saying
from flows.goal import Goal, GoalState
from flows.ids import GoalId, MemberId, PieceId
from flows.pieces import Piece, Sharing, Vault
from flows.ports import Reader, Work
from flows.unchanged import Unchanged

LONGEST_STATEMENT = 240
STATEMENT = "statement"

OPEN_STATES = frozenset({GoalState.DRAFT, GoalState.ACTIVE, GoalState.ADJUSTED})


@dataclass(frozen=True, slots=True)
class Worded:
    """A goal with its sentence, for its owner's eyes."""

    goal: Goal
    statement: str


@dataclass(frozen=True, slots=True)
class Gone(Unchanged):
    """There is no open goal of that id of this person's."""


@dataclass(frozen=True, slots=True)
class Empty(Unchanged):
    """A goal needs a sentence."""


@dataclass(frozen=True, slots=True)
class TooLong(Unchanged):
    """The sentence is longer than a goal's may be; nothing was cut."""

    n: int


@dataclass(frozen=True, slots=True)
class Past(Unchanged):
    """The one hard error: the day to look again has passed (practice D8)."""


def mine(reader: Reader, owner: MemberId) -> list[Worded]:
    """The person's open goals."""
    return [_worded(reader, g) for g in reader.goals.of_owner(owner) if g.state in OPEN_STATES]


def find(reader: Reader, owner: MemberId, goal: GoalId) -> Worded | Gone:
    """One open goal of this person's."""
    found = reader.goals.get(goal)
    if found is None or found.owner != owner or found.state not in OPEN_STATES:
        return Gone()
    return _worded(reader, found)


def settle(
    work: Work, owner: MemberId, goal: GoalId, statement: str, review_on: date, zone: str
) -> Goal | Gone | Empty | TooLong | Past:
    """The goal with this sentence and this day; a draft becomes active."""
    found = find(work, owner, goal)
    if isinstance(found, Gone):
        return found
    if not statement.strip():
        return Empty()
    if len(statement) > LONGEST_STATEMENT:
        return TooLong(len(statement))
    if review_on <= work.now.astimezone(policy.zone_of(zone)).date():
        return Past()
    known = found.goal
    settled = replace(known, state=GoalState.ACTIVE, review_on=review_on)
    work.goals.put(settled)
    earlier = next((p for p in work.pieces.about(known.about) if p.key == STATEMENT), None)
    work.pieces.write(
        Piece(
            id=earlier.id if earlier else PieceId(work.new_id()),
            vault=Vault(owner, known.partnership),
            about=known.about,
            key=STATEMENT,
            words=statement,
            sharing=Sharing.ON_SHARE,
            shared=False,
            written_at=work.now,
        )
    )
    saying.home(work, owner)
    return settled


def _worded(reader: Reader, goal: Goal) -> Worded:
    pieces = reader.pieces.about(goal.about)
    own = (p.words for p in pieces if p.key == STATEMENT and p.vault.author == goal.owner)
    return Worded(goal, next(own, ""))
