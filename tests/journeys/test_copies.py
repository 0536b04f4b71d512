"""Copies in the group DM: chosen by both, made once opened, taken back, gone on the named date."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.run import Tandem
from flows.ports import Lock
from playground.server import Playground
from storage import tables
from tests.journeys.teacher import Teacher
from tests.journeys.test_feedback import FACTS, REPLY, STEP, STOOD, WHEN, pair, settled
from tests.journeys.test_first_cycle import SCHOOL

__all__ = ["pair"]

ASKS = "<!channel> *What* guides <https://example.org|how long> you wait?"
TAKES = "I want to count to four with <@U0AOIFE>."
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
SENTENCE = "In 2B, more students give a reason after a pause"
NOTE = {"noticed": FACTS[0], "question": ASKS, "takeaway": TAKES}


async def both_choose_copies(maya: Teacher, tomas: Teacher, group: str) -> None:
    await maya.opens_home()
    await maya.presses("Our agreement", group)
    assert "your organisation may be able to export" in maya.reads()
    assert await maya.sends(copies="yes") == {}
    await maya.closes()
    await tomas.presses("Read", tomas.person.direct().id)
    assert await tomas.sends() == {}
    await tomas.closes()


async def released(slack: Playground, maya: Teacher, tomas: Teacher, pair: str) -> datetime:
    """Tomás visited Maya and released his notes; the day of the visit."""
    label = await settled(maya, tomas, pair)
    day = datetime.strptime(f"{label} 2026", "%a %d %b %H:%M %Y").replace(tzinfo=UTC)
    await slack.movement.move_to((day + timedelta(minutes=40)).timestamp())
    await tomas.presses("Write notes", tomas.person.direct().id)
    await tomas.presses("More questions")
    assert await tomas.sends(**NOTE) == {}
    if "Released" not in tomas.reads():
        assert await tomas.sends() == {}
    await tomas.closes()
    return day


async def ended(teacher: Teacher) -> None:
    """They end it, in two clicks."""
    await teacher.opens_home()
    await teacher.presses("End")
    assert await teacher.sends() == {}
    await teacher.closes()


def copies(teacher: Teacher, group: str) -> list[str]:
    return [text for text in teacher.sees(group) if "A copy of what is in Tandem" in text]


@pytest.mark.publishes(ASKS, TAKES, STEP)
async def test_copies_are_chosen_made_taken_back_and_gone_in_time(
    logged: io.StringIO, slack: Playground, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    await both_choose_copies(maya, tomas, pair)
    await slack.movement.move_to(MONDAY.timestamp())
    day = await released(slack, maya, tomas, pair)
    hers = maya.person.direct().id

    assert copies(maya, pair) == []
    await maya.presses("Read and answer", hers)
    assert copies(maya, pair) == []  # Own first words come before.
    assert await maya.sends(stood=STOOD) == {}
    await maya.closes()
    (copy,) = copies(maya, pair)
    assert copy.startswith("Tomás shared")
    assert all(words in copy for words in NOTE.values())
    assert STOOD not in "".join(maya.sees(pair))
    assert not any(ASKS in str(m.text) for m in maya.person.messages(pair))

    await maya.presses("Take this copy back", pair)
    assert copies(maya, pair) == [copy]
    await tomas.presses("Take this copy back", pair)
    assert copies(maya, pair) == []

    await slack.movement.move_to((day + timedelta(days=1, hours=1)).timestamp())
    await maya.presses("Read and answer", hers)
    assert await maya.sends(response="thanks", reply=REPLY, step=STEP, when=WHEN) == {}
    assert await maya.sends(answers=["reply", "step"]) == {}
    await maya.closes()
    assert copies(maya, pair) == []
    await tomas.presses("Read", tomas.person.direct().id)
    await tomas.closes()
    (copy,) = copies(tomas, pair)
    assert REPLY in copy
    assert STEP in copy
    assert WHEN not in copy

    await ended(tomas)
    said = [text for text in maya.sees(pair) if "Your copies are here until" in text]
    assert said
    assert "Your copies are here until" in await maya.opens_home()
    assert "Your copies are here until" in (await maya.types("/coach-status"))[0]
    assert copies(maya, pair) == [copy]

    await slack.movement.move_to((day + timedelta(days=29)).timestamp())
    assert copies(maya, pair) == [copy]
    await slack.movement.move_to((day + timedelta(days=40)).timestamp())
    assert copies(maya, pair) == []
    assert "Your copies are here" not in await maya.opens_home()
    everything = [text for where in (pair, hers) for text in maya.sees(where)]
    written = (*NOTE.values(), STOOD, REPLY, STEP, WHEN)
    assert not any(words in text for text in everything for words in written)
    assert not any(words in logged.getvalue() for words in written)


@pytest.mark.publishes(ASKS, TAKES)
async def test_over_a_long_holiday_copies_stay_until_school_has_begun_again(
    slack: Playground, tandem: Tandem, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    """practice INV-18: fifteen school days after the holiday, and every message names the date"""
    await both_choose_copies(maya, tomas, pair)
    await slack.movement.move_to(MONDAY.timestamp())
    await released(slack, maya, tomas, pair)
    await maya.presses("Read and answer", maya.person.direct().id)
    assert await maya.sends(stood=STOOD) == {}
    await maya.closes()
    (found,) = await tandem.store.read(SCHOOL, lambda r: list(r.programs.all()))
    april = frozenset(date(2026, 4, day) for day in range(1, 22))
    away = replace(found, holidays=found.holidays | april)
    await tandem.store.write(SCHOOL, Lock.program(found.id), lambda w: w.programs.put(away))
    await ended(tomas)

    # Back on Wednesday 22 April; May Day weekend's Monday is free in Ireland.
    for text in (maya.sees()[-1], maya.sees(pair)[-1], await tomas.opens_home()):
        assert "Your copies are here until" in text
        assert "2026-05-13" in text
    await slack.movement.move_to(datetime(2026, 5, 13, 12, tzinfo=UTC).timestamp())
    assert len(copies(maya, pair)) == 1
    await maya.opens_home()
    await maya.presses("Read them")
    await maya.presses("Read what others shared")
    assert FACTS[0] in maya.reads()
    await maya.closes()

    await slack.movement.move_to(datetime(2026, 5, 13, 18, tzinfo=UTC).timestamp())
    assert copies(maya, pair) == []
    assert "Your copies" not in await maya.opens_home()
    vaults = await tandem.store.look(
        lambda connection: connection.execute(
            select(tables.vaults.c.key_id).where(tables.vaults.c.partnership != "")
        ).all()
    )
    assert vaults == []


@pytest.mark.publishes(ASKS, SENTENCE)
async def test_parts_of_a_goal_and_a_reflection_are_copied_and_taken_back(
    slack: Playground, maya: Teacher, tomas: Teacher, pair: str
) -> None:
    """practice AG13: what is shared, once its receiver has opened it"""
    await both_choose_copies(maya, tomas, pair)
    await slack.movement.move_to(MONDAY.timestamp())
    hers, his = maya.person.direct().id, tomas.person.direct().id
    await maya.types("/coach-goal")
    await maya.presses("Several at once", hers)
    await maya.sends(statement=SENTENCE, review="2026-03-27")
    await maya.sends()
    await maya.closes()
    await maya.opens_home()
    await maya.presses("See my goal")
    assert "also copied into your group DM" in maya.reads()
    await maya.presses("Share")
    assert copies(maya, pair) == []
    await tomas.presses("Read", his)
    await tomas.closes()
    (copy,) = copies(tomas, pair)
    assert copy.startswith("Maya shared part of a goal")
    assert SENTENCE in copy
    await maya.presses("Take it back")
    assert copies(maya, pair) == []
    await maya.closes()

    await maya.types("/coach-reflect")
    await maya.presses("Write on anything", hers)
    assert await maya.sends(words=ASKS) == {}
    assert "also copied into your group DM" in maya.reads()
    assert await maya.sends(where=next(o for o in choices(maya) if o.startswith("partner:"))) == {}
    await maya.closes()
    await tomas.presses("Read", his)
    await tomas.closes()
    (copy,) = copies(tomas, pair)
    assert ASKS in copy
    await tomas.presses("Take this copy back", pair)
    assert copies(maya, pair) == [copy]
    await maya.presses("Take this copy back", pair)
    assert copies(maya, pair) == []


def choices(teacher: Teacher) -> list[str]:
    """What the open form lets them choose from."""
    return [
        option["value"]
        for block in teacher.form().body["blocks"]
        for option in block.get("element", {}).get("options", [])
    ]
