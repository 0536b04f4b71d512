"""The import contracts are in force: each one, planted against, is reported broken."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.reading import ROOT

PACKAGES = ("bot", "handlers", "flows", "storage", "playground")

PLANTED = {
    "flows knows storage": ("flows/x.py", "import storage"),
    "flows knows Slack": ("flows/x.py", "import slack_sdk"),
    "flows has an event loop": ("flows/x.py", "import asyncio"),
    "storage knows handlers": ("storage/x.py", "import handlers"),
    "storage knows bot": ("storage/x.py", "import bot"),
    "storage knows Slack": ("storage/x.py", "import slack_bolt"),
    "handlers know storage": ("handlers/x.py", "import storage"),
    "handlers know SQL": ("handlers/x.py", "import sqlalchemy"),
    "handlers know the scheduler": ("handlers/x.py", "import apscheduler"),
    "the playground knows flows": ("playground/x.py", "import flows"),
    "the playground knows the SDK": ("playground/x.py", "import slack_sdk"),
    "bot knows the playground": ("bot/x.py", "import playground"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter's word on the packages of this folder, under our contracts."""
    program = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def house_in(folder: Path, planted: dict[str, str]) -> Path:
    """Our contracts over five packages that are empty but for what is planted."""
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for package in PACKAGES:
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
    for path, text in planted.items():
        (folder / path).write_text(text, "utf-8")
    return folder


def test_packages_that_keep_to_the_contracts_pass(tmp_path: Path) -> None:
    allowed = {
        "bot/x.py": "import handlers, storage, flows, apscheduler",
        "handlers/x.py": "import flows, slack_bolt",
        "storage/x.py": "import flows, sqlalchemy",
        "playground/x.py": "import aiohttp, sqlite3",
    }

    result = lint_imports(house_in(tmp_path, allowed))

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_import_is_reported(name: str, tmp_path: Path) -> None:
    path, text = PLANTED[name]

    result = lint_imports(house_in(tmp_path, {path: text}))

    assert result.returncode == 1
    assert "1 broken" in result.stdout, result.stdout + result.stderr
