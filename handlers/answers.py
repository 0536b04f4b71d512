"""What a person is told when something failed: what happened, what was kept, what to do."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError

from flows.coaching import Late, NotTheirs
from flows.ports import Busy, SeenBefore, Unsure
from handlers.payloads import Amiss
from handlers.seams import Block, Desk
from handlers.views import invitation as pages
from handlers.words import say

# Slack's reference and its servers name both in two ways.
_TRIGGER_USED = frozenset({"exchanged_trigger_id", "trigger_exchanged"})
_TRIGGER_LATE = frozenset({"expired_trigger_id", "trigger_expired"})
_NOTHING_TO_SHOW = frozenset({"not_found", "hash_conflict"})
"""What views.update says of a form that is closed, or shows something newer by now."""

Listener = Callable[[AsyncAck, dict[str, Any], Any, Desk], Awaitable[None]]


def carried(listener: Listener) -> Listener:
    """The listener, with an honest answer to the person when the store could not take its work.

    Where Slack knows no answer that says so (events, buttons, menus), the failure goes on and
    nothing is acknowledged: Slack delivers an event again, and marks what was pressed as failed.
    """

    async def carry(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
        try:
            await listener(ack, body, client, desk)
        except SeenBefore:
            await ack()
        except (Busy, TimeoutError):
            if not await tell(ack, body, desk, "busy"):
                raise
        except Amiss:
            await _moved_on(ack, body, desk)
        except Unsure:
            if not await tell(ack, body, desk, "unsure"):
                raise
        except SlackApiError as refusal:
            error = refusal.response["error"]
            gone = refusal.response.api_url.endswith("views.update") and error in _NOTHING_TO_SHOW
            if gone or error in _TRIGGER_USED:
                await ack()  # What was pressed is done; a used trigger opened its form already.
            elif error not in _TRIGGER_LATE or not await tell(ack, body, desk, "busy"):
                raise

    carry.__name__ = listener.__name__
    carry.__doc__ = listener.__doc__
    return carry


async def _moved_on(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    words = say("outage.late", await desk.locale())
    if body.get("type") == "view_submission":
        await refuse_all(ack, body, words)
    else:
        await ack()
        whisper(body, desk, words)


async def tell(ack: AsyncAck, body: dict[str, Any], desk: Desk, what: str) -> bool:
    """Tells the person `busy`, `unsure` or `broken`; whether that was Slack's answer as well."""
    if body.get("type") == "view_submission":
        await refuse_all(ack, body, say(f"outage.{what}_form"))
        return True
    if "command" in body:
        await ack(text=say(f"outage.{what}"))
        return True
    if "event" not in body:  # Nobody waits for words there.
        whisper(body, desk, say(f"outage.{what}"))
    return False


def closed(outcome: Late | NotTheirs, locale: str) -> str:
    """Why nothing was changed: it has moved on meanwhile, or is between other people."""
    return say("outage.late" if isinstance(outcome, Late) else "outage.not_yours", locale)


async def refuse(ack: AsyncAck, errors: dict[str, str]) -> None:
    """Keeps the form open, with every word in it, and says at each field what is the matter."""
    await ack(response_action="errors", errors=errors)


async def turn_into(ack: AsyncAck, view: Block) -> None:
    """Shows this in place of the form that was submitted."""
    await ack(response_action="update", view=view)


async def refuse_all(ack: AsyncAck, body: dict[str, Any], words: str) -> None:
    """Keeps the form open and says what is the matter, at its first input or on a page above."""
    shown = body.get("view", {}).get("blocks", [])
    inputs = [str(block["block_id"]) for block in shown if block.get("type") == "input"]
    if inputs:
        await refuse(ack, {inputs[0]: words})
    else:
        await ack(response_action="push", view=pages.page("app.name", words, "en"))


def whisper(body: dict[str, Any], desk: Desk, text: str) -> None:
    """Tells the one who pressed, where they pressed; nobody else sees it, nothing depends on it."""
    channel = (body.get("container") or {}).get("channel_id") or (body.get("channel") or {}).get(
        "id"
    )
    desk.whisper(str(channel or desk.who), text)
