"""What lies before a visit: added, asked about, read, marked, told of, and how the visit begins."""

from collections.abc import Callable
from datetime import timedelta

from flows import delivering
from handlers import ids
from handlers.seams import Message
from tests.handlers.test_talks_and_prework import pushed, session
from tests.handlers.test_visits import HERS, THURSDAY, settled
from tests.handlers.workspace import Json, Reply, Workspace, element
from tests.staffroom import MAYA, TOMAS, at

Keep = Callable[[str, Message | Json], None]
TITLE = "Wait time, in short"
READING = {"address": "https://example.org/wait-time", "minutes": "28"}


async def before_a_visit(slack: Workspace, keep: Keep, why: str) -> None:
    """Two who settled a visit: a video with everything, a short lesson, and both of them read."""
    room = slack.room
    await room.joined(MAYA, TOMAS)
    await room.put(MAYA, lessons=HERS)
    await room.spoken()
    await room.all_sent()
    await _added(slack, keep, why)
    await settled(slack)
    await _read(slack, keep, why)
    room.now = THURSDAY - timedelta(minutes=5)
    keep("prework_ten_minutes", await session(slack, TOMAS))
    room.now = THURSDAY + timedelta(hours=1)
    keep("prework_after", await session(slack, TOMAS))


async def _added(slack: Workspace, keep: Keep, why: str) -> None:
    home = await slack.home(MAYA)
    menu = element(home["blocks"], ids.PARTNERSHIP_MENU)
    listed = (await slack.press(MAYA, menu, view=home, chosen=-1)).opened
    keep("prework_places", listed)
    adds = element(listed["blocks"], ids.ADD_PREWORK, 1)
    form = _pushed(await slack.press(MAYA, adds, view=listed))
    keep("prework_form", form)
    picks = next(b["element"] for b in form["blocks"] if b.get("block_id") == "kind")
    lesson = {"kind": {"item_kind": {"selected_option": {"value": "micro_lesson"}}}}
    short = _updated(await slack.press(MAYA, picks, view=form, values=lesson))
    keep("prework_form_lesson", short)
    await slack.submit(MAYA, short, lesson="M3", why=why, optional=["yes"])
    form = _pushed(await slack.press(MAYA, adds, view=listed))
    sent = await slack.submit(MAYA, form, kind="video", title=TITLE, why=why, **READING)
    keep("prework_added", sent.page)
    asks = await _part(slack, sent.page, ids.PREWORK_QUESTION)
    keep("prework_question", asks)
    answers = {"question": why, "choices": "One second\nThree seconds", "model": why}
    page = (await slack.submit(MAYA, asks, **answers, hint=why)).page
    rest = await _part(slack, page, ids.PREWORK_MORE)
    keep("prework_more", rest)
    page = (
        await slack.submit(
            MAYA, rest, before=why, bring=why, copy=READING["address"], start="1:30", end="4:00"
        )
    ).page
    keep("prework_kept", page)
    keep("prework_change", await _part(slack, page, ids.PREWORK_WHAT))
    listed = (await slack.press(MAYA, menu, view=home, chosen=-1)).opened
    keep("prework_places_untimed", listed)


async def _read(slack: Workspace, keep: Keep, why: str) -> None:
    room = slack.room
    await room.all_sent()
    room.now = at("2026-03-05 15:45")
    await room.write(lambda w: delivering.deliver(w, TOMAS))
    keep("prework", await slack.message("prework", f"dm:{TOMAS}"))
    await room.all_sent()
    card = await session(slack, TOMAS)
    keep("prework_card", card)
    thinks = await pushed(slack, TOMAS, ids.THINK_FIRST, card)
    keep("prework_think", thinks)
    keep("prework_thought", (await slack.submit(TOMAS, thinks, answer=why)).page)
    warms = await pushed(slack, TOMAS, ids.WARM_UP, card)
    keep("prework_warm_up", warms)
    marks = element(card["blocks"], ids.MARK_PREWORK, 1)
    keep("prework_marked", _updated(await slack.press(TOMAS, marks, view=card, chosen=0)))
    room.now = at("2026-03-11 15:45")
    await room.write(lambda w: delivering.deliver(w, TOMAS))
    keep("remind_warm", await slack.message("remind", f"dm:{TOMAS}"))
    keep("prework_compared", (await slack.submit(TOMAS, warms, answer="1")).page)


async def _part(slack: Workspace, page: Json, action: str) -> Json:
    return _updated(await slack.press(MAYA, element(page["blocks"], action), view=page))


def _updated(reply: Reply) -> Json:
    (given,) = reply.called("views.update")
    view: Json = given["view"]
    return view


def _pushed(reply: Reply) -> Json:
    (given,) = reply.called("views.push")
    view: Json = given["view"]
    return view
