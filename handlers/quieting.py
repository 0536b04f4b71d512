"""The menu of every message, and `/coach-pause`: quiet for a while, paused, stopped, and back."""

from datetime import date
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, plans, quiet, standing
from flows.coaching import Course
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Lock, Reader, Work
from flows.quiet import NotThen, Quiet
from flows.slip import Slip
from flows.snoozing import Snooze
from handlers import answers, payloads
from handlers.answers import Listener
from handlers.payloads import Answers
from handlers.seams import Desk, Telling
from handlers.views import days
from handlers.views import invitation as pages
from handlers.views import nudges as views
from handlers.views import quiet as quiet_views
from handlers.words import say


def noticed(listener: Listener) -> Listener:
    """The listener of something that only shows; looking is a sign of life (practice H)."""

    async def seen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
        await listener(ack, body, client, desk)
        value = payloads.value(body)
        who, run = desk.who, RunId(value.get("run", ""))
        partnership = PartnershipId(value.get("partnership", ""))

        def look(work: Work) -> None:
            work.slips.acted(who, work.now)
            found = coaching.theirs(work, who, partnership)
            if run and isinstance(found, Course):
                plans.touched(work, found, run, who)

        lock = Lock.partnership(partnership) if partnership else Lock.member(who)
        await desk.store.write(desk.workspace, lock, look, within=desk.within)

    seen.__name__ = listener.__name__
    seen.__doc__ = listener.__doc__
    return seen


async def menu_used(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The three dots of a message."""
    used = payloads.value(body)
    match used.get("do"):
        case "why":
            await _explained(ack, body, desk, used.get("slip", ""))
        case "tomorrow":
            await _snoozed(ack, body, desk, Snooze.TOMORROW)
        case "choose":
            await quiet_chosen(ack, body, client, desk)
        case "stop":
            await stopped(ack, body, client, desk)
        case _:
            raise payloads.Amiss


async def quiet_chosen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Quiet until …]: the form with its four choices."""
    locale = await desk.locale()
    person = await desk.person(desk.who)
    view = views.quiet_form(
        desk.now(), person.zone if person else "UTC", key=desk.draw(), locale=locale
    )
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def quiet_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] in that form."""
    del client
    found, locale = Answers.of(body), await desk.locale()
    chosen, day = found.choice("until") or "", found.day("day")
    if chosen == "date" and day is None:
        await answers.refuse(ack, {"day": say("menu.day_missing", locale)})
        return
    choice = payloads.day(day) if chosen == "date" else _snooze(chosen)
    outcome = await _quiet(desk, choice)
    if isinstance(outcome, NotThen):
        await answers.refuse(ack, {"day": say("menu.not_then", locale)})
        return
    words = say("menu.snoozed", locale, day=days.plainly(outcome.day))
    await answers.turn_into(ack, pages.page("menu.quiet_title", words, locale))


async def stopped(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Stop all messages]: at once."""
    del client
    who = desk.who
    await desk.tell(Lock.member(who), lambda work: quiet.stop(work, who))
    await ack()
    answers.whisper(body, desk, say("menu.stopped", await desk.locale()))


async def started(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Start messages again]."""
    del client
    who = desk.who
    outcome = await desk.tell(Lock.member(who), lambda work: quiet.start_again(work, who))
    for partnership in outcome.together:
        await desk.store.write(
            desk.workspace,
            Lock.partnership(partnership),
            partial(quiet.take_up, who=who, partnership=partnership),
        )
    await ack()
    answers.whisper(body, desk, say("menu.started", await desk.locale()))


async def pause_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-pause`: what can be made quiet, paused or stopped."""
    del body, client
    who = desk.who
    found = await desk.look(lambda reader: standing.of(reader, who))
    telling = Telling(await desk.locale(), await desk.names(found.people))
    shown = quiet_views.choices(found, desk.now(), telling)
    await ack(text=shown.text, blocks=shown.blocks)


async def _explained(ack: AsyncAck, body: dict[str, Any], desk: Desk, name: str) -> None:
    who = desk.who
    slips = await desk.look(lambda reader: _parts(reader, who, name))
    await ack()
    locale = await desk.locale()
    text = views.why(slips, locale) if slips else say("menu.unknown", locale)
    answers.whisper(body, desk, text)
    await desk.noticed()


async def _snoozed(ack: AsyncAck, body: dict[str, Any], desk: Desk, choice: Snooze) -> None:
    outcome = await _quiet(desk, choice)
    await ack()
    locale = await desk.locale()
    words = (
        say("menu.not_then", locale)
        if isinstance(outcome, NotThen)
        else say("menu.snoozed", locale, day=days.plainly(outcome.day))
    )
    answers.whisper(body, desk, words)


def _snooze(chosen: str) -> Snooze:
    try:
        return Snooze(chosen)
    except ValueError:
        raise payloads.Amiss from None


async def _quiet(desk: Desk, choice: Snooze | date) -> Quiet | NotThen:
    """Snoozes the person; then each partnership in its own lock moves their dates along."""
    who = desk.who
    outcome = await desk.tell(Lock.member(who), lambda work: quiet.snooze(work, who, choice))
    if isinstance(outcome, Quiet):
        for partnership in outcome.together:
            await desk.store.write(
                desk.workspace,
                Lock.partnership(partnership),
                partial(quiet.move_along, who=who, partnership=partnership, day=outcome.day),
            )
    return outcome


def _parts(reader: Reader, who: MemberId, name: str) -> list[Slip]:
    """Everything that came in the same message."""
    found = reader.slips.get(name)
    if found is None or found.member != who or found.sent_at is None:
        return []
    same = [s for s in reader.slips.sent_since(who, found.sent_at) if s.bundle == found.bundle]
    return sorted(same, key=lambda slip: slip.kind.rank)
