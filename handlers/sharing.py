"""Sharing one's own answers of a step, and reading what partners shared."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import copying, notes, showing
from flows.ids import CycleId
from flows.ports import Lock
from flows.showing import NowShared, Shown
from flows.writing import Writing
from handlers import answers, feedbacks, forms, payloads
from handlers.entering import named, reason, remembered
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import answers as views
from handlers.views import invitation as pages
from handlers.words import say


async def shared_read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read]: what partners shared of a step; an addition to notes is read below the notes."""
    partnership, run = named(body)
    cycle = CycleId(payloads.value(body).get("cycle", "")) or None
    who, locale = desk.who, await desk.locale()
    own = await desk.look(lambda reader: showing.own(reader, who, partnership, run, cycle))
    if isinstance(own, Shown) and notes.is_note(own.course, own.run):
        await feedbacks.open_notes(ack, body, client, desk, partnership, run, cycle)
        return
    found = await desk.look(lambda reader: showing.read(reader, who, partnership, run, cycle))
    if not isinstance(found, Shown):
        await forms.told(ack, body, client, desk, say("share.gone", locale))
        return
    telling = Telling(locale, await desk.names(frozenset(found.course.pair.members)))
    await forms.show(client, body, views.page(found, who, telling))
    if copying.on(found.course.pair):
        await desk.tell(
            Lock.partnership(partnership),
            lambda work: showing.opened(work, who, partnership, run, cycle),
        )
    await ack()


async def offered(desk: Desk, found: Writing, lead: str, otherwise: str) -> Block:
    """What is shown once words are kept: one's own answers to share, or that they are kept."""
    course, run, who = found.course, found.run, desk.who
    locale, cycle = await desk.locale(), course.cycle.id
    own = await desk.look(lambda reader: showing.own(reader, who, course.pair.id, run.id, cycle))
    if isinstance(own, Shown) and own.by.get(who) and found.stage.share == "on_share":
        telling = Telling(locale, await desk.names(frozenset(course.pair.members)))
        return views.share_form(own, who, lead, key=desk.draw(), telling=telling)
    return pages.page("step.kept_title", say(otherwise, locale), locale)


async def own_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Look or share]: one's own answers of a step, with a box each."""
    partnership, run = named(body)
    cycle = CycleId(payloads.value(body).get("cycle", "")) or None
    who = desk.who
    found = await desk.look(lambda reader: showing.own(reader, who, partnership, run, cycle))
    if not isinstance(found, Shown) or not found.by.get(who):
        await forms.told(ack, body, client, desk, await reason(desk, found))
        return
    names = await desk.names(frozenset(found.course.pair.members))
    telling = Telling(await desk.locale(), names)
    view = views.share_form(found, who, "share.own", key=desk.draw(), telling=telling)
    await forms.show(client, body, view)
    await ack()


async def ticked_shared(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Share]: the ticked answers are open to the partners, who hear how many."""
    del client
    memory, who = payloads.metadata(body), desk.who
    partnership, run = remembered(memory)
    cycle = CycleId(memory.get("cycle", "")) or None
    keys, locale = Answers.of(body).ticked(views.TICKED), await desk.locale()
    if not keys:
        page = pages.page("step.kept_title", say("share.nothing", locale), locale)
        await answers.turn_into(ack, page)
        return
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: showing.share(work, who, partnership, run, sorted(keys), cycle),
    )
    match outcome:
        case NowShared():
            page = pages.page("step.kept_title", say("share.done", locale), locale)
            await answers.turn_into(ack, page)
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))
