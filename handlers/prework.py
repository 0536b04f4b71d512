"""Pre-work through Slack: added by whoever's turn it is, marked by each, a question to warm up."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, preparing
from flows.assigned import Assigned
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.ids import MemberId, PartnershipId, PreworkId, RunId
from flows.ports import Lock, Reader
from flows.preparing import Known, Wrong
from flows.prework import Fault, Item, ItemKind, Mark, Retrieval
from flows.stage import StageRun
from handlers import answers, forms, payloads
from handlers.entering import refused, remembered
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import invitation as pages
from handlers.views import prework as views
from handlers.words import say

FIELD_OF = {
    Fault.TITLE: preparing.TITLE,
    Fault.WHY: preparing.WHY,
    Fault.MINUTES: views.MINUTES,
    Fault.QUESTION: preparing.MODEL,
}
"""At which field a fault is said; every other is the address's."""


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Add something to read]: the form, for whoever's turn it is."""
    pressed, who, locale = payloads.value(body), desk.who, await desk.locale()
    partnership = PartnershipId(pressed.get("partnership", ""))
    run = RunId(pressed.get("run", ""))
    found = await desk.look(lambda reader: _addable(reader, who, partnership, run))
    if found is None:
        await forms.told(ack, body, client, desk, say("outage.late", locale))
        return
    course, standing = found
    await forms.show(client, body, views.form(course, standing, key=desk.draw(), locale=locale))
    await ack()


async def added(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Add]: kept, or what is the matter at its field."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    partnership, run = PartnershipId(memory.get("partnership", "")), RunId(memory.get("run", ""))
    who, locale = desk.who, await desk.locale()
    prompt, model = found.text(preparing.QUESTION), found.text(preparing.MODEL)
    asks = Retrieval(prompt, model) if prompt.strip() or model.strip() else None
    item = Item(
        title=found.text(preparing.TITLE),
        kind=ItemKind.READING,
        address=found.text(preparing.ADDRESS).strip(),
        minutes=payloads.number(found.choice(views.MINUTES) or "0"),
        why=found.text(preparing.WHY),
        retrieval=asks,
    )
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: preparing.add(work, who, partnership, run, item),
    )
    match outcome:
        case Assigned():
            page = pages.page("step.kept_title", say("before.added", locale), locale)
            await answers.turn_into(ack, page)
        case Wrong(faults):
            errors = {
                FIELD_OF.get(fault, preparing.ADDRESS): say(fault.words, locale) for fault in faults
            }
            await answers.refuse(ack, errors)
        case Late():
            await answers.refuse_all(ack, body, say("outage.late", locale))
        case NotTheirs():
            await answers.refuse_all(ack, body, say("outage.not_yours", locale))


async def marked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The three dots of an item: done, part of it, not this time."""
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    item = PreworkId(pressed.get("item", ""))
    how = next((m for m in preparing.MARKS if m.value == pressed.get("mark")), Mark.DONE)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: preparing.mark(work, who, partnership, item, how),
    )
    await _told(ack, body, client, desk, outcome)


async def all_done(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Done] of the message: all that lies before the session."""
    await _all(ack, body, client, desk, Mark.DONE)


async def not_this_time(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Not this time] of the message; a partner sees "not yet"."""
    await _all(ack, body, client, desk, Mark.NOT_THIS_TIME)


async def read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read it] opens the address and sets nothing (practice C)."""
    del body, client, desk
    await ack()


async def part_read(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read it] in a step's form opens a part's address; whose step it is not is told so."""
    del client
    partnership, _ = remembered(payloads.metadata(body))
    who = desk.who
    found = await desk.look(lambda reader: coaching.theirs(reader, who, partnership))
    await ack()
    if isinstance(found, NotTheirs):
        await refused(body, desk, found)


async def warm_up_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Warm up]: the question; answered before, one's own answer beside the model answer."""
    pressed, who, locale = payloads.value(body), desk.who, await desk.locale()
    partnership = PartnershipId(pressed.get("partnership", ""))
    item = PreworkId(pressed.get("item", ""))
    found = await desk.look(lambda reader: preparing.find(reader, who, partnership, item))
    match found:
        case Known():
            await forms.show(client, body, views.warm_up(found, key=desk.draw(), locale=locale))
            await ack()
        case Late() | NotTheirs():
            await _told(ack, body, client, desk, found)


async def warmed_up(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Show me]: the answer is kept for its author, and the model answer appears."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    partnership = PartnershipId(memory.get("partnership", ""))
    item = PreworkId(memory.get("item", ""))
    who, locale, words = desk.who, await desk.locale(), found.text(views.ANSWER)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: preparing.answer(work, who, partnership, item, words),
    )
    match outcome:
        case Known():
            await answers.turn_into(ack, views.compared(outcome, locale))
        case TooLong(counts, most):
            text = say("step.too_long", locale, n=counts[views.ANSWER], most=most[views.ANSWER])
            await answers.refuse(ack, {views.ANSWER: text})
        case Late():
            await answers.refuse(ack, {views.ANSWER: say("step.missing", locale)})
        case NotTheirs():
            await answers.refuse(ack, {views.ANSWER: say("outage.not_yours", locale)})


async def _all(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, how: Mark) -> None:
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    run = RunId(pressed.get("run", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: preparing.mark_all(work, who, partnership, run, how),
    )
    await _told(ack, body, client, desk, outcome)


async def _told(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    outcome: Assigned | int | Late | NotTheirs,
) -> None:
    match outcome:
        case Late():
            key = "outage.late"
        case NotTheirs():
            key = "outage.not_yours"
        case _:
            key = "before.marked"
    await forms.told(ack, body, client, desk, say(key, await desk.locale()))


def _addable(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> tuple[Course, StageRun] | None:
    found = coaching.theirs(reader, who, partnership)
    standing = found.cycle.run(run) if isinstance(found, Course) else None
    if not isinstance(found, Course) or standing is None:
        return None
    return (found, standing) if preparing.may_add(found, standing, who, reader.now) else None
