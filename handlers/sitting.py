"""One sitting from its card: on to the next step, back, no further, and notes at the end."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import coaching, proposing, sitting_on, writing
from flows.coaching import Course, Late, Moved, NotTheirs, TooLong
from flows.ids import PartnershipId, RunId
from flows.ports import Lock, Reader
from flows.writing import Writing
from handlers import answers, forms, payloads, sessions
from handlers.entering import named, reason, remembered, too_long, typed_in
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import invitation as pages
from handlers.views import sitting as views
from handlers.views import step as steps
from handlers.words import say


async def gone_on(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Go on] and [That was it]: the step is held, and the next one's questions stand in the card.

    Where somebody pressed it before them, the card shows where they are.
    """
    partnership, run = named(body)
    who = desk.who
    outcome = await desk.tell(
        Lock.partnership(partnership), lambda work: proposing.hold(work, who, partnership, run)
    )
    if isinstance(outcome, Moved) and await _over(desk, partnership, run):
        opened = await noting(desk, partnership, run)
        if opened is not None:
            await _show(ack, body, client, opened)
            return
    await _card(ack, body, client, desk, partnership, run)


async def gone_back(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[One step back]: the step before is open again, if nobody noted anything since."""
    partnership, run = named(body)
    who = desk.who
    await desk.tell(
        Lock.partnership(partnership), lambda work: proposing.unhold(work, who, partnership, run)
    )
    await _card(ack, body, client, desk, partnership, run)


async def stop_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Stop here]: what becomes of the rest is asked first."""
    partnership, run = named(body)
    view = views.stop_form(partnership, run, key=desk.draw(), locale=await desk.locale())
    await forms.show(client, body, view)
    await ack()


async def stopped(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The rest waits for another time, or comes step by step from here on."""
    del client
    partnership, run = remembered(payloads.metadata(body))
    who, locale = desk.who, await desk.locale()
    if Answers.of(body).choice(views.REST) != views.SPREAD:
        page = pages.page("sitting.stop_title", say("sitting.stopped_later", locale), locale)
        await answers.turn_into(ack, page)
        return
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: sitting_on.leave_off(work, who, partnership, run),
    )
    if isinstance(outcome, Moved):
        page = pages.page("sitting.stop_title", say("sitting.stopped_spread", locale), locale)
        await answers.turn_into(ack, page)
    else:
        await answers.refuse_all(ack, body, await reason(desk, outcome))


async def noting(desk: Desk, partnership: PartnershipId, run: RunId) -> Block | None:
    """The form of what one would keep of a sitting; None where the step is part of none."""
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: sitting_on.notes(reader, who, partnership, run))
    if not isinstance(found, list) or not found:
        return None
    return views.notes_form(found, {}, run=run, key=desk.draw(), locale=locale)


async def unfolded(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[More questions]: all of them; what was typed stays."""
    memory, who = payloads.metadata(body), desk.who
    partnership, run = remembered(memory)
    found = await desk.look(lambda reader: sitting_on.notes(reader, who, partnership, run))
    if not isinstance(found, list) or not found:
        await forms.told(ack, body, client, desk, await reason(desk, found))
        return
    typed = _typed(found, body)
    entered = {w.run.id: {**w.entered, **typed[w.run.id]} for w in found}
    key, locale = memory.get("key", desk.draw()), await desk.locale()
    again = views.notes_form(found, entered, run=run, key=key, locale=locale, more=True)
    await client.views_update(view_id=payloads.open_view(body)["id"], view=again)
    await ack()


async def kept(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep]: each note in its step, by the rule of that step."""
    del client
    partnership, run = remembered(payloads.metadata(body))
    who = desk.who
    found = await desk.look(lambda reader: sitting_on.notes(reader, who, partnership, run))
    if not isinstance(found, list):
        await answers.refuse_all(ack, body, await reason(desk, found))
        return
    typed = _typed(found, body)
    texts: dict[RunId, dict[str, str]] = {}
    choices: dict[RunId, dict[str, str]] = {}
    for each in found:
        entered = {**each.entered, **typed[each.run.id]}
        chosen = {p.key for p in each.prompts if p.kind in writing.CHOSEN}
        choices[each.run.id] = {k: v for k, v in entered.items() if k in chosen and v}
        texts[each.run.id] = {k: v for k, v in entered.items() if k not in chosen}
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: sitting_on.keep(work, who, partnership, texts, choices),
    )
    match outcome:
        case TooLong(counts, most):
            await too_long(ack, desk, counts, most)
        case NotTheirs():
            await answers.refuse_all(ack, body, await reason(desk, outcome))
        case Moved() | Late():
            page, locale = await _kept(desk, partnership, run), await desk.locale()
            advice = [b for w in found for b in steps.kept_advice(w, texts[w.run.id], locale)]
            page["blocks"] = [*advice, *page["blocks"]]
            await answers.turn_into(ack, page)


async def _over(desk: Desk, partnership: PartnershipId, run: RunId) -> bool:
    """Whether all steps of the sitting are held."""
    who = desk.who
    found = await desk.look(lambda reader: sitting_on.find(reader, who, partnership, run))
    return found is not None and found.at is None


async def _kept(desk: Desk, partnership: PartnershipId, run: RunId) -> Block:
    who, locale = desk.who, await desk.locale()
    course = await desk.look(lambda reader: coaching.theirs(reader, who, partnership))
    standing = course.cycle.run(run) if isinstance(course, Course) else None
    if not isinstance(course, Course) or standing is None:
        return pages.page("step.kept_title", await reason(desk, course), locale)
    telling = Telling(locale, await desk.names(frozenset(course.pair.members)))
    return views.kept(course, standing, who, telling)


def _typed(found: list[Writing], body: dict[str, Any]) -> Mapping[RunId, dict[str, str]]:
    """What stands in the form now, by step."""
    typed: dict[RunId, dict[str, str]] = {each.run.id: {} for each in found}
    by_stage = {each.stage.id: each.run.id for each in found}
    for name, words in typed_in(body).items():
        stage, _, prompt = name.partition(":")
        if stage in by_stage:
            typed[by_stage[stage]][prompt] = words
    return typed


async def _card(
    ack: AsyncAck,
    body: dict[str, Any],
    client: Any,
    desk: Desk,
    partnership: PartnershipId,
    run: RunId,
) -> None:
    """The card of the step that they are at, in place of the one that was open."""
    who = desk.who

    def seen(reader: Reader) -> Any:
        now = sitting_on.here(reader, who, partnership, run)
        return sessions.seen(reader, who, partnership, now)

    found = await desk.look(seen)
    if not isinstance(found, tuple):
        await sessions.late(ack, body, client, desk, found)
        return
    meeting, before, may_add = found
    await _show(ack, body, client, await sessions.card(desk, meeting, before, may_add=may_add))


async def _show(ack: AsyncAck, body: dict[str, Any], client: Any, view: Block) -> None:
    open_view = body.get("view") or {}
    if open_view.get("type") == "modal":
        await client.views_update(view_id=open_view["id"], view=view)
    else:
        await forms.show(client, body, view)
    await ack()
