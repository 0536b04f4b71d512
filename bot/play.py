"""`tandem play`: the playground with the bot as its child, in a folder of its own, until Ctrl-C.

They are separate programs that know each other's protocol only; this is the one launcher of both.
"""

import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from types import FrameType

PORT = 8642
FOLDER = Path(".tandem/play")
PACE = "50"
"""Fifty times Slack's pace, so that moving on by weeks takes seconds."""

_HOST = "127.0.0.1"
_OURS = ("TANDEM_", "SLACK_")
_PATIENCE = 30.0
_BETWEEN_LOOKS = 0.1


def free_port(wanted: int) -> int:
    """The wanted port where nobody listens on it, else one that the system chooses."""
    for port in (wanted, 0):
        with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((_HOST, port))
                return int(probe.getsockname()[1])
    return wanted


def address(port: int) -> str:
    """Where the page is."""
    return f"http://{_HOST}:{port}/"


def command(port: int, folder: Path, manifest: Path, begin: datetime) -> list[str]:
    """What starts the playground, which starts the bot; a new one's clock begins at that moment."""
    bot = [sys.executable, "-m", "bot", "run", "--env-file", os.devnull]
    tour = [sys.executable, "-m", "bot", "tour", "--page", "--back", address(port)]
    return [
        *(sys.executable, "-m", "playground"),
        *("--port", str(port), "--data", str(folder), "--manifest", str(manifest)),
        *("--begin", begin.isoformat()),
        *("--tour", shlex.join(tour)),
        *("--", *bot),
    ]


def environment(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The environment without anybody's real workspace, and with a folder of its own."""
    kept = {name: value for name, value in given.items() if not name.startswith(_OURS)}
    return {
        **kept,
        "TANDEM_DATA_DIR": str(folder),
        "TANDEM_PACE_SCALE": PACE,
        "TANDEM_LOG_LEVEL": given.get("TANDEM_LOG_LEVEL", "WARNING"),
    }


def play(
    port: int,
    folder: Path,
    manifest: Path,
    begin: datetime,
    opened: Callable[[str], None],
    home: Path,
) -> int:
    """The playground's exit code; `opened` hears the address once the page is served."""
    folder.mkdir(parents=True, exist_ok=True)
    child = subprocess.Popen(  # noqa: S603 - Our own interpreter and our own modules.
        command(port, folder.resolve(), manifest, begin),
        env=environment(folder.resolve(), os.environ),
        cwd=home,
        stdout=subprocess.DEVNULL,  # The address is said once, when the page is served.
    )
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()
        child.terminate()

    # Ctrl-C reaches every process of the terminal; the playground stops the bot and then itself.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    if _served(port, child, stopping):
        opened(address(port))
    code = child.wait()
    return 0 if stopping.is_set() else code


def _served(port: int, child: "subprocess.Popen[bytes]", stopping: threading.Event) -> bool:
    for _ in range(int(_PATIENCE / _BETWEEN_LOOKS)):
        if child.poll() is not None or stopping.is_set():
            return False
        with suppress(OSError), closing(socket.create_connection((_HOST, port), timeout=1.0)):
            return True
        stopping.wait(_BETWEEN_LOOKS)
    return False
