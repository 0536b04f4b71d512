"""Lines that only one person sees, sent beside the answer; losing one loses nothing."""

import asyncio

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.deliveries import Deliveries
from bot.refusals import word
from flows.ids import MemberId

log = structlog.get_logger(__name__)


class Whispers:
    """Sends them in tasks of their own, which count as work in flight."""

    def __init__(self, client: AsyncWebClient, deliveries: Deliveries) -> None:
        self._client = client
        self._deliveries = deliveries
        self._tasks: set[asyncio.Task[None]] = set()

    def whisper(self, conversation: str, who: MemberId, text: str) -> None:
        """The person sees the line soon, in that conversation; in their DM when it is theirs."""
        task = asyncio.create_task(self._send(conversation, who, text), name="whisper")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, conversation: str, who: MemberId, text: str) -> None:
        with self._deliveries.one():
            try:
                if conversation == who:
                    await self._client.chat_postMessage(channel=who, text=text)
                else:
                    await self._client.chat_postEphemeral(channel=conversation, user=who, text=text)
            except SlackApiError as error:
                log.info("whisper_lost", error=word(error))
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.info("whisper_lost", error=type(error).__name__)
