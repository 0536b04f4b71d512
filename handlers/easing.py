"""The six ways on after silence, each one button; and the answer to the month's question."""

from typing import Any, assert_never

from slack_bolt.async_app import AsyncAck

from flows import answered, coaching, easing, leaving, pulsing
from flows.coaching import Late, Moved, NotTheirs
from flows.easing import Eased, NotMovable, NotThen
from flows.ids import PartnershipId, RunId
from flows.partnership import PartnershipState
from flows.ports import Lock, Work
from flows.pulsing import Counted
from handlers import answers, payloads, steps
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import days
from handlers.views import invitation as pages
from handlers.views import nudges as views
from handlers.views import pair as pair_views
from handlers.words import say


async def kept(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep going]: that it was answered is all there is to it."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    await desk.tell(Lock.member(who), lambda work: answered.ease(work, who, partnership, "keep"))
    await ack()
    answers.whisper(body, desk, say("nudge.kept_going", await desk.locale()))


async def stayed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep it]: what rests goes on resting."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: leaving.keep_resting(work, who, partnership)
    )
    await ack()
    locale = await desk.locale()
    match outcome:
        case Late():
            answers.whisper(body, desk, say("nudge.stale", locale))
        case NotTheirs():
            answers.whisper(body, desk, say("outage.not_yours", locale))
        case _:
            answers.whisper(body, desk, say("nudge.kept_closed", locale))


async def put_off(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Later]: more days for what is open."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: easing.put_off(work, who, partnership)
    )
    await ack()
    await _told(body, desk, outcome, "ease.put_off")


async def lightened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Lighten]: fewer questions, more days, shorter talks."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: easing.lighten(work, who, partnership)
    )
    await ack()
    await _told(body, desk, outcome, "ease.lightened")


async def move_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Move my turn]: asks for the day."""
    view = views.move_form(payloads.partnership(body), key=desk.draw(), locale=await desk.locale())
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def move_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Move it]: the partner is told the day."""
    del client
    partnership = PartnershipId(payloads.metadata(body).get("partnership", ""))
    day, who, locale = Answers.of(body).day("day"), desk.who, await desk.locale()
    if day is None:
        await answers.refuse(ack, {"day": say("menu.day_missing", locale)})
        return
    to = payloads.day(day)
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: easing.move_turn(work, who, partnership, to)
    )
    match outcome:
        case Eased(on):
            words = say("ease.moved", locale, day=days.plainly(on))
            await answers.turn_into(ack, pages.page("ease.move_title", words, locale))
        case NotThen():
            await answers.refuse(ack, {"day": say("ease.move_past", locale)})
        case NotMovable():
            await answers.refuse(ack, {"day": say("ease.not_movable", locale)})
        case Late():
            await answers.refuse(ack, {"day": say("nudge.stale", locale)})
        case NotTheirs():
            await answers.refuse(ack, {"day": say("outage.not_yours", locale)})


async def skipped(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Skip this step]: left out, and nobody is told."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    run = RunId(payloads.value(body).get("run", ""))

    def skip(work: Work) -> Moved | NotTheirs | Late:
        outcome = coaching.skip(work, who, partnership, run)
        if isinstance(outcome, Moved):
            answered.ease(work, who, partnership, "skip")
        return outcome

    outcome = await desk.tell(Lock.partnership(partnership), skip)
    await ack()
    words = (
        await steps.skipped_words(desk, partnership, run)
        if isinstance(outcome, Moved)
        else say("step.closed", await desk.locale())
    )
    answers.whisper(body, desk, words)


async def pause_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Pause]: the first of two clicks."""
    await _leave(ack, body, client, desk, "pause")


async def finish_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Finish]: the first of two clicks."""
    await _leave(ack, body, client, desk, "end")


async def pulse_answered(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """An answer to the month's question, or [Skip]."""
    del client
    value, who = payloads.value(body), desk.who
    month, choice = payloads.day(value.get("month")), value.get("choice") or None
    outcome = await desk.tell(
        Lock.member(who), lambda work: pulsing.answer(work, who, month, choice)
    )
    await ack()
    key = "pulse.again"
    if isinstance(outcome, Counted):
        key = "pulse.skipped" if outcome.skipped else "pulse.kept"
    answers.whisper(body, desk, say(key, await desk.locale()))


async def _told(
    body: dict[str, Any], desk: Desk, outcome: Eased | NotTheirs | Late, done: str
) -> None:
    match outcome:
        case Eased():
            key = done
        case Late():
            key = "nudge.stale"
        case NotTheirs():
            key = "outage.not_yours"
        case _:
            assert_never(outcome)
    answers.whisper(body, desk, say(key, await desk.locale()))


async def _leave(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, do: str) -> None:
    partnership, who = payloads.partnership(body), desk.who
    found = await desk.look(lambda reader: reader.partnerships.get(partnership))
    locale = await desk.locale()
    if found is None or who not in found.members or found.state is PartnershipState.ENDED:
        await ack()
        answers.whisper(body, desk, say("outage.late", locale))
        return
    view = pair_views.leave_form(found, do, key=desk.draw(), locale=locale)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()
