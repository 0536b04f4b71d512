"""2,000 nudges due in one minute in one workspace, while 20 people click.

A click: until it is acknowledged with its state committed, over signed HTTP, beside the same clicks
on a bot that has nothing to send, one after the other in each round. The nudges: from the first to
the last, beside what Slack's pace allows; this Slack refuses with 429 what comes faster, and every
person's messages are to arrive in order. Slack's pace is multiplied by ten, so that a round ends.
Not measured: the way to Slack, which answers at once.
"""

import asyncio
import os
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import unquote_plus

from aiohttp import ClientSession, web
from sqlalchemy import create_engine, func, insert, select

from benchmarks import school
from benchmarks.figures import percentile, ratio, table
from benchmarks.press import bodies, pressed
from benchmarks.processes import free_port, serving
from benchmarks.slack import BOT_TOKEN, SIGNING_SECRET, AnsweringSlack
from bot.pace import POSTING
from flows.notices import Effect, InDoubt, Priority
from storage import tables
from storage.outbox import RowState

SCALE = 10.0
PEOPLE = 20
CLICKS = 20.0
"""A second."""

EACH = 2
"""Nudges to one person: their order is looked at."""

_PER_SECOND = POSTING.per_minute / 60 * SCALE
_MOST_AT_ONCE = 60.0
_ROW = re.compile(r"n\d+-\d+-\d+")


class PacedSlack(AnsweringSlack):
    """Refuses what comes faster than the pace; writes down what arrived, and when."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[tuple[float, str]] = []
        self.refused = 0
        self._level = _MOST_AT_ONCE
        self._at = 0.0
        self._more = asyncio.Event()

    async def until(self, keys: AbstractSet[str], enough: int) -> None:
        """Returns when so many of these rows have arrived."""
        while len(_nudges(self, keys)) < enough:
            self._more.clear()
            await self._more.wait()

    async def _answer(self, request: web.Request) -> web.Response:
        if request.match_info["method"] != "chat.postMessage":
            return await super()._answer(request)
        now = asyncio.get_running_loop().time()
        self._level = min(_MOST_AT_ONCE, self._level + (now - self._at) * _PER_SECOND)
        self._at = now
        if self._level < 1:
            self.refused += 1
            headers = {"Retry-After": "1"}
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers=headers
            )
        self._level -= 1
        answer = await super()._answer(request)
        named = _ROW.search(unquote_plus(await request.text()))
        self.arrived.append((now, named.group() if named else ""))
        self._more.set()
        return answer


async def measure(*, rounds: int, messages: int) -> Mapping[str, float]:
    """The ratios of clicks and of sending, 429s and order."""
    with TemporaryDirectory(prefix="tandem-bench-") as folder:
        return await _measured(Path(folder), rounds, messages)


async def _measured(folder: Path, rounds: int, messages: int) -> Mapping[str, float]:
    log = folder / "log"
    clicks: dict[str, list[list[float]]] = {"idle": [], "busy": []}
    stretched, refused, ordered, sent = [], 0, True, 0
    seconds = messages / _PER_SECOND * 0.6
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(PacedSlack())
        session = await stack.enter_async_context(ClientSession())
        urls, presses = {}, {}
        for name in clicks:
            place = folder / name
            place.mkdir()
            opened = await school.prepared(place / "tandem.sqlite3", place / "tandem.key", PEOPLE)
            presses[name] = bodies(opened)
            port = free_port()
            bot = serving(
                os.environ.get("BENCH_BOT", "bot"),
                *("run", "--env-file", os.devnull),
                port=port,
                log=log,
                settings=_settings(place, port, slack.url),
            )
            await stack.enter_async_context(bot)
            urls[name] = f"http://127.0.0.1:{port}/slack/events"
            await pressed(session, urls[name], presses[name], CLICKS, 2.0)  # Warms it up.
        for number in range(rounds):
            idle = await pressed(session, urls["idle"], presses["idle"], CLICKS, seconds)
            slack.arrived.clear()
            keys = _plant(folder / "busy", number, messages)
            await slack.until(keys, 1)
            busy = await pressed(session, urls["busy"], presses["busy"], CLICKS, seconds)
            await slack.until(keys, messages)
            found = _nudges(slack, keys)
            clicks["idle"].append(idle)
            clicks["busy"].append(busy)
            bound = (len(slack.arrived) - POSTING.burst) / _PER_SECOND
            stretched.append((found[-1][0] - found[0][0]) / bound)
            ordered = ordered and _in_order([key for _, key in found])
            sent += len(slack.arrived)
        refused = slack.refused
    return _told(clicks, stretched, refused / (sent + refused), sent, ordered=ordered)


def _settings(place: Path, port: int, slack: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack,
        "TANDEM_DATA_DIR": str(place),
        "TANDEM_MODE": "http",
        "TANDEM_HTTP_PORT": str(port),
        "TANDEM_LOG_LEVEL": "WARNING",
        "TANDEM_PACE_SCALE": str(SCALE),
    }


def _plant(place: Path, number: int, messages: int) -> set[str]:
    """So many nudges are due; their rows' ids, which say whose they are and in which order."""
    due = datetime.now(UTC) - timedelta(seconds=1)
    ids = [f"n{number}-{n % (messages // EACH)}-{n // (messages // EACH)}" for n in range(messages)]
    engine = create_engine(f"sqlite:///{place / 'tandem.sqlite3'}", connect_args={"timeout": 30})
    with engine.begin() as connection:
        newest = connection.execute(select(func.max(tables.outbox.c.seq))).scalar_one() or 0
        connection.execute(
            insert(tables.outbox),
            [_row(row, newest + 1 + n, due) for n, row in enumerate(ids)],
        )
    engine.dispose()
    return set(ids)


def _row(row: str, seq: int, due: datetime) -> dict[str, object]:
    return {
        "workspace": school.WORKSPACE,
        "id": row,
        "seq": seq,
        "key": f"bench {row}",
        "kind": "heard",
        "lane": f"dm:U0{row.rsplit('-', 1)[0]}",
        "effect": Effect.POST,
        "priority": int(Priority.NUDGE),
        "why": "a benchmark",
        "due_at": due,
        "refs": {},
        "when_in_doubt": InDoubt.MAY_SKIP,
        "said_at": due,
        "state": RowState.PENDING,
        "generation": 1,
        "attempts": 0,
    }


def _nudges(slack: PacedSlack, keys: AbstractSet[str]) -> list[tuple[float, str]]:
    return [(at, row) for at, row in slack.arrived if row in keys]


def _in_order(rows: Sequence[str]) -> bool:
    last: dict[str, int] = {}
    for row in rows:
        person, _, n = row.rpartition("-")
        if last.get(person, -1) >= int(n):
            return False
        last[person] = int(n)
    return True


def _told(
    clicks: Mapping[str, list[list[float]]],
    stretched: Sequence[float],
    refused: float,
    sent: int,
    *,
    ordered: bool,
) -> Mapping[str, float]:
    middles = {name: [median(each) for each in rounds] for name, rounds in clicks.items()}
    rows = [
        (name, median(middles[name]), median(percentile(each, 99) for each in rounds))
        for name, rounds in clicks.items()
    ]
    title = f"nudges: {CLICKS:g} clicks a second by {PEOPLE} people; {sent} messages sent meanwhile"
    print(table(title, ("milliseconds", "p50", "p99"), rows))
    return {
        "click_p50_vs_idle": ratio(middles["busy"], middles["idle"]),
        "sending_vs_pace": median(stretched),
        "sending_429s": refused,
        "sending_in_order": 1.0 if ordered else 0.0,
    }
