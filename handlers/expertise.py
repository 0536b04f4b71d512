"""[My expertise log]: what its owner wrote of their own growth, cycle by cycle."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import expertise
from flows.pieces import Piece
from flows.ports import Reader
from handlers import forms
from handlers.seams import Block, Desk
from handlers.views import blocks
from handlers.views import expertise as views


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The log as a page; only its owner has the button and can open it."""
    who, locale = desk.who, await desk.locale()

    def look(reader: Reader) -> tuple[list[Piece], str]:
        known = reader.members.get(who)
        return expertise.entries(reader, who), known.zone if known else "UTC"

    entries, zone = await desk.look(look)
    await forms.show(client, body, views.page(entries, zone, locale))
    await ack()


async def row(desk: Desk) -> list[Block]:
    """The button, for whoever has entries."""
    who = desk.who
    found = await desk.look(lambda reader: expertise.entries(reader, who))
    return [blocks.actions(views.button(await desk.locale()))] if found else []
