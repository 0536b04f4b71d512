"""«What would help now?» where a cycle is set up: one way is suggested, with its reason."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import writing
from flows.writing import Writing
from handlers import payloads
from handlers.entering import merged, refused, remembered
from handlers.seams import Desk, Telling
from handlers.views import setup as views
from handlers.views.step import Fold


async def needed(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """What they want was picked: the form says which way fits; what was typed stays."""
    memory, view, who = payloads.metadata(body), payloads.open_view(body), desk.who
    partnership, run = remembered(memory)
    found = await desk.look(lambda reader: writing.find(reader, who, partnership, run))
    if not isinstance(found, Writing):
        await ack()
        await refused(body, desk, found)
        return
    names = await desk.names(frozenset(found.course.pair.members))
    again = views.form(
        found,
        merged(found, body),
        key=memory.get("key", desk.draw()),
        telling=Telling(await desk.locale(), names),
        fold=Fold.of(memory),
        need=payloads.value(body).get("need", ""),
    )
    await client.views_update(view_id=view["id"], hash=view.get("hash"), view=again)
    await ack()
