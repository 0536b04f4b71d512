"""[Pre-work] of a program through Slack: put up by who looks after it, declined by a pair."""

import pytest

from handlers import ids
from tests.handlers.furnished import VISIT, furnished
from tests.handlers.workspace import Json, Workspace, button, element
from tests.staffroom import ADMIN, MAYA, TOMAS

READING = {
    "title": "Facts and opinions",
    "address": "https://example.org/facts",
    "minutes": "8",
    "why": "One page",
}


@pytest.fixture
async def page(slack: Workspace) -> Json:
    """The page with one reading before every visit."""
    settings = (await slack.command(ADMIN, ids.PROGRAM)).opened
    press = element(settings["blocks"], ids.GIVEN_ITEMS)
    empty = (await slack.press(ADMIN, press, view=settings)).called("views.push")[0]["view"]
    assert "Nothing is put up yet." in str(empty)
    form = await picked(slack, empty, "observation.visit")
    found: Json = (await slack.submit(ADMIN, form, **READING)).page
    return found


async def picked(slack: Workspace, page: Json, stage: str) -> Json:
    menu = element(page["blocks"], ids.GIVEN_BEFORE)
    (place,) = [n for n, o in enumerate(menu["options"]) if f'"{stage}"' in o["value"]]
    reply = await slack.press(ADMIN, menu, view=page, chosen=place)
    form: Json = reply.called("views.push")[0]["view"]
    return form


async def test_it_is_put_up_changed_and_taken_away_on_one_page(
    slack: Workspace, page: Json
) -> None:
    assert "Peer observation" in str(page) or "Visit" in str(page)
    dots = element(page["blocks"], ids.GIVEN_MENU)
    asks = (await slack.press(ADMIN, dots, view=page, chosen=1)).called("views.push")[0]["view"]
    page = (await slack.submit(ADMIN, asks, question="Which?", model="The first.")).page
    assert "Which?" in str(page)
    setup = await picked(slack, page, "common.open")
    body = slack.submit_body(ADMIN, setup, **{**READING, "title": "How we begin"})
    body["view"]["previous_view_id"] = "V0BELOW"
    (below,) = (await slack.deliver(body)).called("views.update")
    assert "in every way of working" in str(below["view"])
    gone = await slack.press(ADMIN, dots, view=page, chosen=3)
    assert "Facts and opinions" not in str(gone.called("views.update"))


async def test_only_who_looks_after_the_program_gives(slack: Workspace, page: Json) -> None:
    names = {"program": slack.room.program.id, "stage": "observation.visit"}
    for name in (ids.GIVEN_ITEMS, ids.GIVEN_BEFORE):
        reply = await slack.press(MAYA, button(name, names), dm=True)
        assert "look after" in reply.whispered[0]
    form = await picked(slack, page, "observation.visit")
    assert (await slack.submit(MAYA, form, **READING)).errors
    odd = form | {"private_metadata": form["private_metadata"].replace("visit", "none")}
    assert (await slack.submit(ADMIN, odd, **READING)).errors


async def test_a_pair_finds_it_on_its_card_and_leaves_it_out(slack: Workspace, page: Json) -> None:
    room = slack.room
    things = await furnished(room)
    await visited_up_to_the_time(slack, things.ids["proposal"])
    names = {"partnership": room.pair.id, "run": VISIT}
    card = (await slack.press(TOMAS, button(ids.SEE_SESSION, names))).opened
    assert "From your program" in str(card)
    dots = element(card["blocks"], ids.MARK_PREWORK)
    last = len(dots["options"]) - 1
    assert dots["options"][last]["text"]["text"] == "Leave it out for us"
    without = await slack.press(TOMAS, dots, view=card, chosen=last)
    assert "Facts and opinions" not in str(without.called("views.update"))
    again = await slack.press(MAYA, dots, dm=True, chosen=last)
    assert "moved on" in again.whispered[0]
    assert "Facts and opinions" in str(await picked_page(slack))


async def visited_up_to_the_time(slack: Workspace, proposal: str) -> None:
    press = button(ids.WORKS, {"partnership": slack.room.pair.id, "proposal": proposal})
    await slack.press(TOMAS, press, dm=True)


async def picked_page(slack: Workspace) -> Json:
    press = button(ids.GIVEN_ITEMS, {"program": slack.room.program.id})
    return (await slack.press(ADMIN, press)).opened


async def test_declined_in_a_message_it_is_said(slack: Workspace, page: Json) -> None:
    room = slack.room
    things = await furnished(room)
    await visited_up_to_the_time(slack, things.ids["proposal"])
    (item,) = await room.read(lambda r: r.prework.of_partnership(room.pair.id))
    names = {"partnership": room.pair.id, "item": item.id, "mark": "decline"}
    reply = await slack.press(MAYA, button(ids.MARK_PREWORK, names), dm=True)
    assert "Nobody outside is told" in reply.whispered[0]
