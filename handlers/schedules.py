"""Moments in Slack's seconds: when a status ends, and a schedule of do-not-disturb."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flows.timetable import Span

_LAST = 4_000_000_000
"""Nobody plans beyond the year 2096."""


def instant(seconds: object) -> datetime | None:
    """The moment of Slack's seconds; None for 0 and 1, by which Slack says that there is none."""
    if not isinstance(seconds, int) or not 1 < seconds < _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def undisturbed(status: object) -> Span | None:
    """The present or next do-not-disturb of somebody's schedule (Slack: dnd.teamInfo)."""
    found = status if isinstance(status, Mapping) else {}
    start, end = instant(found.get("next_dnd_start_ts")), instant(found.get("next_dnd_end_ts"))
    on = bool(found.get("dnd_enabled"))
    return Span(start, end) if on and start and end and start < end else None
