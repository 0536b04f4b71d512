"""What Tandem shows of talks that are led from their card: one sitting, up to its notes."""

from collections.abc import Callable

from handlers import ids
from handlers.seams import Message
from tests.flows.on_way import on_way
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
