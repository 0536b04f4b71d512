"""[How much is asked]: everybody's own level, from their settings and from any form."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import asking
from flows.asking import NoMember
from flows.ids import MemberId
from flows.levels import Level
from flows.people import Member
from flows.ports import Lock, Reader
from handlers import answers, drafting, forms, ids, payloads, visits
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import asking as views
from handlers.views import invitation as pages
from handlers.views.step import Fold
from handlers.words import say


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The form with the level that holds."""
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: _own(reader, who))
    if found is None:
        await forms.told(ack, body, client, desk, say("mine.no_member", locale))
        return
    await forms.show(client, body, views.form(found.level, key=desk.draw(), locale=locale))
    await ack()


async def saved(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] in that form."""
    del client
    level = _level(Answers.of(body).choice(views.LEVEL))
    outcome, locale = await _chosen(desk, level), await desk.locale()
    if isinstance(outcome, NoMember):
        await answers.refuse_all(ack, body, say("mine.no_member", locale))
        return
    words = say("level.saved", locale, level=say(level.words, locale))
    await answers.turn_into(ack, pages.page("step.kept_title", words, locale))


async def changed_here(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The menu below a form: the same form at that level, with every word in it."""
    await _chosen(desk, _level(payloads.value(body).get("level")))
    if payloads.open_view(body).get("callback_id") == ids.REQUEST_FORM:
        await visits.request_unfolded(ack, body, client, desk)
    else:
        await drafting.redraw(ack, body, client, desk, Fold())


async def _chosen(desk: Desk, level: Level) -> Member | NoMember:
    who = desk.who
    return await desk.tell(Lock.member(who), lambda work: asking.choose(work, who, level))


def _level(value: str | None) -> Level:
    return next((level for level in Level if level.value == value), Level.LIGHT)


def _own(reader: Reader, who: MemberId) -> Member | None:
    found = reader.members.get(who)
    return found if found is not None and found.program is not None else None
