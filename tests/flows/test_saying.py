from dataclasses import replace

import pytest

from flows import delivering, saying
from flows.ids import ConversationId, MemberId, PartnershipId
from flows.notices import Channel, Dm, Home, Lane, Pair, lane
from flows.ports import Work
from tests.staffroom import MAYA, TOMAS, Staffroom, at

NIGHT = at("2026-03-03 22:00")
NEW = MemberId("U0NEW")


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    await room.all_sent()
    return room


LANES: list[Lane] = [
    Dm(MAYA),
    Pair(PartnershipId("p:1")),
    Channel(ConversationId("C0COACH")),
    Home(TOMAS),
]


@pytest.mark.parametrize("where", LANES)
def test_a_lane_is_read_as_it_was_written(where: Lane) -> None:
    assert lane(str(where)) == where


def test_what_is_no_lane_is_refused() -> None:
    with pytest.raises(ValueError, match="moon:U0MAYA"):
        lane("moon:U0MAYA")


async def test_answers_and_what_stands_do_not_wait_for_the_morning(pair: Staffroom) -> None:
    pair.now = NIGHT
    cycle = (await pair.course()).cycle

    def say(work: Work) -> None:
        saying.home(work, MAYA)
        saying.answer(work, MAYA, "joined", "a", program="p")
        saying.shown(work, pair.pair, cycle)
        saying.in_channel(work, pair.program, "join", "c")

    await pair.write(say)

    assert await pair.lines() == [
        "post join channel:C0COACH 3 03-03 22:00",
        "post joined dm:U0MAYA 0 03-03 22:00",
        "publish_home home home:U0MAYA 0 03-03 22:00",
        f"update card pair:{pair.pair.id} 0 03-03 22:00",
        f"update welcome pair:{pair.pair.id} 0 03-03 22:00",
    ]


async def test_what_somebody_did_waits_for_the_others_morning(pair: Staffroom) -> None:
    pair.now = NIGHT
    cycle = (await pair.course()).cycle

    def say(work: Work) -> None:
        saying.event(work, MAYA, "paused", "e")
        saying.to_all(work, pair.pair, "ended", "g")
        saying.card(work, pair.pair, cycle)

    await pair.write(say)

    assert await pair.lines() == [
        f"post card pair:{pair.pair.id} 1 03-04 07:30",
        "post ended dm:U0MAYA 1 03-04 07:30",
        "post ended dm:U0TOMAS 1 03-04 07:30",
    ]
    pair.now = at("2026-03-04 07:29")
    await pair.write(lambda w: delivering.deliver(w, MAYA))
    assert not await pair.said("paused")
    pair.now = at("2026-03-04 07:30")
    await pair.write(lambda w: delivering.deliver(w, MAYA))
    assert [str(said) for said in await pair.said("paused")] == [
        "post paused dm:U0MAYA 1 03-04 07:30"
    ]


async def test_a_later_cycle_leaves_the_welcome_alone(pair: Staffroom) -> None:
    cycle = (await pair.course()).cycle.model_copy(update={"start": "again"})

    await pair.write(lambda w: saying.shown(w, pair.pair, cycle))

    assert {s.kind for s in await pair.said()} == {"card"}


async def test_a_home_said_twice_is_one_row(pair: Staffroom) -> None:
    await pair.write(lambda w: saying.home(w, MAYA, TOMAS, MAYA))

    assert len(await pair.said("home")) == 2


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("America/New_York", at("2026-03-03 07:30", "America/New_York")),
        ("Asia/Tokyo", at("2026-03-03 08:05")),
        ("Nowhere/Known", at("2026-03-03 08:30")),  # 07:30 UTC.
    ],
)
async def test_a_person_is_told_in_hours_of_their_own(
    room: Staffroom, zone: str, due: object
) -> None:
    await room.put(MAYA, zone=zone)

    assert await room.read(lambda r: saying.due_for(r, MAYA)) == due


async def test_somebody_in_no_program_is_told_on_weekdays(room: Staffroom) -> None:
    room.now = at("2026-04-01 12:00")  # In the program's holidays.
    await room.put(NEW, zone="Europe/Madrid")

    assert await room.read(lambda r: saying.due_for(r, NEW)) == room.now
    assert await room.read(lambda r: saying.due_for(r, MAYA)) == at("2026-04-13 07:30")


async def test_somebody_unknown_is_told_by_utc(room: Staffroom) -> None:
    room.now = at("2026-03-03 08:05")  # 07:05 UTC.

    assert await room.read(lambda r: saying.due_for(r, NEW)) == at("2026-03-03 08:30")


async def test_the_latest_of_all_members_decides_for_the_group(pair: Staffroom) -> None:
    await pair.put(MAYA, zone="America/New_York")
    alone = replace(pair.pair, members=(TOMAS,))

    await pair.write(lambda w: saying.to_all(w, alone, "paused", "x"))
    await pair.write(lambda w: saying.to_all(w, pair.pair, "paused", "y"))

    assert [s.due for s in await pair.said("paused")] == [
        at("2026-03-03 08:05"),
        at("2026-03-03 07:30", "America/New_York"),
        at("2026-03-03 07:30", "America/New_York"),
    ]
