"""`/coach-privacy`: what is held about me, to read, to take along and to delete; for me alone."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import erasing, exporting, own_data
from flows.authored import about_of
from flows.ids import MemberId, PartnershipId, PieceId
from flows.own_data import OwnData
from flows.ports import Lock
from flows.unchanged import Unchanged
from handlers import answers, forms, ids, payloads
from handlers.seams import Block, Desk, Telling
from handlers.views import blocks
from handlers.views import invitation as pages
from handlers.views import privacy as views
from handlers.words import say

FILES = "files:write"


async def privacy_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """`/coach-privacy` and [My data]: kinds, counts, and who may see each."""
    view = views.overview(await _held(desk), await desk.locale(), files=FILES in desk.scopes)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def page_opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Read what I wrote], or what others shared: above the first page."""
    listed, first = _where(body)
    await forms.show(client, body, await _page(desk, listed, first))
    await ack()


async def page_turned(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """Younger or older ones, in the same place."""
    listed, first = _where(body)
    view = payloads.open_view(body)
    await client.views_update(view_id=view["id"], view=await _page(desk, listed, first))
    await ack()


async def file_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Send me a file]: it comes into the person's own DM, and goes again after a day."""
    who, locale = desk.who, await desk.locale()
    if FILES not in desk.scopes:
        await forms.told(ack, body, client, desk, say("privacy.no_file", locale))
        return
    await desk.tell(Lock.member(who), lambda work: exporting.ask(work, who))
    await forms.told(ack, body, client, desk, say("privacy.file_coming", locale))


async def text_deleted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Delete] under one of the person's own texts."""
    payloads.open_view(body)
    who, piece = desk.who, PieceId(payloads.value(body).get("piece", ""))
    outcome = await desk.tell(Lock.member(who), lambda work: erasing.one(work, who, piece))
    await _shown_again(ack, body, client, desk, outcome)


async def copy_deleted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Delete my copy] of notes that somebody released to this person (INV-11)."""
    payloads.open_view(body)
    used, who = payloads.value(body), desk.who
    partnership = PartnershipId(used.get("partnership", ""))
    author = MemberId(used.get("author", ""))
    cycle, run = about_of(used.get("about", ""))
    outcome = await desk.tell(
        Lock.partnership(partnership),
        lambda work: erasing.copy_of(work, who, partnership, cycle, run, author),
    )
    await _shown_again(ack, body, client, desk, outcome)


async def all_asked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Delete everything…]: the form that says what goes and what stays."""
    who, locale = desk.who, await desk.locale()
    ahead = await desk.look(lambda reader: erasing.ahead(reader, who))
    view = views.delete_all(ahead, await _held(desk), key=desk.draw(), locale=locale)
    await forms.show(client, body, view)
    await ack()


async def all_deleted(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Delete everything]: done, and on disk, before the form says so."""
    del body, client
    who, locale = desk.who, await desk.locale()
    held = await _held(desk)
    gone = await desk.tell(Lock.member(who), lambda work: erasing.everything(work, who))
    page = pages.page("privacy.title", views.deleted(gone, held, locale), locale)
    await answers.turn_into(ack, page)


async def _held(desk: Desk) -> OwnData:
    who = desk.who
    return await desk.look(lambda reader: own_data.of(reader, who))


async def _page(desk: Desk, listed: str, first: int) -> Block:
    data, person = await _held(desk), await desk.person(desk.who)
    telling = Telling(await desk.locale(), await desk.names(data.people))
    return views.page(data, listed, first, person.zone if person else "UTC", telling)


async def _shown_again(
    ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, outcome: object
) -> None:
    """The page without what is gone; pressed twice, it says so."""
    released = payloads.action(body).get("action_id") == ids.DELETE_COPY
    listed, first = views.RELEASED if released else views.MINE, _where(body)[1]
    view = await _page(desk, listed, first)
    if isinstance(outcome, Unchanged):
        view["blocks"].insert(0, blocks.context(say("privacy.gone", await desk.locale())))
    await client.views_update(view_id=body["view"]["id"], view=view)
    await ack()


def _where(body: dict[str, Any]) -> tuple[str, int]:
    """Which list a button names, and from which text on."""
    used = payloads.value(body)
    first = used.get("first", "")
    listed = views.RELEASED if used.get("list") == views.RELEASED else views.MINE
    return listed, int(first) if first.isdecimal() else 0
