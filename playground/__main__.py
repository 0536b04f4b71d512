"""The playground from the command line: `python -m playground [options] [-- COMMAND …]`."""

import argparse
import asyncio
import shlex
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playground.limits import DEFAULT_PACE
from playground.server import MANIFEST, Playground
from playground.workspace import TEAM_TZ

PORT = 8642


def parser() -> argparse.ArgumentParser:
    """The options, and what each is for."""
    options = argparse.ArgumentParser(
        prog="playground",
        description="A Slack workspace on this machine, to try an app in and to test it against.",
        epilog="After `--`: the command that starts the app; it ends with the playground.",
    )
    options.add_argument("--port", type=int, default=PORT, help="port on 127.0.0.1 (0: any)")
    options.add_argument("--data", type=Path, help="folder that keeps the workspace")
    options.add_argument("--delivery", choices=["socket", "http"], default="socket")
    options.add_argument(
        "--request-url", default="", help="the app's address, with --delivery http"
    )
    options.add_argument("--begin", type=_moment, help="the workspace's first moment (ISO 8601)")
    options.add_argument("--manifest", type=Path, default=MANIFEST, help="the app's manifest")
    options.add_argument(
        "--env-file", type=Path, help="file to write the app's settings into, as NAME=value lines"
    )
    options.add_argument(
        "--pace", type=float, default=DEFAULT_PACE, help="rate limits: 1 is Slack's own"
    )
    options.add_argument(
        "--still", action="store_true", help="time passes only when somebody moves the clock"
    )
    options.add_argument(
        "--tour",
        type=shlex.split,
        default=(),
        metavar="COMMAND",
        help="what opens a guided workspace and prints its address; the page offers it",
    )
    return options


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(TEAM_TZ))


async def serve(options: argparse.Namespace, command: Sequence[str]) -> None:
    """Serves until interrupted."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; there Ctrl-C cancels this function instead.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    async with Playground(
        begin=options.begin,
        data=options.data,
        port=options.port,
        delivery=options.delivery,
        request_url=options.request_url,
        manifest=options.manifest,
        command=command,
        tour=options.tour,
        still=options.still,
        pace=options.pace,
    ) as slack:
        if options.env_file is not None:
            lines = [f"{name}={value}\n" for name, value in slack.environment().items()]
            options.env_file.write_text("".join(lines), encoding="utf-8")
        sys.stdout.write(f"The playground is at {slack.url}\n")
        sys.stdout.flush()
        await stop.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    own, command = given, []
    if "--" in given:
        cut = given.index("--")
        own, command = given[:cut], given[cut + 1 :]
    options = parser().parse_args(own)
    if options.delivery == "http" and not options.request_url:
        sys.stderr.write("playground: --delivery http needs --request-url\n")
        return 2
    try:
        asyncio.run(serve(options, command))
    except OSError as error:
        sys.stderr.write(f"playground: cannot start: {error.strerror or error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
