"""What the engine may ask for; whoever carries effects out ends the match with `assert_never`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.ids import MemberId, RunId


class Announce(StrEnum):
    """By which message people learn that a stage is open."""

    OPEN = "open"
    """The `open` nudge in each actor's next slot."""
    WELCOME = "welcome"
    """The post in the group DM that began the partnership."""
    AFTER_VISIT = "after_visit"
    """The message after a visit's planned end, which stands for `open`."""
    NOTHING = "nothing"


class Outcome(StrEnum):
    """What the members chose at the end; who chose what is not told (practice B0, common.close)."""

    SAME = "same"
    OTHER = "other"
    DIFFER = "differ"
    """Some want the same way of working and some another: the set-up form offers both."""
    PAUSE = "pause"
    FINISH = "finish"


class RestReason(StrEnum):
    """Why a cycle rests."""

    CHOSEN = "chosen"
    BELOW_MINIMUM = "below_minimum"


@dataclass(frozen=True, slots=True)
class OpenStage:
    """The run is open to its actors from now on."""

    run: RunId
    actors: tuple[MemberId, ...]
    due: datetime | None
    announce: Announce


@dataclass(frozen=True, slots=True)
class RelockStage:
    """The run is closed again, untouched: what was said about it is no longer true."""

    run: RunId


@dataclass(frozen=True, slots=True)
class FinishStage:
    """The run is over; skipped is displayed exactly like done."""

    run: RunId


@dataclass(frozen=True, slots=True)
class Reveal:
    """What was hidden is visible now; for a pool: lock, shuffle, destroy the link."""

    run: RunId


@dataclass(frozen=True, slots=True)
class DiscardCards:
    """Too few authors: the pool never opens and its cards are deleted (practice B6)."""

    run: RunId


@dataclass(frozen=True, slots=True)
class AskToKeep:
    """Due with only these in: ask each what becomes of their own answer (practice 0.9a)."""

    run: RunId
    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True)
class AskAgain:
    """The answer lacks these starred prompts and was not taken."""

    run: RunId
    by: MemberId
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StartTurn:
    """The turn in which this member is the coachee begins."""

    turn: int
    coachee: MemberId


@dataclass(frozen=True, slots=True)
class EndTurn:
    """Everything of the turn is done or left out."""

    turn: int


@dataclass(frozen=True, slots=True)
class ProposeSwap:
    """The next turn is planned: its owner's steps start on that day (practice INV-13)."""

    turn: int
    coachee: MemberId
    on: datetime


@dataclass(frozen=True, slots=True)
class OfferSwap:
    """One member would like to change places with another, whose wish settles it."""

    by: MemberId
    other: MemberId


@dataclass(frozen=True, slots=True)
class RemoveUnshared:
    """A leaver's unshared writing leaves with them (practice INV-26)."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class RestCycle:
    """The cycle rests; nothing is late meanwhile."""

    reason: RestReason


@dataclass(frozen=True, slots=True)
class CloseCycle:
    """The cycle is closed; the turns not taken come first in the next one."""

    outcome: Outcome
    first_next: tuple[MemberId, ...]


CycleEffect = (
    OpenStage
    | RelockStage
    | FinishStage
    | Reveal
    | DiscardCards
    | AskToKeep
    | AskAgain
    | StartTurn
    | EndTurn
    | ProposeSwap
    | OfferSwap
    | RemoveUnshared
    | RestCycle
    | CloseCycle
)
