"""Setting up says in one line what is missing and how to mend it; locking refuses an address."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.house.reading import ROOT

SCRIPTS = ("venv", "lock")
OLD_PYTHON = "#!/bin/sh\nexit 1\n"
PYTHON_WITHOUT_VENV = """#!/bin/sh
case "$2" in
  *version_info*) exit 0 ;;
  *python_version*) echo 3.12.9 ;;
  *) exit 1 ;;
esac
"""
PYTHON_WITHOUT_NETWORK = """#!/bin/sh
case "$*" in
  *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *"-m pip"*) exit 1 ;;
esac
"""
TALKATIVE_UV = """#!/bin/sh
echo "rich @ https://packages.example.org/rich.whl" > requirements.lock
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """As much of a clone as the scripts look at, without an environment."""
    folder = tmp_path / "clone"
    (folder / ".ci").mkdir(parents=True)
    for name in SCRIPTS:
        (folder / ".ci" / name).write_bytes((ROOT / ".ci" / name).read_bytes())
        (folder / ".ci" / name).chmod(0o755)
    for path in [*ROOT.glob("requirements*.lock"), ROOT / "pyproject.toml"]:
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def stand_in(folder: Path, script: str) -> str:
    """A program that plays the one that this machine lacks or has in a bad state."""
    path = folder / "program"
    path.write_text(script, "utf-8")
    path.chmod(0o755)
    return str(path)


def run(clone: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the script says, with these variables."""
    return subprocess.run(
        command,
        cwd=clone,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("target", ["play", "tour", "test", "prove", "chaos", "bench", "lock"])
def test_what_a_target_is_given_reaches_its_program_as_it_stands(target: str) -> None:
    given = (
        "tests/flows/test_goals.py::test_one[a: b] --only=x -k 'one and not two' --database c:/d"
    )

    result = run(ROOT, "make", "-n", target, f"ARGS={given}")

    assert result.returncode == 0, result.stderr
    assert given in result.stdout


def test_the_whole_suite_takes_every_core_and_a_part_of_it_starts_no_workers() -> None:
    whole, part = (run(ROOT, "make", "-n", "test", *given) for given in ([], ["ARGS=tests/flows"]))

    assert "-n auto" in whole.stdout
    assert "--cov-fail-under=100" in whole.stdout
    assert "-n auto" not in part.stdout


def test_a_check_can_be_run_alone() -> None:
    alone, together = (run(ROOT, "make", "-n", "check", *given) for given in (["ARGS=types"], []))

    assert alone.returncode == together.returncode == 0, alone.stderr
    assert "mypy" in alone.stdout
    assert "All in order: types." in alone.stdout
    assert "ruff" not in alone.stdout
    assert "ruff" in together.stdout
    assert "lint-imports" in together.stdout


@pytest.mark.parametrize(
    ("python", "mend"),
    [
        (OLD_PYTHON, "apt install python3 python3-venv"),
        (PYTHON_WITHOUT_VENV, "Python 3.12.9 has no venv module"),
    ],
)
def test_a_python_that_cannot_serve_is_one_line_with_the_mend(
    clone: Path, tmp_path: Path, python: str, mend: str
) -> None:
    result = run(clone, ".ci/venv", "runtime", PYTHON=stand_in(tmp_path, python))

    assert result.returncode == 1
    assert mend in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (clone / ".venv").exists()


def test_an_installation_that_fails_is_not_taken_for_done(clone: Path, tmp_path: Path) -> None:
    result = run(clone, ".ci/venv", "runtime", PYTHON=stand_in(tmp_path, PYTHON_WITHOUT_NETWORK))

    assert result.returncode == 1
    assert "run the same command again" in result.stderr
    assert not list((clone / ".venv").glob(".tandem-*"))


def test_an_address_in_a_lock_is_refused(clone: Path, tmp_path: Path) -> None:
    result = run(clone, ".ci/lock", UV=stand_in(tmp_path, TALKATIVE_UV))

    assert result.returncode == 1
    assert "requirements.lock holds an address" in result.stderr


def test_locking_without_uv_is_one_line_with_the_mend(clone: Path) -> None:
    result = run(clone, ".ci/lock", UV="uv-that-is-not-there")

    assert result.returncode == 1
    assert "pip install uv" in result.stderr
    assert len(result.stderr.splitlines()) == 1
