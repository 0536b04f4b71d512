"""The playground as a program: its options, its child, its end."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from playground.__main__ import main
from playground.server import Playground

# A small program in place of the bot: it follows the clock, says so, and waits to be ended.
CHILD = """
import asyncio, os, aiohttp
async def live():
    print("here", flush=True)
    async with aiohttp.ClientSession() as session:
        call = session.post(os.environ["SLACK_API_URL"] + "apps.connections.open",
            headers={"Authorization": "Bearer " + os.environ["SLACK_APP_TOKEN"]})
        async with call as response:
            url = (await response.json())["url"]
        async with session.ws_connect(url) as socket:
            async for _ in socket:
                pass
asyncio.run(live())
"""


@pytest.fixture
def child(tmp_path: Path) -> list[str]:
    program = tmp_path / "child.py"
    program.write_text(CHILD, encoding="utf-8")
    return [sys.executable, str(program)]


def state_of(slack: Playground) -> str:
    return slack.child.state if slack.child is not None else "none"


async def test_the_bot_is_killed_and_started_again(child: list[str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Playground(manifest=None, data=data, command=child) as slack:
        assert state_of(slack) == "starting"
        await slack.until(lambda: state_of(slack) == "up")
        async with aiohttp.ClientSession(slack.url) as page:
            async with page.post("/playground/bot", json={"do": "kill"}) as response:
                assert (await response.json())["ok"]
            assert state_of(slack) == "down"
            async with page.post("/playground/bot", json={"do": "start"}) as response:
                assert (await response.json())["ok"]
        await slack.until(lambda: state_of(slack) == "up")
    assert state_of(slack) == "down"
    assert (data / "bot.log").read_text(encoding="utf-8") == "here\n" * 2


async def test_a_bot_that_ends_by_itself_is_down(capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "print('no settings'); raise SystemExit(3)"]
    async with Playground(manifest=None, command=command) as slack:
        await slack.until(lambda: state_of(slack) == "down")
    said = capsys.readouterr().err
    assert "bot | no settings" in said
    assert "exit code 3" in said


async def test_the_program_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground", "--port", "0", "--data", str(tmp_path)),
        *("--begin", "2026-03-02T08:00", "--env-file", str(tmp_path / "bot.env")),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    url = line.split()[-1]
    async with (
        aiohttp.ClientSession(url) as page,
        page.get("/playground/view?as=U0MAYA") as response,
    ):
        assert (await response.json())["now"].startswith("2026-03-02T08:00")
    assert f"SLACK_API_URL={url}/api/\n" in (tmp_path / "bot.env").read_text(encoding="utf-8")
    process.send_signal(signal.SIGINT)
    assert await process.wait() == 0


def test_options_that_do_not_fit_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--delivery", "http"]) == 2
    assert "--request-url" in capsys.readouterr().err


def test_a_taken_port_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        assert main(["--port", str(taken.getsockname()[1])]) == 1
    assert capsys.readouterr().err.count("\n") == 1
