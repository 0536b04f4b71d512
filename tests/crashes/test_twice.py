"""Delivered twice, clicked twice, clicked late: no second effect, and nothing alarming is said."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.run import Tandem
from bot.settings import Settings
from handlers.words import say
from playground.server import Playground
from tests.journeys.conftest import MORNING, PATIENCE, unhurried
from tests.journeys.teacher import Button, Teacher
from tests.journeys.test_first_cycle import COACHING, HERS, HIS, QUESTION, founded, joined

__all__ = ["unhurried"]

ALARMING = {say(f"outage.{what}") for what in ("busy", "unsure", "broken")}

Said = list[tuple[str, str, str]]


def said(*teachers: Teacher) -> Said:
    """Every message that stands anywhere, private lines left out."""
    return [
        (teacher.id, message.channel, message.text)
        for teacher in teachers
        for conversation in teacher.person.conversations()
        for message in teacher.person.messages(conversation.id)
        if not message.only_for
    ]


def alarmed(*teachers: Teacher) -> Said:
    """What was said of failures to any of them."""
    return [
        (teacher.id, message.channel, message.text)
        for teacher in teachers
        for conversation in teacher.person.conversations()
        for message in teacher.person.messages(conversation.id)
        if message.text in ALARMING
    ]


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A workspace that waits for every answer: what comes twice is the matter, not how fast."""
    async with Playground(begin=MORNING, ack_wait=PATIENCE) as workspace:
        yield workspace


@pytest.fixture
async def tandem(settings: Settings) -> AsyncIterator[Tandem]:
    """The bot."""
    async with Tandem(settings) as bot:
        yield bot


@pytest.mark.usefixtures("tandem")
async def test_every_delivery_of_the_first_journey_comes_twice(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    slack.parts.faults.deliver_twice = 10_000
    await aoife.types("/coach-program")
    # Whichever delivery of a form comes first is answered with words, the other closes it.
    assert await aoife.sends(name="Harbour coaches", channel=COACHING, country="IE") == {}
    await joined(maya, tomas)
    await maya.types("/coach-pair @tomas")
    assert await maya.sends(topic="questioning") == {}
    await maya.closes()
    await tomas.presses("See invitation", tomas.person.direct().id)
    assert await tomas.sends() == {}
    await tomas.closes()
    pair = maya.group(tomas)
    await tomas.presses("Send mine", pair, why=HIS)
    await maya.presses("Send mine", pair, why=HERS)
    await tomas.presses("Read both", pair)
    assert await tomas.sends(back=QUESTION) == {}
    await maya.presses("Read both", pair)
    assert QUESTION in maya.reads()
    await maya.presses("Use mine as my goal")
    await maya.closes()
    assert HERS in await maya.opens_home()

    everything = said(maya)
    assert (
        len(everything) == len(set(everything)) == 4
    )  # The program, the welcome, two in the pair.
    assert len(said(tomas)) == len(set(said(tomas))) == 5  # And that he said yes.
    assert not alarmed(aoife, maya, tomas)


@pytest.mark.usefixtures("tandem")
async def test_clicks_of_the_first_journey_doubled_and_late(
    slack: Playground, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pressed: list[tuple[Teacher, Button, dict[str, str]]] = []

    async def twice(teacher: Teacher, label: str, channel: str | None, **typed: str) -> None:
        button = teacher.finds(label, channel)
        both = await asyncio.gather(teacher.press(button, typed), teacher.press(button, typed))
        assert all(outcome.ok for outcome in both)
        await slack.settled()
        pressed.append((teacher, button, typed))

    async def sent_twice(teacher: Teacher, **answers: str) -> None:
        form = teacher.form().id
        both = await asyncio.gather(
            teacher.person.submit(form, answers), teacher.person.submit(form, answers)
        )
        assert both[0].ok or both[1].ok
        await slack.settled()
        await teacher.closes()

    await founded(aoife)
    await twice(maya, "Join", COACHING)
    await twice(tomas, "Join", COACHING)
    await maya.types("/coach-pair @tomas")
    await sent_twice(maya, topic="questioning")
    await twice(tomas, "See invitation", tomas.person.direct().id)
    await sent_twice(tomas)
    pair = maya.group(tomas)
    await twice(tomas, "Send mine", pair, why=HIS)
    box = maya.finds("Send mine", pair)
    await twice(maya, "Send mine", pair, why=HERS)
    await twice(tomas, "Read both", pair)
    await sent_twice(tomas, back=QUESTION)
    await maya.presses("Read both", pair)
    await twice(maya, "Use mine as my goal", None)
    await maya.closes()
    before = said(maya, tomas)

    for teacher, button, typed in [*pressed, (maya, box, {"why": "something else"})]:
        await teacher.press(button, typed)  # It may be gone from the screen by now.
        await slack.settled()
        await teacher.closes()

    assert said(maya, tomas) == before
    assert len(set(before)) == len(before) == 9
    assert not alarmed(maya, tomas)
    assert HERS in await maya.opens_home()
    await maya.presses("Read both", pair)
    assert HIS in maya.reads()
    assert "something else" not in maya.reads()
