"""A cycle that rests for long: asked about once, then closed by itself (practice H, stop rule)."""

from datetime import datetime

from flows.people import EVENING
from flows.rules import Rules
from flows.schooldays import local_day, moment

ASKED_AFTER = 40
"""So many school days of rest, and its members are asked whether to close it."""

ANSWER_WITHIN = 5
"""So many more without an answer, and it is closed."""


def closes_at(rules: Rules, rested_at: datetime) -> datetime | None:
    """When what rests since then closes if nobody says a word; None where no calendar reaches."""
    day = rules.calendar.add(local_day(rested_at, rules.zone), ASKED_AFTER + ANSWER_WITHIN)
    return None if day is None else moment(day, EVENING, rules.zone)


def look_again(rules: Rules, rested_at: datetime | None, after: datetime) -> datetime | None:
    """When to look at it next: as it closes, or once the calendar was laid down further."""
    if rested_at is None:
        return None
    last = rules.calendar.covered_until
    at = closes_at(rules, rested_at) or moment(last, EVENING, rules.zone)
    return at if at > after else None
