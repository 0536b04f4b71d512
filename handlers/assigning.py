"""Pre-work given out through Slack: added, changed, asked about, taken away."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import assigning, attached, coaching
from flows.assigned import Assigned
from flows.assigning import Full, Heavy, Own, Stands
from flows.coaching import Course, Late, NotTheirs
from flows.ids import MemberId, PartnershipId, PreworkId, RunId
from flows.item_words import Wrong
from flows.ports import Lock, Reader
from handlers import answers, forms, ids, item_answers, payloads, prework
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import invitation as pages
from handlers.views import item_form
from handlers.views import prework as card_views
from handlers.views import prework_forms as views
from handlers.words import say


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Add something to read or try]: the form, for whoever may add it there."""
    pressed, who, locale = payloads.value(body), desk.who, await desk.locale()
    partnership = PartnershipId(pressed.get("partnership", ""))
    run = RunId(pressed.get("run", ""))
    refusal = await desk.look(lambda reader: _not_addable(reader, who, partnership, run))
    if refusal is not None:
        await forms.told(ack, body, client, desk, say(refusal, locale))
        return
    memory = {"partnership": partnership, "run": run, **_beneath(body)}
    await forms.show(client, body, views.first(memory, key=desk.draw(), locale=locale))
    await ack()


async def sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Add] and [Save] of the first form: its page, or what is the matter at its field."""
    memory, found, who = payloads.metadata(body), Answers.of(body), desk.who
    partnership, named = PartnershipId(memory.get("partnership", "")), memory.get("item")
    if named is not None:
        await _change(ack, body, client, desk, lambda item: item_answers.read(found, item))
        return
    run, item = RunId(memory.get("run", "")), item_answers.read(found)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: assigning.add(work, who, partnership, run, item),
    )
    if not isinstance(outcome, Assigned):
        await _refuse(ack, body, desk, outcome)
        return
    shown = await _page(desk, partnership, outcome.id, memory, "before.added")
    await _below(body, client, desk, memory)
    await answers.turn_into(ack, shown)


async def question_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] of the question about it."""
    found = Answers.of(body)
    await _change(ack, body, client, desk, lambda item: item_answers.with_question(found, item))


async def more_sent(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Save] of the rest."""
    found, memory, who = Answers.of(body), payloads.metadata(body), desk.who
    partnership, item = _named(memory)
    own = await desk.look(lambda reader: assigning.own(reader, who, partnership, item))
    roles = list(own.holders) if isinstance(own, Own) else []
    await _change(
        ack, body, client, desk, lambda known: item_answers.with_more(found, known, roles)
    )


async def part_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[What it is], [A question about it] and [More]: that form, in place of the item's page."""
    pressed, who, locale = payloads.value(body), desk.who, await desk.locale()
    partnership, named = _named(pressed)
    own = await desk.look(lambda reader: assigning.own(reader, who, partnership, named))
    if not isinstance(own, Own):
        await _late(ack, body, client, desk, own)
        return
    memory, key = {**_memory(payloads.metadata(body)), "item": str(named)}, desk.draw()
    memory["partnership"] = str(partnership)
    match payloads.action(body).get("action_id"):
        case ids.PREWORK_QUESTION:
            form = views.question(memory, own.item, key=key, locale=locale)
        case ids.PREWORK_MORE:
            form = views.more(memory, own, await _telling(desk, own), key=key)
        case _:
            form = views.first(memory, key=key, locale=locale, item=own.item)
    await _in_place(client, body, form)
    await ack()


async def item_used(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The three dots of an item: one's own mark, or [Change it or take it away]."""
    match payloads.value(body).get("mark"):
        case "change":
            await opened(ack, body, client, desk)
        case "decline":
            await prework.declined(ack, body, client, desk)
        case _:
            await prework.marked(ack, body, client, desk)


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Change it or take it away]: the item's page, for whoever added it."""
    pressed, who = payloads.value(body), desk.who
    partnership, item = _named(pressed)
    own = await desk.look(lambda reader: assigning.own(reader, who, partnership, item))
    if not isinstance(own, Own):
        await _late(ack, body, client, desk, own)
        return
    memory = {**_memory(payloads.metadata(body)), **_beneath(body), "item": str(item)}
    telling = await _telling(desk, own)
    await forms.show(client, body, views.item(own, memory, telling))
    await ack()


async def removed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Take it away], after its question."""
    pressed, who, locale = payloads.value(body), desk.who, await desk.locale()
    partnership, item = _named(pressed)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: assigning.take_away(work, who, partnership, item),
    )
    if not isinstance(outcome, Assigned):
        await _late(ack, body, client, desk, outcome)
        return
    await _below(body, client, desk, payloads.metadata(body))
    await forms.told(ack, body, client, desk, say("before.removed", locale))


async def places_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Before we meet] in a partnership's menu: every talk and visit ahead."""
    partnership = payloads.partnership(body)
    view = await prework.places(desk, partnership)
    if not isinstance(view, dict):
        await _late(ack, body, client, desk, view)
        return
    await forms.show(client, body, view)
    await ack()


async def place_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Open] on that list: the card of that talk or visit, in its place."""
    pressed = payloads.value(body)
    partnership = PartnershipId(pressed.get("partnership", ""))
    view = await prework.drawn(desk, partnership, RunId(pressed.get("run", "")))
    if not isinstance(view, dict):
        await _late(ack, body, client, desk, view)
        return
    await _in_place(client, body, view)
    await ack()


async def _change(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, edit: assigning.Edit
) -> None:
    memory, who = payloads.metadata(body), desk.who
    partnership, item = _named(memory)
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: assigning.change(work, who, partnership, item, edit),
    )
    if not isinstance(outcome, Assigned):
        await _refuse(ack, body, desk, outcome)
        return
    shown = await _page(desk, partnership, item, memory, "before.kept")
    await _below(body, client, desk, memory)
    await answers.turn_into(ack, shown)


async def _page(
    desk: Desk, partnership: PartnershipId, item: PreworkId, memory: Mapping[str, str], lead: str
) -> Block:
    """The item's page; should it stand by now, a line that says it is kept."""
    who, locale = desk.who, await desk.locale()
    own = await desk.look(lambda reader: assigning.own(reader, who, partnership, item))
    if not isinstance(own, Own):
        return pages.page("before.form_title", say(lead, locale), locale)
    if lead == "before.added" and own.before.due is None:
        lead = "before.added_untimed"
    kept = {**_memory(memory), "item": str(item)}
    return views.item(own, kept, await _telling(desk, own), lead=say(lead, locale))


async def _below(body: dict[str, Any], client: Any, desk: Desk, memory: Mapping[str, str]) -> None:
    """Draws anew what lies below the form, so that it shows what is true now."""
    view = body.get("view") or {}
    below, under = view.get("previous_view_id"), memory.get("under")
    if not below or not under or below == view.get("id"):
        return
    partnership, run = PartnershipId(memory.get("partnership", "")), RunId(memory.get("run", ""))
    if under == card_views.PLACES:
        again = await prework.places(desk, partnership)
    else:
        again = await prework.drawn(desk, partnership, run)
    if isinstance(again, dict):
        await client.views_update(view_id=below, view=again)


async def _in_place(client: Any, body: dict[str, Any], view: Block) -> None:
    """In place of the page that it was pressed on; pressed elsewhere, as a page of its own."""
    below = body.get("view") or {}
    if below.get("type") == "modal":
        await client.views_update(view_id=below["id"], view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)


async def _refuse(ack: AsyncAck, body: dict[str, Any], desk: Desk, outcome: object) -> None:
    """Keeps the form open, with every word in it, and says what is the matter where it is."""
    locale = await desk.locale()
    match outcome:
        case Wrong(_, long) if long:
            said = item_answers.lengths(long, locale)
        case Wrong(faults):
            said = item_answers.doubts(faults, locale)
        case Heavy(minutes):
            said = {item_form.OPTIONAL: say("prework.load.too_much", locale, n=minutes)}
        case _:
            await answers.refuse_all(ack, body, say(_words(outcome), locale))
            return
    shown = {block.get("block_id") for block in (body.get("view") or {}).get("blocks", [])}
    here = {field: text for field, text in said.items() if field in shown}
    if here:
        await answers.refuse(ack, here)
    else:
        await answers.refuse_all(ack, body, next(iter(said.values())))


async def _late(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, outcome: object
) -> None:
    await forms.told(ack, body, client, desk, say(_words(outcome), await desk.locale()))


def _words(outcome: object) -> str:
    match outcome:
        case NotTheirs():
            return "outage.not_yours"
        case Full():
            return "before.full"
        case Stands():
            return "before.stands"
        case _:
            return "outage.late"


async def _telling(desk: Desk, own: Own) -> Telling:
    people = frozenset(m for held in own.holders.values() for m in held)
    return Telling(await desk.locale(), await desk.names(people | set(own.whom)))


def _named(memory: Mapping[str, str]) -> tuple[PartnershipId, PreworkId]:
    return PartnershipId(memory.get("partnership", "")), PreworkId(memory.get("item", ""))


def _memory(memory: Mapping[str, str]) -> dict[str, str]:
    """What goes on from one form of an item to the next."""
    return {name: memory[name] for name in ("partnership", "run", "under") if name in memory}


def _beneath(body: dict[str, Any]) -> dict[str, str]:
    """What the form will lie above, if it can be drawn anew."""
    memory = payloads.metadata(body)
    if (body.get("view") or {}).get("callback_id") != ids.PAGE:
        return {}
    under = memory.get("under") or (card_views.CARD if memory.get("run") else "")
    return {"under": under} if under else {}


def _not_addable(
    reader: Reader, who: MemberId, partnership: PartnershipId, run: RunId
) -> str | None:
    """The catalogue's key of why nothing can be added there; None where it can."""
    found = coaching.theirs(reader, who, partnership)
    standing = found.cycle.run(run) if isinstance(found, Course) else None
    if isinstance(found, Course) and standing is not None:
        may = attached.may_add(found, standing, who, reader.now)
        return None if may else "outage.late"
    return _words(Late() if isinstance(found, Course) else found)
