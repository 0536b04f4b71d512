"""Without Chromium the suite passes and says which tests did not run; CI does not accept that."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.reading import ROOT

SAMPLE = """
import os
import pytest

@pytest.mark.browser
def test_clicking(chromium: str) -> None:
    assert chromium == "/a/chromium"

def test_reading() -> None:
    assert not [name for name in os.environ if name.startswith(("TANDEM_", "SLACK_"))]
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A suite of two tests under our own conftest, one of them for the browser."""
    for name in ("pyproject.toml", "tests/conftest.py"):
        copy = tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
    (tmp_path / "tests" / "test_sample.py").write_text(SAMPLE, "utf-8")
    return tmp_path


def run(suite: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """How the suite ends on a machine whose PATH holds no Chromium."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=suite,
        env={"PATH": str(suite), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_chromium_the_suite_passes_and_names_what_did_not_run(suite: Path) -> None:
    result = run(suite)

    assert result.returncode == 0, result.stdout
    assert "test_sample.py" in result.stdout
    assert "browser test not run" in result.stdout
    assert "1 passed, 1 skipped" in result.stdout


def test_ci_requires_chromium(suite: Path) -> None:
    result = run(suite, CI="true")

    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert "Browser tests must run on CI" in result.stderr


def test_the_environment_of_a_developer_never_meets_a_test(suite: Path) -> None:
    result = run(suite, SLACK_BOT_TOKEN="xoxb-own", TANDEM_MODE="http")

    assert result.returncode == 0, result.stdout


def test_with_chromium_the_browser_test_runs(suite: Path) -> None:
    pytest.importorskip("playwright")
    result = run(suite, CHROMIUM="/a/chromium", CI="true")

    assert result.returncode == 0, result.stdout
    assert "2 passed" in result.stdout
