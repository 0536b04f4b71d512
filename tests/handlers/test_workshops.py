"""Workshops through Slack: who may do what, what is said where something is the matter."""

import json
from collections.abc import Mapping
from itertools import count

import pytest

from flows.workshop import Workshop
from handlers import ids
from tests.handlers.workspace import GUEST, OUTSIDER, Json, Workspace, button, element
from tests.staffroom import ADMIN, AYA, MAYA, TOMAS

EVIL = "<!channel> *Waiting* <https://evil.test|here>"
GIVEN = {
    "title": EVIL,
    "day": "2026-03-17",
    "start": "15:45",
    "minutes": "45",
    "place": "https://video.example.org/room",
    "topic": "questioning",
}
READING = {
    "title": "Three seconds",
    "address": "https://example.org/three",
    "minutes": "8",
    "why": "One page",
}


async def draft(slack: Workspace, **changes: str) -> Json:
    """The page of a workshop that was just set up."""
    new = button(ids.NEW_WORKSHOP, {"program": slack.room.program.id})
    form = (await slack.press(ADMIN, new)).opened
    return (await slack.submit(ADMIN, form, **{**GIVEN, **changes})).page


async def the_one(slack: Workspace) -> Workshop:
    (found,) = await slack.room.read(lambda r: r.workshops.of_author(ADMIN))
    return found


async def added(slack: Workspace, page: Json, **changes: str) -> Json:
    press = element(page["blocks"], ids.ADD_GIVEN)
    form = (await slack.press(ADMIN, press, view=page)).called("views.push")[0]["view"]
    found: Json = (await slack.submit(ADMIN, form, **{**READING, **changes})).page
    return found


async def menu(slack: Workspace, page: Json, chosen: int) -> Json:
    press = element(page["blocks"], ids.GIVEN_MENU)
    reply = await slack.press(ADMIN, press, view=page, chosen=chosen)
    calls = reply.called("views.push") or reply.called("views.update")
    found: Json = calls[0]["view"]
    return found


KEYS = count(9000)


def again(form: Json, without: str = "") -> Json:
    """The form as it is opened once more, or with something in its memory that is not there."""
    memory = json.loads(form["private_metadata"])
    fresh = {k: "x" if v == without else v for k, v in memory.items()}
    return form | {"private_metadata": json.dumps({**fresh, "key": f"key-{next(KEYS)}"})}


@pytest.fixture
async def opened(slack: Workspace) -> Mapping[str, str]:
    """A workshop that is announced, with a reading and its question."""
    page = await added(slack, await draft(slack))
    asks = await menu(slack, page, 1)
    asked = {"question": "How long?", "choices": "One\nThree", "model": "Three seconds."}
    page = (await slack.submit(ADMIN, asks, **asked, hint="Count along.")).page
    more = await menu(slack, page, 2)
    rest = {"before": "What do you expect?", "bring": "A plan", "copy": "https://example.org/pdf"}
    page = (await slack.submit(ADMIN, more, **rest)).page
    await slack.press(ADMIN, element(page["blocks"], ids.ANNOUNCE_WORKSHOP), view=page)
    return {"workshop": (await the_one(slack)).id, "program": slack.room.program.id}


async def test_the_post_says_what_it_says_and_nothing_in_it_is_alive(
    slack: Workspace, opened: Mapping[str, str]
) -> None:
    post = await slack.message("workshop")
    assert "<!channel>" not in str(post.blocks)
    assert "<https://evil" not in str(post.blocks)
    assert "&lt;!channel&gt;" in post.text
    assert "how many come, from five on, and no names" in str(post.blocks)
    await slack.press(ADMIN, button(ids.CALL_OFF_WORKSHOP, opened))
    assert "called off" in (await slack.message("workshop")).text


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"title": " "}, "title", "fill this in"),
        ({"place": "x" * 121}, "place", "121 of 120"),
        ({"day": "2026-03-02"}, "day", "has passed"),
        ({"start": None}, "start", "pick a day and a time"),
    ],
)
async def test_what_is_the_matter_stands_at_its_field(
    slack: Workspace, given: dict[str, str], field: str, words: str
) -> None:
    new = button(ids.NEW_WORKSHOP, {"program": slack.room.program.id})
    form = (await slack.press(ADMIN, new)).opened
    reply = await slack.submit(ADMIN, form, **{**GIVEN, **given})
    assert words in reply.errors[field]


async def test_only_who_looks_after_the_program_sets_up_and_changes(
    slack: Workspace, opened: Mapping[str, str]
) -> None:
    change = (await slack.press(ADMIN, button(ids.CHANGE_WORKSHOP, opened))).opened
    (item,) = await slack.room.read(lambda r: r.given.of_program(slack.room.program.id))
    names = {**opened, "given": item.id, "do": "change"}
    for name in (
        ids.WORKSHOPS,
        ids.NEW_WORKSHOP,
        ids.LEAD_WORKSHOP,
        ids.CHANGE_WORKSHOP,
        ids.ANNOUNCE_WORKSHOP,
        ids.CALL_OFF_WORKSHOP,
        ids.TAKE_DOWN_WORKSHOP,
        ids.ADD_GIVEN,
        ids.GIVEN_MENU,
    ):
        reply = await slack.press(MAYA, button(name, names), dm=True)
        assert len(reply.whispered) == 1, name
    removing = await slack.press(MAYA, button(ids.GIVEN_MENU, {**names, "do": "remove"}), dm=True)
    assert "wrote this" in removing.whispered[0]
    forged = await slack.submit(MAYA, change, **GIVEN)
    assert "look" in str(forged.errors)
    page = (await slack.press(ADMIN, button(ids.LEAD_WORKSHOP, opened))).opened
    form = await menu(slack, page, 0)
    assert "wrote this" in str((await slack.submit(MAYA, form, **READING)).errors)
    assert (await the_one(slack)).version == 1


async def test_the_faults_of_an_item_stand_at_its_fields(slack: Workspace) -> None:
    page = await draft(slack)
    press = element(page["blocks"], ids.ADD_GIVEN)
    form = (await slack.press(ADMIN, press, view=page)).called("views.push")[0]["view"]
    reply = await slack.submit(ADMIN, form, **{**READING, "address": "nowhere"})
    assert "https://" in reply.errors["address"]
    for _ in range(5):
        page = await added(slack, page)
        if ids.ADD_GIVEN not in str(page):
            break
    reply = await slack.submit(ADMIN, form, **READING)
    assert "Five things" in str(reply.errors)
    assert "Which item matters most?" in str(page)


async def test_an_item_is_changed_and_removed_by_its_menu(slack: Workspace) -> None:
    page = await added(slack, await draft(slack))
    change = await menu(slack, page, 0)
    page = (await slack.submit(ADMIN, change, title="Four seconds", minutes="9")).page
    assert "Four seconds" in str(page)
    gone = await menu(slack, page, 3)
    assert "Four seconds" not in str(gone)
    late = await slack.press(ADMIN, element(page["blocks"], ids.GIVEN_MENU), view=page, chosen=0)
    assert "Nothing was changed" in str(late.called("views.update"))
    reply = await slack.submit(ADMIN, change, title="Too late")
    assert "Nothing was changed" in str(reply.errors)
    odd = button(ids.GIVEN_MENU, {"do": "dance", "given": "none"})
    assert (await slack.press(ADMIN, odd, dm=True)).whispered


async def test_a_form_that_lies_on_the_page_shows_it_anew(
    slack: Workspace, opened: Mapping[str, str]
) -> None:
    change = (await slack.press(ADMIN, button(ids.CHANGE_WORKSHOP, opened))).opened
    body = slack.submit_body(ADMIN, change, place="Hall")
    body["view"]["previous_view_id"] = "V0BELOW"
    reply = await slack.deliver(body)
    (below,) = reply.called("views.update")
    assert below["view_id"] == "V0BELOW"
    assert "Hall" in str(below["view"])
    assert reply.body == {}


async def test_too_late_is_said_on_the_page_and_below_the_button(slack: Workspace) -> None:
    page = await draft(slack, day="2026-03-03", start="08:30")
    press = element(page["blocks"], ids.ANNOUNCE_WORKSHOP)
    slack.room.now = slack.room.now.replace(hour=19)
    reply = await slack.press(ADMIN, press, view=page)
    assert "That time has passed" in str(reply.called("views.update"))
    found = await the_one(slack)
    see = button(ids.LEAD_WORKSHOP, {"workshop": found.id})
    assert ids.ANNOUNCE_WORKSHOP not in str((await slack.press(ADMIN, see)).opened)


async def test_taken_down_says_so(slack: Workspace, opened: Mapping[str, str]) -> None:
    down = await slack.press(ADMIN, button(ids.TAKE_DOWN_WORKSHOP, opened), dm=True)
    assert "Nothing of it is left" in down.whispered[0]
    for name in (ids.LEAD_WORKSHOP, ids.TAKE_DOWN_WORKSHOP):
        again = await slack.press(ADMIN, button(name, opened), dm=True)
        assert "Nothing was changed" in again.whispered[0]
    for name in (ids.COME, ids.SEE_WORKSHOP, ids.STAY_AWAY, ids.GIVEN_DONE):
        assert (
            "over, called off or taken down"
            in ((await slack.press(MAYA, button(name, opened), dm=True)).whispered[0])
        )


async def test_marks_and_answers_through_the_card(
    slack: Workspace, opened: Mapping[str, str]
) -> None:
    card = (await slack.press(MAYA, button(ids.COME, opened))).opened
    for words in ("What do you expect?", "A plan", "Another copy", "I can't come after all"):
        assert words in str(card)
    assert "Three seconds." not in str(card)
    dots = element(card["blocks"], ids.MARK_GIVEN)
    marked = await slack.press(MAYA, dots, view=card, chosen=1)
    assert "you: part" in str(marked.called("views.update"))
    warm = element(card["blocks"], ids.WARM_UP_GIVEN)
    form = (await slack.press(MAYA, warm, view=card)).called("views.push")[0]["view"]
    assert "Count along." in str(form)
    compared = (await slack.submit(MAYA, form, answer="1")).page
    assert "Three seconds." in str(compared)
    other = await slack.submit(AYA, again(form), answer="0")
    assert "Three seconds." in str(other.page)  # A member of the program answers for herself.
    for who in (OUTSIDER, GUEST):
        assert (await slack.submit(who, again(form), answer="1")).errors
    gone = again(form, opened["workshop"])
    assert "over, called off" in str((await slack.submit(MAYA, gone, answer="1")).errors)
    done = await slack.press(MAYA, button(ids.GIVEN_DONE, opened), dm=True)
    assert done.whispered == ["Marked. Nobody is told."]
    not_now = await slack.press(MAYA, button(ids.GIVEN_NOT_NOW, opened), dm=True)
    assert not_now.whispered == ["Marked. Nobody is told."]
    away = element(card["blocks"], ids.STAY_AWAY)
    back = await slack.press(MAYA, away, view=card)
    assert "Say that you come" in str(back.called("views.update"))


async def test_an_answer_in_ones_own_words(slack: Workspace) -> None:
    page = await added(slack, await draft(slack))
    asks = await menu(slack, page, 1)
    page = (await slack.submit(ADMIN, asks, question="How long?", model="Three.")).page
    await slack.press(ADMIN, element(page["blocks"], ids.ANNOUNCE_WORKSHOP), view=page)
    names = {"workshop": (await the_one(slack)).id}
    card = (await slack.press(MAYA, button(ids.SEE_WORKSHOP, names))).opened
    warm = element(card["blocks"], ids.WARM_UP_GIVEN)
    form = (await slack.press(MAYA, warm, view=card)).called("views.push")[0]["view"]
    assert "1501" in (await slack.submit(MAYA, form, answer="x" * 1501)).errors["answer"]
    assert (await slack.submit(MAYA, form, answer=" ")).errors
    assert "Three." in str((await slack.submit(MAYA, form, answer="Two")).page)


async def test_whoever_is_in_no_program_is_told_how_to_get_in(
    slack: Workspace, opened: Mapping[str, str]
) -> None:
    for name in (ids.COME, ids.SEE_WORKSHOP, ids.WARM_UP_GIVEN):
        reply = await slack.press(OUTSIDER, button(name, opened))
        assert "members of Maple Street" in reply.whispered[0], name


async def test_after_it_one_goes_on_as_one_likes(
    slack: Workspace, opened: Mapping[str, str]
) -> None:
    for who in (MAYA, TOMAS):
        await slack.press(who, button(ids.COME, opened))
    await slack.room.partnered()
    await slack.room.until("2026-03-17 17:00")
    asked = await slack.message("after_workshop", f"dm:{MAYA}")
    press = element(asked.blocks, ids.TRY_PARTNER)
    reply = await slack.press(MAYA, press, dm=True)
    assert "A goal of your own" in reply.whispered[0]
    assert (await slack.message("goal_question", f"dm:{MAYA}")).blocks
    chosen = await slack.message("after_workshop", f"dm:{MAYA}")
    assert chosen.text == "The workshop is over. You chose: With my partner."
    ask = await slack.press(TOMAS, button(ids.TRY_COLLEAGUE, opened), dm=True)
    assert "questioning" in str(ask.opened["private_metadata"])
    no = await slack.press(TOMAS, button(ids.TRY_NOT_NOW, opened), dm=True)
    assert "Nobody is told" in no.whispered[0]
    outside = await slack.press(OUTSIDER, button(ids.TRY_PARTNER, opened), dm=True)
    assert outside.whispered


async def test_what_is_no_longer_true_is_not_said(
    slack: Workspace, opened: Mapping[str, str]
) -> None:
    room = slack.room
    await slack.press(MAYA, button(ids.COME, opened))
    await room.until("2026-03-16 20:00")
    said = {row.kind: row for row in await room.said(sent=True) if row.lane == f"dm:{MAYA}"}
    for kind in ("workshop_prework", "workshop_remind"):
        assert await slack.shown(said[kind]) is not None
    room.now = room.now.replace(day=17, hour=16)
    for kind in ("workshop_prework", "workshop_remind"):
        assert await slack.shown(said[kind]) is None
    (post, *_) = await room.said("workshop", sent=True)
    assert await slack.shown(post) is None
    form = (await slack.press(ADMIN, button(ids.LEAD_WORKSHOP, opened))).opened
    assert ids.ADD_GIVEN not in str(form)
