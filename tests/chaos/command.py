"""`python -m tests.chaos`: real bots killed at random moments on a Slack that has bad days.

The last line is one JSON object; the exit code is 1 where a count is not 0, 2 where nothing could
be counted. Interrupted, the same command goes on where it was.
"""

import argparse
import asyncio
import hashlib
import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.chaos.campaign import Campaign, Database, NoMeasure, Plan
from tests.chaos.campaign import Progress as Tell
from tests.chaos.databases import DATABASES, Missing
from tests.chaos.verdict import Counts

FOLDER = Path(".chaos")
CODE = ("bot", "flows", "handlers", "storage", "playground", "tests/chaos", "tests/journeys")
FOR_EACH_CORE = 6
"""Schools at the same time: a doubt is waited for in real time, and others use the core."""

UNCLEAN, NOT_COUNTED, INTERRUPTED = 1, 2, 130


def main() -> int:
    """Runs the chaos; 1 where something was lost, doubled, out of order or out of hours."""
    asked = _asked()
    logging.getLogger("aiohttp.server").addHandler(logging.NullHandler())  # Sockets break off here.
    plan = Plan(
        schools=asked.schools,
        kills=-(-asked.kills // asked.schools),
        days=asked.days,
        terms=min(5, asked.schools),
        seed=asked.seed,
        code=_code(),
        at_once=asked.at_once,
    )
    folder = asked.state.resolve()
    names = " and ".join(asked.database)
    print(f"{plan.schools} workspaces on {names}, {plan.days} days, seed {plan.seed}", flush=True)
    try:
        counts = _carried_out(plan, folder, asked.database)
    except (NoMeasure, Missing) as refusal:
        print(f"Nothing is counted. {refusal}", file=sys.stderr, flush=True)
        return NOT_COUNTED
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr, flush=True)
        return INTERRUPTED
    for name, found in counts.items():
        if not found.clean:
            print(f"{name}: what is amiss stands in {folder / name}/*/amiss.txt", flush=True)
        if len(counts) > 1:
            print(f"{name}: {json.dumps(asdict(found))}", flush=True)
    found = sum(counts.values(), Counts())
    print(json.dumps(asdict(found)))
    return 0 if found.clean else UNCLEAN


def _carried_out(plan: Plan, folder: Path, names: list[str]) -> Mapping[str, Counts]:
    with ExitStack() as stack:
        databases: dict[str, Database] = {
            name: stack.enter_context(DATABASES[name](folder)) for name in names
        }
        tell = stack.enter_context(_progress(plan, len(names)))
        return asyncio.run(Campaign(plan, folder, databases, tell).run())


@contextmanager
def _progress(plan: Plan, databases: int) -> Iterator[Tell]:
    """A bar where somebody watches, else a line for each workspace that is done."""
    terms = len(plan.seeds) + plan.schools * databases
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shares: dict[str, float] = {}
    with Progress(*columns, TimeElapsedColumn(), disable=not sys.stdout.isatty()) as bar:
        task = bar.add_task("days lived", total=terms * plan.days)

        def tell(name: str, share: float) -> None:
            before = shares.get(name)
            shares[name] = share
            bar.update(task, completed=int(sum(shares.values()) * plan.days))
            if bar.disable and share == 1.0 and before != 1.0:
                done = sum(each == 1.0 for each in shares.values())
                print(f"{name}: done ({done} of {terms})", flush=True)

        yield tell


def _code() -> str:
    """A name of what is run, which changes with every change to it."""
    found = hashlib.sha256()
    for folder in CODE:
        for file in sorted(Path(folder).rglob("*")):
            if file.suffix in {".py", ".yml"}:
                found.update(file.read_bytes())
    return found.hexdigest()[:16]


def _asked() -> argparse.Namespace:
    about, _, _ = str(__doc__).partition("\n")
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=about)
    parser.add_argument(
        "--database",
        default=list(DATABASES),
        type=_databases,
        help="some of: " + ", ".join(DATABASES),
    )
    parser.add_argument("--schools", type=int, default=20, help="how many workspaces on each")
    parser.add_argument("--kills", type=int, default=220, help="how many kills in all of them")
    parser.add_argument("--days", type=int, default=66, help="days of a term")
    parser.add_argument("--seed", type=int, default=1, help="what acts and weather are drawn from")
    parser.add_argument(
        "--at-once",
        type=int,
        default=FOR_EACH_CORE * (os.cpu_count() or 1),
        help="workspaces at the same time",
    )
    parser.add_argument(
        "--state", type=Path, default=FOLDER, help="where results are kept, to go on from"
    )
    return parser.parse_args()


def _databases(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in DATABASES]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no database {', '.join(unknown)}")
    return list(dict.fromkeys(names))
