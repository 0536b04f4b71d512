"""[Worth trying]: a card kept, changed, shown, taken back by its author; [Try this] by others."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import strategies
from flows.goal_talk import NotAMember, Talk
from flows.ids import MemberId, PartnershipId, RunId
from flows.ports import Lock, Reader, Work
from flows.strategies import Card, Empty, Gone, TooLong
from handlers import answers, forms, ids, payloads
from handlers import goal_talk as goals
from handlers.payloads import Answers
from handlers.seams import Block, Desk, Telling
from handlers.views import invitation as pages
from handlers.views import strategies as views
from handlers.words import say

ACTS: Mapping[str, Callable[[Work, MemberId, str], Card | Gone]] = {
    ids.SHOW_PARTNERS: strategies.show_partners,
    ids.SHOW_PROGRAM: strategies.show_program,
    ids.STRATEGY_BACK: strategies.take_back,
    ids.DELETE_STRATEGY: strategies.delete,
}


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Worth trying]: one's own cards, and what colleagues show."""
    await forms.show(client, body, await _page(desk))
    await ack()


async def wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep a card]: the form, with what the step's own answers say already."""
    pressed, who = payloads.value(body), desk.who
    partnership = PartnershipId(pressed.get("partnership", ""))
    run = RunId(pressed.get("run", ""))
    texts = await desk.look(lambda reader: strategies.begun(reader, who, partnership, run))
    view = views.form(texts, key=desk.draw(), locale=await desk.locale())
    await forms.show(client, body, view)
    await ack()


async def change_wanted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Edit]: the form with what one's own card says."""
    name, who, locale = payloads.value(body).get("card", ""), desk.who, await desk.locale()
    mine = await desk.look(lambda reader: strategies.mine(reader, who))
    card = next((card for card in mine if card.name == name), None)
    if card is None:
        await forms.told(ack, body, client, desk, say("strategies.gone", locale))
        return
    view = views.form(card.texts, key=desk.draw(), locale=locale, card=name)
    await forms.show(client, body, view)
    await ack()


async def kept(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Keep it]: a new one for oneself alone; one's own in other words, for whoever read it."""
    del client
    filled, who, locale = Answers.of(body), desk.who, await desk.locale()
    texts = {field: filled.text(field) for field in strategies.FIELDS}
    name = payloads.metadata(body).get("card", "")

    def keep(work: Work) -> Card | Gone | Empty | TooLong | NotAMember:
        if name:
            return strategies.change(work, who, name, texts)
        return strategies.keep(work, who, texts)

    outcome = await desk.tell(Lock.member(who), keep)
    match outcome:
        case Card():
            words = say("strategies.changed" if name else "strategies.kept", locale)
            await answers.turn_into(ack, pages.page("step.kept_title", words, locale))
        case Empty():
            await answers.refuse(ack, {strategies.TRIED: say("strategies.empty", locale)})
        case TooLong(counts):
            most = strategies.LONGEST
            errors = {
                field: say("strategies.too_long", locale, n=n, most=most)
                for field, n in counts.items()
            }
            await answers.refuse(ack, errors)
        case NotAMember():
            await answers.refuse(ack, {strategies.TRIED: say("strategies.not_a_member", locale)})
        case Gone():
            await answers.refuse(ack, {strategies.TRIED: say("strategies.gone", locale)})


async def changed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Show my partners], [Show my program], [Take it back], [Delete]: the list as it is then."""
    act = ACTS[str(payloads.action(body).get("action_id"))]
    name, who = payloads.value(body).get("card", ""), desk.who
    outcome = await desk.tell(Lock.member(who), lambda work: act(work, who, name))
    if isinstance(outcome, Gone):
        known = await desk.look(lambda reader: _is_mine(reader, who, name))
        key = "strategies.nobody" if known else "strategies.gone"
        await forms.told(ack, body, client, desk, say(key, await desk.locale()))
        return
    await client.views_update(view_id=payloads.open_view(body)["id"], view=await _page(desk))
    await ack()


async def tried(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Try this]: one's own goal in the making, with the card's act as its next step."""
    name, who, locale = payloads.value(body).get("card", ""), desk.who, await desk.locale()
    outcome = await desk.tell(Lock.member(who), lambda work: strategies.try_it(work, who, name))
    if isinstance(outcome, Talk):
        form = goals.next_form(outcome, desk, locale)
        await client.views_update(view_id=payloads.open_view(body)["id"], view=form)
        await ack()
        return
    key = "gone" if isinstance(outcome, Gone) else "not_a_member"
    await forms.told(ack, body, client, desk, say(f"strategies.{key}", locale))


def _is_mine(reader: Reader, who: MemberId, name: str) -> bool:
    return any(card.name == name for card in strategies.mine(reader, who))


async def _page(desk: Desk) -> Block:
    who = desk.who
    mine, shown = await desk.look(
        lambda reader: (strategies.mine(reader, who), strategies.shown(reader, who))
    )
    names = await desk.names(frozenset(card.author for card in shown))
    return views.page(mine, shown, Telling(await desk.locale(), names))
