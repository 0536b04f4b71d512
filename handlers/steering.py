"""[My hours] and [Days away]: everyone steers their own messages, and nobody else is told."""

from collections.abc import Sequence
from datetime import date, time
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import steering
from flows.ids import MemberId
from flows.people import Hours, Member, Program
from flows.policy import zone_of
from flows.ports import Lock, Reader
from flows.schooldays import Days, local_day
from flows.steering import NotThen, SlotOutside, Steered, TooMany, Unknown
from handlers import answers, forms, payloads
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import invitation as pages
from handlers.views import steering as views
from handlers.words import say


async def hours_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[My hours]: the form as it stands."""
    found, locale = await _mine(desk), await desk.locale()
    if found is None:
        await forms.told(ack, body, client, desk, say("mine.no_member", locale))
        return
    member, program = found
    view = views.hours_form(member, program, key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def hours_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] in that form."""
    del client
    found, who, locale = Answers.of(body), desk.who, await desk.locale()
    slot, begin, end = (_time(found, name) for name in (views.SLOT, views.BEGIN, views.END))
    outcome = await desk.tell(
        Lock.member(who), lambda work: steering.set_hours(work, who, slot, Hours(begin, end))
    )
    match outcome:
        case Steered(member):
            await _planned_anew(desk, outcome)
            words = say("steer.hours_saved", locale, slot=f"{member.slot:%H:%M}")
            await answers.turn_into(ack, pages.page("steer.hours_title", words, locale))
        case SlotOutside():
            await answers.refuse(ack, {views.SLOT: say("steer.slot_outside", locale)})
        case Unknown():
            await answers.refuse(ack, {views.SLOT: say("mine.no_member", locale)})


async def leave_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Days away]: those that are taken, and a form for more."""
    found, locale = await _mine(desk), await desk.locale()
    if found is None:
        await forms.told(ack, body, client, desk, say("mine.no_member", locale))
        return
    view = views.leave_form(found[0], _today(desk, found[0]), key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def leave_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] in that form: one day, or from one to another."""
    del client
    found, who, locale = Answers.of(body), desk.who, await desk.locale()
    first = payloads.day(found.day(views.FIRST))
    last = payloads.day(found.day(views.LAST) or first.isoformat())
    outcome = await desk.tell(
        Lock.member(who), lambda work: steering.take_leave(work, who, first, last)
    )
    match outcome:
        case Steered():
            await _planned_anew(desk, outcome)
            words = say("steer.leave_saved", locale, days=views.span(Days(first, last)))
            await answers.turn_into(ack, pages.page("steer.leave_title", words, locale))
        case NotThen():
            await answers.refuse(ack, {views.FIRST: say("steer.leave_not_then", locale)})
        case TooMany():
            most = steering.MOST_LEAVES
            await answers.refuse(ack, {views.FIRST: say("steer.leave_many", locale, most=most)})
        case Unknown():
            await answers.refuse(ack, {views.FIRST: say("mine.no_member", locale)})


async def came_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take back] beside days away."""
    used, who, locale = payloads.value(body), desk.who, await desk.locale()
    days = Days(payloads.day(used.get("first")), payloads.day(used.get("last")))
    outcome = await desk.tell(Lock.member(who), lambda work: steering.come_back(work, who, days))
    if isinstance(outcome, Steered):
        await _planned_anew(desk, outcome)
        member = outcome.member
        view = views.leave_form(member, _today(desk, member), key=desk.draw(), locale=locale)
        await client.views_update(view_id=payloads.open_view(body)["id"], view=view)
        await ack()
    else:
        await forms.told(ack, body, client, desk, say("outage.late", locale))


async def _planned_anew(desk: Desk, outcome: Steered) -> None:
    """Each partnership in its own lock: what waits there follows from now on."""
    for partnership in outcome.together:
        await desk.store.write(
            desk.workspace,
            Lock.partnership(partnership),
            partial(
                steering.planned_anew,
                who=desk.who,
                partnership=partnership,
                until=outcome.until,
            ),
        )


async def _mine(desk: Desk) -> tuple[Member, Program] | None:
    who = desk.who
    return await desk.look(lambda reader: _member(reader, who))


def _member(reader: Reader, who: MemberId) -> tuple[Member, Program] | None:
    member = reader.members.get(who)
    program = reader.programs.get(member.program) if member and member.program else None
    return (member, program) if member and program else None


def _today(desk: Desk, member: Member) -> date:
    return local_day(desk.now(), zone_of(member.zone))


def _time(found: Answers, name: str) -> time:
    """The time chosen; one that no menu offered is `Amiss`."""
    known: Sequence[time] = (*steering.SLOTS, *steering.BEGINS, *steering.ENDS)
    chosen = found.choice(name)
    times = [at for at in known if f"{at:%H:%M}" == chosen]
    if not times:
        raise payloads.Amiss
    return times[0]
