"""When a lesson of one's own is: asked where a way of working follows it and nobody visits."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, own_lessons
from flows.coaching import Course, Late, Moved, NotTheirs
from flows.own_lessons import Past
from flows.ports import Lock
from handlers import answers, forms, payloads, sessions
from handlers.entering import named, remembered
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import invitation as pages
from handlers.views import own_lessons as views
from handlers.views import request
from handlers.words import say


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[When is it?]: a day, a start and an end."""
    partnership, run = named(body)
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: coaching.theirs(reader, who, partnership))
    standing = found.cycle.run(run) if isinstance(found, Course) else None
    if not isinstance(found, Course) or standing not in own_lessons.ahead(found, who):
        refused = found if isinstance(found, NotTheirs) else Late()
        await sessions.late(ack, body, client, desk, refused)
        return
    zones = await desk.look(lambda reader: sessions.zones_of(reader, partnership))
    view = views.form(found, standing, zones.get(who, "UTC"), key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: what follows waits for it."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    partnership, run = remembered(memory)
    who, locale = desk.who, await desk.locale()
    zones = await desk.look(lambda reader: sessions.zones_of(reader, partnership))
    zone = zones.get(who, "UTC")
    start = forms.picked(found, request.DATE, request.START, zone)
    end = forms.picked(found, request.DATE, request.END, zone)
    if start is None or end is None:
        await answers.refuse_all(ack, body, say("visit.time_missing", locale))
        return
    begins, ends = start, end
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: own_lessons.settle(work, who, partnership, run, begins, ends),
    )
    match outcome:
        case Moved():
            page = pages.page("step.kept_title", say("own_lesson.saved", locale), locale)
            await answers.turn_into(ack, page)
        case Past():
            await answers.refuse(ack, {request.DATE: say("own_lesson.past", locale)})
        case Late() | NotTheirs():
            await answers.refuse_all(ack, body, answers.closed(outcome, locale))
