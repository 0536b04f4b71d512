"""The yardstick of `ack`: Bolt as its documentation starts it, with a listener that stores nothing.

Run as a process of its own: `python -m benchmarks.stock PORT API_URL`.
"""

import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.press import ACTION
from benchmarks.slack import BOT_TOKEN, SIGNING_SECRET


async def acknowledged(ack: AsyncAck) -> None:
    """Says so, and does nothing."""
    await ack()


def main() -> None:
    """Serves until it is told to stop."""
    port, api_url = int(sys.argv[1]), sys.argv[2]
    client = AsyncWebClient(BOT_TOKEN, base_url=api_url)  # The token check stays on this machine.
    app = AsyncApp(client=client, signing_secret=SIGNING_SECRET)
    app.action(ACTION)(acknowledged)
    app.server(port=port, path="/slack/events", host="127.0.0.1").start()


if __name__ == "__main__":
    main()
