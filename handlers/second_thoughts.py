"""[Start now], [Ask for a visit after all] and [Ask for the notes]."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import second_thoughts, starting, writing
from flows.coaching import Late, Moved
from flows.ports import Lock
from flows.writing import SomebodyElses
from handlers import forms, steps, visits
from handlers.entering import named, reason
from handlers.seams import Desk
from handlers.words import say


async def started(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Start now]: the step is open from now on, and its form opens; to others, whose it is."""
    partnership, run = named(body)
    who = desk.who
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if isinstance(found, SomebodyElses):
        await forms.told(ack, body, client, desk, await reason(desk, found))
        return
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: starting.start(work, who, partnership, run)
    )
    await _opened(ack, body, client, desk, outcome)


async def asked_after_all(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Ask for a visit after all]: the request is open again, and its form opens."""
    partnership, run = named(body)
    who = desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: second_thoughts.ask_after_all(work, who, partnership, run),
    )
    await _opened(ack, body, client, desk, outcome)


async def notes_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Ask for the notes]: whether they come is the visitor's to say."""
    partnership, run = named(body)
    who = desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: second_thoughts.want_notes(work, who, partnership, run),
    )
    words = (
        say("steps.notes_wanted", await desk.locale())
        if isinstance(outcome, Moved)
        else await _refusal(desk, outcome)
    )
    await forms.told(ack, body, client, desk, words)


async def _opened(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, outcome: object
) -> None:
    """Opens the step, or the request, that there is again."""
    if isinstance(outcome, Moved):
        await visits.with_request(steps.step_opened)(ack, body, client, desk)
    else:
        await forms.told(ack, body, client, desk, await _refusal(desk, outcome))


async def _refusal(desk: Desk, outcome: object) -> str:
    if isinstance(outcome, Late):
        return say("steps.gone_on", await desk.locale())
    return await reason(desk, outcome)
