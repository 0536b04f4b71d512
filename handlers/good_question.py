"""[One good question]: a card for any ten minutes; nothing is stored and nothing follows (B0)."""

from random import Random
from typing import Any

from slack_bolt.async_app import AsyncAck

from handlers import forms
from handlers.seams import Desk
from handlers.views import good_question as views


async def opened(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The card, with three questions to choose from; [Other questions] draws anew."""
    view = views.card(Random(desk.draw()), await desk.locale())
    if (body.get("view") or {}).get("callback_id") == views.CARD:
        await client.views_update(view_id=body["view"]["id"], view=view)
    else:
        await forms.show(client, body, view)
    await ack()
