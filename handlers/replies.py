"""Replies of whoever listens: written in a form, read by whom they are to; themes confirmed."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import confirming, replying
from flows.coaching import Late, NotTheirs, TooLong
from flows.confirming import Theirs
from flows.ids import CycleId, MemberId
from flows.notices import Dm, Notice
from flows.ports import Lock, Reader
from flows.replying import Empty, Received, Replying, Sent
from handlers import answers, feedback_scenes, forms, payloads
from handlers.entering import named, remembered, too_long, typed_in
from handlers.seams import Desk, Scene, Telling
from handlers.views import invitation as pages
from handlers.views import replies as views
from handlers.views import step as steps
from handlers.words import say


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Reply]: what was shared, and room for what was heard and a question or two."""
    partnership, run = named(body)
    who, to = desk.who, MemberId(payloads.value(body).get("to", "")) or None
    found = await desk.look(lambda reader: replying.find(reader, who, partnership, run, to))
    if not isinstance(found, Replying):
        await _told(ack, body, client, desk, found)
        return
    names = await desk.names(frozenset(found.course.pair.members))
    telling = Telling(await desk.locale(), names)
    await forms.show(client, body, views.form(found, key=desk.draw(), telling=telling))
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send]: its addressee alone may read it; advice in it is pointed out first, once."""
    del client
    memory = payloads.metadata(body)
    partnership, run = remembered(memory)
    who, to, texts = desk.who, MemberId(memory.get("to", "")), typed_in(body)
    locale = await desk.locale()
    found = await desk.look(lambda reader: replying.find(reader, who, partnership, run, to))
    if isinstance(found, Replying) and memory.get("advised") != steps.YES:
        hints = replying.advice(found, texts, steps.language(locale))
        if hints:
            names = await desk.names(frozenset(found.course.pair.members))
            telling, key = Telling(locale, names), memory.get("key", desk.draw())
            again = views.form(found, key=key, telling=telling, said=texts, hints=hints)
            await answers.turn_into(ack, again)
            return
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: replying.send(work, who, partnership, run, to, texts),
    )
    match outcome:
        case Sent(to, _):
            names = await desk.names(frozenset({to}))
            whom = views.name(to, Telling(locale, names))
            words = say("reply.sent", locale, who=whom)
            await answers.turn_into(ack, pages.page("reply.sent_title", words, locale))
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case Empty():
            await answers.refuse_all(ack, body, say("reply.empty", locale))
        case Late():
            await answers.refuse_all(ack, body, say("reply.not_now", locale))
        case NotTheirs():
            await answers.refuse_all(ack, body, say("outage.not_yours", locale))


async def read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read]: the replies to one's own step."""
    partnership, run = named(body)
    cycle, who = CycleId(payloads.value(body).get("cycle", "")) or None, desk.who
    found = await desk.look(lambda reader: replying.read(reader, who, partnership, run, cycle))
    if not isinstance(found, Received):
        await forms.told(ack, body, client, desk, say("share.gone", await desk.locale()))
        return
    names = await desk.names(frozenset(found.course.pair.members))
    await forms.show(client, body, views.page(found, Telling(await desk.locale(), names)))
    await ack()


async def theme_confirmed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Yes, that is in it]: from then on all members may read what was heard in the story."""
    partnership, run = named(body)
    pressed, who = payloads.value(body), desk.who
    theme = Theirs(MemberId(pressed.get("author", "")), pressed.get("key", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: confirming.confirm(work, who, partnership, run, theme),
    )
    match outcome:
        case Late() | NotTheirs():
            await _told(ack, body, client, desk, outcome)
        case _:
            await forms.told(ack, body, client, desk, say("themes.done", await desk.locale()))


def replied(notice: Notice, reader: Reader) -> Scene | None:
    """Somebody replied: dropped when nothing of it can be read any more."""
    found = feedback_scenes.found_in(notice, reader)
    if found is None or not isinstance(notice.lane, Dm):
        return None
    course, run = found
    by, n, to = MemberId(str(notice.refs["by"])), int(notice.refs["n"]), notice.lane.member
    part = run.part(to)
    if part is None or by not in part.replied_by:
        return None
    return Scene(
        frozenset(course.pair.members),
        to,
        lambda telling: views.message(course, run, by, n, telling),
    )


async def _told(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, outcome: Late | NotTheirs
) -> None:
    key = "reply.not_now" if isinstance(outcome, Late) else "outage.not_yours"
    await forms.told(ack, body, client, desk, say(key, await desk.locale()))
