"""A settled or suggested time: yes to it, its card, off, held."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import (
    attached,
    case_students,
    confirming,
    guest_page,
    meetings,
    preparing,
    proposing,
    requesting,
    sitting_on,
    training,
)
from flows.coaching import Late, Moved, NotTheirs
from flows.ids import MemberId, PartnershipId, PreworkId, ProposalId, RunId
from flows.meetings import Ahead, Meeting
from flows.ports import Lock, Reader, Work
from flows.preparing import Before
from flows.proposal import Proposal
from flows.proposing import Accepted, Settled, Taken
from flows.standing import of as standing_of
from handlers import answers, forms, payloads
from handlers.entering import named
from handlers.seams import Block, Desk, Telling
from handlers.views import blocks, session, times
from handlers.views import gathered as gathered_views
from handlers.views import guests as guest_views
from handlers.views import learning as learning_views
from handlers.views import prework as prework_views
from handlers.views import second_thoughts as thoughts_views
from handlers.views import talk as talk_views
from handlers.views import visit as visit_views
from handlers.words import say

Deed = Callable[[Work, MemberId, PartnershipId, RunId], Moved | NotTheirs | Late]
"""What changes how a session stands."""


async def observe_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-observe`: what is settled, suggested or wants a time."""
    del body, client
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: _ahead(reader, who))
    people = frozenset(m for ahead in found for m in ahead.course.pair.members)
    telling = Telling(locale, await desk.names(people))
    rows: list[Block] = []
    for ahead in found:
        rows += visit_views.for_one(ahead, who, telling, everything=True)
        rows += thoughts_views.left_out(ahead.course, who, telling)
    message = session.observe(rows, locale)
    await ack(text=message.text, blocks=message.blocks)


async def session_seen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Open] and [See it]: the card of one visit or talk."""
    partnership, run = named(body)
    who = desk.who
    found = await desk.look(
        lambda reader: seen(
            reader, who, partnership, sitting_on.here(reader, who, partnership, run)
        )
    )
    match found:
        case (Meeting() as meeting, before, may_add):
            await forms.show(client, body, await card(desk, meeting, before, may_add=may_add))
            await ack()
        case Late() | NotTheirs():
            await late(ack, body, client, desk, found)


async def card_redrawn(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The card before the person, with what is true now."""
    memory, who = payloads.metadata(body), desk.who
    partnership, run = PartnershipId(memory.get("partnership", "")), RunId(memory.get("run", ""))
    found = await desk.look(lambda reader: seen(reader, who, partnership, run))
    if not isinstance(found, tuple):
        raise payloads.Amiss
    meeting, before, may_add = found
    again = await card(desk, meeting, before, may_add=may_add)
    await client.views_update(view_id=payloads.open_view(body)["id"], view=again)
    await ack()


async def card(
    desk: Desk,
    meeting: Meeting,
    before: Before,
    *,
    may_add: bool,
    marked: PreworkId | None = None,
) -> Block:
    """The card of a visit or a talk, for the one who looks."""
    locale, who = await desk.locale(), desk.who
    course, run = meeting.course, meeting.run
    said = await desk.look(lambda reader: guest_page.by_guests(reader, who, course, run))
    guests = {guest.member for guest in course.cycle.guests} | {by for by, _, _ in said}
    telling = Telling(locale, await desk.names(frozenset({*course.pair.members, *guests})))
    led = [] if meeting.is_visit else talk_views.points(meeting, telling)
    led = [*led, *gathered_views.on_talk(meeting, telling)]
    watched = await desk.look(lambda reader: case_students.watched(reader, course, run, who))
    led += gathered_views.on_visit(watched, who, telling)
    again = [] if meeting.is_visit else talk_views.choices(meeting)
    again += guest_views.said(said, telling)
    heard = await desk.look(lambda reader: confirming.themes(reader, course, run, who))
    again += talk_views.themes(heard, locale)
    names = {"partnership": str(course.pair.id), "run": str(run.id)}
    items = prework_views.on_card(before, names, telling, may_add=may_add, marked=marked)
    extra = [*led, *again, *items]
    member = await desk.look(lambda reader: reader.members.get(who))
    # In the middle of a talk nothing stands between its questions and the button that goes on.
    on = sitting_on.under_way(meeting.course, meeting.run)
    lessons = () if on else training.before(member, meeting.course, meeting.run)
    way = meeting.run.stage.partition(".")[0]
    offers = learning_views.offers(lessons, way, locale)
    first = prework_views.opening(before, locale)
    return session.card(meeting, telling, [*extra, *offers], first)


async def time_works(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Works for me]: with everybody's yes the time is settled."""
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    proposal = ProposalId(pressed.get("proposal", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: proposing.works(work, who, partnership, proposal),
    )
    locale = await desk.locale()
    match outcome:
        case Settled(settled):
            zones = await desk.look(lambda reader: zones_of(reader, partnership))
            names = await desk.names(frozenset(zones))
            time = times.for_reader(settled.start, who, zones, names, locale)
            words = say("visit.settled_done", locale, time=blocks.escaped(time))
            await forms.told(ack, body, client, desk, words)
        case Accepted():
            await forms.told(ack, body, client, desk, say("visit.accepted", locale))
        case Taken():
            await forms.told(ack, body, client, desk, say("visit.taken_since", locale))
        case Late() | NotTheirs():
            await late(ack, body, client, desk, outcome)


async def taken_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take it back]: the own suggestion, before it is settled."""
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    proposal = ProposalId(pressed.get("proposal", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: proposing.withdraw(work, who, partnership, proposal),
    )
    match outcome:
        case Proposal():
            words = say("visit.taken_back", await desk.locale())
            await forms.told(ack, body, client, desk, words)
        case Late() | NotTheirs():
            await late(ack, body, client, desk, outcome)


async def cancelled(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Cancel it] and [It didn't happen]: no reason is asked."""
    await _done(ack, body, client, desk, proposing.cancel, "visit.cancelled_done")


async def held(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Held] of a visit."""
    await _done(ack, body, client, desk, proposing.hold, "visit.held_done")


async def unheld(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[It wasn't held]: the mark is taken back, within one school day."""
    await _done(ack, body, client, desk, proposing.unhold, "visit.unheld_done")


async def planned_together(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Plan it together]: the talk about the visit becomes part of the order."""

    def take(
        work: Work, who: MemberId, partnership: PartnershipId, run: RunId
    ) -> Moved | NotTheirs | Late:
        return requesting.plan_together(work, who, partnership, run or None)

    await _done(ack, body, client, desk, take, "visit.plan_taken")


async def _done(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, deed: Deed, words: str
) -> None:
    """Does that with the session that the pressed button names, and says that it is done."""
    partnership, run = named(body)
    who = desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: deed(work, who, partnership, run)
    )
    match outcome:
        case Moved():
            await forms.told(ack, body, client, desk, say(words, await desk.locale()))
        case Late() | NotTheirs():
            await late(ack, body, client, desk, outcome)


async def late(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, outcome: Late | NotTheirs
) -> None:
    """Tells the one who pressed that it has moved on, or is not theirs."""
    await forms.told(ack, body, client, desk, answers.closed(outcome, await desk.locale()))


def seen(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> tuple[Meeting, Before, bool] | NotTheirs | Late:
    """The meeting with what lies before it, and whether this member may add to that."""
    meeting = meetings.read(reader, who, partnership, run)
    if not isinstance(meeting, Meeting):
        return meeting
    before = preparing.before(reader, meeting.course, meeting.run, who)
    may_add = attached.may_add(meeting.course, meeting.run, who, reader.now)
    return meeting, before, may_add


def zones_of(reader: Reader, partnership: PartnershipId) -> dict[MemberId, str]:
    """In which zone each member of the partnership reads a time."""
    pair = reader.partnerships.get(partnership)
    program = reader.programs.get(pair.program) if pair else None
    return dict(proposing.zones(reader, pair, program)) if pair and program else {}


def _ahead(reader: Reader, who: MemberId) -> list[Ahead]:
    found = standing_of(reader, who)
    courses = [t.course for t in found.together if t.course is not None]
    return [ahead for c in courses if (ahead := meetings.ahead(reader, c)) is not None]
