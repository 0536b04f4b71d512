"""What is missing at start is said in one line with the mend, and nothing is left half open."""

import socket
from pathlib import Path

import pytest

from bot.run import CannotStart, Tandem
from bot.slack import session
from playground.faults import Fault
from playground.server import Playground
from tests.bot.test_app import settings_for


async def refused(tandem: Tandem) -> str:
    """Why it cannot start."""
    with pytest.raises(CannotStart) as cannot:
        async with tandem:
            pass
    (line,) = str(cannot.value).splitlines()
    return line


async def test_a_token_that_slack_refuses(slack: Playground, tmp_path: Path) -> None:
    line = await refused(Tandem(settings_for(slack, tmp_path, bot_token="xoxb-old")))
    assert "SLACK_BOT_TOKEN" in line
    assert "invalid_auth" in line


async def test_an_app_token_that_slack_refuses(slack: Playground, tmp_path: Path) -> None:
    line = await refused(Tandem(settings_for(slack, tmp_path, app_token="xapp-old")))
    assert "SLACK_APP_TOKEN" in line


async def test_a_socket_that_slack_does_not_open(slack: Playground, tmp_path: Path) -> None:
    slack.parts.faults.add(Fault("apps.connections.open", "lost_reply", times=9))
    assert "cannot be reached" in await refused(Tandem(settings_for(slack, tmp_path)))


async def test_slack_that_fails_or_is_away(slack: Playground, tmp_path: Path) -> None:
    slack.parts.faults.add(Fault("auth.test", "http_500"))
    line = await refused(Tandem(settings_for(slack, tmp_path)))
    assert "http_500" in line
    away = settings_for(slack, tmp_path, api_url="http://127.0.0.1:1/api/")
    assert "cannot be reached" in await refused(Tandem(away))


async def test_a_second_process_on_the_same_data(slack: Playground, tmp_path: Path) -> None:
    settings = settings_for(slack, tmp_path)
    async with Tandem(settings):
        assert "Another Tandem" in await refused(Tandem(settings))
    async with Tandem(settings) as again:
        assert (await again.health())["database"]


async def test_a_port_that_is_taken(slack: Playground, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = settings_for(slack, tmp_path, mode="http", http_port=port)
        line = await refused(Tandem(settings))
    assert "TANDEM_HTTP_PORT" in line
    assert str(port) in line


async def test_a_folder_that_cannot_be_made(slack: Playground, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert "TANDEM_DATA_DIR" in await refused(Tandem(settings_for(slack, file / "inside")))


async def test_the_posting_session_gives_up_and_is_closed() -> None:
    async with session(3.0) as shared:
        assert shared.timeout.total == 3.0
    assert shared.closed
