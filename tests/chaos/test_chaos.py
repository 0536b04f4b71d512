"""The chaos runs, in short; and their judge is able to find a fault of every sort."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.ids import ConversationId, MemberId, RowId, WorkspaceId
from flows.notices import Channel, Dm, Effect, InDoubt, Lane, Notice, Priority
from storage.outbox import RowState
from storage.row import Row
from tests.chaos import verdict
from tests.chaos.campaign import Campaign, NoMeasure, Plan
from tests.chaos.ledger import Evidence, Said
from tests.chaos.verdict import Counts, Expected
from tests.storage.conftest import new_database, postgres_server

__all__ = ["new_database", "postgres_server"]

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
MAYAS = "im U0MAYA"
COACHING = "C0COACH"


async def lived(folder: Path, plan: Plan, database: Callable[[str], str]) -> Counts:
    campaign = Campaign(plan, folder, {"db": database}, lambda *_: None)
    return (await campaign.run())["db"]


async def test_a_day_with_kills(tmp_path: Path) -> None:
    plan = Plan(schools=1, kills=2, days=1, terms=1)

    found = await lived(tmp_path, plan, lambda name: f"sqlite:///{tmp_path}/{name}.sqlite3")

    assert found.clean, found
    assert found.kills == 2
    assert found.messages > 20
    assert not (tmp_path / "db" / "school-00").exists()
    assert (tmp_path / "db" / "school-00.json").exists()


WELL_LIVED = Counts(kills=3, messages=7)


class Told(Campaign):
    """A campaign whose schools are only counted."""

    def __init__(self, plan: Plan, folder: Path, names: list[str], fails: str = "") -> None:
        databases = dict.fromkeys(names, str)
        super().__init__(plan, folder, databases, lambda *_: None)
        self.lived: list[str] = []
        self.fails = fails

    async def _in_calm(self, seed: str) -> Expected:
        self.lived.append(f"calm {seed}")
        if self.fails == seed:
            raise NoMeasure(seed)
        if "." in self.fails:
            await asyncio.Event().wait()  # The other terms would take for ever.
        return Counter()

    async def _lived(self, database: str, number: int, calm: asyncio.Task[Expected]) -> Counts:
        self.lived.append(f"{database} {number}")
        assert await calm == Counter()
        if self.fails == f"{database} {number}":
            raise OSError(self.fails)
        return WELL_LIVED


PLAN = Plan(schools=2, terms=2, days=5, kills=3)
CALM = ["calm 1.0.5", "calm 1.1.5"]
BOTH = ["one", "other"]


async def test_a_campaign_goes_on_where_it_was_left(tmp_path: Path) -> None:
    broken = Told(PLAN, tmp_path, BOTH, fails="other 1")
    with pytest.raises(OSError, match="other 1"):
        await broken.run()

    resumed = Told(PLAN, tmp_path, BOTH)
    found = await resumed.run()

    assert resumed.lived == ["other 1"]
    assert found == dict.fromkeys(BOTH, Counts(kills=6, messages=14))


@pytest.mark.parametrize(
    ("plan", "lived"),
    [
        (PLAN, [*CALM, "one 0", "one 1"]),
        (replace(PLAN, at_once=1), [*CALM, "one 0", "one 1"]),
        (replace(PLAN, code="another"), [*CALM, "one 0", "one 1"]),
    ],
)
async def test_what_was_carried_out_or_is_another_begins_anew(
    tmp_path: Path, plan: Plan, lived: list[str]
) -> None:
    await Told(PLAN, tmp_path, ["one"]).run()

    again = Told(plan, tmp_path, ["one"])
    await again.run()

    assert again.lived == lived


async def test_another_database_is_held_against_the_same_calm_terms(tmp_path: Path) -> None:
    await Told(PLAN, tmp_path, ["one"]).run()

    other = Told(PLAN, tmp_path, ["other"])
    await other.run()

    assert other.lived == ["other 0", "other 1"]


async def test_a_calm_term_that_fails_ends_everything_at_once(tmp_path: Path) -> None:
    campaign = Told(PLAN, tmp_path, ["one"], fails="1.1.5")

    with pytest.raises(NoMeasure, match=r"1\.1\.5"):
        await campaign.run()

    again = Told(PLAN, tmp_path, ["one"])
    await again.run()
    assert again.lived == [*CALM, "one 0", "one 1"]


@pytest.mark.prove
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [1, 2])
async def test_a_fortnight_with_kills_on_postgresql(
    tmp_path: Path, new_database: Callable[[str], str], seed: int
) -> None:
    plan = Plan(schools=2, kills=8, days=14, terms=1, seed=seed)

    found = await lived(
        tmp_path, plan, lambda name: new_database(f"tandem_{name.replace('-', '_')}")
    )

    assert found.clean, found
    assert found.kills == 16


def row(number: int, *, lane: Lane | None = None, **changes: object) -> Row:
    at = TUESDAY + timedelta(minutes=number)
    notice = Notice(
        kind="shared",
        lane=lane or Dm(MemberId("U0MAYA")),
        effect=Effect.POST,
        priority=Priority.NOTICE,
        key=f"k{number}",
        why="a test",
        due=at,
    )
    found = Row(WorkspaceId("T"), RowId(f"r{number}"), notice, RowState.SENT, 1, 1, at)
    return replace(found, **changes)  # type: ignore[arg-type]  # Fields by name.


def said(number: int, *, later: float = 1.0, where: str = MAYAS) -> Said:
    at = TUESDAY + timedelta(minutes=number, seconds=later)
    return Said(f"r{number}", where, at, f"message {number}")


ROWS = (row(1), row(2), row(3, lane=Channel(ConversationId(COACHING))))
SAID = (said(1), said(2), said(3, where=COACHING))
WELL = Evidence(SAID, ROWS)
EXPECTED = verdict.as_expected(SAID)


def judged(evidence: Evidence) -> dict[str, int]:
    """Which counts are not zero."""
    found = verdict.counts(evidence, EXPECTED, 0)
    assert found.clean is not any(list(vars(found).values())[2:])
    assert verdict.told(evidence, EXPECTED).strip() or found.clean
    return {name: n for name, n in list(vars(found).items())[2:] if n}


def changed(at: int, **changes: object) -> Evidence:
    rows = list(ROWS)
    rows[at] = replace(rows[at], **changes)  # type: ignore[arg-type]  # Fields by name.
    return replace(WELL, posts=tuple(rows))


def test_where_all_is_well_every_count_is_zero() -> None:
    assert judged(WELL) == {}
    assert verdict.counts(WELL, EXPECTED, 7) == Counts(kills=7, messages=3)


@pytest.mark.parametrize("state", [RowState.SENDING, RowState.IN_DOUBT, RowState.FAILED])
def test_what_is_on_its_way_for_good_is_lost(state: RowState) -> None:
    assert judged(changed(0, state=state)) == {"lost": 1}
    assert judged(changed(0, state=RowState.PENDING)) == {"lost": 1}


def test_what_counts_as_sent_and_stands_nowhere_is_lost() -> None:
    assert judged(replace(WELL, said=SAID[1:])) == {"lost": 1}


def test_what_was_never_decided_is_lost_against_the_calm_term() -> None:
    assert judged(replace(WELL, said=SAID[1:], posts=ROWS[1:])) == {"lost": 1}


def test_what_was_let_go_in_doubt_is_lost_where_it_could_be_looked_for() -> None:
    assert judged(changed(0, state=RowState.DROPPED, reason="in_doubt")) == {"lost": 1}
    may_skip = replace(ROWS[2].notice, in_doubt=InDoubt.MAY_SKIP)
    let_go = changed(2, state=RowState.DROPPED, reason="in_doubt", notice=may_skip)
    assert verdict.unsaid(let_go) == []


def test_a_copy_in_a_dm_is_one_too_many() -> None:
    copied = (*SAID, said(1, later=9.0))
    assert judged(replace(WELL, said=copied)) == {"duplicated_dm": 1}
    doubtful = replace(WELL, said=copied, doubts=Counter({"r1": 1}))
    assert judged(doubtful) == {"duplicated_dm": 1}


def test_the_same_said_by_two_rows_is_one_too_many() -> None:
    again = replace(said(1, later=9.0), row="r9")
    assert judged(replace(WELL, said=(*SAID, again), posts=(*ROWS, row(9)))) == {"duplicated_dm": 1}


def test_a_copy_elsewhere_is_allowed_once_for_each_doubt() -> None:
    copied = replace(WELL, said=(*SAID, said(3, later=9.0, where=COACHING)))
    assert judged(copied) == {"duplicated_beyond_doubt": 1}
    assert judged(replace(copied, doubts=Counter({"r3": 1}))) == {}
    thrice = replace(copied, said=(*copied.said, said(3, later=19.0, where=COACHING)))
    assert judged(replace(thrice, doubts=Counter({"r3": 1}))) == {"duplicated_beyond_doubt": 1}


def test_what_overtook_another_is_out_of_order() -> None:
    swapped = (replace(SAID[1], at=SAID[1].at + timedelta(seconds=5)), said(1, later=120.0))
    assert judged(replace(WELL, said=(*swapped, SAID[2]))) == {"out_of_order": 1}


def test_other_classes_and_other_lanes_may_overtake() -> None:
    urgent = replace(ROWS[1].notice, priority=Priority.ANSWER)
    late = replace(WELL, said=(SAID[1], said(1, later=120.0), SAID[2]))
    assert judged(replace(late, posts=(ROWS[0], replace(ROWS[1], notice=urgent), ROWS[2]))) == {}


def test_what_comes_at_night_is_off_hours_unless_somebody_waits() -> None:
    night = tuple(replace(each, at=each.at + timedelta(hours=12)) for each in SAID)
    rows = tuple(replace(each, said_at=each.said_at + timedelta(hours=12)) for each in ROWS)
    assert judged(Evidence(night, rows)) == {"off_hours": 3}
    answers = tuple(
        replace(each, notice=replace(each.notice, priority=Priority.ANSWER)) for each in rows
    )
    assert judged(Evidence(night, answers)) == {}
    holiday = replace(SAID[0], at=datetime(2026, 3, 17, 10, 0, tzinfo=UTC))
    assert list(verdict.off_hours(replace(WELL, said=(holiday,)))) == [holiday]
