"""What Tandem shows of cards worth trying: one's own, in other words, and those of colleagues."""

from collections.abc import Callable

from flows.ids import MemberId
from handlers import ids
from handlers.seams import Message
from tests.handlers.workspace import Json, Workspace, element
from tests.staffroom import MAYA, TOMAS

Keep = Callable[[str, Message | Json], None]


async def worth_trying(slack: Workspace, keep: Keep, tried: str, did: str) -> None:
    """A card kept, shown to the program, edited, and tried by a partner."""
    await slack.room.partnered()
    mine = await _page(slack, MAYA)
    keep("strategies_none", mine)
    pushed = await slack.press(MAYA, element(mine["blocks"], ids.KEEP_STRATEGY), view=mine)
    (form,) = (call["view"] for call in pushed.called("views.push"))
    keep("strategy_form", form)
    keep("strategy_kept", (await slack.submit(MAYA, form, tried=tried, did=did)).page)
    mine = await _page(slack, MAYA)
    keep("strategies_alone", mine)
    await slack.press(MAYA, element(mine["blocks"], ids.SHOW_PARTNERS), view=mine)
    shown = await slack.press(MAYA, element(mine["blocks"], ids.SHOW_PROGRAM), view=mine)
    keep("strategies_shown", shown.called("views.update")[0]["view"])
    pushed = await slack.press(MAYA, element(mine["blocks"], ids.CHANGE_STRATEGY), view=mine)
    (form,) = (call["view"] for call in pushed.called("views.push"))
    keep("strategy_edit", form)
    keep("strategy_changed", (await slack.submit(MAYA, form, tried=tried, unless=did)).page)
    theirs = await _page(slack, TOMAS)
    keep("strategies_of_colleagues", theirs)
    reply = await slack.press(TOMAS, element(theirs["blocks"], ids.TRY_STRATEGY), view=theirs)
    (updated,) = reply.called("views.update")
    keep("strategy_tried", updated["view"])


async def _page(slack: Workspace, who: MemberId) -> Json:
    home = await slack.home(who)
    return (await slack.press(who, element(home["blocks"], ids.STRATEGIES), view=home)).opened
