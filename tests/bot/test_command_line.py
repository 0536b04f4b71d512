"""The command line: honest exit codes, one line with the mend, and processes that stop cleanly."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from bot import play
from bot.manifest import for_http
from playground.server import Playground
from tests.bot.rig import MAYA

ROOT = Path(__file__).resolve().parents[2]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("TANDEM_")}


def tandem(*arguments: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """What the command did, started in that folder."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**CLEAN, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    done = tandem("--help", folder=tmp_path)
    assert done.returncode == 0
    for command in ("play", "tour", "run", "migrate", "manifest", "doctor"):
        assert command in done.stdout


def test_version(tmp_path: Path) -> None:
    done = tandem("--version", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Tandem ")


def test_running_without_settings_is_one_line_with_the_mend(tmp_path: Path) -> None:
    done = tandem("run", folder=tmp_path)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("SLACK_BOT_TOKEN is not set.")


def test_a_slack_that_is_away_is_one_line_and_not_done(tmp_path: Path) -> None:
    done = tandem(
        "run",
        folder=tmp_path,
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1",
        SLACK_API_URL="http://127.0.0.1:1/api/",
        TANDEM_LOG_LEVEL="ERROR",
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Slack cannot be reached")


def test_migrating_is_said_and_can_be_repeated(tmp_path: Path) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    for _ in range(2):
        done = tandem("migrate", folder=tmp_path, **tokens)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / ".tandem" / "tandem.sqlite3").is_file()


def test_the_manifest_is_printed_as_it_is_or_for_http(tmp_path: Path) -> None:
    done = tandem("manifest", folder=tmp_path)
    assert done.stdout == (ROOT / "manifest.yml").read_text("utf-8")
    manifest = yaml.safe_load(for_http(done.stdout, "https://coach.example.org/"))
    address = "https://coach.example.org/slack/events"
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert manifest["settings"]["event_subscriptions"]["request_url"] == address
    assert manifest["settings"]["interactivity"]["request_url"] == address
    assert {each["url"] for each in manifest["features"]["slash_commands"]} == {address}


async def test_the_doctor_says_what_is_well_and_what_to_mend(
    slack: Playground, tmp_path: Path
) -> None:
    environment = {**slack.environment(), "TANDEM_DATA_DIR": str(tmp_path)}
    well = await asyncio.to_thread(tandem, "doctor", folder=tmp_path, **environment)
    assert well.returncode == 0, well.stdout + well.stderr
    assert "All is well." in well.stdout
    slack.withhold("mpim:write")
    ill = await asyncio.to_thread(tandem, "doctor", folder=tmp_path, **environment)
    assert ill.returncode == 1
    assert "mpim:write" in ill.stdout


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_cleanly_and_it_resumes(
    slack: Playground, tmp_path: Path, number: signal.Signals
) -> None:
    environment = {**CLEAN, **slack.environment(), "TANDEM_DATA_DIR": str(tmp_path)}
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run", "--env-file", os.devnull),
            env={**environment, "TANDEM_LOG_LEVEL": "WARNING"},
            cwd=ROOT,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        assert await process.stderr.readline() == b"Tandem is ready.\n"
        assert (await slack.person(MAYA).command("C0STAFF", "/coach-help")).ok
        process.send_signal(number)
        rest = await process.stderr.read()
        assert await process.wait() == 0
        assert rest == b"Tandem has stopped; nothing was left half done.\n"


def test_a_port_that_is_taken_is_replaced_by_a_free_one() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        wanted = taken.getsockname()[1]
        found = play.free_port(wanted)
        assert found not in {wanted, 0}
    assert play.free_port(found) == found


def test_playing_never_touches_a_real_workspace(tmp_path: Path) -> None:
    given = {
        "PATH": "/bin",
        "SLACK_BOT_TOKEN": "xoxb-real",
        "TANDEM_DATABASE_URL": "postgresql://real",
    }
    environment = play.environment(tmp_path, given)
    assert environment["PATH"] == "/bin"
    assert environment["TANDEM_DATA_DIR"] == str(tmp_path)
    assert "real" not in "".join(environment.values())


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
async def test_play_serves_the_page_and_ctrl_c_stops_all_of_it(tmp_path: Path) -> None:
    port = play.free_port(0)
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "play", "--port", str(port), "--data", str(tmp_path / "data")),
            env={**CLEAN, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            said = await process.stdout.readline()
        finally:
            os.killpg(process.pid, signal.SIGINT)
        assert f"Open http://127.0.0.1:{port}/ ".encode() in said
        assert await process.wait() == 0
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
    assert (tmp_path / "data" / "playground.sqlite3").is_file()
