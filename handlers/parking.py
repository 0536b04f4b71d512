"""[Park it] and the other way suggested with it: each member says yes, or all stays as it is."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, parking
from flows.coaching import Course, Late, NotTheirs, TooLong
from flows.ids import CycleId, MemberId, PartnershipId
from flows.notices import Dm, Effect, Notice
from flows.parking import Kept, Nothing, Parked, Taken, Waits
from flows.ports import Lock, Reader
from handlers import answers, forms, payloads, sessions
from handlers.entering import too_long
from handlers.payloads import Answers
from handlers.seams import Desk, Scene
from handlers.views import invitation as pages
from handlers.views import parking as views
from handlers.words import say


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Park it]: what was parked before, and room for more."""
    partnership, who = payloads.partnership(body), desk.who
    found = await desk.look(lambda reader: coaching.theirs(reader, who, partnership))
    if not isinstance(found, Course) or not parking.exits(found):
        refused = found if isinstance(found, NotTheirs) else Late()
        await sessions.late(ack, body, client, desk, refused)
        return
    course = found
    notes = await desk.look(lambda reader: parking.notes(reader, course, who))
    view = views.form(course, notes, key=desk.draw(), locale=await desk.locale())
    await forms.show(client, body, view)
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep it]: the note is its author's alone; the others hear of the other way, if any."""
    del client
    found, who, locale = Answers.of(body), desk.who, await desk.locale()
    partnership = PartnershipId(payloads.metadata(body).get("partnership", ""))
    words, way = found.text(parking.NOTE), found.choice(views.WAY) or views.STAY
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: parking.park(work, who, partnership, words, way),
    )
    match outcome:
        case Parked(asked):
            key = "parking.asked" if asked else "parking.kept"
            await answers.turn_into(ack, pages.page("step.kept_title", say(key, locale), locale))
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case Nothing():
            await answers.refuse(ack, {parking.NOTE: say("parking.nothing", locale)})
        case Late() | NotTheirs():
            await answers.refuse_all(ack, body, answers.closed(outcome, locale))


async def way_taken(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Works for me]: with the last yes the other way begins."""
    await _answered(ack, body, client, desk, yes=True)


async def way_kept(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep it as it is]: nobody is asked why."""
    await _answered(ack, body, client, desk, yes=False)


async def _answered(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, *, yes: bool
) -> None:
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    cycle, way = CycleId(pressed.get("cycle", "")), pressed.get("way", "")
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: parking.answer(work, who, partnership, cycle, way, yes=yes),
    )
    if isinstance(outcome, Late | NotTheirs):
        await sessions.late(ack, body, client, desk, outcome)
        return
    await forms.told(ack, body, client, desk, say(SAID[type(outcome)], await desk.locale()))


SAID = {Taken: "parking.taken", Waits: "visit.accepted", Kept: "parking.stays"}


def suggested(notice: Notice, reader: Reader) -> Scene | None:
    """Another way waits for this member's answer; answered, the message asks no more."""
    partnership = notice.partnership
    course = coaching.load_of(reader, partnership, CycleId(str(notice.refs["cycle"])))
    if course is None or not isinstance(notice.lane, Dm):
        return None
    to, by, key = notice.lane.member, MemberId(str(notice.refs["by"])), str(notice.refs["way"])
    people = frozenset(course.pair.members)
    waits = parking.suggested(course, to, key)
    if waits is not None:
        return Scene(people, to, lambda telling: views.suggested(course, waits, by, telling))
    known = next((way for way in course.rules.protocol.exits if way.key == key), None)
    if known is None or notice.effect is Effect.POST:
        return None
    return Scene(people, to, lambda telling: views.over(known, by, telling))
