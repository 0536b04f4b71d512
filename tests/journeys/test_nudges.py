"""After an outage one message for each person, at an hour of theirs, none about what is over."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.run import Tandem
from bot.settings import Settings
from playground.faults import Fault
from playground.server import Playground
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import COACHING
from tests.journeys.test_rhythm import DUBLIN, at, begun

Away = Callable[[str, str], Awaitable[None]]
"""From the first of these moments to the second, nothing reaches anybody."""

EVER = 100_000


@pytest.fixture
def maya(slack: Playground) -> Teacher:
    return Teacher(slack, "U0MAYA")


@pytest.fixture
def tomas(slack: Playground) -> Teacher:
    return Teacher(slack, "U0TOMAS")


@pytest.fixture
def aoife(slack: Playground) -> Teacher:
    return Teacher(slack, "U0AOIFE")


@pytest.fixture(params=["Tandem", "Slack"])
async def away(
    request: pytest.FixtureRequest, slack: Playground, settings: Settings
) -> AsyncIterator[Away]:
    """Tandem is stopped, or runs on while Slack refuses every call."""
    running = [await Tandem(settings).__aenter__()]

    async def stopped(since: str, until: str) -> None:
        await slack.move_to(at(since))
        await running.pop().__aexit__(None, None, None)
        await slack.move_to(at(until))
        running.append(await Tandem(settings).__aenter__())
        await slack.move_by(timedelta(seconds=1))  # It looks at once, not at its next tick.

    async def refused(since: str, until: str) -> None:
        await slack.move_to(at(since))
        slack.parts.faults.add(
            Fault("*", "error", times=EVER, error="service_unavailable"),
        )
        while (now := slack.parts.clock.moment()) < at(until):
            # A bot that cannot say what it has to say is not idle, so nobody waits for it.
            slack.parts.clock.step_to(min(now + timedelta(hours=1), at(until)).timestamp())
            await slack.movement._announce()
        slack.parts.faults.clear()
        await slack.settled()

    yield stopped if request.param == "Tandem" else refused
    for each in running:
        await each.__aexit__(None, None, None)


def came(teacher: Teacher, since: str, where: str | None = None) -> list[tuple[str, str]]:
    """When each message of the bot came, and what it says."""
    found = []
    for message in teacher.person.messages(where):
        moment = datetime.fromtimestamp(float(message.ts), UTC)
        if message.bot and not message.only_for and moment >= at(since):
            found.append((f"{moment.astimezone(DUBLIN):%m-%d %H:%M}", message.text))
    return found


async def visited(maya: Teacher, tomas: Teacher, pair: str) -> str:
    """A visit is settled; its label on the card."""
    labels = [
        str(element["text"]["text"])
        for block in maya.person.messages(pair)[-1].blocks or []
        for element in block.get("elements", [])
        if element.get("action_id") == "pick_visit"
    ]
    label = next(each for each in reversed(labels) if " Mar " in each)
    await maya.presses(label, pair)
    assert await maya.sends(look="who answers, and when", place="room 14") == {}
    await maya.closes()
    await tomas.presses("Works for me", tomas.person.direct().id)
    return label


async def test_six_hours(
    slack: Playground, away: Away, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)

    await away("03-02 11:00", "03-02 17:00")

    (told,) = came(maya, "03-02 10:00")
    assert told[0] == "03-02 17:00"
    assert told[1].startswith("Focus and request: what would you")
    assert came(tomas, "03-02 10:00") == []
    await slack.move_to(at("03-03 18:00"))
    assert len(came(maya, "03-02 10:00")) == 1


async def test_an_evening_is_no_time_to_catch_up(
    slack: Playground, away: Away, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    await begun(slack, aoife, maya, tomas)

    await away("03-02 15:00", "03-02 21:00")

    assert came(maya, "03-02 12:00") == []
    await slack.move_to(at("03-03 18:00"))
    ((when, _),) = came(maya, "03-02 12:00")
    assert when == "03-03 15:45"


async def test_nine_days_over_a_holiday(
    slack: Playground, away: Away, aoife: Teacher, maya: Teacher, tomas: Teacher
) -> None:
    pair = await begun(slack, aoife, maya, tomas)
    await slack.move_to(at("03-06 12:00"))
    label = await visited(maya, tomas, pair)
    assert label.split()[1] in {"11", "12", "13", "16", "18", "19"}

    await away("03-11 12:00", "03-20 12:00")

    await slack.move_to(at("03-20 20:00"))
    for person in (maya, tomas):
        told = came(person, "03-11 12:00")
        assert len(told) <= 1, told
        assert all("Visit." not in text for _, text in told)  # The reminder of what is over.
        assert all(when.startswith("03-20") for when, _ in told)
    assert came(maya, "03-11 12:00", COACHING) == []
    await slack.move_to(at("03-23 12:00"))
    assert [when for when, _ in came(maya, "03-11 12:00", COACHING)] == ["03-23 08:00"]
