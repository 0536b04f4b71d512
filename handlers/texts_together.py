"""What all settle in one step, and what is asked of each before they open what they read."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import settling_words
from flows.coaching import Missing, TooLong
from flows.composed import BETWEEN, LABEL, Fault
from flows.ports import Lock
from flows.settling_words import Settled, Suggested
from flows.writing import Writing
from handlers import answers, payloads
from handlers.entering import reason, remembered, too_long, typed_in
from handlers.seams import Desk
from handlers.views import invitation as pages
from handlers.views import step as steps
from handlers.words import say


async def sent(ack: AsyncAck, body: dict[str, Any], desk: Desk, entered: Mapping[str, str]) -> None:
    """[Suggest it] or [Agree]: a yes to what was seen, or new words for everybody."""
    memory, who = payloads.metadata(body), desk.who
    partnership, run = remembered(memory)
    seen = payloads.number(memory.get("version", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: settling_words.answer(work, who, partnership, run, entered, seen),
    )
    locale = await desk.locale()
    match outcome:
        case Suggested() | Settled():
            words = "settle.settled" if isinstance(outcome, Settled) else "settle.asked"
            page = pages.page("step.kept_title", say(words, locale), locale)
            await answers.turn_into(ack, page)
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case Missing(keys):
            await _refused(ack, body, dict.fromkeys(keys, say("step.missing", locale)))
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))


async def begun(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save and open]: what comes first is kept as it is from now on, and the part opens."""
    del client
    memory, who, entered = payloads.metadata(body), desk.who, typed_in(body)
    partnership, run = remembered(memory)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: settling_words.begin(work, who, partnership, run, entered),
    )
    match outcome:
        case Writing():
            key, locale = desk.draw(), await desk.locale()
            view = steps.form(outcome, outcome.entered, key=key, locale=locale)
            await answers.turn_into(ack, view)
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case _:
            await answers.refuse_all(ack, body, await reason(desk, outcome))


async def refuse(
    ack: AsyncAck, body: dict[str, Any], desk: Desk, wrong: Mapping[str, Fault]
) -> None:
    """Says at each box what is the matter with it; the form stays with every word."""
    locale = await desk.locale()
    words = {at: say(f"boxes.wrong.{why.value}", locale) for at, why in wrong.items()}
    await _refused(ack, body, words)


async def _refused(ack: AsyncAck, body: dict[str, Any], words: Mapping[str, str]) -> None:
    """At the fields that are in sight, the first box of one that has several; else above."""
    shown = {str(block.get("block_id")) for block in body["view"]["blocks"]}
    known = {at: f"{at}{BETWEEN}{LABEL}" for at in words if at not in shown}
    at = {known.get(name, name): text for name, text in words.items()}
    seen = {name: text for name, text in at.items() if name in shown}
    if seen:
        await answers.refuse(ack, seen)
    else:
        await answers.refuse_all(ack, body, next(iter(words.values())))
