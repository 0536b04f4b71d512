"""Socket Mode: deliveries come through a WebSocket that we open (docs.slack.dev)."""

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import TandemApp
from bot.clock import Clock
from bot.logs import SLACK
from bot.refusals import word
from bot.slack import CannotStart
from handlers.words import say

_PING = 5.0


class Socket(AsyncSocketModeHandler):
    """One connection, which reopens itself; made inside the running loop."""

    def __init__(
        self, app: TandemApp, app_token: str, web_client: AsyncWebClient, clock: Clock
    ) -> None:
        super().__init__(app, app_token, logger=SLACK, web_client=web_client, ping_interval=_PING)
        self._deliveries = app.deliveries
        self._clock = clock
        self._heard = clock.monotonic()

    async def open(self) -> None:
        """Deliveries come in from now on; raises `CannotStart` where Slack does not let us."""
        try:
            # Asked for here: the client itself would go on asking with a token that is wrong.
            self.client.wss_uri = await self.client.issue_new_wss_url()
        except SlackApiError as error:
            raise CannotStart(say("cli.run.app_token_refused", error=word(error))) from None
        except (aiohttp.ClientError, OSError, TimeoutError):
            url = self.app.client.base_url
            raise CannotStart(say("cli.run.slack_unreachable", url=url)) from None
        await self.client.connect()

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """One envelope, in flight until its acknowledgement is on its way."""
        self._heard = self._clock.monotonic()
        with self._deliveries.one():
            await super().handle(client, req)  # type: ignore[arg-type]  # Bolt narrows its own base.

    async def connected(self) -> bool:
        """Whether the connection is open and answers pings."""
        return await self.client.is_connected()

    @property
    def silence(self) -> float:
        """Seconds since the last envelope, or since the beginning."""
        return self._clock.monotonic() - self._heard
