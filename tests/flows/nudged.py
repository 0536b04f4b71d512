"""People, nudges and what was decided, for tests of the policy.

Dublin, the script's calendar, slots at 15:45.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.ids import MemberId
from flows.nudge import Kind, Person, Planned, Sent, Why
from flows.schooldays import ProgramCalendar
from flows.verdict import Because, Decision

DUBLIN = ZoneInfo("Europe/Dublin")
EASTER = {date(2026, 3, 30) + timedelta(days=n) for n in range(12)}
CALENDAR = ProgramCalendar(
    covered_until=date(2026, 6, 19),
    holidays=frozenset({date(2026, 3, 17), date(2026, 5, 4), date(2026, 6, 1), *EASTER}),
)
TOMAS = Person(MemberId("tomas"), DUBLIN, time(15, 45), CALENDAR)
EARLY_BIRD = replace(TOMAS, slot=time(7, 45))
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


def sent(when: str, *kinds: Kind, scheduled: bool = True, cycle: str = "c1") -> Sent:
    """One message that Tomás got."""
    return Sent(at(when), kinds or (Kind.OPEN,), (f"key {when}",), cycle, scheduled)


def got(decision: Decision) -> list[list[str]]:
    """What goes now: the kinds in each message."""
    return [[item.kind.value for item in push.items] for push in decision.send]


def waits(decision: Decision) -> list[tuple[str, datetime | None, Because]]:
    """What waits: which kind, until when, and why."""
    return [(wait.item.kind.value, wait.until, wait.because) for wait in decision.wait]


def drops(decision: Decision) -> list[tuple[str, Because]]:
    """What is never sent, and why."""
    return [(drop.item.kind.value, drop.because) for drop in decision.drop]
