"""[Another day]: when to be asked about one's own next step."""

from typing import Any, assert_never

from slack_bolt.async_app import AsyncAck

from flows import asking_on
from flows.asking_on import AskedThen, NotThen
from flows.coaching import Late, NotTheirs
from flows.ids import PartnershipId, RunId
from flows.ports import Lock
from handlers import answers, forms, payloads
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import asking_on as views
from handlers.views import days
from handlers.views import invitation as pages
from handlers.words import say


async def day_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Another day]: asks for it."""
    used = payloads.value(body)
    view = views.form(
        used.get("partnership", ""),
        used.get("run", ""),
        key=desk.draw(),
        locale=await desk.locale(),
    )
    await forms.show(client, body, view)
    await ack()


async def day_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: the one question comes on that day."""
    del client
    memory, who, locale = payloads.metadata(body), desk.who, await desk.locale()
    partnership = PartnershipId(memory.get("partnership", ""))
    run, day = RunId(memory.get("run", "")), payloads.day(Answers.of(body).day(views.DAY))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: asking_on.ask_on(work, who, partnership, run, day),
    )
    match outcome:
        case AskedThen(on):
            words = say("ask_on.saved", locale, day=days.plainly(on))
            await answers.turn_into(ack, pages.page("ask_on.title", words, locale))
        case NotThen():
            await answers.refuse(ack, {views.DAY: say("ease.move_past", locale)})
        case Late():
            await answers.refuse(ack, {views.DAY: say("nudge.stale", locale)})
        case NotTheirs():
            await answers.refuse(ack, {views.DAY: say("outage.not_yours", locale)})
        case _:
            assert_never(outcome)
