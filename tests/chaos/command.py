"""`python -m tests.chaos`: real bots killed at random moments on a Slack that has bad days.

The last line is one JSON object; the exit code is 1 where a count is not 0.
"""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.chaos.campaign import Campaign, Plan
from tests.chaos.campaign import Progress as Tell
from tests.chaos.databases import DATABASES
from tests.chaos.verdict import Counts

FOLDER = Path(".chaos")


def main() -> int:
    """Runs the chaos; 1 where something was lost, doubled, out of order or out of hours."""
    asked = _asked()
    logging.getLogger("aiohttp.server").addHandler(logging.NullHandler())  # Sockets break off here.
    found = Counts()
    for name in asked.database:
        plan = Plan(
            database=name,
            schools=asked.schools,
            kills=-(-asked.kills // asked.schools),
            days=asked.days,
            terms=min(5, asked.schools),
            seed=asked.seed,
            at_once=asked.at_once,
        )
        folder = asked.state.resolve()
        print(f"{name}: {plan.schools} workspaces, {plan.days} days, seed {plan.seed}", flush=True)
        with DATABASES[name](folder) as database, _progress(plan) as tell:
            counts = asyncio.run(Campaign(plan, folder, database, tell).run())
        if not counts.clean:
            print(f"{name}: what is amiss stands in {folder / name}/*/amiss.txt", flush=True)
        if len(asked.database) > 1:
            print(f"{name}: {json.dumps(asdict(counts))}", flush=True)
        found += counts
    print(json.dumps(asdict(found)))
    return 0 if found.clean else 1


@contextmanager
def _progress(plan: Plan) -> Iterator[Tell]:
    """A bar where somebody watches, else a line for each workspace that is done."""
    whole = plan.schools * plan.days
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shares: dict[str, float] = {}
    with Progress(*columns, TimeElapsedColumn(), disable=not sys.stdout.isatty()) as bar:
        task = bar.add_task("days lived", total=whole)

        def tell(name: str, share: float) -> None:
            shares[name] = share
            stormy = sum(each for at, each in shares.items() if at.startswith("school"))
            bar.update(task, completed=int(stormy * plan.days))
            if bar.disable and share == 1.0:
                print(f"{name}: done", flush=True)

        yield tell


def _asked() -> argparse.Namespace:
    about, _, _ = str(__doc__).partition("\n")
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=about)
    parser.add_argument(
        "--database",
        default=list(DATABASES),
        type=_databases,
        help="some of: " + ", ".join(DATABASES),
    )
    parser.add_argument("--schools", type=int, default=20, help="how many workspaces")
    parser.add_argument("--kills", type=int, default=220, help="how many kills in all of them")
    parser.add_argument("--days", type=int, default=66, help="days of a term")
    parser.add_argument("--seed", type=int, default=1, help="what acts and weather are drawn from")
    parser.add_argument("--at-once", type=int, default=10, help="workspaces at the same time")
    parser.add_argument(
        "--state", type=Path, default=FOLDER, help="where results are kept, to go on from"
    )
    return parser.parse_args()


def _databases(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in DATABASES]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no database {', '.join(unknown)}")
    return names
