"""When a newcomer's playground begins: on a school morning, when nothing waits for quiet hours."""

from datetime import datetime, time

from flows.policy import ANY_WEEKDAY, zone_of
from flows.schooldays import ONE_DAY, moment

SCHOOL_ZONE = "Europe/Dublin"
"""Where the playground's school lies."""

BELL = time(8, 0)
AFTERNOON = time(15, 0)


def first_morning(now: datetime) -> datetime:
    """Now, between eight and three on a weekday at the school; else eight of the next weekday."""
    zone = zone_of(SCHOOL_ZONE)
    local = now.astimezone(zone)
    if ANY_WEEKDAY.is_school_day(local.date()) and BELL <= local.time() < AFTERNOON:
        return now
    day = local.date() if local.time() < BELL else local.date() + ONE_DAY
    return moment(ANY_WEEKDAY.on_or_after(day) or day, BELL, zone)
