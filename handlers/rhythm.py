"""[School dates] and [Questions]: what those who look after a program set besides its settings."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import own_dates, own_prompts, rhythm
from flows.ids import PieceId, ProgramId
from flows.own_dates import OwnDates, Unclear
from flows.own_prompts import OwnPrompt, TooLong, TooMany
from flows.people import Program
from flows.policy import zone_of
from flows.ports import Lock, Reader, Work
from flows.rhythm import Kept, NotTheirs
from flows.schooldays import local_day
from flows.weekly import Turn
from handlers import answers, forms, payloads
from handlers.payloads import Answers
from handlers.seams import Block, Desk
from handlers.views import invitation as pages
from handlers.views import rhythm as views
from handlers.words import say

LINE_SHOWN = 60
"""How much of a line in doubt is repeated below its field."""


async def dates_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[School dates]: the form as it stands, for those who look after the program."""
    found, locale = await _led(desk, _program(body)), await desk.locale()
    if found is None:
        await forms.told(ack, body, client, desk, say("program.not_yours_any_more", locale))
        return
    view = views.dates_form(found[0], key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def dates_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: kept, or the first line in doubt at its field with everything as it was typed."""
    del client
    found, who, locale = Answers.of(body), desk.who, await desk.locale()
    program = ProgramId(payloads.metadata(body).get("program", ""))
    day = found.day(views.UNTIL)
    until = payloads.day(day) if day else None
    known = await _led(desk, program)
    today = _today(desk, known[0]) if known else desk.now().date()
    if until is not None and until < today:
        await answers.refuse(ack, {views.UNTIL: say("dates.past", locale)})
        return
    read = own_dates.read(
        found.text(views.DAYS_OFF), found.text(views.EXTRA), found.text(views.TERMS), until, today
    )
    match read:
        case Unclear(field, line, text):
            shown = text[:LINE_SHOWN]
            await answers.refuse(ack, {field: say("dates.unclear", locale, line=line, text=shown)})
        case OwnDates():
            outcome = await desk.tell(
                Lock.program(program), lambda work: rhythm.set_dates(work, who, program, read)
            )
            key = "dates.saved" if isinstance(outcome, Kept) else "program.not_yours_any_more"
            await answers.turn_into(ack, pages.page("dates.title", say(key, locale), locale))


async def questions_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Questions]: the program's own ones, and which monthly ones are on."""
    found, locale = await _led(desk, _program(body)), await desk.locale()
    if found is None:
        await forms.told(ack, body, client, desk, say("program.not_yours_any_more", locale))
        return
    view = views.questions_form(*found, key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def questions_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save]: the new question, if one was typed, and the monthly ones."""
    del client
    found, who, locale = Answers.of(body), desk.who, await desk.locale()
    program = ProgramId(payloads.metadata(body).get("program", ""))
    words, turn = found.text(views.WORDS), _turn(found)
    extras = found.ticked(views.MONTHLY)

    def keep(work: Work) -> Kept | NotTheirs | own_prompts.NotTheirs | TooLong | TooMany:
        if words.strip():
            added = own_prompts.add(work, who, program, turn, words)
            if not isinstance(added, OwnPrompt | own_prompts.Empty):
                return added
        return rhythm.set_extras(work, who, program, extras)

    outcome = await desk.tell(Lock.program(program), keep)
    match outcome:
        case Kept():
            words = say("questions.saved", locale)
            await answers.turn_into(ack, pages.page("questions.title", words, locale))
        case TooLong(n):
            most = own_prompts.LONGEST
            words = say("questions.too_long", locale, n=n, most=most)
            await answers.refuse(ack, {views.WORDS: words})
        case TooMany():
            await answers.refuse(ack, {views.WORDS: say("questions.many", locale)})
        case _:
            words = say("program.not_yours_any_more", locale)
            await answers.refuse(ack, {views.WORDS: words})


async def question_removed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Remove]: it is not asked any more; what was posted stays."""
    used, who, locale = payloads.value(body), desk.who, await desk.locale()
    program, prompt = ProgramId(used.get("program", "")), PieceId(used.get("prompt", ""))
    await desk.tell(
        Lock.program(program), lambda work: own_prompts.remove(work, who, program, prompt)
    )
    found = await _led(desk, program)
    view_id = payloads.open_view(body)["id"]
    view: Block = (
        pages.page("questions.title", say("program.not_yours_any_more", locale), locale)
        if found is None
        else views.questions_form(*found, key=desk.draw(), locale=locale)
    )
    await client.views_update(view_id=view_id, view=view)
    await ack()


async def _led(desk: Desk, program: ProgramId) -> tuple[Program, list[OwnPrompt]] | None:
    who = desk.who

    def look(reader: Reader) -> tuple[Program, list[OwnPrompt]] | None:
        found = reader.programs.get(program)
        if found is None or not found.led_by(who):
            return None
        return found, own_prompts.of(reader, program)

    return await desk.look(look)


def _today(desk: Desk, program: Program) -> date:
    return local_day(desk.now(), zone_of(program.zone))


def _program(body: dict[str, Any]) -> ProgramId:
    return ProgramId(payloads.value(body).get("program", ""))


def _turn(found: Answers) -> Turn:
    try:
        return Turn(found.choice(views.TURN) or "")
    except ValueError:
        raise payloads.Amiss from None
