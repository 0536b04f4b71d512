"""Founding and changing a program, and joining one."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError

from flows import founding, joining
from flows.founding import LONGEST_NAME, Changed, ChannelTaken, Founded, NotTheirs, Settings
from flows.ids import ConversationId, MemberId, ProgramId
from flows.people import KEEP_DAYS, WordPack
from flows.ports import Lock
from handlers import answers, payloads
from handlers.seams import Desk, Person
from handlers.views import blocks
from handlers.views import program as views
from handlers.views.offering import PACK
from handlers.words import say

CALENDAR_AHEAD = timedelta(days=2 * 365)
"""How far ahead the public holidays are laid down when a program is saved."""


async def program_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-program` or [Program settings]: the form, for those who may use it."""
    known = await desk.look(lambda reader: founding.led_by(reader, desk.who))
    person = await desk.person(desk.who)
    if known is None and not _may_found(desk, person):
        words = say("program.only_admins", await desk.locale())
        if "command" in body:
            await ack(text=words)
        else:
            await ack()
            answers.whisper(body, desk, words)
        return
    await client.views_open(
        trigger_id=body["trigger_id"],
        view=views.form(
            desk.calendars.countries(),
            key=desk.draw(),
            program=known,
            locale=await desk.locale(),
            country=known.country
            if known
            else desk.calendars.country_of(person.zone if person else ""),
        ),
    )
    await ack()


async def program_saved(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The form was submitted: the channel is tried, then everything is kept in one go."""
    found = payloads.Answers.of(body)
    person = await desk.person(desk.who)
    locale = await desk.locale()
    name, country = found.text(views.NAME).strip(), found.choice(views.COUNTRY) or ""
    region = found.text(views.REGION).strip().upper() or None
    errors = _errors(desk, name, country, region, locale)
    channel = found.conversation(views.CHANNEL)
    if channel is None:
        errors[views.CHANNEL] = say("program.channel_unreachable", locale)
    elif not errors:
        refused = await _refused(client, channel, desk, locale)
        if refused is not None:
            errors[views.CHANNEL] = refused
    if errors or channel is None:
        await answers.refuse(ack, errors)
        return
    unfit = await _unfit(desk, found.people(views.FACILITATORS))
    if unfit is not None:
        named = {views.FACILITATORS: say("program.facilitators_unfit", locale, who=unfit)}
        await answers.refuse(ack, named)
        return
    today = desk.now().date()
    last = today + CALENDAR_AHEAD
    settings = Settings(
        name=name,
        channel=channel,
        country=country,
        region=region,
        zone=person.zone if person else "UTC",
        holidays=await desk.calendars.holidays(country, region, today, last),
        covered_until=last,
        keep_days=next((n for n in views.SHORTER if str(n) == found.choice(views.KEEP)), KEEP_DAYS),
        facilitators=frozenset(found.people(views.FACILITATORS)),
        word_pack=next((p for p in WordPack if p.value == found.choice(PACK)), WordPack.SCHOOL),
    )
    program = payloads.metadata(body).get("program")
    outcome = await _keep(desk, settings, program, may_found=_may_found(desk, person))
    match outcome:
        case Founded(kept) | Changed(kept):
            new = isinstance(outcome, Founded)
            await answers.turn_into(ack, views.saved(kept, new=new, locale=locale))
        case ChannelTaken(other):
            taken = say("program.channel_taken", locale, program=other.name)
            await answers.refuse(ack, {views.CHANNEL: taken})
        case NotTheirs():
            gone = "program.not_yours_any_more" if program else "program.only_admins"
            await answers.refuse(ack, {views.NAME: say(gone, locale)})


async def _keep(
    desk: Desk, settings: Settings, program: str | None, *, may_found: bool
) -> Founded | Changed | ChannelTaken | NotTheirs:
    who = desk.who
    lock = Lock.program(desk.workspace)
    if program is not None:
        known = ProgramId(program)
        return await desk.tell(lock, lambda work: founding.change(work, who, known, settings))
    return await desk.tell(
        lock, lambda work: founding.found(work, who, settings, may_found=may_found)
    )


async def joined(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Join]: the person is in, and their DM says so."""
    del client
    program = ProgramId(payloads.value(body).get("program", ""))
    person = await desk.person(desk.who)
    if person is None or person.is_guest or person.is_stranger or person.is_bot:
        await ack()
        answers.whisper(body, desk, say("join.guest", await desk.locale()))
        return
    who = joining.Who(desk.who, person.zone, person.locale)
    outcome = await desk.tell(Lock.member(desk.who), lambda work: joining.join(work, who, program))
    await ack()
    locale = await desk.locale()
    match outcome:
        case joining.Joined(entered):
            if body.get("channel"):  # Elsewhere the DM alone says it.
                name = blocks.escaped(entered.name)
                answers.whisper(body, desk, say("join.done", locale, program=name))
        case joining.InAlready(current):
            name = blocks.escaped(current.name)
            answers.whisper(body, desk, say("join.already", locale, program=name))
        case joining.NoSuchProgram():
            answers.whisper(body, desk, say("join.gone", locale))


async def explained(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[What is this?]: a page that says it, and changes nothing."""
    await client.views_open(
        trigger_id=body["trigger_id"], view=views.explanation(await desk.locale())
    )
    await ack()


def _may_found(desk: Desk, person: Person | None) -> bool:
    return desk.who in desk.founders or (person is not None and person.is_admin)


def _errors(desk: Desk, name: str, country: str, region: str | None, locale: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not name:
        errors[views.NAME] = say("program.name_missing", locale)
    elif len(name) > LONGEST_NAME:
        errors[views.NAME] = say("outage.too_long", locale, n=len(name), most=LONGEST_NAME)
    if country not in desk.calendars.countries():
        errors[views.COUNTRY] = say("program.country_missing", locale)
        return errors
    regions = desk.calendars.regions(country)
    if region is not None and region not in regions:
        called = desk.calendars.countries()[country]
        errors[views.REGION] = (
            say("program.region_unknown", locale, country=called, regions=", ".join(regions))
            if regions
            else say("program.region_none", locale, country=called)
        )
    return errors


async def _unfit(desk: Desk, named: Iterable[MemberId]) -> str | None:
    """The name of somebody who cannot look after a program, if anybody of those named cannot."""
    for member in named:
        person = await desk.person(member)
        if person is None:
            return member
        if person.is_bot or person.is_guest or person.is_stranger or person.deleted:
            return person.name
    return None


async def _refused(client: Any, channel: ConversationId, desk: Desk, locale: str) -> str | None:
    """Why we cannot post there; tried with a line that only the facilitator sees."""
    try:
        await client.chat_postEphemeral(
            channel=channel, user=desk.who, text=say("program.probe", locale)
        )
    except SlackApiError as refusal:
        if refusal.response["error"] in {"user_not_in_channel", "user_not_found"}:
            return say("program.channel_not_yours", locale)
        return say("program.channel_unreachable", locale)
    return None
