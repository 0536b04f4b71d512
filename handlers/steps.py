"""Answering a step: in the box inside the message, or in its form."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, kept
from flows.coaching import Course, Late, Missing, Moved, NotTheirs, TooLong
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Lock, Reader
from flows.stage import StageRun
from handlers import answers, payloads
from handlers.payloads import Answers
from handlers.seams import Desk
from handlers.views import invitation as pages
from handlers.views import pair as pair_views
from handlers.views import step as views
from handlers.words import say


async def box_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send mine] under a message's box: kept, or a form that says what is the matter."""
    pressed = payloads.value(body)
    partnership = PartnershipId(pressed.get("partnership", ""))
    run = RunId(pressed.get("run", ""))
    text = Answers.of(body).text(pair_views.SENTENCE)
    locale = await desk.locale()
    if not text.strip():
        await ack()
        answers.whisper(body, desk, say("pair.empty", locale))
        return
    texts = {pair_views.SENTENCE: text}
    outcome = await _tell(desk, partnership, run, texts, {})
    match outcome:
        case Moved(_, _, standing):
            await ack()
            key = "pair.kept_open" if standing.revealed else "pair.kept"
            answers.whisper(body, desk, say(key, locale))
        case TooLong(counts):
            await _ask_shorter(client, body, desk, partnership, run, texts, counts)
            await ack()
        case Late():
            await ack()
            answers.whisper(body, desk, say("pair.in_already", locale))
        case NotTheirs():
            await ack()
            answers.whisper(body, desk, say("outage.not_yours", locale))
        case Missing():
            await ack()
            answers.whisper(body, desk, say("pair.empty", locale))


async def _ask_shorter(
    client: Any,
    body: dict[str, Any],
    desk: Desk,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
    counts: Mapping[str, int],
) -> None:
    """Opens the step's form with every word that was typed, and the count at the field."""
    found = await desk.look(lambda reader: coaching.load(reader, partnership))
    standing = found.cycle.run(run) if found else None
    if found is None or standing is None:
        return
    view = views.form(
        found,
        standing,
        desk.who,
        texts,
        key=desk.draw(),
        locale=await desk.locale(),
        counts=counts,
    )
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def step_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Open]: the step's form with what this person wrote before."""
    pressed = payloads.value(body)
    partnership = PartnershipId(pressed.get("partnership", ""))
    run, who, locale = pressed.get("run", ""), desk.who, await desk.locale()
    found = await desk.look(lambda reader: _opened(reader, who, partnership, run))
    if found is None:
        await ack()
        answers.whisper(body, desk, say("step.closed", locale))
        return
    course, standing, earlier = found
    view = views.form(course, standing, who, earlier, key=desk.draw(), locale=locale)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def step_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] in a step's form: kept, and the cycle moves on."""
    del client
    memory, found = payloads.metadata(body), Answers.of(body)
    partnership = PartnershipId(memory.get("partnership", ""))
    run = RunId(memory.get("run", ""))
    locale = await desk.locale()
    texts = {block: found.text(block) for block in found.values if found.text(block)}
    choices = {
        block: chosen for block in found.values if (chosen := found.choice(block)) is not None
    }
    outcome = await _tell(desk, partnership, run, texts, choices)
    match outcome:
        case Moved():
            words = say("step.kept", locale)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case TooLong(counts, most):
            errors = {
                key: say("step.too_long", locale, n=n, most=most[key]) for key, n in counts.items()
            }
            await answers.refuse(ack, errors)
        case Missing(keys):
            await answers.refuse(ack, dict.fromkeys(keys, say("step.missing", locale)))
        case Late():
            await answers.refuse_all(ack, body, say("step.closed", locale))
        case NotTheirs():
            await answers.refuse_all(ack, body, say("outage.not_yours", locale))


async def step_skipped(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Skip this step]: left out, and nobody is told."""
    del client
    pressed = payloads.value(body)
    partnership, who = PartnershipId(pressed.get("partnership", "")), desk.who
    run = RunId(pressed.get("run", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: coaching.skip(work, who, partnership, run)
    )
    await ack()
    locale = await desk.locale()
    match outcome:
        case Moved():
            answers.whisper(body, desk, say("step.skipped", locale))
        case Late():
            answers.whisper(body, desk, say("step.closed", locale))
        case NotTheirs():
            answers.whisper(body, desk, say("outage.not_yours", locale))


async def _tell(
    desk: Desk,
    partnership: PartnershipId,
    run: RunId,
    texts: Mapping[str, str],
    choices: Mapping[str, str],
) -> Moved | NotTheirs | Late | TooLong | Missing:
    who = desk.who
    return await desk.tell(
        Lock.partnership(partnership),
        lambda work: coaching.answer(work, who, partnership, run, texts, choices),
    )


def _opened(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: str
) -> tuple[Course, StageRun, dict[str, str]] | None:
    """The step with this person's own earlier answers, if it is theirs to do."""
    found = coaching.load(reader, partnership)
    standing = found.cycle.run(run) if found else None
    if found is None or standing is None or standing.part(who) is None or not standing.active:
        return None
    return found, standing, kept.own(reader, found.cycle, standing.id, who)
