"""People and nudges for tests of the policy: Dublin, the script's calendar, slots at 15:45."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.ids import MemberId
from flows.nudge import Kind, Person, Planned, Why
from flows.schooldays import ProgramCalendar

DUBLIN = ZoneInfo("Europe/Dublin")
EASTER = {date(2026, 3, 30) + timedelta(days=n) for n in range(12)}
CALENDAR = ProgramCalendar(
    covered_until=date(2026, 6, 19),
    holidays=frozenset({date(2026, 3, 17), date(2026, 5, 4), date(2026, 6, 1), *EASTER}),
)
TOMAS = Person(MemberId("tomas"), DUBLIN, time(15, 45), CALENDAR)
MAYA = Person(MemberId("maya"), DUBLIN, time(15, 45), CALENDAR)


def at(text: str) -> datetime:
    """A moment in Dublin in 2026, written `03-12 11:35`."""
    return (
        datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}")
        .replace(tzinfo=DUBLIN)
        .astimezone(UTC)
    )


def plan(kind: Kind, due: str, key: str = "", **more: object) -> Planned:
    """One pending message to Tomás."""
    why = Why.SOMEBODY_ACTED if kind in {Kind.EVENT, Kind.RELEASED} else Why.STEP_OPENED
    facts: dict[str, object] = {"about": "run", "cycle": "c1", **more}
    return Planned(kind, TOMAS.member, at(due), key or f"{kind}:{due}", why, **facts)  # type: ignore[arg-type]  # Fields by name.
