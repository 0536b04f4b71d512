"""The form that sets a cycle up: suggested by one, settled by everybody's yes."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import setting_up
from flows.coaching import TooLong
from flows.ports import Lock
from flows.setting_up import Settled, Suggested
from flows.writing import Writing
from handlers import answers, forms, payloads
from handlers.entering import reason, remembered, too_long, typed_in
from handlers.seams import Desk, Telling
from handlers.views import invitation as pages
from handlers.views import setup as views
from handlers.words import say

SETTINGS = (setting_up.PROTOCOL, setting_up.DELIVERY, setting_up.ORDER, setting_up.RHYTHM)


async def setup_opened(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, found: Writing
) -> None:
    """[Open] of the set-up: what is suggested, and a few questions."""
    names = await desk.names(frozenset(found.course.pair.members))
    telling = Telling(await desk.locale(), names)
    view = views.form(found, found.entered, key=desk.draw(), telling=telling)
    await forms.show(client, body, view)
    await ack()


async def setup_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Agree] or [Suggest it]: a yes to what was seen, or to what was changed."""
    del client
    memory, who = payloads.metadata(body), desk.who
    partnership, run = remembered(memory)
    entered = typed_in(body)
    chosen = {name: entered.pop(name) for name in SETTINGS if name in entered}
    seen = memory.get("version", "")
    version = int(seen) if seen.isdecimal() else -1
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: setting_up.answer(work, who, partnership, run, entered, chosen, version),
    )
    locale = await desk.locale()
    match outcome:
        case Settled():
            page = pages.page("step.kept_title", say("setup.settled", locale), locale)
            await answers.turn_into(ack, page)
        case Suggested():
            page = pages.page("step.kept_title", say("setup.suggested", locale), locale)
            await answers.turn_into(ack, page)
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))
