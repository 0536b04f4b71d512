"""[Ask somebody to join]: a member of a group suggests who else could be in it."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import growing
from flows.coaching import Late, NotTheirs
from flows.gathering import Called, Hindered, NoSuchWay, WrongSize
from flows.growing import NobodyNew, NoRoom, Room, Waits
from flows.ids import PartnershipId
from flows.inviting import NotAMember, OwnLimit, PowerUnchosen
from flows.ports import Lock
from handlers import answers, gathering, payloads
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import growing as views
from handlers.views import invitation as pages
from handlers.views.gathering import WAY
from handlers.words import say


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The form with who is there, or why nobody can be asked now."""
    who, partnership = desk.who, payloads.partnership(body)
    found = await desk.look(lambda reader: growing.room(reader, who, partnership))
    if not isinstance(found, Room):
        await ack()
        answers.whisper(body, desk, _closed(found, await desk.locale()))
        return
    view = await _form(desk, found, key=desk.draw())
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send and agree]: everybody is asked on their own, who is there and who is new."""
    del client
    found, memory, locale = Answers.of(body), payloads.metadata(body), await desk.locale()
    who, partnership = desk.who, PartnershipId(memory.get("partnership", ""))
    people, way = found.people(pages.WHOM), found.choice(WAY) or ""
    room = await desk.look(lambda reader: growing.room(reader, who, partnership))
    if not isinstance(room, Room):
        await answers.refuse(ack, {pages.WHOM: _closed(room, locale)})
        return
    fresh = [member for member in people if member not in room.pair.members]
    asked, barred = await gathering.asked_of(desk, fresh, locale)
    if barred:
        await answers.refuse(ack, {pages.WHOM: barred})
        return
    terms, yes = gathering.terms_of(found, who, way), gathering.yes_of(found)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: growing.suggest(work, who, partnership, asked, terms, yes),
    )
    match outcome:
        case Called():
            n = len(asked) + len(room.pair.members) - 1
            page = pages.page("group.sent_title", say("group.join_sent", locale, n=n), locale)
            await answers.turn_into(ack, page)
        case NobodyNew():
            await answers.refuse(ack, {pages.WHOM: say("group.join_missing", locale)})
        case WrongSize(least, most):
            words = views.wrong_size(least, most, len(room.pair.members), locale)
            await answers.refuse(ack, {pages.WHOM: words})
        case NoSuchWay():
            await answers.refuse(ack, {WAY: say("group.missing_way", locale)})
        case Hindered() | NotAMember() | OwnLimit():
            await gathering.hindered(ack, desk, outcome)
        case PowerUnchosen() if memory.get("power") == pages.YES:
            await answers.refuse(ack, {pages.CHOOSE: say("invite.power_needed", locale)})
        case PowerUnchosen():
            key = memory.get("key") or desk.draw()
            view = await _form(desk, room, key=key, asked=fresh, power=True)
            await answers.turn_into(ack, view)
        case NotTheirs() | Late() | Waits() | NoRoom():
            await answers.refuse(ack, {pages.WHOM: _closed(outcome, locale)})


async def _form(desk: Desk, room: Room, **shown: Any) -> Block:
    names = await desk.names(frozenset(room.pair.members))
    return views.form(room, telling=Telling(await desk.locale(), names), **shown)


def _closed(why: growing.Closed, locale: str) -> str:
    match why:
        case NotTheirs() | Late():
            return answers.closed(why, locale)
        case Waits():
            return say("group.join_waits", locale)
        case NoRoom():
            return say("group.join_no_room", locale)
