"""[Workshops]: set up, announced, changed, called off, taken down by who leads a program."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import giving, workshops
from flows.giving import Worded
from flows.ids import MemberId, ProgramId, WorkshopId
from flows.people import Program
from flows.ports import Lock, Reader
from flows.workshop import ABOUT, BRING, LONGEST, PLACE, TITLE, Workshop
from flows.workshops import Gone, Led, Missing, NotTheirs, Past, Plan, TooLate, TooLong
from handlers import answers, forms, payloads
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import invitation as pages
from handlers.views import workshop as views
from handlers.views.topics import topics
from handlers.words import say

Refused = NotTheirs | Gone | Missing | TooLong | Past | TooLate


async def all_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Workshops]: the list, in place of a page of this kind or as one of its own."""
    program, who = ProgramId(payloads.value(body).get("program", "")), desk.who

    def look(reader: Reader) -> tuple[Program, list[Led]] | None:
        known = reader.programs.get(program)
        found = workshops.all_led(reader, who, program)
        return None if known is None or isinstance(found, NotTheirs) else (known, list(found))

    found, locale = await desk.look(look), await desk.locale()
    if found is None:
        await forms.told(ack, body, client, desk, say("program.not_yours_any_more", locale))
        return
    view = views.listed(*found, await zone_of(desk), locale)
    if payloads.action(body).get("block_id") == views.BACK:
        await client.views_update(view_id=payloads.open_view(body)["id"], view=view)
    else:
        await forms.show(client, body, view)
    await ack()


async def one_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Open]: one of them, in place of the list."""
    await redrawn(ack, body, client, desk, WorkshopId(payloads.value(body).get("workshop", "")))


async def form_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Set one up] and [Change it]: the form."""
    pressed, who = payloads.value(body), desk.who
    program, workshop = ProgramId(pressed.get("program", "")), pressed.get("workshop")

    def look(reader: Reader) -> tuple[Program, Led | None] | None:
        known = reader.programs.get(program)
        if known is None or not known.led_by(who):
            return None
        if workshop is None:
            return known, None
        found = workshops.led(reader, who, WorkshopId(workshop))
        return (known, found) if isinstance(found, Led) else None

    found, locale = await desk.look(look), await desk.locale()
    if found is None:
        await forms.told(ack, body, client, desk, say("workshop.not_yours", locale))
        return
    view = views.form(*found, await zone_of(desk), key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def saved(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: kept, or what is the matter at its field."""
    memory, found, who = payloads.metadata(body), Answers.of(body), desk.who
    program, workshop = ProgramId(memory.get("program", "")), memory.get("workshop", "")
    locale = await desk.locale()
    start = forms.picked(found, views.DAY, views.START, await zone_of(desk))
    if start is None:
        await answers.refuse(ack, {views.START: say("workshop.form.time", locale)})
        return
    topic = found.choice(views.TOPIC) or ""
    plan = Plan(
        title=found.text(TITLE),
        start=start,
        minutes=max(1, payloads.number(found.choice(views.MINUTES))),
        place=found.text(PLACE),
        about=found.text(ABOUT),
        bring=found.text(BRING),
        topic=topic if topic in dict(topics("en")) else "",
    )
    if workshop:
        name = WorkshopId(workshop)
        outcome = await desk.tell(
            Lock.workshop(name), lambda work: workshops.change(work, who, name, plan)
        )
    else:
        outcome = await desk.tell(
            Lock.program(program), lambda work: workshops.set_up(work, who, program, plan)
        )
    if isinstance(outcome, Workshop):
        await shown_below(ack, body, client, desk, outcome.id)
    else:
        await answers.refuse(ack, _errors(outcome, locale))


async def announced(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Announce it]."""
    who, name = desk.who, WorkshopId(payloads.value(body).get("workshop", ""))
    outcome = await desk.tell(Lock.workshop(name), lambda work: workshops.announce(work, who, name))
    await _done(ack, body, client, desk, outcome)


async def called_off(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Call it off], after the question."""
    who, name = desk.who, WorkshopId(payloads.value(body).get("workshop", ""))
    outcome = await desk.tell(Lock.workshop(name), lambda work: workshops.call_off(work, who, name))
    await _done(ack, body, client, desk, outcome)


async def taken_down(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take it down], after the question."""
    who, name = desk.who, WorkshopId(payloads.value(body).get("workshop", ""))
    outcome = await desk.tell(
        Lock.workshop(name), lambda work: workshops.take_down(work, who, name)
    )
    if isinstance(outcome, Workshop):
        await forms.told(ack, body, client, desk, say("workshop.taken_down", await desk.locale()))
    else:
        await _done(ack, body, client, desk, outcome)


async def redrawn(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, workshop: WorkshopId
) -> None:
    """The page of one workshop in place of the one before the person, with what is true now."""
    view, locale = await page(desk, workshop), await desk.locale()
    if isinstance(view, NotTheirs | Gone):
        await forms.told(ack, body, client, desk, _words(view, locale))
        return
    below = body.get("view") or {}
    if below.get("type") == "modal":
        await client.views_update(view_id=below["id"], view=view)
    else:
        await forms.show(client, body, view)
    await ack()


async def shown_below(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, workshop: WorkshopId
) -> None:
    """Closes the form that was sent; what lies below it shows the workshop as it is now."""
    view = await page(desk, workshop)
    if isinstance(view, NotTheirs | Gone):
        view = pages.page("workshop.title", _words(view, await desk.locale()), "en")
    below = (body.get("view") or {}).get("previous_view_id")
    if below:
        await client.views_update(view_id=below, view=view)
        await ack()
    else:
        await answers.turn_into(ack, view)


async def page(desk: Desk, workshop: WorkshopId) -> Block | NotTheirs | Gone:
    """One workshop, for who looks after its program."""
    who = desk.who

    def look(reader: Reader) -> tuple[Led, list[Worded]] | NotTheirs | Gone:
        found = workshops.led(reader, who, workshop)
        return (found, giving.worded(reader, who, found.items)) if isinstance(found, Led) else found

    found = await desk.look(look)
    if not isinstance(found, tuple):
        return found
    led, items = found
    names: frozenset[MemberId] = frozenset({led.workshop.by})
    telling = Telling(await desk.locale(), await desk.names(names))
    return views.page(led, items, await zone_of(desk), telling)


async def zone_of(desk: Desk) -> str:
    """The zone of the person's own clock."""
    person = await desk.person(desk.who)
    return person.zone if person else "UTC"


async def _done(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    outcome: Workshop | Refused,
) -> None:
    if isinstance(outcome, Workshop):
        await redrawn(ack, body, client, desk, outcome.id)
    else:
        await forms.told(ack, body, client, desk, _words(outcome, await desk.locale()))


def _words(outcome: Refused, locale: str) -> str:
    match outcome:
        case NotTheirs():
            return say("workshop.not_yours", locale)
        case TooLate() | Past():
            return say("workshop.form.past", locale)
        case _:
            return say("workshop.gone", locale)


def _errors(outcome: Refused, locale: str) -> dict[str, str]:
    match outcome:
        case Missing(fields):
            return {field: say("workshop.form.missing", locale) for field in fields}
        case TooLong(counts):
            return {
                field: say("workshop.form.too_long", locale, n=n, most=LONGEST[field])
                for field, n in counts.items()
            }
        case Past():
            return {views.DAY: say("workshop.form.past", locale)}
        case _:
            return {TITLE: _words(outcome, locale)}
