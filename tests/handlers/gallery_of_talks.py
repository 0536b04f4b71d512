"""What Tandem shows of talks that are led from their card: one sitting, up to its notes."""

from collections.abc import Callable

from flows import documents
from flows.ids import RunId
from handlers import ids
from handlers.seams import Message
from tests.flows.on_way import on_way, wrote
from tests.handlers.workspace import Json, Workspace, element
from tests.staffroom import MAYA, TOMAS

Keep = Callable[[str, Message | Json], None]


async def sitting(slack: Workspace, keep: Keep, words: str) -> None:
    """A pair in one sitting: told of, led through, left off, noted."""
    room = slack.room
    await on_way(room, "grow", "2026-03-05 17:00", "one_sitting")
    keep("sitting_message", await slack.message("open", f"dm:{TOMAS}"))
    card = await slack.message("card")
    keep("sitting_live_card", card)
    view = (await slack.press(MAYA, element(card.blocks, ids.SEE_SESSION))).opened
    keep("sitting_begins", view)
    for number in range(2, 5):
        reply = await slack.press(MAYA, element(view["blocks"], ids.GO_ON), view=view)
        (updated,) = reply.called("views.update")
        view = updated["view"]
        if number == 2:
            keep("sitting_goes_on", view)
            stop = await slack.press(MAYA, element(view["blocks"], ids.STOP_SITTING), view=view)
            (pushed,) = stop.called("views.push")
            keep("sitting_stop_form", pushed["view"])
            later = await slack.submit(MAYA, pushed["view"], rest="later")
            keep("sitting_stopped", later.page)
    keep("sitting_last_step", view)
    reply = await slack.press(MAYA, element(view["blocks"], ids.GO_ON), view=view)
    (updated,) = reply.called("views.update")
    keep("sitting_notes", updated["view"])
    kept = await slack.submit(MAYA, updated["view"], **{"goal:want": words})
    keep("sitting_kept", kept.page)


async def equal(slack: Workspace, keep: Keep, words: str) -> None:
    """A pair with the same minutes each, once the time is started."""
    room = slack.room
    await on_way(room, "reflective", "2026-03-04 12:00")
    for who in (MAYA, TOMAS):
        await wrote(room, who, "reflective.moment/1", what=words)
    await room.until("2026-03-06 12:00")
    card = await slack.message("card")
    view = (await slack.press(MAYA, element(card.blocks, ids.SEE_SESSION))).opened
    keep("equal_minutes", view)
    reply = await slack.press(MAYA, element(view["blocks"], ids.START_TIME), view=view)
    (updated,) = reply.called("views.update")
    keep("equal_minutes_started", updated["view"])
    keep("equal_minutes_live_card", await slack.message("card"))


async def tuned(slack: Workspace, keep: Keep, words: str) -> None:
    """A pair that tunes a text of theirs together."""
    room = slack.room
    await on_way(room, "ai", "2026-03-04 12:00")
    first = {"more": words}
    run = RunId("ai.define/1")
    await room.write(lambda w: documents.suggest(w, MAYA, room.pair.id, run, 0, first))
    card = await slack.message("card")
    view = (await slack.press(TOMAS, element(card.blocks, ids.OPEN_STEP))).opened
    reply = await slack.press(TOMAS, element(view["blocks"], ids.TUNE), view=view)
    (pushed,) = reply.called("views.push")
    keep("tuning", pushed["view"])
    again = await slack.press(
        TOMAS, element(pushed["view"]["blocks"], ids.START_TUNING), view=pushed["view"]
    )
    (updated,) = again.called("views.update")
    keep("tuning_started", updated["view"])
    keep("tuning_live_card", await slack.message("card"))


async def replied(slack: Workspace, keep: Keep, words: str) -> None:
    """The coach of a thinking talk: what is wanted of them, and a reply with advice in it."""
    room = slack.room
    await on_way(room, "cognitive", "2026-03-05 12:00")
    choose = "cognitive.choose/1"
    await wrote(room, MAYA, choose, event=words, map=":problem", function=":coaching")
    await room.until("2026-03-06 12:00")
    card = await slack.message("card")
    view = (await slack.press(TOMAS, element(card.blocks, ids.SEE_SESSION))).opened
    keep("coachs_card", view)
    reply = await slack.press(TOMAS, element(view["blocks"], ids.REPLY), view=view)
    (pushed,) = reply.called("views.push")
    keep("reply_form", pushed["view"])
    said = {"heard": words, "question": "Have you tried it?"}
    asked = (await slack.submit(TOMAS, pushed["view"], **said)).page
    keep("reply_advised", asked)
    keep("reply_sent", (await slack.submit(TOMAS, asked)).page)
    keep("reply_message", await slack.message("replied", f"dm:{MAYA}"))
