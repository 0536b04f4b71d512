"""Picking a time for a visit: three times, the host's request, other times."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import meetings, requesting, talking, visiting
from flows.coaching import Late, Missing, Moved, NotTheirs, TooLong
from flows.ids import MemberId, PartnershipId, RunId
from flows.meetings import Meeting
from flows.ports import Lock, Reader
from flows.proposal import Proposal
from flows.requesting import NotHost, NoTime, Prepared
from flows.stage import StageRun
from flows.timetable import VisitTime
from flows.visiting import Phase, Visit
from handlers import answers, forms, payloads
from handlers.answers import Listener
from handlers.payloads import Answers
from handlers.seams import Desk, Telling
from handlers.views import blocks, times
from handlers.views import invitation as pages
from handlers.views import request as views
from handlers.words import say


async def time_picked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """A time on the visit card: the host's request with it; to anybody else, whose pick it is."""
    pressed = payloads.value(body)
    partnership = PartnershipId(pressed.get("partnership", ""))
    start, end = forms.instant(pressed.get("start")), forms.instant(pressed.get("end"))
    if start is not None and start <= desk.now():
        start = end = None  # The card stood for long: the day is asked for.
    run = _run(pressed)
    await request_opened(ack, body, client, desk, partnership, run, start, end)


def with_request(otherwise: Listener) -> Listener:
    """[Open] of any step: of a visit's request, to its host, the form with the time in it."""

    async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
        pressed, who = payloads.value(body), desk.who
        partnership = PartnershipId(pressed.get("partnership", ""))
        run = RunId(pressed.get("run", ""))
        found = await desk.look(lambda reader: visiting.find(reader, who, partnership, run))
        asks = isinstance(found, Visit) and found.phase is Phase.PICK and found.host == who
        if asks and isinstance(found, Visit) and found.request.id == run:
            await request_opened(ack, body, client, desk, partnership, run)
        else:
            await otherwise(ack, body, client, desk)

    opened.__name__ = otherwise.__name__
    opened.__doc__ = otherwise.__doc__
    return opened


async def request_opened(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    partnership: PartnershipId,
    run: RunId | None,
    start: datetime | None = None,
    end: datetime | None = None,
) -> None:
    """The form in which a visit is asked for; the time alone where the rest is written already."""
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: requesting.prepare(reader, who, partnership, start, run))
    match found:
        case Prepared():
            telling = await _telling(desk, found.visit, locale)
            if not found.visit.asks_request:
                await _other_times(ack, body, client, desk, found.visit.run.id, partnership)
                return
            view = views.request(found, who, start, end, key=desk.draw(), telling=telling)
            await forms.show(client, body, view)
            await ack()
        case NotHost():
            host = await desk.look(lambda reader: _host(reader, who, partnership, run))
            names = await desk.names(frozenset({host} if host else ()))
            name = blocks.escaped(names.get(host, "") if host else "")
            words = say("visit.only_host", locale, who=name or say("app.somebody", locale))
            await forms.show(client, body, pages.page("visit.title_visit", words, locale))
            await ack()
        case Late() | NotTheirs():
            await forms.told(ack, body, client, desk, answers.closed(found, locale))


async def request_unfolded(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Change] and [More questions]: the part unfolds, and what was typed stays.

    Picking who shall look draws it anew as well: without a visitor it asks for no time.
    """
    view, memory = body.get("view", {}), payloads.metadata(body)
    who, partnership = desk.who, PartnershipId(memory.get("partnership", ""))
    start, end = forms.instant(memory.get("start")), forms.instant(memory.get("end"))
    part = payloads.value(body).get("part", "")
    run = _run(memory)
    found = await desk.look(lambda reader: requesting.prepare(reader, who, partnership, start, run))
    locale = await desk.locale()
    if not isinstance(found, Prepared):
        await forms.told(ack, body, client, desk, say("outage.late", locale))
        return
    entered, stage = Answers.of(body), found.visit.course.stage(found.visit.request)
    again = views.request(
        found,
        who,
        start,
        end,
        key=memory.get("key", desk.draw()),
        telling=await _telling(desk, found.visit, locale),
        unfolded={*memory.get("unfolded", "").split(), *([part] if part else [])},
        picked={key: pick for key in views.choices_of(stage, "") if (pick := entered.choice(key))},
    )
    await client.views_update(view_id=view["id"], hash=view.get("hash"), view=again)
    await ack()


async def request_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send]: the host's own confirmation; the visitor is asked (INV-09)."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    who, partnership = desk.who, PartnershipId(memory.get("partnership", ""))
    start, end = forms.instant(memory.get("start")), forms.instant(memory.get("end"))
    run = _run(memory)
    begun = await desk.look(lambda reader: requesting.prepare(reader, who, partnership, start, run))
    locale = await desk.locale()
    if not isinstance(begun, Prepared):
        await answers.refuse_all(ack, body, say("outage.late", locale))
        return
    zone = begun.visit.zones[who]
    start = forms.picked(found, views.DATE, views.START, zone) or start
    end = forms.picked(found, views.DATE, views.END, zone) or end
    stage = begun.visit.course.stage(begun.visit.request)
    asked = [p for p in stage.prompts if p.kind in {"text", "place"}]
    texts = {p.key: found.text(p.key) for p in asked if found.text(p.key)}
    chosen = views.chosen_before(begun)
    choices = {key: found.choice(key) or default for key, default in chosen.items()}
    begins, ends = start, end
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: requesting.request(work, who, partnership, texts, choices, begins, ends, run),
    )
    match outcome:
        case Proposal():
            telling = await _telling(desk, begun.visit, locale)
            words = _asked(outcome, begun.visit.zones, who, begun.visit.visitors, telling)
            await answers.turn_into(ack, pages.page("invite.sent_title", words, locale))
        case Moved():
            words = say("visit.alone_sent", locale)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case _:
            await _refused(ack, body, outcome, locale)


async def other_times(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Other times] and [Move]: three more, or a day; of a talk, a day and a time."""
    pressed = payloads.value(body)
    run = RunId(pressed.get("run", ""))
    partnership = PartnershipId(pressed.get("partnership", ""))
    await _other_times(ack, body, client, desk, run, partnership)


async def _other_times(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    run: RunId,
    partnership: PartnershipId,
) -> None:
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: _more(reader, who, partnership, run))
    if not isinstance(found, tuple):
        await forms.told(ack, body, client, desk, answers.closed(found, locale))
        return
    meeting, suggested, minutes = found
    telling = Telling(locale, await desk.names(frozenset(meeting.people)))
    view = (
        views.another_time(meeting, suggested, key=desk.draw(), telling=telling)
        if meeting.is_visit and not talking.is_open_visit(meeting.course, meeting.run)
        else views.talk(meeting, minutes, key=desk.draw(), telling=telling)
    )
    await forms.show(client, body, view)
    await ack()


async def time_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Suggest] or [Move it]: what was picked, or the day and time of one's own."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    who, partnership = desk.who, PartnershipId(memory.get("partnership", ""))
    run, locale = RunId(memory.get("run", "")), await desk.locale()
    known = await desk.look(lambda reader: meetings.read(reader, who, partnership, run))
    if not isinstance(known, Meeting):
        await answers.refuse_all(ack, body, say("outage.late", locale))
        return
    span = _span(found, known)
    if span is None:
        await answers.refuse_all(ack, body, say("visit.time_missing", locale))
        return
    start, end = span
    place = found.text(requesting.PLACE)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: requesting.suggest(work, who, partnership, start, end, place, run),
    )
    telling = Telling(locale, await desk.names(frozenset(known.people)))
    match outcome:
        case Proposal():
            others = tuple(m for m in known.people if m != who)
            words = _asked(outcome, known.zones, who, others, telling)
            await answers.turn_into(ack, pages.page("invite.sent_title", words, locale))
        case Moved(_, _, StageRun(session=session)) if session is not None:
            time = times.for_reader(session.start, who, known.zones, telling.names, locale)
            words = say("visit.moved_done", locale, time=blocks.escaped(time))
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case _:
            await _refused(ack, body, outcome, locale)


async def _refused(ack: AsyncAck, body: dict[str, Any], outcome: object, locale: str) -> None:
    match outcome:
        case NoTime(why):
            await answers.refuse_all(ack, body, say(f"visit.time_{why}", locale))
        case TooLong(counts, most):
            words = {k: say("step.too_long", locale, n=n, most=most[k]) for k, n in counts.items()}
            await answers.refuse(ack, words)
        case Missing(keys):
            words = {
                k: say("visit.place_missing" if k == requesting.PLACE else "step.missing", locale)
                for k in keys
            }
            await answers.refuse(ack, words)
        case NotTheirs() | NotHost():
            await answers.refuse_all(ack, body, say("outage.not_yours", locale))
        case _:
            await answers.refuse_all(ack, body, say("outage.late", locale))


def _span(found: Answers, meeting: Meeting) -> tuple[datetime, datetime] | None:
    """From when to when: one of the three, else the day and times typed."""
    zone = meeting.zones[meeting.who]
    start = forms.picked(found, views.DATE, views.START, zone)
    chosen = (found.choice(views.PICK) or "").split()
    if start is None and len(chosen) == 2:  # noqa: PLR2004 - a start and an end
        first, last = (forms.instant(text) for text in chosen)
        return (first, last) if first and last else None
    if start is None:
        return None
    end = forms.picked(found, views.DATE, views.END, zone)
    terms = meeting.course.pair.agreement.terms(meeting.course.pair.agreement.in_force)
    return start, end or start + timedelta(minutes=terms.visit_minutes)


def _asked(
    proposal: Proposal,
    zones: Any,
    who: MemberId,
    others: tuple[MemberId, ...],
    telling: Telling,
) -> str:
    nobody = say("app.somebody", telling.locale)
    names = ", ".join(blocks.escaped(telling.names.get(m, nobody)) for m in others)
    time = times.for_reader(proposal.start, who, zones, telling.names, telling.locale)
    return say("visit.requested", telling.locale, who=names, time=blocks.escaped(time))


def _run(named: Mapping[str, str]) -> RunId | None:
    """Which visit it is about; what was sent when there was but one does not say so."""
    return RunId(named["run"]) if named.get("run") else None


def _host(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId | None
) -> MemberId | None:
    found = visiting.find(reader, who, partnership, run)
    return found.host if isinstance(found, Visit) else None


def _more(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> tuple[Meeting, tuple[VisitTime, ...], int] | NotTheirs | Late:
    """The meeting, and three times besides those that its card shows first."""
    meeting = meetings.read(reader, who, partnership, run)
    if not isinstance(meeting, Meeting):
        return meeting
    if meeting.run.finished or who not in meeting.people:
        return Late()
    stage = meeting.course.stage(meeting.run)
    minutes = stage.offered_minutes or stage.minutes
    if not meeting.is_visit or talking.is_open_visit(meeting.course, meeting.run):
        return meeting, (), minutes
    visit = visiting.find(reader, who, partnership, run)
    if not isinstance(visit, Visit):
        return visit
    shown = [t.span.start for t in visiting.times(reader, visit)]
    if visit.proposal is not None:
        shown.append(visit.proposal.start)
    if visit.run.session is not None:
        shown.append(visit.run.session.start)
    return meeting, visiting.times(reader, visit, shown), minutes


async def _telling(desk: Desk, visit: Visit, locale: str) -> Telling:
    return Telling(locale, await desk.names(frozenset(visit.people)))
