"""A real Bolt app, connected by Socket Mode, lives in the playground."""

from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.server import Playground


async def test_a_command_opens_a_form_whose_answer_is_said() -> None:
    async with Playground(manifest=None) as slack:
        client = AsyncWebClient(slack.credentials.bot_token, base_url=slack.api_url)
        app = AsyncApp(client=client, signing_secret="x")
        view = {
            "type": "modal",
            "callback_id": "goal",
            "title": {"type": "plain_text", "text": "Goal"},
            "submit": {"type": "plain_text", "text": "Save"},
            "blocks": [
                {
                    "type": "input",
                    "block_id": "goal",
                    "label": {"type": "plain_text", "text": "What?"},
                    "element": {"type": "plain_text_input", "action_id": "text"},
                }
            ],
        }

        @app.command("/goal")
        async def goal(ack: Any, body: Any, client: AsyncWebClient) -> None:
            await ack("Opening")
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        @app.view("goal")
        async def taken(ack: Any, body: Any, client: AsyncWebClient) -> None:
            await ack()
            said = body["view"]["state"]["values"]["goal"]["text"]["value"]
            await client.chat_postMessage(channel=body["user"]["id"], text=f"Goal: {said}")

        handler = AsyncSocketModeHandler(
            app, slack.credentials.app_token, web_client=AsyncWebClient(base_url=slack.api_url)
        )
        await handler.connect_async()
        try:
            maya = slack.person("U0MAYA")
            assert (await maya.command("D0MAYA", "/goal please")).ok
            modal = await slack.until(maya.modal)
            assert (await maya.submit(state={"goal": "listen"})).ok
            assert maya.modal() is None
            said = await slack.until(
                lambda: [m for m in maya.messages() if m.text == "Goal: listen"]
            )
            assert said[0].bot
            assert maya.messages()[0].text == "Opening"
        finally:
            await handler.close_async()
