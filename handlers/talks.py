"""Talks: a time suggested, the questions before one, notes of one's own, and that it took place."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import changing, coaching, meetings, sitting_on, talking, writing
from flows.coaching import Course, Late, Moved, NotTheirs, TooLong
from flows.ids import PartnershipId, RunId
from flows.meetings import Meeting
from flows.ports import Lock
from flows.proposal import Proposal
from flows.talking import Past
from flows.writing import Writing
from handlers import answers, forms, payloads, sessions, sharing, sitting
from handlers.entering import merged, named, reason, remembered, split, too_long
from handlers.payloads import Answers
from handlers.seams import Desk, Telling
from handlers.views import blocks, request, times
from handlers.views import invitation as pages
from handlers.views import step as steps
from handlers.views import talk as views
from handlers.words import say


async def talk_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Talk it over]: when, and for how long."""
    partnership, run = named(body)
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: meetings.read(reader, who, partnership, run))
    if not isinstance(found, Meeting):
        await sessions.late(ack, body, client, desk, found)
        return
    if not talking.askable(found.course, found.run, who):
        await sessions.late(ack, body, client, desk, Late())
        return
    minutes = talking.minutes_of(found.course, found.run)
    telling = Telling(locale, await desk.names(frozenset(found.people)))
    view = request.talk(found, minutes, key=desk.draw(), telling=telling)
    await forms.show(client, body, view)
    await ack()


async def talk_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Suggest]: the others are asked whether the time of the talk works."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    partnership, run = PartnershipId(memory.get("partnership", "")), RunId(memory.get("run", ""))
    who, locale = desk.who, await desk.locale()
    zones = await desk.look(lambda reader: sessions.zones_of(reader, partnership))
    start = forms.picked(found, request.DATE, request.START, zones.get(who, "UTC"))
    minutes = payloads.number(found.choice(request.MINUTES) or str(talking.SHORTEST))
    if start is None:
        await answers.refuse_all(ack, body, say("visit.time_missing", locale))
        return
    begins = start
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: talking.ask(work, who, partnership, run, begins, minutes),
    )
    match outcome:
        case Proposal():
            names = await desk.names(frozenset(zones))
            others = ", ".join(blocks.escaped(n) for m, n in names.items() if m != who)
            time = blocks.escaped(times.for_reader(outcome.start, who, zones, names, locale))
            words = say("visit.requested", locale, who=others, time=time)
            await answers.turn_into(ack, pages.page("invite.sent_title", words, locale))
        case Past():
            await answers.refuse(ack, {request.DATE: say("visit.time_past", locale)})
        case Late() | NotTheirs():
            await answers.refuse_all(ack, body, answers.closed(outcome, locale))


async def notes_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[My notes]: what one would keep of the talk, before it or after; of all of a sitting."""
    sat = await sitting.noting(desk, *named(body))
    if sat is not None:
        await forms.show(client, body, sat)
        await ack()
        return
    found = await _writing(ack, body, client, desk)
    if found is not None:
        view = steps.form(found, found.entered, key=desk.draw(), locale=await desk.locale())
        await forms.show(client, body, view)
        await ack()


async def held_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[We talked] and [Held]: a form with room for a note of one's own; a sitting has its card."""
    who, (partnership, run) = desk.who, named(body)
    if await desk.look(lambda reader: sitting_on.find(reader, who, partnership, run)) is not None:
        await sessions.session_seen(ack, body, client, desk)
        return
    found = await _writing(ack, body, client, desk)
    if found is None:
        return
    if found.run.finished:
        await sessions.late(ack, body, client, desk, Late())
        return
    view = views.held(found, found.entered, key=desk.draw(), locale=await desk.locale())
    await forms.show(client, body, view)
    await ack()


async def held_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Mark as held]: and what was noted is kept for its author."""
    del client
    partnership, run = remembered(payloads.metadata(body))
    who = desk.who
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if not isinstance(found, Writing):
        await answers.refuse_all(ack, body, await reason(desk, found))
        return
    texts, choices = split(found, merged(found, body))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: talking.hold(work, who, partnership, run, texts, choices),
    )
    match outcome:
        case Moved():
            page = await sharing.offered(desk, found, "talk.held_kept", "visit.held_done")
            advice = steps.kept_advice(found, texts, await desk.locale())
            page["blocks"] = [*advice, *page["blocks"]]
            await answers.turn_into(ack, page)
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case _:
            await answers.refuse_all(ack, body, say("outage.late", await desk.locale()))


async def choice_changed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """Another map in the middle of a talk: its questions stand in the card at once."""
    partnership, _ = remembered(payloads.metadata(body))
    pressed, who = payloads.action(body), desk.who
    key, _, run = str(pressed.get("block_id", "")).partition(" ")
    value = str((pressed.get("selected_option") or {}).get("value", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: changing.change(work, who, partnership, RunId(run), key, value),
    )
    if not isinstance(outcome, Moved):
        await sessions.late(ack, body, client, desk, outcome)
        return
    talk = outcome.run.id
    found = await desk.look(lambda reader: sessions.seen(reader, who, partnership, talk))
    if isinstance(found, tuple):
        meeting, before, may_add = found
        again = await sessions.card(desk, meeting, before, may_add=may_add)
        await client.views_update(view_id=payloads.open_view(body)["id"], view=again)
    await ack()


async def questions_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[More questions] on a talk's card: sets of them, for whoever listens."""
    partnership, _ = named(body)
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: coaching.theirs(reader, who, partnership))
    if not isinstance(found, Course):
        await sessions.late(ack, body, client, desk, found)
        return
    page = views.questions(found.rules.protocol.question_sets, locale)
    await forms.show(client, body, page)
    await ack()


async def _writing(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> Writing | None:
    """The talk as this member may write in it; where they may not, they are told."""
    partnership, run = named(body)
    who = desk.who
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if isinstance(found, Writing) and found.stage.mode == "live":
        return found
    refused = found if isinstance(found, NotTheirs) else Late()
    await sessions.late(ack, body, client, desk, refused)
    return None
