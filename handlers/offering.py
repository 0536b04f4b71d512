"""[Ways of working]: what a program offers, chosen by those who look after it."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import offering
from flows.ids import ProgramId
from flows.library import Library
from flows.offering import Kept, NoneChosen, NotTheirs
from flows.people import Program, WordPack
from flows.ports import Lock, Reader
from handlers import answers, forms, payloads
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import invitation as pages
from handlers.views import offering as views
from handlers.words import say


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Ways of working]: the form as it stands."""
    found = await _led(desk, ProgramId(payloads.value(body).get("program", "")))
    locale = await desk.locale()
    if found is None:
        await forms.told(ack, body, client, desk, say("program.not_yours_any_more", locale))
        return
    program, known = found
    ways = offering.choices(known, program.word_pack)
    view = views.form(
        program, ways, offering.offered(known, program), key=desk.draw(), locale=locale
    )
    await forms.show(client, body, view)
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: kept, or what is missing at its field."""
    del client
    found, who, locale = Answers.of(body), desk.who, await desk.locale()
    program = ProgramId(payloads.metadata(body).get("program", ""))
    pack = found.choice(views.PACK) or ""
    if pack not in {each.value for each in WordPack}:
        raise payloads.Amiss
    led = await _led(desk, program)
    names = views.fields(len(offering.choices(led[1], led[0].word_pack))) if led else []
    ticked = {way for name in names for way in found.ticked(name)}
    outcome = await desk.tell(
        Lock.program(program),
        lambda work: offering.choose(work, who, program, WordPack(pack), ticked),
    )
    match outcome:
        case Kept():
            words = say("offering.saved", locale)
            await answers.turn_into(ack, pages.page("offering.title", words, locale))
        case NoneChosen():
            await answers.refuse(ack, {names[0]: say("offering.none", locale)})
        case NotTheirs():
            words = say("program.not_yours_any_more", locale)
            await answers.refuse(ack, {views.PACK: words})


async def _led(desk: Desk, program: ProgramId) -> tuple[Program, Library] | None:
    who = desk.who

    def look(reader: Reader) -> tuple[Program, Library] | None:
        known = reader.programs.get(program)
        if known is None or not known.led_by(who):
            return None
        return known, reader.library

    return await desk.look(look)
