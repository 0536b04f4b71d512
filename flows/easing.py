"""The ways on that the question after silence offers: lighter, later, or left out (practice H)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows import answered, coaching, plans, policy, saying
from flows.coaching import Course, Late, NotTheirs
from flows.events import Lightened, Snoozed, TurnMoved
from flows.ids import MemberId, PartnershipId
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.schooldays import local_day
from flows.unchanged import Unchanged

LIGHTER_SCHOOL_DAYS = 5
"""So many more school days for every open step of whoever wants it lighter."""

FARTHEST = timedelta(days=60)
"""Nobody moves a turn farther at once."""


@dataclass(frozen=True, slots=True)
class Eased:
    """Done; the day is the one that holds from now on."""

    day: date


@dataclass(frozen=True, slots=True)
class NotMovable(Unchanged):
    """Something in the turn was done already, or there is no turn of this member's ahead."""


@dataclass(frozen=True, slots=True)
class NotThen(Unchanged):
    """The day has passed, is no school day that a calendar covers, or is too far ahead."""


def lighten(work: Work, who: MemberId, partnership: PartnershipId) -> Eased | NotTheirs | Late:
    """A member's open steps wait longer and ask for less, and talks are short (practice G3)."""
    found = _awake(work, who, partnership)
    if not isinstance(found, Course):
        return found
    coaching.happened(work, found, Lightened(who))
    outcome = put_off(work, who, partnership)
    answered.ease(work, who, partnership, "lighten")
    return outcome


def put_off(work: Work, who: MemberId, partnership: PartnershipId) -> Eased | NotTheirs | Late:
    """A member's open steps wait longer; nobody else notices."""
    found = _awake(work, who, partnership)
    if not isinstance(found, Course):
        return found
    calendar = policy.calendar_of(found.program)
    day = calendar.add(local_day(work.now, found.rules.zone), LIGHTER_SCHOOL_DAYS)
    if day is None:
        return Late()
    cycle = coaching.happened(work, found, Snoozed(who, day))
    plans.replanned(work, replace(found, cycle=cycle), who)
    return Eased(day)


def move_turn(
    work: Work, who: MemberId, partnership: PartnershipId, to: date
) -> Eased | NotTheirs | Late | NotMovable | NotThen:
    """A member's own turn starts on that day; the others are told the day and no reason."""
    found = _awake(work, who, partnership)
    if not isinstance(found, Course):
        return found
    today = local_day(work.now, found.rules.zone)
    if not today < to <= today + FARTHEST or found.rules.opening_on(to) is None:
        return NotThen()
    cycle = coaching.happened(work, found, TurnMoved(who, to))
    turn = cycle.turn_of(who)
    if cycle is found.cycle or turn is None:
        return NotMovable()
    day = to if turn.planned_at is None else local_day(turn.planned_at, found.rules.zone)
    for other in found.pair.others(who):
        saying.event(
            work,
            other,
            "changed_turn",
            f"changed_turn:{cycle.id}:{cycle.version}:{other}",
            partnership=partnership,
            by=who,
            to=day.isoformat(),
        )
    answered.ease(work, who, partnership, "move")
    return Eased(day)


def _awake(work: Work, who: MemberId, partnership: PartnershipId) -> Course | NotTheirs | Late:
    found = coaching.theirs(work, who, partnership)
    if isinstance(found, Course) and found.pair.state is not PartnershipState.ACTIVE:
        return Late()
    return found
