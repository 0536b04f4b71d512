"""Which kinds of writing there are: told from a piece's subject, for whoever wrote it.

A kind decides nothing about who may read: that is the gate's. It says in which words a person is
told what is kept of theirs, and what goes along when they delete it.
"""

from enum import StrEnum

from flows.gate import (
    DRAFT,
    EARLIER,
    GIVEN,
    LOG,
    OF_RUN,
    PARKED,
    PLACE,
    POOL,
    POSTED,
    PROGRAM_STRATEGY,
    RECALL,
    REPLY,
    SHOWN_STRATEGY,
    STRATEGIES,
    VERSION,
    WEEKLY,
    WORKSHOP,
)
from flows.ids import CycleId, RunId
from flows.pieces import Piece, Sharing
from flows.preparing import OWN_ANSWERS
from flows.reflecting import MINE, SHOWN

GOAL, GOAL_DRAFT, TRAIL = "goal:", "draft:goal:", "/trail"
PREWORK, AGREEMENT = "prework:", "agreement:"


class Kind(StrEnum):
    """What a piece of writing is, as its author would call it."""

    ANSWER = "answer"
    PRIVATE = "private"
    NOTE = "note"
    CARD = "card"
    PLACE = "place"
    REPLY = "reply"
    PARKED = "parked"
    LOG = "log"
    EARLIER = "earlier"
    STEP_DRAFT = "step_draft"
    GOAL = "goal"
    TRAIL = "trail"
    GOAL_DRAFT = "goal_draft"
    REFLECTION = "reflection"
    SHOWN = "shown"
    POSTED = "posted"
    PREWORK = "prework"
    PREWORK_ANSWER = "prework_answer"
    PROMPT = "prompt"
    WORKSHOP = "workshop"
    GIVEN = "given"
    STRATEGY = "strategy"
    SHOWN_STRATEGY = "shown_strategy"
    AGREEMENT = "agreement"
    VERSION = "version"
    OTHER = "other"


_IN_RUN = {
    Sharing.SELF: Kind.PRIVATE,
    Sharing.TO_COACHEE: Kind.NOTE,
    Sharing.POOL: Kind.CARD,
}
_BY_SUBJECT = (
    (GOAL_DRAFT, Kind.GOAL_DRAFT),
    (DRAFT, Kind.STEP_DRAFT),
    (POOL, Kind.CARD),
    (VERSION, Kind.VERSION),
    (REPLY, Kind.REPLY),
    (PARKED, Kind.PARKED),
    (LOG, Kind.LOG),
    (EARLIER, Kind.EARLIER),
    (MINE, Kind.REFLECTION),
    (SHOWN, Kind.SHOWN),
    (POSTED, Kind.POSTED),
    (WEEKLY, Kind.PROMPT),
    (WORKSHOP, Kind.WORKSHOP),
    (GIVEN, Kind.GIVEN),
    (STRATEGIES, Kind.STRATEGY),
    (SHOWN_STRATEGY, Kind.SHOWN_STRATEGY),
    (PROGRAM_STRATEGY, Kind.SHOWN_STRATEGY),
    (RECALL, Kind.PREWORK_ANSWER),
    (AGREEMENT, Kind.AGREEMENT),
)


def kind_of(piece: Piece) -> Kind:
    """The kind of that piece; what has no name yet is still somebody's writing."""
    about = piece.about
    if about.startswith(OF_RUN):
        return Kind.PLACE if piece.key == PLACE else _IN_RUN.get(piece.sharing, Kind.ANSWER)
    if about.startswith(GOAL):
        return Kind.TRAIL if about.endswith(TRAIL) else Kind.GOAL
    if about.startswith(PREWORK):
        return Kind.PREWORK_ANSWER if piece.key in OWN_ANSWERS else Kind.PREWORK
    return next((kind for start, kind in _BY_SUBJECT if about.startswith(start)), Kind.OTHER)


def about_of(about: str) -> tuple[CycleId, RunId]:
    """The cycle and the run that a piece of a step is about."""
    cycle, _, run = about.removeprefix(OF_RUN).partition(":")
    return CycleId(cycle), RunId(run)
