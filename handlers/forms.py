"""Small things that forms of visits and talks share: where they open, and what was picked."""

from datetime import date, datetime, time
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows.policy import zone_of
from flows.schooldays import moment
from handlers import answers
from handlers.payloads import Answers
from handlers.seams import Block, Desk
from handlers.views import invitation as pages


async def show(client: Any, body: dict[str, Any], view: Block) -> None:
    """Opens the form: above the one that is open, or as the first."""
    below = body.get("view") or {}
    opens = client.views_push if below.get("type") == "modal" else client.views_open
    await opens(trigger_id=body["trigger_id"], view=view)


async def told(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk, words: str) -> None:
    """Answers a press: in place of the form that it was pressed in, else where it was pressed."""
    view = body.get("view") or {}
    if view.get("type") == "modal":
        page = pages.page("app.name", words, await desk.locale())
        await client.views_update(view_id=view["id"], view=page)
        await ack()
    else:
        await ack()
        answers.whisper(body, desk, words)


def picked(found: Answers, day: str, at: str, zone: str) -> datetime | None:
    """The day and time picked, in that zone; None where one is missing."""
    chosen, hour = found.day(day), found.time(at)
    if chosen is None or hour is None:
        return None
    try:
        return moment(date.fromisoformat(chosen), time.fromisoformat(hour), zone_of(zone))
    except ValueError:
        return None


def instant(text: str | None) -> datetime | None:
    """The moment that a button or form remembers; None where it remembers none."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
