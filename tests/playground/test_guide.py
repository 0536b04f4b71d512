"""A guide's words reach the page and people's wishes reach the guide; a tour opens beside."""

import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from playground.server import Playground

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)

# A small program in place of a tour: it says where it is, and stays.
OPENS = """
import socket, time
there = socket.create_server(("127.0.0.1", 0))
print(f"Open http://127.0.0.1:{there.getsockname()[1]}/ now", flush=True)
there.accept()
there.accept()
there.close()
time.sleep(600)
"""


@pytest.fixture
async def page(slack: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(slack.url) as session:
        yield session


async def asked(page: aiohttp.ClientSession, what: str) -> Any:
    async with page.get(f"/playground/{what}") as response:
        return await response.json()


async def told(page: aiohttp.ClientSession, what: str, **body: Any) -> Any:
    async with page.post(f"/playground/{what}", json=body) as response:
        return await response.json()


async def shown(slack: Playground, page: aiohttp.ClientSession, wanted: object) -> None:
    """Waits until the page is shown that, told of each change as a page is."""
    topics = slack.parts.changes.listen("U0MAYA")
    while (await asked(page, "guide"))["guide"] != wanted:
        await topics.get()


async def test_what_a_guide_shows_and_what_people_ask_of_it(
    slack: Playground, page: aiohttp.ClientSession
) -> None:
    assert await told(page, "guide", do="next") == {"ok": False, "error": "no_guide"}
    async with page.ws_connect("/guide") as guide:
        await guide.send_json({"done": 1})
        await shown(slack, page, {"done": 1})

        assert await told(page, "guide", do="pace", pace="calm") == {"ok": True}
        assert await guide.receive_json() == {"do": "pace", "pace": "calm"}
        assert (await told(page, "guide"))["error"] == "invalid_arguments"
    await shown(slack, page, None)


async def test_a_newer_guide_takes_the_place_of_an_older(
    slack: Playground, page: aiohttp.ClientSession
) -> None:
    async with page.ws_connect("/guide") as older, page.ws_connect("/guide") as newer:
        await newer.send_json({"done": 2})
        await shown(slack, page, {"done": 2})

        assert (await older.receive()).type is aiohttp.WSMsgType.CLOSE
        await told(page, "guide", do="next")
        assert await newer.receive_json() == {"do": "next"}


async def test_without_a_tour_none_is_offered(page: aiohttp.ClientSession) -> None:
    assert await asked(page, "tour") == {"offered": False, "url": None}
    assert await told(page, "tour") == {"ok": False, "error": "no_tour"}


async def test_a_tour_opens_once_is_found_again_and_opened_anew_when_it_was_left() -> None:
    tour = [sys.executable, "-c", OPENS]
    async with (
        Playground(manifest=None, tour=tour) as slack,
        aiohttp.ClientSession(slack.url) as page,
    ):
        assert await asked(page, "tour") == {"offered": True, "url": None}
        there = await told(page, "tour")
        assert there["ok"]
        assert await told(page, "tour") == there
        assert (await asked(page, "tour"))["url"] == there["url"]

        while (await asked(page, "tour"))["url"]:
            pass
        assert (await told(page, "tour"))["url"] != there["url"]


async def test_a_tour_that_does_not_open_is_said_and_can_be_tried_again() -> None:
    tour = [sys.executable, "-c", "print('no')"]
    async with (
        Playground(manifest=None, tour=tour) as slack,
        aiohttp.ClientSession(slack.url) as page,
    ):
        for _ in range(2):
            assert await told(page, "tour") == {"ok": False, "error": "not_opened"}


async def test_where_time_stands_still_it_passes_only_by_being_moved() -> None:
    real = [1_000_000.0]
    async with (
        Playground(manifest=None, begin=BEGIN, still=True, real=lambda: real[0]) as slack,
        aiohttp.ClientSession(slack.url) as page,
        page.ws_connect("/clock") as bot,
    ):
        frame = await bot.receive_json()
        real[0] += 600
        view = await asked(page, "view?as=U0MAYA")

        assert frame["still"] == view["now"] == BEGIN.isoformat()
        assert view["clock"]["still"]
        assert slack.parts.clock.offset == BEGIN.timestamp() - real[0]
        await bot.close()
        await slack.move_to(BEGIN.replace(hour=9))
        assert slack.parts.clock.moment().hour == 9
