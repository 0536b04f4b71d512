"""A button press acknowledged with its state committed, against stock Bolt that stores nothing.

Both answer the same signed requests over HTTP, 50 a second, sent on time whatever comes back. The
bot is `tandem run` with its defaults (SQLite, synchronous=FULL) and a school of real partnerships:
each press changes the words of somebody's opening sentence, which are sealed and committed before
the answer goes out, together with what the press makes Tandem say; its messages go out meanwhile.
Not measured: Slack's own network, TLS, and a disk whose sync is slower than this one's.
"""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from aiohttp import ClientSession

from benchmarks import school
from benchmarks.figures import percentile, ratio, table
from benchmarks.press import bodies, pressed
from benchmarks.processes import free_port, serving
from benchmarks.slack import BOT_TOKEN, SIGNING_SECRET, AnsweringSlack

PER_SECOND = 50.0
PAIRS = 64


async def measure(*, rounds: int, seconds: float) -> Mapping[str, float]:
    """The ratio of the median latencies, and what it stands on."""
    with TemporaryDirectory(prefix="tandem-bench-") as folder:
        return await _measured(Path(folder), rounds, seconds)


async def _measured(folder: Path, rounds: int, seconds: float) -> Mapping[str, float]:
    database, log = folder / "tandem.sqlite3", folder / "log"
    answering = await school.prepared(database, folder / "tandem.key", PAIRS)
    ports = {"stock": free_port(), "tandem": free_port()}
    async with AnsweringSlack() as slack:
        settings = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": slack.url,
            "TANDEM_DATA_DIR": str(folder),
            "TANDEM_MODE": "http",
            "TANDEM_HTTP_PORT": str(ports["tandem"]),
            "TANDEM_LOG_LEVEL": "WARNING",
        }
        bot = (os.environ.get("BENCH_BOT", "bot"), "run", "--env-file", os.devnull)
        stock = ("benchmarks.stock", str(ports["stock"]), slack.url)
        async with (
            serving(*stock, port=ports["stock"], log=log),
            serving(*bot, port=ports["tandem"], log=log, settings=settings),
            ClientSession() as session,
        ):
            presses = bodies(answering)
            taken: dict[str, list[list[float]]] = {name: [] for name in ports}
            acknowledged = 0
            for number in range(rounds + 1):  # The first one warms both up and is not counted.
                for name, port in ports.items():
                    url = f"http://127.0.0.1:{port}/slack/events"
                    latencies = await pressed(session, url, presses, PER_SECOND, seconds)
                    acknowledged += len(latencies) if name == "tandem" else 0
                    if number:
                        taken[name].append(latencies)
        kept = _deliveries(database)
    if kept != acknowledged:
        raise RuntimeError(f"{acknowledged} presses acknowledged, {kept} on disk")
    return _told(taken, acknowledged)


def _deliveries(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        found: int = connection.execute("SELECT count(*) FROM inbox").fetchone()[0]
    connection.close()
    return found


def _told(taken: Mapping[str, list[list[float]]], acknowledged: int) -> Mapping[str, float]:
    middles = {name: [median(each) for each in rounds] for name, rounds in taken.items()}
    rows = [
        (
            name,
            median(middles[name]),
            median(percentile(each, 99) for each in rounds),
        )
        for name, rounds in taken.items()
    ]
    print(
        table(
            f"ack: {PER_SECOND:g} presses a second over signed HTTP, medians of"
            f" {len(taken['tandem'])} rounds; {acknowledged} acknowledged, all on disk",
            ("milliseconds", "p50", "p99"),
            rows,
        )
    )
    return {"ack_p50_vs_stock": ratio(middles["tandem"], middles["stock"])}
