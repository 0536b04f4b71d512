"""A day of one's own to be asked about the next step, in place of the usual one (practice A1)."""

from dataclasses import replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from flows import asking_on, coaching, leaving
from flows.asking_on import AskedThen, NotThen
from flows.coaching import Late, NotTheirs
from flows.events import (
    Agreed,
    Answered,
    AskedOn,
    CycleEvent,
    NoteOpened,
    Proposed,
    Released,
    Scheduled,
)
from flows.ids import MemberId, RunId
from flows.nudge import Kind, Why
from flows.ports import Work
from tests.staffroom import AYA, MAYA, TOMAS, ZONE, Staffroom, at

SPARK = RunId("common.spark/1")
FOCUS, PLAN, VISIT, WORDS, NOTES, STEP, CHECK = (
    RunId(f"observation.{stage}/1")
    for stage in ("focus", "plan", "visit", "words", "notes", "step", "check")
)
CHOICES = (("level", "evidence_questions"), ("channel", "write_first"))
START, END = at("2026-03-12 11:10"), at("2026-03-12 11:25")
BEFORE: list[CycleEvent] = [
    Answered(SPARK, TOMAS, ("why",)),
    Answered(SPARK, MAYA, ("why",)),
    Answered(FOCUS, MAYA, ("look",), CHOICES),
    Proposed(PLAN, MAYA, 1),
    Agreed(PLAN, TOMAS, 1),
    Scheduled(VISIT, TOMAS, START, END, None, frozenset({MAYA})),
]
AFTER: list[CycleEvent] = [
    Answered(WORDS, MAYA, ("stood",)),
    Answered(VISIT, TOMAS, ("saw", "students")),
    Answered(NOTES, TOMAS, ("noticed", "question", "takeaway")),
    Released(NOTES, TOMAS),
    NoteOpened(NOTES, MAYA, TOMAS),
    Answered(STEP, MAYA, ("step", "when")),
]


def happen(work: Work, room: Staffroom, event: CycleEvent) -> None:
    found = coaching.load(work, room.pair.id)
    assert found is not None
    coaching.happened(work, found, event)


async def tell(room: Staffroom, events: list[CycleEvent]) -> None:
    for event in events:
        await room.write(partial(happen, room=room, event=event))


@pytest.fixture
async def stepped(room: Staffroom) -> Staffroom:
    """Maya's next step is written down: she is asked about it ten school days later."""
    await room.partnered()
    await tell(room, BEFORE)
    room.now = at("2026-03-12 12:00")
    await room.write(lambda w: coaching.pass_time(w, room.pair.id))
    await tell(room, AFTER)
    await room.all_sent()
    return room


async def ask(room: Staffroom, day: str, who: MemberId = MAYA, run: RunId = STEP) -> object:
    name = room.pair.id
    return await room.write(
        partial(asking_on.ask_on, who=who, partnership=name, run=run, day=date.fromisoformat(day))
    )


async def opens(room: Staffroom) -> str:
    (found,) = asking_on.ahead(await room.course(), MAYA)
    return f"{found.opens_at.astimezone(ZoneInfo(ZONE)):%m-%d %H:%M}"


async def test_the_usual_day_stands_until_another_is_chosen(stepped: Staffroom) -> None:
    assert await opens(stepped) == "03-26 07:30"
    assert list(asking_on.ahead(await stepped.course(), TOMAS)) == []

    assert await ask(stepped, "2026-03-20") == AskedThen(date(2026, 3, 20))
    assert await opens(stepped) == "03-20 07:30"
    assert await ask(stepped, "2026-04-04") == AskedThen(date(2026, 4, 13))
    assert await opens(stepped) == "04-13 07:30"


async def test_one_nudge_comes_on_that_day_and_says_whose_wish_it_was(stepped: Staffroom) -> None:
    await ask(stepped, "2026-03-18")

    await stepped.until("2026-03-18 20:00")

    slips = await stepped.read(lambda r: r.slips.sent_since(MAYA, at("2026-03-13 00:00")))
    asked = [slip for slip in slips if slip.kind is Kind.ASK_ME]
    assert [slip.why for slip in asked] == [Why.ASKED_FOR_THIS_DAY]
    assert [slip.template for slip in asked] == ["open"]
    assert [slip.sent_at for slip in asked] == [at("2026-03-18 15:45")]
    assert not [slip for slip in slips if slip.kind is Kind.OPEN and slip.about.endswith(CHECK)]


@pytest.mark.parametrize("day", ["2026-03-12", "2026-03-01", "2026-12-01"])
async def test_a_day_that_cannot_be(stepped: Staffroom, day: str) -> None:
    assert await ask(stepped, day) == NotThen()


async def test_where_the_calendar_ends_no_day_can_be_chosen(stepped: Staffroom) -> None:
    program = replace(stepped.program, covered_until=date(2026, 3, 27))
    await stepped.write(lambda w: w.programs.put(program))

    assert await ask(stepped, "2026-03-30") == NotThen()


async def test_only_the_owner_and_only_their_own_step(stepped: Staffroom) -> None:
    assert await ask(stepped, "2026-03-18", who=AYA) == NotTheirs()
    assert await ask(stepped, "2026-03-18", who=TOMAS) == Late()
    assert await ask(stepped, "2026-03-18", run=FOCUS) == Late()
    await stepped.write(lambda w: leaving.pause(w, MAYA, stepped.pair.id))
    assert await ask(stepped, "2026-03-18") == Late()


async def test_the_engine_takes_no_day_for_other_steps_or_past_ones(stepped: Staffroom) -> None:
    before = (await stepped.course()).cycle

    await tell(
        stepped,
        [
            AskedOn(FOCUS, MAYA, date(2026, 3, 18)),
            AskedOn(STEP, TOMAS, date(2026, 3, 18)),
            AskedOn(STEP, MAYA, date(2026, 3, 2)),
        ],
    )

    assert (await stepped.course()).cycle == before
