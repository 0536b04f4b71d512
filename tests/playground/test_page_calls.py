"""What the page calls, over HTTP, and who may not call it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from playground.app_config import AppConfig, Command
from playground.server import Playground
from tests.playground.resident import Bot, buttons, living, modal

CONFIG = AppConfig(commands=(Command("/goal", "Set a goal", "[text]", should_escape=True),))


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground(manifest=CONFIG) as running:
        yield running


@pytest.fixture
async def page(slack: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(slack.url) as session:
        yield session


async def read(page: aiohttp.ClientSession, path: str, **query: str) -> Any:
    async with page.get(f"/playground/{path}", params=query) as response:
        return await response.json()


async def tell(page: aiohttp.ClientSession, path: str, **body: Any) -> Any:
    async with page.post(f"/playground/{path}", json=body) as response:
        return await response.json()


async def do(page: aiohttp.ClientSession, what: str, **body: Any) -> Any:
    return await tell(page, "do", **{"as": "U0MAYA", "do": what, **body})


async def test_the_school_is_shown(page: aiohttp.ClientSession) -> None:
    school = await read(page, "people")
    assert school["workspace"] == {"id": "T0HARBOUR", "name": "Harbour School"}
    assert school["app"]["commands"] == [
        {"command": "/goal", "description": "Set a goal", "usage_hint": "[text]"}
    ]
    people = {person["id"]: person for person in school["people"]}
    assert len(people) == 10
    assert people["U0GUEST"]["is_guest"]
    assert people["U0LEFT"]["deleted"]
    assert people["U0PIOTR"]["tz"] == "Europe/Warsaw"


async def test_each_person_sees_their_own(page: aiohttp.ClientSession) -> None:
    maya = await read(page, "view", **{"as": "U0MAYA"})
    assert {each["id"] for each in maya["conversations"]} == {"C0STAFF", "C0COACH", "D0MAYA"}
    assert maya["bot"] == {"state": "down", "managed": False}
    aoife = await read(page, "view", **{"as": "U0AOIFE"})
    assert "C0HEADS" in {each["id"] for each in aoife["conversations"]}
    closed = await read(page, "messages", **{"as": "U0MAYA", "channel": "C0HEADS"})
    assert closed == {"ok": False, "error": "channel_not_found"}
    assert (await read(page, "view", **{"as": "U0NOBODY"}))["error"] == "user_not_found"


async def test_a_whole_conversation_by_page_calls(
    slack: Playground, page: aiohttp.ClientSession
) -> None:
    bot = Bot(slack)

    async def answer(body: dict[str, Any]) -> None:
        if body.get("command") == "/goal":
            await bot.client.views_open(trigger_id=body["trigger_id"], view=modal())
        elif body.get("type") == "view_submission":
            await bot.client.chat_postMessage(channel="D0MAYA", text="?", blocks=buttons("yes"))
            await bot.client.views_publish(
                user_id="U0MAYA", view={"type": "home", "blocks": buttons("again")}
            )

    bot.also = answer
    async with living(bot), page.ws_connect("/playground/live?as=U0MAYA") as live:
        assert await do(page, "command", channel="D0MAYA", text="/goal") == {"ok": True}
        await slack.until(slack.person("U0MAYA").modal)
        shown = (await read(page, "view", **{"as": "U0MAYA"}))["modal"]
        assert (shown["depth"], shown["errors"]) == (1, {})
        missing = await do(page, "submit", view_id=shown["id"], state={})
        assert missing["ok"]
        assert missing["errors"].keys() == {"goal"}
        typed = {"goal": {"text": {"type": "plain_text_input", "value": "listen"}}}
        assert await do(page, "submit", view_id=shown["id"], state=typed) == {"ok": True}
        await slack.until(slack.person("U0MAYA").home)
        view = await read(page, "view", **{"as": "U0MAYA"})
        direct = next(each for each in view["conversations"] if each["id"] == "D0MAYA")
        assert direct["unread"] == 1
        [message] = (await read(page, "messages", **{"as": "U0MAYA", "channel": "D0MAYA"}))[
            "messages"
        ]
        assert message["bot"]
        press = {"block_id": "row", "action": {"type": "button"}}
        container = {"type": "message", "channel": "D0MAYA", "ts": message["ts"]}
        assert await do(page, "action", action_id="yes", container=container, **press) == {
            "ok": True
        }
        home = {"type": "home"}
        assert (await do(page, "action", action_id="again", container=home, **press))["ok"]
        assert (await do(page, "home"))["ok"]
        written = await do(page, "message", channel="D0MAYA", text="Hi")
        assert written["ts"] > message["ts"]
        changed: set[str] = set()
        while not changed >= {"view", "home", "modal", "traffic", "messages:D0MAYA"}:
            changed |= set((await live.receive_json(timeout=5))["changed"])
    pressed = [body["actions"][0]["value"] for body in bot.of_kind("block_actions")]
    assert pressed == ["yes", "again"]


async def test_membership_changes_by_page_calls(
    slack: Playground, page: aiohttp.ClientSession
) -> None:
    assert (await do(page, "invite_bot", channel="C0STAFF"))["ok"]
    assert "U0TANDEM" in slack.parts.workspace.conversations["C0STAFF"].members
    assert (await do(page, "remove_bot", channel="C0STAFF"))["ok"]
    invite = {"channel": "C0STAFF", "text": "/invite @Tandem"}
    assert (await do(page, "command", **invite))["ok"]
    assert "U0TANDEM" in slack.parts.workspace.conversations["C0STAFF"].members
    nobody = {"channel": "C0STAFF", "text": "/invite @dara"}
    assert (await do(page, "command", **nobody))["error"] == "user_not_found"
    assert (await do(page, "leave", channel="C0STAFF"))["ok"]
    assert (await do(page, "join", channel="C0STAFF"))["ok"]
    assert (await do(page, "join", channel="C0HEADS"))["error"] == "channel_not_found"
    assert (await do(page, "change", fields={"tz": "Europe/Warsaw"}))["ok"]
    assert (await do(page, "change", fields={"id": "U1"}))["error"] == "invalid_profile"
    assert (await do(page, "archive", channel="C0STAFF"))["ok"]
    assert (await do(page, "message", channel="C0STAFF", text="x"))["error"] == "is_archived"
    assert (await do(page, "dance"))["error"] == "unknown_act"


async def test_the_clock_moves_by_page_calls(page: aiohttp.ClientSession) -> None:
    before = (await read(page, "view", **{"as": "U0MAYA"}))["clock"]["offset"]
    assert (await tell(page, "clock", by=3600))["steps"] == 1
    after = (await read(page, "view", **{"as": "U0MAYA"}))["clock"]
    assert after["offset"] >= before + 3599
    assert after["moving"] is False
    assert (await tell(page, "clock", morning=True))["ok"]
    assert (await tell(page, "clock", to="2100-01-01T08:00:00"))["now"].startswith("2100-01-01")
    assert (await tell(page, "clock", next=True))["error"] == "nothing_planned"
    assert (await tell(page, "clock", to="soon"))["error"] == "invalid_arguments"
    assert (await tell(page, "clock"))["error"] == "invalid_arguments"
    assert (await tell(page, "bot", do="kill"))["error"] == "not_managed"


async def test_faults_and_traffic_by_page_calls(
    slack: Playground, page: aiohttp.ClientSession
) -> None:
    bot = Bot(slack)
    fault = {"method": "chat.postMessage", "kind": "error", "times": 1, "error": "is_archived"}
    assert (await tell(page, "faults", **fault))["ok"]
    answer = await bot.client.api_call("users.info", params={"user": "U0MAYA"})
    assert answer["ok"]
    with pytest.raises(Exception, match="is_archived"):
        await bot.client.chat_postMessage(channel="D0MAYA", text="x")
    traffic = await read(page, "traffic", since="0")
    assert traffic["last"] == 2
    [first, second] = traffic["entries"]
    assert (first["direction"], first["what"]) == ("out", "users.info")
    assert (second["body"], second["answer"]["error"]) == (
        {"channel": "D0MAYA", "text": "x"},
        "is_archived",
    )
    assert (await read(page, "traffic", since="2"))["entries"] == []
    every = {"drop_sockets": True, "refresh_sockets": True, "deliver_twice": 1}
    assert (await tell(page, "faults", **every, hold_events=True, pace=1))["ok"]
    assert (await tell(page, "faults", hold_events=False, clear=True))["ok"]
    assert (await tell(page, "faults", method="*", kind="odd"))["error"] == "invalid_arguments"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
async def test_only_this_machine_and_its_own_page_are_answered(
    page: aiohttp.ClientSession, headers: dict[str, str], status: int
) -> None:
    async with page.get("/playground/people", headers=headers) as response:
        assert response.status == status


async def test_no_file_beside_the_page_is_served(page: aiohttp.ClientSession) -> None:
    for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/none.js"):
        async with page.get(path) as response:
            assert response.status == 404
    async with page.get("/") as response:
        assert response.status == 200
