"""Snoozing one's own nudges (practice H)."""

from datetime import date, datetime

import pytest

from flows.snoozing import Snooze, until
from tests.flows.nudged import TOMAS, at


@pytest.mark.parametrize(
    ("choice", "now", "expected"),
    [
        (Snooze.TOMORROW, "03-18 15:50", "03-19 07:30"),
        (Snooze.THREE_SCHOOL_DAYS, "03-26 15:50", "04-14 07:30"),
        (Snooze.THREE_SCHOOL_DAYS, "06-18 15:50", "06-21 07:30"),
        (Snooze.NEXT_MONDAY, "03-18 15:50", "03-23 07:30"),
        (Snooze.NEXT_MONDAY, "03-23 15:50", "03-30 07:30"),
        (date(2026, 5, 17), "03-18 15:50", "05-17 07:30"),
    ],
)
def test_nudges_wait_until_the_morning_of_the_chosen_day(
    choice: Snooze | date, now: str, expected: str
) -> None:
    assert until(TOMAS, choice, at(now)) == at(expected)


@pytest.mark.parametrize("day", [date(2026, 3, 18), date(2026, 3, 1), date(2026, 5, 18)])
def test_a_day_that_is_not_one_to_sixty_days_ahead_is_refused(day: date) -> None:
    found: datetime | None = until(TOMAS, day, at("03-18 15:50"))

    assert found is None
