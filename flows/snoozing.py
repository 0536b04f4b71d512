"""Snoozing: one's own nudges wait until a day of one's choice; nobody else is told (practice H)."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from flows.nudge import Person
from flows.people import MORNING
from flows.schooldays import ONE_DAY, moment

LONGEST = timedelta(days=60)


class Snooze(StrEnum):
    """The choices in every message's menu, besides a date of one's own."""

    TOMORROW = "tomorrow"
    THREE_SCHOOL_DAYS = "three_school_days"
    NEXT_MONDAY = "next_monday"


def until(person: Person, choice: Snooze | date, at: datetime) -> datetime | None:
    """When nudges may come again; None for a date that is not 1 to 60 days ahead."""
    today = person.day(at)
    match choice:
        case Snooze.TOMORROW:
            day = today + ONE_DAY
        case Snooze.THREE_SCHOOL_DAYS:
            day = person.calendar.add(today, 3) or today + ONE_DAY * 3
        case Snooze.NEXT_MONDAY:
            day = today + ONE_DAY * (7 - today.weekday())
        case date():
            day = choice
        case _:
            assert_never(choice)
    if not ONE_DAY <= day - today <= LONGEST:
        return None
    return moment(day, MORNING, person.zone)
