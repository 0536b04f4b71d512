"""What was said against what should have been said: counts that are to be zero."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.notices import Dm, InDoubt, Priority
from storage.outbox import RowState
from storage.row import Row
from tests.chaos.ledger import Evidence, Said

MORNING, EVENING = time(7, 30), time(18, 0)
HOLIDAYS = frozenset(
    date.fromisoformat(day) for day in ("2026-03-17", "2026-04-06", "2026-05-04", "2026-06-01")
)
_LATE = timedelta(minutes=2)
"""A message that was in doubt may come so much after its hours."""

_BODY = timedelta(seconds=2)
"""What a transaction takes at most between its own now and its commit."""

Expected = Counter[tuple[str, str, str]]
"""How often which text is to stand in which conversation on which day."""


@dataclass(frozen=True)
class Counts:
    """One school's, or all schools' together."""

    kills: int = 0
    messages: int = 0
    lost: int = 0
    duplicated_dm: int = 0
    duplicated_beyond_doubt: int = 0
    out_of_order: int = 0
    off_hours: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not any(list(vars(self).values())[2:])

    def __add__(self, other: "Counts") -> "Counts":
        mine, theirs = vars(self), vars(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})


def counts(evidence: Evidence, expected: Expected, kills: int) -> Counts:
    """What went wrong in this school, against the same term in calm."""
    first = list(_first_copies(evidence.said))
    seen = as_expected(first)
    surplus = seen - expected
    return Counts(
        kills=kills,
        messages=len(evidence.said),
        lost=max(len(unsaid(evidence)), (expected - seen).total()),
        duplicated_dm=_copies(evidence, private=True)
        + sum(n for (where, _, _), n in surplus.items() if where.startswith("im ")),
        duplicated_beyond_doubt=_copies(evidence, private=False)
        + sum(n for (where, _, _), n in surplus.items() if not where.startswith("im ")),
        out_of_order=len(list(out_of_order(evidence))),
        off_hours=len(list(off_hours(evidence))),
    )


def as_expected(said: Sequence[Said]) -> Expected:
    """What stands where, by day; what a calm term leaves behind is what others should say."""
    return Counter(
        (each.where, f"{each.at.astimezone(ZoneInfo('Europe/Dublin')):%Y-%m-%d}", each.text)
        for each in said
    )


def unsaid(evidence: Evidence) -> list[Row]:
    """Posts that should stand in Slack and do not."""
    there = {said.row for said in evidence.said}
    lost = []
    for row in evidence.posts:
        match row.state:
            case RowState.SENT:
                missing = row.id not in there
            case RowState.PENDING:
                missing = row.notice.due <= evidence.now
            case RowState.DROPPED:
                looked_for = isinstance(row.notice.lane, Dm)
                must = looked_for or row.notice.in_doubt is InDoubt.MUST_ARRIVE
                missing = row.reason == "in_doubt" and must
            case _:
                missing = True
        if missing:
            lost.append(row)
    return lost


def _first_copies(said: Sequence[Said]) -> Iterator[Said]:
    known = set()
    for each in said:
        if each.row not in known:
            known.add(each.row)
            yield each


def _copies(evidence: Evidence, *, private: bool) -> int:
    """Copies too many; outside of DMs one is allowed for each time that a row was in doubt."""
    copies = Counter(said.row for said in evidence.said if said.private is private)
    return sum(
        max(0, n - 1 - (0 if private else evidence.doubts[row])) for row, n in copies.items()
    )


def out_of_order(evidence: Evidence) -> Iterator[tuple[Row, Row]]:
    """Pairs of one lane and class of which the second stands first, though both were there."""
    arrived = {said.row: said.at for said in reversed(evidence.said)}
    lanes: dict[tuple[str, Priority], list[Row]] = defaultdict(list)
    order = {row.id: n for n, row in enumerate(evidence.posts)}
    for row in evidence.posts:
        if row.id in arrived:
            lanes[str(row.notice.lane), row.notice.priority].append(row)
    for rows in lanes.values():
        rows.sort(key=lambda row: (row.notice.due, order[row.id]))
        for at, row in enumerate(rows):
            for later in rows[at + 1 :]:
                first = arrived[later.id]
                was_there = row.said_at + _BODY < first and row.notice.due < first
                if was_there and arrived[row.id] > first:
                    yield row, later


def off_hours(evidence: Evidence) -> Iterator[Said]:
    """Messages at night, at weekends, on holidays, that answer nobody who waits."""
    answers = {row.id for row in evidence.posts if row.notice.priority is Priority.ANSWER}
    for said in evidence.said:
        if said.row not in answers and not _works(said.at, ZoneInfo(said.zone)):
            yield said


def _works(at: datetime, zone: ZoneInfo) -> bool:
    local = at.astimezone(zone)
    day = local.weekday() < 5 and local.date() not in HOLIDAYS
    opens = datetime.combine(local.date(), MORNING, zone).astimezone(UTC)
    closes = datetime.combine(local.date(), EVENING, zone).astimezone(UTC) + _LATE
    return day and opens <= at < closes


def told(evidence: Evidence, expected: Expected) -> str:
    """What is amiss, line by line, for whoever looks into it."""
    seen = as_expected(list(_first_copies(evidence.said)))
    copies = Counter(said.row for said in evidence.said)
    lines = [f"missing {n} x {key}" for key, n in (expected - seen).items()]
    lines += [f"surplus {n} x {key}" for key, n in (seen - expected).items()]
    lines += [f"unsaid {row}" for row in unsaid(evidence)]
    lines += [
        f"copies {n} x {row}, doubts {evidence.doubts[row]}" for row, n in copies.items() if n > 1
    ]
    lines += [f"out of order {row}\n  after {later}" for row, later in out_of_order(evidence)]
    lines += [f"off hours {said}" for said in off_hours(evidence)]
    return "\n".join(lines) + "\n"
