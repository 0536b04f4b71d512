"""[Start the time] of a talk, and [Tune it together] for a text of the group."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, minutes
from flows.coaching import Course, Late, Moved
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Lock
from handlers import forms, sessions
from handlers.entering import named, reason
from handlers.seams import Block, Desk, Telling
from handlers.views import minutes as views
from handlers.words import say


async def started(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Start the time]: whose minutes they are, from this press on."""
    await _start(ack, body, client, desk, tuning=False)


async def tuning_started(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Start the time] of whoever presents a text."""
    await _start(ack, body, client, desk, tuning=True)


async def stopped(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Stop the time]: nobody's minutes are shown any more."""
    partnership, run = named(body)
    who = desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: minutes.stop(work, who, partnership, run)
    )
    await _again(ack, body, client, desk, outcome)


async def tuning_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Tune it together]: its steps and their minutes."""
    partnership, run = named(body)
    page = await _tuning(desk, desk.who, partnership, run)
    if page is None:
        await forms.told(ack, body, client, desk, say("time.late", await desk.locale()))
        return
    await forms.show(client, body, page)
    await ack()


async def _start(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, *, tuning: bool
) -> None:
    partnership, run = named(body)
    who = desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: minutes.start(work, who, partnership, run, tuning=tuning),
    )
    await _again(ack, body, client, desk, outcome)


async def _again(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, outcome: object
) -> None:
    """What was pressed in, with what is true now."""
    if not isinstance(outcome, Moved):
        late = isinstance(outcome, Late)
        words = say("time.late", await desk.locale()) if late else await reason(desk, outcome)
        await forms.told(ack, body, client, desk, words)
        return
    page = await _tuning(desk, desk.who, outcome.pair.id, outcome.run.id)
    if page is None:
        await sessions.card_redrawn(ack, body, client, desk)
        return
    await client.views_update(view_id=(body.get("view") or {})["id"], view=page)
    await ack()


async def _tuning(
    desk: Desk, who: MemberId, partnership: PartnershipId, run: RunId
) -> Block | None:
    """The page of a text that this member may tune; None for a talk."""
    found = await desk.look(lambda reader: (coaching.theirs(reader, who, partnership), reader.now))
    course, now = found
    standing = course.cycle.run(run) if isinstance(course, Course) else None
    if not isinstance(course, Course) or standing is None:
        return None
    if not minutes.may_tune(course, standing, who):
        return None
    telling = Telling(await desk.locale(), await desk.names(frozenset(course.pair.members)))
    return views.tuning(course, standing, who, now, telling)
