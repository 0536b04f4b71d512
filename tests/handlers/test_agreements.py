"""The whole agreement through the running application: suggested, agreed to, left as it is."""

import json

import pytest

from handlers import ids
from tests.handlers.workspace import Json, Workspace, button, element
from tests.staffroom import AYA, MAYA, TOMAS, Staffroom

EVIL = "<!channel> *homework* <@U0AYA>"


@pytest.fixture
async def pair(room: Staffroom) -> Staffroom:
    await room.partnered()
    await room.all_sent()
    return room


async def opened(slack: Workspace, who: str = MAYA) -> Json:
    press = button(ids.SEE_AGREEMENT, {"partnership": slack.room.pair.id})
    reply = await slack.press(MAYA if who == MAYA else TOMAS, press)
    view: Json = reply.opened
    return view


async def test_a_change_is_read_and_agreed_to(slack: Workspace, pair: Staffroom) -> None:
    form = await opened(slack)
    assert "from either" not in str(form)
    assert form["submit"]["text"] == "Suggest this"

    sent = await slack.submit(MAYA, form, usual="Wed 13:00", out=EVIL)
    message = await slack.message("agreement_proposed", f"dm:{TOMAS}")
    assert "Tomás is asked now" in str(sent.page)
    assert message.text == "Maya suggests a change to your agreement."
    assert EVIL not in str(message)

    reply = await slack.press(TOMAS, element(message.blocks, ids.SEE_AGREEMENT), dm=True)
    theirs = reply.opened
    assert theirs["submit"]["text"] == "Yes, I agree"
    assert EVIL in str(theirs)
    agreed = await slack.submit(TOMAS, theirs)
    assert "It is in force" in str(agreed.page)
    told = await slack.message("in_force", f"dm:{MAYA}")
    assert told.text == "You both agreed. Change it any time."
    again = await slack.press(MAYA, element(told.blocks, ids.SEE_AGREEMENT), dm=True)
    assert "Wed 13:00" in str(again.opened)
    assert "Version 2" in str(again.opened)


async def test_nothing_different_says_so(slack: Workspace, pair: Staffroom) -> None:
    reply = await slack.submit(MAYA, await opened(slack))

    assert "Nothing is different" in str(reply.page)
    assert await pair.said() == []


async def test_kept_as_it_is_and_late_after_that(slack: Workspace, pair: Staffroom) -> None:
    stale = await opened(slack, TOMAS)
    await slack.submit(MAYA, await opened(slack), tell="yes")
    newer = await slack.submit(TOMAS, stale, prework="no")
    message = await slack.message("agreement_proposed", f"dm:{TOMAS}")
    keep = element(message.blocks, ids.KEEP_AGREEMENT)

    kept = await slack.press(TOMAS, keep, dm=True)
    late = await slack.press(TOMAS, keep, dm=True)
    stranger = await slack.press(AYA, keep, dm=True)

    assert "Another version came" in str(newer.errors)
    assert kept.whispered == ["Your agreement stays as it is. Nobody is asked why."]
    assert "moved on" in late.whispered[0]
    assert "other people" in stranger.whispered[0]
    assert (await pair.state()).agreement.in_force == 1


async def test_power_brings_its_note_with_every_word_typed(
    slack: Workspace, pair: Staffroom
) -> None:
    """practice INV-16"""
    asked = await slack.submit(MAYA, await opened(slack), power="yes", usual="Wed 13:00")
    noted = asked.page
    assert "carries weight" in str(noted)
    assert "Wed 13:00" in str(noted)

    unticked = await slack.submit(MAYA, noted, power="yes")
    ticked = await slack.submit(MAYA, noted, power="yes", choose=["yes"], power_do="Aya decides")

    assert "tick the box" in unticked.errors["choose"]
    assert "is asked now" in str(ticked.page)
    theirs = await opened(slack, TOMAS)
    assert "carries weight" in str(theirs)
    assert "Aya decides" in str(theirs)
    assert "tick the box" in (await slack.submit(TOMAS, theirs)).errors["choose"]
    agreed = await slack.submit(TOMAS, theirs, choose=["yes"])
    assert "It is in force" in str(agreed.page)


async def test_too_long_keeps_the_form_open_with_the_count(
    slack: Workspace, pair: Staffroom
) -> None:
    reply = await slack.submit(MAYA, await opened(slack), usual="x" * 81)

    assert "81 of 80" in reply.errors["usual"]


async def test_it_is_its_members_alone_and_ends_with_them(
    slack: Workspace, pair: Staffroom
) -> None:
    """practice INV-04"""
    press = button(ids.SEE_AGREEMENT, {"partnership": pair.pair.id})
    form = await opened(slack)

    looked = await slack.press(AYA, press)
    sent = await slack.submit(AYA, form, out="mine")
    forged = {**form, "private_metadata": json.dumps({"partnership": pair.pair.id})}
    unversioned = await slack.submit(MAYA, forged, out="x")

    assert looked.called("views.open") == []
    assert "other people" in looked.whispered[0]
    assert "other people" in str(sent.errors)
    assert "Another version" in str(unversioned.errors)
