"""A partnership's buttons: both sentences, pausing, resuming and ending."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import answered, leaving, regrouping, together
from flows.coaching import Late, NotTheirs, TooLong
from flows.ids import CycleId, MemberId, PartnershipId, RunId
from flows.partnership import Partnership, PartnershipState
from flows.ports import Lock, Reader, Work
from flows.together import Asked, Drafted, Sentences
from handlers import answers, assigning, balancing, growing, payloads
from handlers.payloads import Answers
from handlers.seams import Desk, Telling
from handlers.views import days
from handlers.views import invitation as pages
from handlers.views import pair as pair_views
from handlers.views import together as views
from handlers.words import say


async def both_read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read both]: the sentences, once they are open to this person."""
    partnership, who = payloads.partnership(body), desk.who
    cycle = CycleId(payloads.value(body).get("cycle", "")) or None
    found = await desk.look(lambda reader: together.read(reader, who, partnership, cycle))
    locale = await desk.locale()
    match found:
        case Sentences():
            names = await desk.names(frozenset(found.course.pair.members))
            view = views.form(found, who, key=desk.draw(), telling=Telling(locale, names))
            await client.views_open(trigger_id=body["trigger_id"], view=view)
            await ack()
        case Late():
            await ack()
            answers.whisper(body, desk, say("together.not_yet", locale))
        case NotTheirs():
            await ack()
            answers.whisper(body, desk, say("outage.not_yours", locale))


async def question_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The one question back; an empty box asks nothing and closes the form."""
    del client
    partnership, who = PartnershipId(payloads.metadata(body).get("partnership", "")), desk.who
    question = Answers.of(body).text(together.QUESTION)
    if not question.strip():
        await ack()
        return
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: together.ask(work, who, partnership, question),
    )
    locale = await desk.locale()
    match outcome:
        case Asked():
            await ack()
        case TooLong(counts, most):
            key = together.QUESTION
            words = say("step.too_long", locale, n=counts[key], most=most[key])
            await answers.refuse(ack, {together.QUESTION: words})
        case Late() | NotTheirs():
            await answers.refuse(ack, {together.QUESTION: answers.closed(outcome, locale)})


async def goal_drafted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Use mine as my goal]: a draft with the own sentence."""
    partnership, who = payloads.partnership(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: together.use_as_goal(work, who, partnership)
    )
    await ack()
    locale = await desk.locale()
    view = body.get("view")
    match outcome:
        case Drafted():
            if view is not None:
                await _show_again(client, view, desk, partnership, locale)
            else:
                answers.whisper(body, desk, say("goal.drafted", locale))
        case Late() | NotTheirs():
            answers.whisper(body, desk, answers.closed(outcome, locale))


async def _show_again(
    client: Any, view: dict[str, Any], desk: Desk, partnership: PartnershipId, locale: str
) -> None:
    who = desk.who
    found = await desk.look(lambda reader: together.read(reader, who, partnership))
    if isinstance(found, Sentences):
        names = await desk.names(frozenset(found.course.pair.members))
        key = payloads.unpacked(view.get("private_metadata")).get("key", desk.draw())
        again = views.form(found, who, key=key, telling=Telling(locale, names))
        await client.views_update(view_id=view["id"], view=again)


async def shown_anyway(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Show it anyway]: the own sentence becomes readable although the other's is open."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    run = RunId(payloads.value(body).get("run", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: together.show_anyway(work, who, partnership, run),
    )
    await ack()
    locale = await desk.locale()
    match outcome:
        case Asked():
            answers.whisper(body, desk, say("pair.shown", locale))
        case Late() | NotTheirs():
            answers.whisper(body, desk, answers.closed(outcome, locale))


async def kept_for_oneself(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep it for myself]: as it is anyway, and the question is answered."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: together.keep_mine(work, who, partnership)
    )
    await ack()
    keys = {NotTheirs: "outage.not_yours", Late: "outage.late", Asked: "pair.kept_mine"}
    answers.whisper(body, desk, say(keys[type(outcome)], await desk.locale()))


async def menu_used(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """How it stands; or the first of the two clicks: what pausing or ending would do."""
    found = await _pair(desk, payloads.partnership(body))
    do = payloads.value(body).get("do", "")
    if do == "balance":
        await balancing.facts_opened(ack, body, client, desk)
        return
    if do == "join":
        await growing.wanted(ack, body, client, desk)
        return
    if do == "prework":
        await assigning.places_opened(ack, body, client, desk)
        return
    locale = await desk.locale()
    if (
        found is None
        or found.state is PartnershipState.ENDED
        or do not in {"pause", "end", "leave"}
    ):
        await ack()
        answers.whisper(body, desk, say("outage.late", locale))
        return
    view = pair_views.leave_form(found, do, key=desk.draw(), locale=locale)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def left(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The second click: it is paused or closed, and all members hear the same."""
    del client
    memory, who = payloads.metadata(body), desk.who
    partnership, do = PartnershipId(memory.get("partnership", "")), memory.get("do")
    lock, locale = Lock.partnership(partnership), await desk.locale()
    outcome: Partnership | NotTheirs | Late = Late()
    match do:
        case "end":
            outcome = await desk.tell(lock, lambda work: _left(work, who, partnership, "finish"))
        case "pause":
            outcome = await desk.tell(lock, lambda work: _left(work, who, partnership, "pause"))
        case "leave":
            outcome = await desk.tell(lock, lambda work: regrouping.leave(work, who, partnership))
        case _:
            pass
    if not isinstance(outcome, Partnership):
        page = pages.page("pair.leave_title", answers.closed(outcome, locale), locale)
        await answers.turn_into(ack, page)
        return
    if do == "leave" and outcome.state is not PartnershipState.ENDED:
        page = pages.page("step.kept_title", say("group.left", locale), locale)
        await answers.turn_into(ack, page)
        return
    program = await desk.look(lambda reader: reader.programs.get(outcome.program))
    zone = program.zone if program else "UTC"
    words = (
        say("pair.done_ended", locale, day=days.day(outcome.erase_after, zone))
        if outcome.erase_after is not None
        else say("pair.done_paused", locale)
    )
    await answers.turn_into(ack, pages.page("step.kept_title", words, locale))


def _left(
    work: Work, who: MemberId, partnership: PartnershipId, how: str
) -> Partnership | NotTheirs | Late:
    """Paused or closed; the question after silence, if it stood, is answered by it."""
    leave = leaving.pause if how == "pause" else leaving.end
    outcome = leave(work, who, partnership)
    if isinstance(outcome, Partnership):
        answered.ease(work, who, partnership, how)
    return outcome


async def resumed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Resume]: the partnership goes on where it was."""
    del client
    partnership, who = payloads.partnership(body), desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: leaving.resume(work, who, partnership)
    )
    await ack()
    locale = await desk.locale()
    match outcome:
        case Partnership():
            answers.whisper(body, desk, say("pair.done_resumed", locale))
        case Late() | NotTheirs():
            answers.whisper(body, desk, answers.closed(outcome, locale))


async def _pair(desk: Desk, partnership: PartnershipId) -> Partnership | None:
    """The partnership, if this person is a member of it."""

    def look(reader: Reader) -> Partnership | None:
        return reader.partnerships.get(partnership)

    who: MemberId = desk.who
    found = await desk.look(look)
    return found if found is not None and who in found.members else None
