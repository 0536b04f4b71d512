"""Killed at any place between a person's act and its answer: nothing lost, nothing doubled."""

import pytest
from sqlalchemy import create_engine, update

from bot.settings import Settings
from flows.notices import InDoubt
from playground.server import Playground
from storage import tables
from tests.crashes.mortal import Living, Place
from tests.crashes.reborn import reborn
from tests.journeys.teacher import Teacher
from tests.journeys.test_first_cycle import COACHING

pytestmark = pytest.mark.usefixtures("school")

UNHEARD = (Place.COMMITTING, Place.COMMITTED)
"""Places before anything was acknowledged."""


def told(teacher: Teacher, words: str, channel: str | None = None) -> int:
    """How often these words were said to them there."""
    return sum(words in text for text in teacher.sees(channel))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("place", Place)
async def test_a_button_pressed(
    slack: Playground, settings: Settings, living: Living, maya: Teacher, place: Place
) -> None:
    life = await living(place)
    button = maya.finds("Join", COACHING)
    pressed = await maya.press(button)
    await life.died()
    if place in UNHEARD:
        assert not pressed.ok

    async with reborn(slack, settings):
        assert told(maya, "You are in *Harbour coaches*") == (place is not Place.COMMITTING)
        assert (await maya.press(button)).ok  # Whoever saw an error presses again.
        await slack.settled()

        assert told(maya, "You are in *Harbour coaches*") == 1


@pytest.mark.parametrize("place", Place)
async def test_a_form_submitted(
    slack: Playground,
    settings: Settings,
    living: Living,
    maya: Teacher,
    tomas: Teacher,
    place: Place,
) -> None:
    async with reborn(slack, settings):
        await maya.presses("Join", COACHING)
        await maya.types("/coach-pair @tomas")
    life = await living(place)
    form = maya.form().id
    sent = await maya.person.submit(form, {"topic": "questioning"})
    await life.died()
    if place in UNHEARD:
        assert not sent.ok
        assert maya.form().id == form

    async with reborn(slack, settings):
        assert told(tomas, "peer coaching with you on questioning") == (
            place is not Place.COMMITTING
        )
        if not sent.ok:  # The form is still open with all that was chosen: it is sent again.
            assert (await maya.person.submit(form)).ok
            await slack.settled()

        assert told(tomas, "peer coaching with you on questioning") == 1


@pytest.mark.parametrize("place", Place)
async def test_an_event_delivered(
    slack: Playground, settings: Settings, living: Living, tomas: Teacher, place: Place
) -> None:
    before = len(tomas.dm)
    life = await living(place)
    await tomas.person.write(tomas.person.direct().id, "Good morning!")
    await life.died()

    async with reborn(slack, settings):  # Slack delivers again what was not acknowledged.
        assert len(tomas.dm) == before + 2  # What he wrote, and one answer.


@pytest.mark.parametrize("place", [Place.CLAIMED, Place.CALLED])
@pytest.mark.parametrize("in_doubt", InDoubt)
async def test_where_we_may_not_look_the_kind_of_message_says_which_way_to_err(
    slack: Playground,
    settings: Settings,
    living: Living,
    maya: Teacher,
    place: Place,
    in_doubt: InDoubt,
) -> None:
    slack.withhold("im:history")
    life = await living(place)
    await maya.press(maya.finds("Join", COACHING))
    await life.died()
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(update(tables.outbox).values(when_in_doubt=in_doubt))
    engine.dispose()
    arrived = place is Place.CALLED

    async with reborn(slack, settings):
        again = in_doubt is InDoubt.MUST_ARRIVE
        assert told(maya, "You are in *Harbour coaches*") == arrived + again


@pytest.mark.parametrize("place", [Place.CLAIMED, Place.CALLED])
async def test_a_group_dm_is_never_more_doubled_than_in_doubt(
    slack: Playground,
    settings: Settings,
    living: Living,
    maya: Teacher,
    tomas: Teacher,
    place: Place,
) -> None:
    async with reborn(slack, settings):
        await maya.presses("Join", COACHING)
        await maya.types("/coach-pair @tomas")
        await maya.sends(topic="questioning")
        await tomas.presses("See invitation", tomas.person.direct().id)
    life = await living(place)
    await tomas.person.submit(tomas.form().id, {})
    await life.died()

    async with reborn(slack, settings):
        pair = maya.group(tomas)
        welcomed = told(maya, "You're partners. Finish one sentence each", pair)
        assert welcomed == 1 + (place is Place.CALLED)
        await tomas.presses("Send mine", pair, why="they wait for me")
        assert told(maya, "they wait for me", pair) == 0
        await maya.presses("Send mine", pair, why="they wait for each other")
        await tomas.presses("Read both", pair)
        assert "they wait for each other" in tomas.reads()
