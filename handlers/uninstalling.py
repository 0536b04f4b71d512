"""Tandem was taken out of the workspace: nothing of it is kept, and nothing more is said there."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from flows import erasing
from flows.ports import Lock
from handlers.seams import Desk


async def uninstalled(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The app was removed: every vault of the workspace is destroyed."""
    del body, client
    lock = Lock.program(desk.workspace)
    await desk.store.write(
        desk.workspace, lock, erasing.workspace, delivery=desk.delivery, within=desk.within
    )
    await ack()


async def tokens_revoked(ack: AsyncAck, body: dict[str, Any], client: Any, desk: Desk) -> None:
    """The bot's own token revoked means the same; a person's token does not."""
    if (body["event"].get("tokens") or {}).get("bot"):
        await uninstalled(ack, body, client, desk)
    else:
        await ack()
