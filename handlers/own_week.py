"""[My lessons and topics]: the short form, from the Home and beside `/coach-pair`."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import own_week
from flows.own_week import InDoubt, LongTopic, TooMany, Unknown
from flows.people import Member
from flows.ports import Lock
from handlers import answers, forms
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import invitation as pages
from handlers.views import own_week as views
from handlers.words import say

LINE_SHOWN = 60
"""How much of a line in doubt is repeated below its field."""


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The form with what this member said before."""
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: reader.members.get(who))
    if found is None or found.program is None:
        await forms.told(ack, body, client, desk, say("mine.no_member", locale))
        return
    await forms.show(client, body, views.form(found, key=desk.draw(), locale=locale))
    await ack()


async def saved(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: kept, or the first doubt at its field with everything as it was typed."""
    del client
    found, who, locale = Answers.of(body), desk.who, await desk.locale()
    seeks = views.keys_of(own_week.split(found.text(views.SEEKS)), locale)
    offers = views.keys_of(own_week.split(found.text(views.OFFERS)), locale)
    lessons = found.text(views.LESSONS)
    listed = views.YES in found.ticked(views.LISTED)
    outcome = await desk.tell(
        Lock.member(who),
        lambda work: own_week.save(work, who, seeks, offers, lessons, listed=listed),
    )
    match outcome:
        case Member():
            page = pages.page("step.kept_title", say("mine.saved", locale), locale)
            await answers.turn_into(ack, page)
        case InDoubt(unclear):
            words = say(
                "mine.in_doubt",
                locale,
                line=unclear.line,
                text=unclear.text[:LINE_SHOWN],
                doubt=say(unclear.doubt.words, locale),
            )
            await answers.refuse(ack, {views.LESSONS: words})
        case TooMany(field, n):
            await answers.refuse(ack, {field: say("mine.too_many", locale, n=n)})
        case LongTopic(field, topic):
            await answers.refuse(ack, {field: say("mine.too_long", locale, topic=topic)})
        case Unknown():
            await answers.refuse_all(ack, body, say("mine.no_member", locale))
