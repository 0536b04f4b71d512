"""A small bot for the page's tests: it shows blocks and forms of every kind, and no coaching."""

import asyncio
import re
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.app_config import AppConfig, Command
from playground.server import Playground

Json = dict[str, Any]

CONFIG = AppConfig(
    name="Noteboard",
    commands=(
        Command("/note", "Write a note", "[what about]", should_escape=True),
        Command("/note-list", "All notes", "", should_escape=True),
        Command("/slow", "Answers too late"),
    ),
)


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str, **more: Any) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": words(text), "value": "1", **more}


def asked(block_id: str, label: str, element: Json, **more: Any) -> Json:
    element = {"action_id": "answer", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": words(label),
        "element": element,
        **more,
    }


def options(*names: str) -> list[Json]:
    return [{"text": words(name), "value": name.lower()} for name in names]


def form(title: str, blocks: list[Json], **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "note",
        "title": words(title),
        "submit": words("Save"),
        "close": words("Not now"),
        "blocks": blocks,
        **more,
    }


FORM = form(
    "A note",
    [
        asked("title", "Title", {"type": "plain_text_input", "max_length": 20}),
        asked(
            "who",
            "Who is it for?",
            {"type": "users_select"},
            hint=words("Somebody who works here."),
        ),
        asked("mood", "Mood", {"type": "radio_buttons", "options": options("Calm", "Busy")}),
        asked(
            "tags",
            "Tags",
            {"type": "checkboxes", "options": options("Maths", "Art")},
            optional=True,
        ),
        asked("day", "Day", {"type": "datepicker"}, optional=True),
        asked("more", "More", {"type": "plain_text_input", "multiline": True}, optional=True),
    ],
)


class Noteboard:
    """The bot, connected by Socket Mode; what it heard is kept for the tests to look at."""

    def __init__(self, slack: Playground) -> None:
        self.client = AsyncWebClient(slack.credentials.bot_token, base_url=slack.api_url)
        self.heard: list[Json] = []
        self.reply: Json = {}
        self.view = FORM
        self.pushed: Json | None = None
        self._late = asyncio.Event()
        app = AsyncApp(client=self.client, signing_secret="x")
        app.command("/note")(self._note)
        app.command("/slow")(self._slow)
        app.action(re.compile(".*"))(self._pressed)
        app.view("note")(self._taken)
        app.event("app_home_opened")(self._home)
        app.event("message")(self._typed)
        self._handler = AsyncSocketModeHandler(
            app,
            slack.credentials.app_token,
            web_client=AsyncWebClient(base_url=slack.api_url),
        )

    async def start(self) -> None:
        await self._handler.connect_async()

    async def stop(self) -> None:
        self._late.set()
        await self._handler.close_async()

    async def post(self, channel: str, text: str, blocks: list[Json] | None = None) -> str:
        answer = await self.client.chat_postMessage(channel=channel, text=text, blocks=blocks)
        return str(answer["ts"])

    async def _note(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=self.view)

    async def _slow(self, ack: Any, body: Json) -> None:
        self.heard.append(body)
        await self._late.wait()
        await ack()

    async def _pressed(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.heard.append(body)
        view = body.get("view")
        if self.pushed is not None:
            await client.views_push(trigger_id=body["trigger_id"], view=self.pushed)
        elif view and view["type"] == "modal":
            await client.views_update(view_id=view["id"], view=self.view)

    async def _taken(self, ack: Any, body: Json) -> None:
        self.heard.append(body)
        if self.reply.get("hang"):
            await self._late.wait()
        await ack(**{key: value for key, value in self.reply.items() if key != "hang"})

    async def _home(self, event: Json, client: AsyncWebClient) -> None:
        view = {
            "type": "home",
            "blocks": [
                {"type": "header", "text": words("Your notes")},
                section("Nothing *yet*.", accessory=button("first", "Write the first")),
            ],
        }
        await client.views_publish(user_id=event["user"], view=view)

    async def _typed(self, event: Json) -> None:
        self.heard.append(event)
