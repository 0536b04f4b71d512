"""`python -m benchmarks --only ack,events [--quick]`: ratios, and the bounds they are held to.

Each benchmark runs in a process of its own, one after the other. What it measures, and what it does
not, is said while it runs; the last line is one JSON object. The exit code is 1 where a bound was
not reached.
"""

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping
from textwrap import indent
from typing import Any

from benchmarks import ack, events, nudges
from benchmarks.figures import BOUNDS

Measure = Callable[[bool], Coroutine[Any, Any, Mapping[str, float]]]

MEASURES: Mapping[str, tuple[str, Measure]] = {
    "ack": (
        str(ack.__doc__),
        lambda quick: ack.measure(rounds=5 if quick else 9, seconds=2.0 if quick else 4.0),
    ),
    "events": (
        str(events.__doc__),
        lambda quick: events.measure(rounds=9 if quick else 21, answers=6),
    ),
    "nudges": (
        str(nudges.__doc__),
        lambda quick: nudges.measure(rounds=2 if quick else 5, messages=500 if quick else 2000),
    ),
}


def main() -> int:
    """Runs what was asked for; 1 where a bound was not reached."""
    asked = _asked()
    if asked.alone:
        figures = asyncio.run(MEASURES[asked.alone][1](asked.quick))
        print(json.dumps(dict(figures)))
        return 0
    found: dict[str, float] = {}
    for name in asked.only:
        print(f"{name}:\n{indent(MEASURES[name][0].strip(), '  ')}\n", flush=True)
        found |= _in_its_own_process(name, quick=asked.quick)
    reached = {name: BOUNDS[name].holds(value) for name, value in found.items()}
    for name, value in found.items():
        verdict = "reached" if reached[name] else "NOT REACHED"
        print(f"{name}: {value:.2f}, to be {BOUNDS[name]}: {verdict}")
    bounds = {name: str(BOUNDS[name]) for name in found}
    rounded = {name: round(value, 3) for name, value in found.items()}
    print(json.dumps({**rounded, "bounds": bounds, "reached": reached}))
    return 0 if all(reached.values()) else 1


def _in_its_own_process(name: str, *, quick: bool) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks", "--alone", name, *(["--quick"] if quick else [])]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    assert process.stdout is not None
    last = ""
    for line in process.stdout:
        if last:
            print(last, end="", flush=True)
        last = line
    if process.wait():
        sys.exit(process.returncode)
    print()
    figures: dict[str, float] = json.loads(last)
    return figures


def _asked() -> argparse.Namespace:
    about, _, _ = str(__doc__).partition("\n")
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=about)
    parser.add_argument(
        "--only", default=list(MEASURES), type=_names, help="some of: " + ", ".join(MEASURES)
    )
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--alone", choices=MEASURES, help=argparse.SUPPRESS)
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no benchmark {', '.join(unknown)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
