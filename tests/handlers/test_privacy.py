"""`/coach-privacy` press by press: shown, turned, sent as a file, deleted."""

from typing import Any

import pytest

from flows import erasing, own_data, reflecting
from flows.authored import Kind
from flows.ids import MemberId
from flows.own_data import OwnData
from flows.ports import Work
from handlers import ids
from handlers.seams import OwnFile, Telling
from handlers.views import own_files
from handlers.views.privacy import ON_A_PAGE, _counts
from handlers.words import knows
from tests.flows.owned import every_kind, opened_notes
from tests.handlers.workspace import NAMES, Json, Workspace, elements
from tests.staffroom import ADMIN, AYA, MAYA, OLE, TOMAS, Staffroom


def words_of(view: Json) -> str:
    """Every word of a form."""
    return str(view["blocks"])


def pressed(view: Json, action: str) -> Json:
    """The first button of that name in the form."""
    for block in view["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                return dict(element)
    raise LookupError(action)


def actions(view: Json) -> set[str]:
    """The names of all buttons of the form."""
    return {
        element["action_id"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }


async def overview(slack: Workspace, who: MemberId = MAYA) -> Json:
    return (await slack.command(who, "/coach-privacy")).opened


async def page(slack: Workspace, action: str, who: MemberId = MAYA) -> Json:
    view = await overview(slack, who)
    reply = await slack.press(who, pressed(view, action), view=view)
    (given,) = reply.called("views.push")
    return dict(given["view"])


async def turned(slack: Workspace, view: Json, action: str, who: MemberId = MAYA) -> Json:
    reply = await slack.press(who, pressed(view, action), view=view)
    (given,) = reply.called("views.update")
    return dict(given["view"])


async def held(room: Staffroom, who: MemberId = MAYA) -> OwnData:
    return await room.read(lambda r: own_data.of(r, who))


async def test_it_says_what_is_held_and_who_may_see_each(slack: Workspace, room: Staffroom) -> None:
    await opened_notes(room)
    await every_kind(room)

    view = await overview(slack)

    said = words_of(view)
    for kind in set(Kind) - {Kind.OTHER, Kind.AGREEMENT}:
        assert knows(f"privacy.kind.{kind}")
        assert knows(f"privacy.sees.{kind}")
    assert "*Goals, in all wordings* · one\\nYou. Partners, only the parts that you shared." in said
    assert not [kind for kind in Kind if f"words of {kind} " in said]
    assert actions(view) == {"own_writing", "own_released", "delete_all"}


async def test_every_count_has_its_words(room: Staffroom) -> None:
    for what, _ in _counts(await held(room)):
        assert knows(f"privacy.kind.{what}")
        assert knows(f"privacy.sees.{what}")


async def test_who_never_came_hears_that_nothing_is_held(slack: Workspace) -> None:
    view = await overview(slack, MemberId("U0OUT"))

    assert "holds nothing about you" in words_of(view)
    assert actions(view) == set()


async def test_pages_turn_and_hold_everything(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()
    written = await every_kind(room)

    view = await page(slack, "own_writing")
    seen = words_of(view)
    pages = 1
    while "older" in actions(view):
        view = await turned(slack, view, "older")
        seen += words_of(view)
        pages += 1
    while "younger" in actions(view):
        view = await turned(slack, view, "younger")

    assert all(each.words in seen for each in written)
    assert pages == -(-len(written) // ON_A_PAGE)


@pytest.mark.parametrize("other", [TOMAS, AYA, ADMIN])
async def test_nobody_else_sees_a_word(slack: Workspace, room: Staffroom, other: MemberId) -> None:
    """practice INV-04"""
    await room.partnered()
    await every_kind(room)
    theirs = await page(slack, "own_writing", OLE)
    text = (await held(room)).written[0]

    forged = {"type": "button", "action_id": "delete_text", "value": f'{{"piece":"{text.id}"}}'}
    view = await turned(slack, {**theirs, "blocks": [_row(forged)]}, "delete_text", other)

    assert "words of" not in words_of(view)
    assert len((await held(room)).written) == len({p.id for p in (await held(room)).written})
    assert text.id in {each.id for each in (await held(room)).written}


def _row(element: Json) -> Json:
    return {"type": "actions", "elements": [element]}


async def test_one_text_is_deleted_from_its_page(slack: Workspace, room: Staffroom) -> None:
    await room.partnered()
    await every_kind(room)
    view = await page(slack, "own_writing")
    before = len((await held(room)).written)
    press = pressed(view, "delete_text")
    assert press["confirm"]["confirm"]["text"] == "Delete"

    after = await turned(slack, view, "delete_text")
    again = await turned(slack, view, "delete_text")

    assert len((await held(room)).written) == before - 1
    assert words_of(after) != words_of(view)
    assert "deleted already" in words_of(again)


async def test_a_copy_of_notes_is_let_go(slack: Workspace, room: Staffroom) -> None:
    """practice INV-11"""
    await opened_notes(room)
    theirs = len((await held(room, TOMAS)).written)
    view = await page(slack, "own_released")
    while "delete_copy" not in actions(view):
        view = await turned(slack, view, "older")

    after = await turned(slack, view, "delete_copy")

    assert "delete_copy" not in actions(after)
    assert len((await held(room, TOMAS)).written) == theirs


async def test_everything_is_deleted_once_the_form_is_sent(
    slack: Workspace, room: Staffroom
) -> None:
    await opened_notes(room)
    form = await page(slack, "delete_all")
    assert "your partnerships: 1" in words_of(form)
    assert (await held(room)).written

    reply = await slack.submit(MAYA, form)

    assert "Everything that you wrote is deleted" in words_of(reply.page)
    assert not (await held(room)).written
    assert (await held(room)).member is None


async def test_whoever_alone_leads_a_program_is_told_so(slack: Workspace, room: Staffroom) -> None:
    await room.joined(ADMIN)

    form = await page(slack, "delete_all", ADMIN)

    assert words_of(form).index("You alone look after Maple Street") < words_of(form).index("goes")
    assert "One thing of you stays: your Slack id" in words_of(form)
    reply = await slack.submit(ADMIN, form)
    assert "One thing stays: your Slack id" in words_of(reply.page)
    assert "knows nothing more" not in words_of(reply.page)


async def test_without_the_scope_no_file_is_sent(slack: Workspace, room: Staffroom) -> None:
    forged = {"type": "button", "action_id": "own_file", "value": "{}"}

    reply = await slack.press(MAYA, forged)

    assert "page by page" in reply.whispered[0]
    assert await room.said("export") == []


async def test_with_it_the_file_holds_all_of_it(slack: Workspace, room: Staffroom) -> None:
    granted = Workspace(room, scopes=frozenset({"files:write"}))
    await room.partnered()
    written = await every_kind(room)
    view = await overview(granted)
    assert "own_file" in actions(view)

    reply = await granted.press(MAYA, pressed(view, "own_file"), view=view)

    assert "on its way" in words_of(dict(reply.called("views.update")[0]["view"]))
    upload, remove = await room.said("export")
    shown = await granted.shown(upload)
    assert isinstance(shown, OwnFile)
    assert shown.body[:2] == b"PK"
    assert not any(each.words in shown.text for each in written)
    assert await granted.shown(remove) is None
    await room.write(lambda w: w.erasure.member(MAYA))
    await room.write(lambda w: w.pieces.destroy_of_author(MAYA))
    assert await granted.shown(upload) is None


async def test_a_cell_that_would_be_a_formula_is_text(room: Staffroom) -> None:
    def write(work: Work) -> None:
        for words in ("=1+1", "+1", "-1", "@x", "plain"):
            reflecting.write(work, MAYA, "", "", words)

    await room.write(write)
    data = await held(room)
    telling = Telling("en", {MAYA: NAMES[MAYA]})
    named: Any = {each.id: each.kind for each in data.written}

    table = own_files._table(data, telling, named)

    assert all(f",'{words}," in table for words in ("=1+1", "+1", "-1", "@x"))
    assert ",plain," in table


async def test_an_invitation_of_somebody_forgotten_is_shown_as_closed(
    slack: Workspace, room: Staffroom
) -> None:
    await room.invited(MAYA, TOMAS)
    await room.all_sent()
    await room.write(lambda w: erasing.everything(w, MAYA))

    message = await slack.message("invite", f"dm:{TOMAS}")

    assert message.text == "This invitation is no longer open."
    assert {e["action_id"] for e in elements(message.blocks)} == {ids.MESSAGE_MENU}
