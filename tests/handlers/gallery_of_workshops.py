"""What Tandem shows around a workshop: set up, announced, prepared for, changed, gone on from."""

from collections.abc import Callable

from flows.people import WordPack
from handlers import ids
from handlers.seams import Message
from tests.handlers.workspace import Json, Workspace, button, element
from tests.staffroom import ADMIN, MAYA, TOMAS

Keep = Callable[[str, Message | Json], None]


async def workshop(slack: Workspace, keep: Keep, program: str, pack: WordPack, said: str) -> None:
    """One workshop from its form to the question after it, and one that is called off."""
    room = slack.room
    await room.found(name=program, word_pack=pack)
    await room.joined(MAYA, TOMAS)
    await room.all_sent()
    name, page = await _set_up(slack, keep, said)
    announced = await slack.press(ADMIN, element(page["blocks"], ids.ANNOUNCE_WORKSHOP), view=page)
    page = announced.called("views.update")[0]["view"]
    keep("workshop_announced", page)
    post = await slack.message("workshop")
    keep("home_workshop_ahead", await slack.home(TOMAS))
    seen = await slack.press(TOMAS, element(post.blocks, ids.SEE_WORKSHOP))
    keep("workshop_card", seen.opened)
    came = await slack.press(MAYA, element(post.blocks, ids.COME))
    keep("workshop_card_comes", came.opened)
    keep("home_workshop_comes", await slack.home(MAYA))
    press = element(came.opened["blocks"], ids.WARM_UP_GIVEN)
    warm = (await slack.press(MAYA, press, view=came.opened)).called("views.push")[0]["view"]
    keep("workshop_warm_up", warm)
    keep("workshop_compared", (await slack.submit(MAYA, warm, answer="Three")).page)
    dm = f"dm:{MAYA}"
    for day, kind in (
        ("2026-03-10 16:00", "workshop_prework"),
        ("2026-03-16 16:00", "workshop_remind"),
        ("2026-03-17 17:00", "after_workshop"),
    ):
        await room.until(day)
        keep(kind, await slack.message(kind, dm))
    over = button(ids.LEAD_WORKSHOP, {"workshop": name})
    keep("workshop_over", (await slack.press(ADMIN, over)).opened)
    chosen = element((await slack.message("after_workshop", dm)).blocks, ids.TRY_NOT_NOW)
    await slack.press(MAYA, chosen, dm=True)
    keep("after_workshop_chosen", await slack.message("after_workshop", dm))
    await _called_off(slack, keep, said)
    await _given_before_steps(slack, keep, said)


async def _set_up(slack: Workspace, keep: Keep, said: str) -> tuple[str, Json]:
    settings = (await slack.command(ADMIN, ids.PROGRAM)).opened
    press = element(settings["blocks"], ids.WORKSHOPS)
    listed = (await slack.press(ADMIN, press, view=settings)).called("views.push")[0]["view"]
    keep("workshops_none", listed)
    press = element(listed["blocks"], ids.NEW_WORKSHOP)
    form = (await slack.press(ADMIN, press, view=listed)).called("views.push")[0]["view"]
    keep("workshop_form", form)
    page = (await slack.submit(ADMIN, form, **_given(said, "2026-03-17"))).page
    keep("workshop_draft", page)
    add = element(page["blocks"], ids.ADD_GIVEN)
    item = (await slack.press(ADMIN, add, view=page)).called("views.push")[0]["view"]
    keep("given_form", item)
    reading = {"title": "Three seconds", "address": "https://example.org/three"}
    more = {"minutes": "8", "why": "One page with the whole idea"}
    added = await slack.submit(ADMIN, item, **reading, **more)
    page = added.page
    menu = element(page["blocks"], ids.GIVEN_MENU)
    for chosen, kept in ((2, "given_more_form"), (1, "given_question_form")):
        reply = await slack.press(ADMIN, menu, view=page, chosen=chosen)
        form = reply.called("views.push")[0]["view"]
        keep(kept, form)
    page = (await slack.submit(ADMIN, form, question=f"Q {said}", model=f"M {said}")).page
    keep("workshop_draft_items", page)
    (found,) = await slack.room.read(lambda r: r.workshops.of_author(ADMIN))
    return found.id, page


async def _given_before_steps(slack: Workspace, keep: Keep, said: str) -> None:
    press = button(ids.GIVEN_ITEMS, {"program": slack.room.program.id})
    page = (await slack.press(ADMIN, press)).opened
    keep("given_page_none", page)
    menu = element(page["blocks"], ids.GIVEN_BEFORE)
    reply = await slack.press(ADMIN, menu, view=page, chosen=1)
    form = reply.called("views.push")[0]["view"]
    reading = {"title": "Three seconds", "address": "https://example.org/three"}
    more = {"minutes": "8", "why": "One page with the whole idea"}
    page = (await slack.submit(ADMIN, form, **reading, **more)).page
    dots = element(page["blocks"], ids.GIVEN_MENU)
    asks = (await slack.press(ADMIN, dots, view=page, chosen=1)).called("views.push")[0]["view"]
    keep("given_page", (await slack.submit(ADMIN, asks, question=f"Q {said}", model="M")).page)


async def _called_off(slack: Workspace, keep: Keep, said: str) -> None:
    room = slack.room
    new = button(ids.NEW_WORKSHOP, {"program": room.program.id})
    form = (await slack.press(ADMIN, new)).opened
    page = (await slack.submit(ADMIN, form, **_given(said, "2026-03-24"))).page
    await slack.press(ADMIN, element(page["blocks"], ids.ANNOUNCE_WORKSHOP), view=page)
    found = (await room.read(lambda r: r.workshops.of_author(ADMIN)))[-1]
    await slack.press(MAYA, button(ids.COME, {"workshop": found.id}))
    await room.all_sent()
    names = {"workshop": found.id, "program": room.program.id}
    change = (await slack.press(ADMIN, button(ids.CHANGE_WORKSHOP, names))).opened
    keep("workshop_form_change", change)
    await slack.submit(ADMIN, change, day="2026-03-25", place="Hall")
    await room.until("2026-03-18 16:00")
    keep("workshop_changed", await slack.message("workshop_changed", f"dm:{MAYA}"))
    off = await slack.press(ADMIN, button(ids.CALL_OFF_WORKSHOP, names))
    keep("workshop_is_off", off.opened)
    keep("workshops", (await slack.press(ADMIN, button(ids.WORKSHOPS, names))).opened)
    await room.until("2026-03-19 16:00")
    keep("workshop_off", await slack.message("workshop_off", f"dm:{MAYA}"))


def _given(said: str, day: str) -> dict[str, str]:
    return {
        "title": "Waiting for an answer",
        "day": day,
        "start": "15:45",
        "minutes": "45",
        "place": "Library",
        "about": f"About {said}",
        "bring": "One plan for next week",
        "topic": "questioning",
    }
