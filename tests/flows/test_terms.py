"""The end of a term: asked once, rest, and once more in the second school week (practice G5)."""

from dataclasses import replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from flows import leaving, rhythm
from flows.cycle import CycleState
from flows.ids import MemberId, ProgramId
from flows.own_dates import OwnDates
from flows.partnership import PartnershipState
from flows.ports import Work
from flows.rhythm import Kept, NotTheirs
from flows.schooldays import Days
from tests.staffroom import ADMIN, AYA, MAYA, TOMAS, ZONE, Staffroom, at

LAST = date(2026, 4, 24)
DATES = OwnDates(
    days_off=(Days(date(2026, 4, 27), date(2026, 5, 8)),), terms=(LAST,), until=date(2026, 7, 3)
)


async def dated(room: Staffroom, dates: OwnDates = DATES, by: MemberId = ADMIN) -> object:
    return await room.write(lambda w: rhythm.set_dates(w, by, room.program.id, dates))


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await dated(room)
    await room.partnered()
    await room.all_sent()
    return room


async def came(room: Staffroom, until: str, *kinds: str) -> list[str]:
    await room.until(until)
    rows = await room.said(*kinds, sent=True)
    return [f"{r.due.astimezone(ZoneInfo(ZONE)):%m-%d %H:%M} {r.kind} {r.lane[3:]}" for r in rows]


def act(work: Work, who: MemberId) -> None:
    work.slips.acted(who, work.now)


async def busy(room: Staffroom, first: str, last: str) -> None:
    """Every school day of both, until then, brings a sign of life."""
    for day in Days(date.fromisoformat(first), date.fromisoformat(last)):
        await room.until(f"{day} 17:00")
        for who in (MAYA, TOMAS):
            await room.write(partial(act, who=who))


async def test_each_is_asked_once_ten_school_days_before_term_ends(pair: Staffroom) -> None:
    await busy(pair, "2026-03-03", "2026-04-24")

    rows = await pair.said("term_end", "bundle", sent=True)
    slips = await pair.read(lambda r: r.slips.sent_since(MAYA, at("2026-03-03 00:00")))
    ends = [slip for slip in slips if slip.kind.value == "term_end"]
    assert [f"{slip.sent_at:%m-%d %H:%M}" for slip in ends] == ["03-27 14:45"]
    assert rows
    assert ends[0].refs["day"] == LAST.isoformat()


async def test_silence_lets_it_rest_and_asks_back_in_the_second_school_week(
    pair: Staffroom,
) -> None:
    await busy(pair, "2026-03-03", "2026-04-24")
    assert (await pair.course()).cycle.state is not CycleState.RESTING

    await pair.until("2026-04-25 12:00")

    assert (await pair.course()).cycle.state is CycleState.RESTING
    assert (await pair.state()).state is PartnershipState.ACTIVE
    assert await came(pair, "2026-05-17 20:00", "resting", "term_back") == []
    back = await came(pair, "2026-05-20 20:00", "term_back")
    assert back == [f"05-18 15:45 term_back {MAYA}", f"05-18 15:45 term_back {TOMAS}"]
    assert await came(pair, "2026-06-12 20:00", "term_back") == back


async def test_whoever_starts_again_early_is_not_put_to_rest_again(pair: Staffroom) -> None:
    await busy(pair, "2026-03-03", "2026-04-24")
    await pair.until("2026-04-25 12:00")

    await pair.write(lambda w: leaving.resume(w, MAYA, pair.pair.id))
    await busy(pair, "2026-05-11", "2026-05-20")

    assert (await pair.course()).cycle.state is not CycleState.RESTING
    assert await pair.said("term_back", sent=True) == []


async def test_one_close_ends_it(pair: Staffroom) -> None:
    await busy(pair, "2026-03-03", "2026-04-24")
    await pair.write(lambda w: leaving.end(w, MAYA, pair.pair.id))

    await pair.until("2026-05-20 20:00")

    assert await pair.said("term_back", sent=True) == []


async def test_whoever_began_in_the_last_days_is_not_asked(room: Staffroom) -> None:
    await dated(room)
    room.now = at("2026-04-23 12:00")
    await room.partnered()

    await room.until("2026-04-25 20:00")

    assert await room.said("term_end", sent=True) == []
    assert (await room.course()).cycle.state is not CycleState.RESTING


async def test_without_terms_nobody_is_asked(room: Staffroom) -> None:
    await room.partnered()

    await busy(room, "2026-03-03", "2026-03-20")

    assert await room.said("term_end", sent=True) == []


async def test_who_looks_after_it_hears_twenty_school_days_before_its_dates_end(
    room: Staffroom,
) -> None:
    await dated(room, replace(DATES, until=date(2026, 5, 29)))

    assert await came(room, "2026-05-29 20:00", "calendar_ends") == [
        f"04-17 15:45 calendar_ends {ADMIN}"
    ]


async def test_later_dates_take_the_warning_back_and_late_ones_warn_at_once(
    room: Staffroom,
) -> None:
    await dated(room, replace(DATES, until=date(2026, 5, 29)))
    await dated(room)
    assert await came(room, "2026-06-05 15:44", "calendar_ends") == []
    assert await came(room, "2026-06-05 20:00", "calendar_ends") == [
        f"06-05 15:45 calendar_ends {ADMIN}"
    ]
    await dated(room, replace(DATES, until=date(2026, 6, 19)))
    assert (await came(room, "2026-06-09 20:00", "calendar_ends"))[1:] == [
        f"06-08 15:45 calendar_ends {ADMIN}"
    ]
    await dated(room, replace(DATES, until=None))


async def test_after_the_last_date_nothing_comes_on_the_clock(room: Staffroom) -> None:
    await dated(room, OwnDates(until=date(2026, 3, 13)))
    await room.partnered()

    await room.until("2026-04-30 20:00")

    rows = await room.said(sent=True)
    late = [row for row in rows if row.due > at("2026-03-14 00:00")]
    assert {row.kind for row in late} <= {"home", "card", "welcome"}


async def test_only_who_looks_after_the_program_sets_its_dates(room: Staffroom) -> None:
    nowhere = ProgramId("none")

    assert isinstance(await dated(room), Kept)
    assert await dated(room, by=AYA) == NotTheirs()
    for by, program in ((AYA, room.program.id), (ADMIN, nowhere)):
        outcome = await room.write(
            partial(rhythm.set_extras, by=by, program=program, extras={"knowing"})
        )
        assert outcome == NotTheirs()
    assert await room.write(lambda w: rhythm.set_dates(w, ADMIN, nowhere, DATES)) == NotTheirs()


async def test_a_day_off_of_the_schools_own_is_no_school_day(pair: Staffroom) -> None:
    await dated(pair, replace(DATES, days_off=(Days(date(2026, 3, 4), date(2026, 3, 13)),)))

    rows = await came(pair, "2026-03-13 20:00")

    assert [row for row in rows if row[:5] > "03-03" and "home" not in row] == []


async def test_where_the_calendar_ends_nobody_is_asked_back(pair: Staffroom) -> None:
    await busy(pair, "2026-03-03", "2026-04-24")
    await dated(pair, replace(DATES, until=LAST))

    await pair.until("2026-05-20 20:00")

    assert (await pair.course()).cycle.state is CycleState.RESTING
    assert await pair.said("term_back", sent=True) == []
