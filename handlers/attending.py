"""Coming to a workshop through Slack: said by each for themselves, read alone, asked once after."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import after_workshop, attending, goal_talk
from flows.after_workshop import Way
from flows.attending import Card, Gone, Known, NotAMember
from flows.coaching import TooLong
from flows.ids import GivenId, WorkshopId
from flows.ports import Lock, Work
from flows.preparing import ANSWER, MARKS
from flows.prework import Mark
from handlers import answers, forms, inviting, payloads
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import blocks, warm_up
from handlers.views import workshop_card as views
from handlers.words import say


async def seen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[See what to prepare] and [Open]: the card."""
    name, who = _named(body), desk.who
    found = await desk.look(lambda reader: attending.card(reader, who, name))
    if isinstance(found, Card):
        await _shown(client, body, desk, found)
        await ack()
    else:
        await _refused(ack, body, client, desk, found, name)


async def came(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[I'll come]: kept, and the card with what there is to prepare."""
    name, who = _named(body), desk.who
    outcome = await desk.tell(Lock.workshop(name), lambda work: attending.come(work, who, name))
    await _answered(ack, body, client, desk, outcome, name)


async def stayed_away(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[I can't come after all]: nobody is told."""
    name, who = _named(body), desk.who
    outcome = await desk.tell(
        Lock.workshop(name), lambda work: attending.stay_away(work, who, name)
    )
    await _answered(ack, body, client, desk, outcome, name)


async def marked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The three dots of an item: done, part of it, not this time."""
    pressed = payloads.value(body)
    how = next((m for m in MARKS if m.value == pressed.get("mark")), Mark.DONE)
    await _marked(ack, body, client, desk, how, GivenId(pressed.get("given", "")))


async def all_done(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Done] of the message."""
    await _marked(ack, body, client, desk, Mark.DONE, None)


async def not_this_time(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Not this time] of the message."""
    await _marked(ack, body, client, desk, Mark.NOT_THIS_TIME, None)


async def recall_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Warm up]: the question."""
    name, given = _named(body), GivenId(payloads.value(body).get("given", ""))
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: attending.find(reader, who, name, given))
    if not isinstance(found, Known):
        await _refused(ack, body, client, desk, found, name)
        return
    view = views.recall(found, name, key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def recalled(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Show me]: the answer is kept for its author, and the model answer appears."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    name, given = WorkshopId(memory.get("workshop", "")), GivenId(memory.get("given", ""))
    who, locale = desk.who, await desk.locale()

    def keep(work: Work) -> Known | NotAMember | Gone | TooLong:
        known = attending.find(work, who, name, given)
        words = warm_up.given(known.words, found) if isinstance(known, Known) else ""
        return attending.answer(work, who, name, given, words)

    outcome = await desk.tell(Lock.member(who), keep)
    match outcome:
        case Known():
            await answers.turn_into(ack, warm_up.compared(outcome.words, outcome.answer, locale))
        case TooLong(counts, most):
            text = say("step.too_long", locale, n=counts[ANSWER], most=most[ANSWER])
            await answers.refuse(ack, {ANSWER: text})
        case Gone():
            key = (
                "workshop.gone"
                if (found.choice(ANSWER) or found.text(ANSWER).strip())
                else "step.missing"
            )
            await answers.refuse_all(ack, body, say(key, locale))
        case NotAMember():
            await answers.refuse_all(ack, body, say("outage.not_yours", locale))


async def colleague_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Ask a colleague]: the form that asks one, with the workshop's topic filled in."""
    name, who = _named(body), desk.who
    topic = await desk.look(lambda reader: after_workshop.topic(reader, who, name))
    await inviting.opened(client, body, desk, topic=topic)
    await _chosen(desk, name, Way.COLLEAGUE)
    await ack()


async def partner_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[With my partner]: a goal of one's own, begun in the conversation with Tandem."""
    name, who, locale = _named(body), desk.who, await desk.locale()

    def begin(work: Work) -> object:
        after_workshop.choose(work, who, name, Way.PARTNER)
        return goal_talk.begin(work, who)

    outcome = await desk.tell(Lock.member(who), begin)
    member = isinstance(outcome, goal_talk.Talk)
    key = "workshop.partner_said" if member else "goal_talk.not_a_member"
    await forms.told(ack, body, client, desk, say(key, locale))


async def not_now(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Not now]: that is all there is to it."""
    await _chosen(desk, _named(body), Way.NOT_NOW)
    await forms.told(ack, body, client, desk, say("workshop.not_now_said", await desk.locale()))


async def _chosen(desk: Desk, workshop: WorkshopId, way: Way) -> None:
    who = desk.who
    await desk.tell(Lock.member(who), lambda work: after_workshop.choose(work, who, workshop, way))


async def _marked(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    how: Mark,
    item: GivenId | None,
) -> None:
    name, who = _named(body), desk.who
    outcome = await desk.tell(
        Lock.workshop(name), lambda work: attending.mark(work, who, name, how, item)
    )
    view = body.get("view") or {}
    if isinstance(outcome, Card) and view.get("type") != "modal":
        await forms.told(ack, body, client, desk, say("before.marked", await desk.locale()))
    else:
        await _answered(ack, body, client, desk, outcome, name)


async def _answered(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    outcome: Card | NotAMember | Gone,
    name: WorkshopId,
) -> None:
    if isinstance(outcome, Card):
        await _shown(client, body, desk, outcome)
        await ack()
    else:
        await _refused(ack, body, client, desk, outcome, name)


async def _shown(client: Any, body: dict[str, Any], desk: Desk, found: Card) -> None:
    """The card, in place of the one before the person or as a form of its own."""
    view = await _card(desk, found)
    below = body.get("view") or {}
    if below.get("type") == "modal":
        await client.views_update(view_id=below["id"], view=view)
    else:
        await forms.show(client, body, view)


async def _card(desk: Desk, found: Card) -> Block:
    names = await desk.names(frozenset({found.workshop.by}))
    return views.card(found, Telling(await desk.locale(), names))


async def _refused(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    outcome: NotAMember | Gone,
    name: WorkshopId,
) -> None:
    locale, program = await desk.locale(), None
    if isinstance(outcome, NotAMember):
        known = await desk.look(lambda reader: reader.workshops.get(name))
        if known is not None:
            program = await desk.look(lambda reader: reader.programs.get(known.program))
    words = (
        say("workshop.join_first", locale, program=blocks.escaped(program.name))
        if program
        else say("workshop.gone", locale)
    )
    await forms.told(ack, body, client, desk, words)


def _named(body: dict[str, Any]) -> WorkshopId:
    return WorkshopId(payloads.value(body).get("workshop", ""))
