"""Time, chance and ids are arguments: whoever reads them elsewhere is refused by ruff."""

import subprocess
import sys

import pytest

from tests.house.reading import ROOT

IMPORTS = "import datetime, random, secrets, time, uuid\n"
BANNED = (
    "datetime.datetime.now(datetime.UTC)",
    "datetime.date.today()",
    "time.time()",
    "random.random()",
    "random.choice([1])",
    "uuid.uuid4()",
    "secrets.token_hex()",
)


def refused(path: str, call: str) -> bool:
    """Whether our ruff rules refuse this call in that file."""
    result = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select=TID251", "--stdin-filename", path, "-"],
        input=f"{IMPORTS}x = {call}\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return "TID251" in result.stdout


@pytest.mark.parametrize("call", BANNED)
def test_a_planted_reading_of_the_world_is_refused(call: str) -> None:
    assert refused("flows/x.py", call)


@pytest.mark.parametrize("path", ["bot/x.py", "handlers/x.py", "storage/x.py", "playground/x.py"])
def test_no_package_is_exempt(path: str) -> None:
    assert refused(path, BANNED[0])


@pytest.mark.parametrize("path", ["bot/clock.py", "playground/clock.py"])
def test_the_two_clocks_read_it(path: str) -> None:
    assert not refused(path, BANNED[0])
