"""What a person is told when something failed: what happened, what was kept, what to do."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck

from flows.ports import Busy, SeenBefore, Unsure
from handlers.seams import Block, Desk
from handlers.words import say

Listener = Callable[[AsyncAck, dict[str, Any], Any, Desk], Awaitable[None]]


def carried(listener: Listener) -> Listener:
    """The listener, with an honest answer to the person when the store could not take its work.

    Events are the exception: nobody waits for words there, so the failure goes on, nothing is
    acknowledged, and Slack delivers the event again.
    """

    async def carry(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
        try:
            await listener(ack, body, client, desk)
        except SeenBefore:
            await ack()
        except (Busy, TimeoutError):
            if "event" in body:
                raise
            await tell(ack, body, desk, "busy")
        except Unsure:
            if "event" in body:
                raise
            await tell(ack, body, desk, "unsure")

    carry.__name__ = listener.__name__
    carry.__doc__ = listener.__doc__
    return carry


async def tell(ack: AsyncAck, body: dict[str, Any], desk: Desk, what: str) -> None:
    """Answers `busy` or `unsure` where the person is: in the form, or below what was pressed."""
    if body.get("type") == "view_submission":
        await refuse(ack, {first_input(body): say(f"outage.{what}_form")})
    elif "command" in body:
        await ack(text=say(f"outage.{what}"))
    else:
        await ack()
        whisper(body, desk, say(f"outage.{what}"))


async def refuse(ack: AsyncAck, errors: dict[str, str]) -> None:
    """Keeps the form open, with every word in it, and says at each field what is the matter."""
    await ack(response_action="errors", errors=errors)


async def turn_into(ack: AsyncAck, view: Block) -> None:
    """Shows this in place of the form that was submitted."""
    await ack(response_action="update", view=view)


def first_input(body: dict[str, Any]) -> str:
    """The block to which a form's error belongs when it belongs to none."""
    shown = body.get("view", {}).get("blocks", [])
    inputs = (str(b["block_id"]) for b in shown if b.get("type") == "input")
    return next(inputs, "form")


def whisper(body: dict[str, Any], desk: Desk, text: str) -> None:
    """Tells the one who pressed, where they pressed; nobody else sees it, nothing depends on it."""
    channel = (body.get("container") or {}).get("channel_id") or (body.get("channel") or {}).get(
        "id"
    )
    desk.whisper(str(channel or desk.who), text)
