"""A Bolt app that lives in a playground, and small forms and buttons for it to show."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground


def modal(**fields: Any) -> dict[str, Any]:
    """A form with one line to fill in."""
    return {
        "type": "modal",
        "callback_id": "goal",
        "title": {"type": "plain_text", "text": "Goal"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {
                "type": "input",
                "block_id": "goal",
                "label": {"type": "plain_text", "text": "What for?"},
                "element": {"type": "plain_text_input", "action_id": "text"},
            }
        ],
        **fields,
    }


def buttons(*values: str) -> list[dict[str, Any]]:
    """A row of buttons, each with an action id and a value of its own."""
    return [
        {
            "type": "actions",
            "block_id": "row",
            "elements": [
                {
                    "type": "button",
                    "action_id": value,
                    "value": value,
                    "text": {"type": "plain_text", "text": value},
                }
                for value in values
            ],
        }
    ]


class Bot:
    """A Bolt app that remembers every payload and answers as it was told to."""

    def __init__(self, slack: Playground) -> None:
        self.slack = slack
        self.client = AsyncWebClient(slack.credentials.bot_token, base_url=slack.api_url)
        self.app = AsyncApp(client=self.client, signing_secret=slack.credentials.signing_secret)
        self.heard: list[dict[str, Any]] = []
        self.answers: dict[str, Any] = {}
        self.also: Callable[[dict[str, Any]], Awaitable[None]] | None = None

        @self.app.middleware
        async def everything(body: dict[str, Any], req: Any, next_: Any) -> Any:
            headers = {name: values[0] for name, values in req.headers.items()}
            self.heard.append({**body, "headers": headers})
            return await next_()

        async def listener(ack: Any, body: dict[str, Any]) -> None:
            answer = self.answers.get(kind_of(body), "")
            if answer is not None:
                await (ack(**answer) if isinstance(answer, dict) else ack(answer))
            if self.also is not None:
                await self.also(body)

        async def event_listener(body: dict[str, Any]) -> None:
            if self.also is not None:
                await self.also(body)

        anything = re.compile(".*")
        self.app.command(anything)(listener)
        self.app.action(anything)(listener)
        self.app.view(anything)(listener)
        self.app.view_closed(anything)(listener)
        self.app.event(anything)(event_listener)

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """What was heard of one kind."""
        return [body for body in self.heard if kind_of(body) == kind]


def kind_of(body: dict[str, Any]) -> str:
    """A command's, an interaction's or an event's name."""
    if "command" in body:
        return "command"
    if body.get("type") == "event_callback":
        return str(body["event"]["type"])
    return str(body["type"])


@asynccontextmanager
async def living(bot: Bot) -> AsyncIterator[AsyncSocketModeHandler]:
    """The bot is connected by Socket Mode for as long as this lasts."""
    handler = AsyncSocketModeHandler(
        bot.app,
        bot.slack.credentials.app_token,
        web_client=AsyncWebClient(base_url=bot.slack.api_url),
    )
    before = bot.slack.parts.sockets.connected
    await handler.connect_async()
    await bot.slack.until(lambda: bot.slack.parts.sockets.connected > before)
    try:
        yield handler
    finally:
        await handler.close_async()
