"""What is to be read before a workshop: put up, changed and removed by who leads the program.

The forms and what is read from them are those of every item of pre-work.
"""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import giving, workshops
from flows.giving import Place, TooMany, Worded
from flows.ids import GivenId, ProgramId, WorkshopId
from flows.item_words import Wrong
from flows.people import Program
from flows.ports import Lock, Reader
from flows.prework import Item
from flows.workshop import Given
from flows.workshops import Gone, Led, NotTheirs
from handlers import answers, forms, item_answers, payloads
from handlers import workshops as pages
from handlers.payloads import Answers
from handlers.seams import Block, Desk
from handlers.views import giving as views
from handlers.words import say

Refused = NotTheirs | Gone | Wrong | TooMany


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Add something to prepare]: the first form of an item."""
    workshop, who = WorkshopId(payloads.value(body).get("workshop", "")), desk.who
    found = await desk.look(lambda reader: workshops.led(reader, who, workshop))
    locale = await desk.locale()
    if not isinstance(found, Led):
        await forms.told(ack, body, client, desk, _words(found, locale))
        return
    await forms.show(client, body, views.first(key=desk.draw(), locale=locale, workshop=workshop))
    await ack()


async def all_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Pre-work]: what the program gives before its steps."""
    view = await _page(desk, ProgramId(payloads.value(body).get("program", "")))
    if view is None:
        words = say("program.not_yours_any_more", await desk.locale())
        await forms.told(ack, body, client, desk, words)
        return
    await forms.show(client, body, view)
    await ack()


async def place_picked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """A kind of step was picked: the first form of an item before it."""
    picked, locale = payloads.value(body), await desk.locale()
    program, stage = ProgramId(picked.get("program", "")), picked.get("stage", "")
    if await _page(desk, program) is None:
        await forms.told(ack, body, client, desk, say("program.not_yours_any_more", locale))
        return
    view = views.first(key=desk.draw(), locale=locale, program=program, stage=stage)
    await forms.show(client, body, view)
    await ack()


async def menu_used(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The three dots of an item: one of its forms, or away with it."""
    pressed, who, locale = payloads.value(body), desk.who, await desk.locale()
    name, do = GivenId(pressed.get("given", "")), pressed.get("do", "")
    if do == views.REMOVE:
        outcome = await desk.tell(Lock("given", name), lambda work: giving.remove(work, who, name))
        if isinstance(outcome, Given) and outcome.workshop is not None:
            await pages.redrawn(ack, body, client, desk, outcome.workshop)
        elif isinstance(outcome, Given):
            view = await _page(desk, outcome.program)
            await client.views_update(view_id=payloads.open_view(body)["id"], view=view)
            await ack()
        else:
            await forms.told(ack, body, client, desk, _words(outcome, locale))
        return
    found = await desk.look(lambda reader: giving.theirs(reader, who, name))
    if not isinstance(found, Worded):
        await forms.told(ack, body, client, desk, _words(found, locale))
        return
    await forms.show(client, body, views.form(do, found, key=desk.draw(), locale=locale))
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] of the first form: the item is added, or is what it says now."""
    memory, found, who = payloads.metadata(body), Answers.of(body), desk.who
    workshop, given = WorkshopId(memory.get("workshop", "")), memory.get("given", "")
    if given:
        await _changed(ack, body, client, desk, lambda item: item_answers.read(found, item))
        return
    item, stage = item_answers.read(found), memory.get("stage", "")
    if stage:
        program = ProgramId(memory.get("program", ""))
        kept = await desk.tell(
            Lock.program(program),
            lambda work: giving.before_step(work, who, program, stage, item),
        )
        await _kept(ack, body, client, desk, kept)
        return
    outcome = await desk.tell(
        Lock.workshop(workshop), lambda work: giving.before_workshop(work, who, workshop, item)
    )
    await _kept(ack, body, client, desk, outcome)


async def question_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] of the question to come back to."""
    found = Answers.of(body)
    await _changed(ack, body, client, desk, lambda i: item_answers.with_question(found, i))


async def more_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] of the rest."""
    found = Answers.of(body)
    await _changed(ack, body, client, desk, lambda i: item_answers.with_more(found, i))


async def _changed(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, change: Any
) -> None:
    name, who = GivenId(payloads.metadata(body).get("given", "")), desk.who
    known = await desk.look(lambda reader: giving.theirs(reader, who, name))
    if not isinstance(known, Worded):
        await _kept(ack, body, client, desk, known)
        return
    item: Item = change(known.item)
    outcome = await desk.tell(
        Lock("given", name), lambda work: giving.change(work, who, name, item)
    )
    await _kept(ack, body, client, desk, outcome)


async def _kept(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    outcome: Worded | Refused,
) -> None:
    locale = await desk.locale()
    match outcome:
        case Worded(given) if given.workshop is not None:
            await pages.shown_below(ack, body, client, desk, given.workshop)
        case Worded(given):
            await _shown_below(ack, body, client, desk, given.program)
        case Wrong(faults, long):
            errors = item_answers.doubts(faults, locale) | item_answers.lengths(long, locale)
            await answers.refuse(ack, errors)
        case _:
            await answers.refuse_all(ack, body, _words(outcome, locale))


async def _page(desk: Desk, program: ProgramId) -> Block | None:
    who, locale = desk.who, await desk.locale()

    def look(reader: Reader) -> tuple[Program, list[Worded], list[Place]] | None:
        found = giving.of_program(reader, who, program)
        if isinstance(found, NotTheirs):
            return None
        return *found, giving.places(reader.library, found[0])

    found = await desk.look(look)
    return None if found is None else views.page(*found, locale)


async def _shown_below(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, program: ProgramId
) -> None:
    """Closes the form that was sent; the page below it shows what there is now."""
    view, below = await _page(desk, program), (body.get("view") or {}).get("previous_view_id")
    if view is None:
        await answers.refuse_all(ack, body, say("workshop.not_yours", await desk.locale()))
    elif below:
        await client.views_update(view_id=below, view=view)
        await ack()
    else:
        await answers.turn_into(ack, view)


def _words(outcome: object, locale: str) -> str:
    match outcome:
        case NotTheirs():
            return say("workshop.not_author", locale)
        case TooMany():
            return say("given.many", locale)
        case _:
            return say("given.gone", locale)
