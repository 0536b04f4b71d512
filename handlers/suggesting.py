"""Colleagues suggested inside the form that asks one: found, chosen, or somebody else."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import suggesting
from flows.suggesting import NothingSaid
from handlers import answers, inviting, payloads
from handlers.seams import Desk, Telling
from handlers.views import suggestion as views
from handlers.words import say


async def suggested(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Suggest colleagues]: up to three, each with reasons in words."""
    who, locale = desk.who, await desk.locale()
    found = await desk.look(lambda reader: suggesting.for_member(reader, who))
    match found:
        case tuple():
            people = frozenset(one.member for one in found)
            telling = Telling(locale, await desk.names(people))
            shown = views.rows(found, telling)
        case NothingSaid():
            shown = views.nothing_said(locale)
        case _:
            await ack()
            answers.whisper(body, desk, say("invite.refuse.not_a_member", locale))
            return
    await inviting.redrawn(client, body, desk, suggested=shown)
    await ack()


async def chosen(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Ask …] beside a suggestion: the form is filled with the person and the shared topic."""
    pressed = payloads.value(body)
    await inviting.redrawn(
        client, body, desk, chosen=pressed.get("whom", ""), topic=pressed.get("topic", "")
    )
    await ack()


async def another(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """[Somebody else]: nobody is chosen."""
    await inviting.redrawn(client, body, desk, chosen="", topic="")
    await ack()
