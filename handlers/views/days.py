"""Days and times as a person reads them: Slack shows a moment in the reader's own zone."""

from datetime import date, datetime

from flows.policy import zone_of


def day(at: datetime, zone: str) -> str:
    """The moment's day for mrkdwn; the fallback names the day in that zone."""
    local = at.astimezone(zone_of(zone))
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{local:%Y-%m-%d}>"


def moment(at: datetime, zone: str) -> str:
    """The moment for mrkdwn; the fallback is in that zone and says so."""
    local = at.astimezone(zone_of(zone))
    stamp = int(at.timestamp())
    return f"<!date^{stamp}^{{date_short_pretty}} {{time}}|{local:%Y-%m-%d %H:%M} ({zone})>"


def with_weekday(at: datetime, zone: str) -> str:
    """The same with the day of the week, for what is planned by many."""
    local = at.astimezone(zone_of(zone))
    stamp = int(at.timestamp())
    return f"<!date^{stamp}^{{date_long_pretty}} {{time}}|{local:%a %Y-%m-%d %H:%M} ({zone})>"


def plainly(on: date) -> str:
    """A date for a button or a form, e.g. `Fri 27 Mar 2026`."""
    return f"{on:%a} {on.day} {on:%b} {on.year}"
