"""What every test stands on: a clean environment, plain logs, Hypothesis, a word on Chromium."""

import importlib.util
import io
import logging
import os
import shutil
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.logs import THEIRS, set_up

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

for _name in [name for name in os.environ if name.startswith(("TANDEM_", "SLACK_"))]:
    del os.environ[_name]  # A developer's own workspace must never meet a test.

# A traceback with every local in colours takes seconds, in which a bot under test answers nobody.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def find_chromium() -> str | None:
    """The path of a Chromium that browser tests can drive, if this machine has one."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, _BROWSERS)), None)


def _missing_for_browser() -> str | None:
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed"
    return None if find_chromium() else "no Chromium found; set CHROMIUM to its path"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is, for tests that carry the `browser` mark."""
    path = find_chromium()
    assert path is not None
    return path


def pytest_configure() -> None:
    """On CI, browser tests that cannot run are an error, never a skip."""
    if os.environ.get("CI") and (missing := _missing_for_browser()):
        raise pytest.UsageError(f"Browser tests must run on CI: {missing}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Elsewhere they are skipped, and the end of the run says so."""
    missing = _missing_for_browser()
    for item in items:
        if missing and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=f"browser test not run: {missing}"))


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Every line that is logged from now on, at any level."""
    configured = structlog.get_config()
    before = {name: logging.getLogger(name).__dict__.copy() for name in ("", *THEIRS)}
    factory = logging.getLogRecordFactory()
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    stream = io.StringIO()
    set_up("DEBUG", stream)
    yield stream
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    structlog.configure(**configured)
    logging.setLogRecordFactory(factory)
    for name, state in before.items():
        logging.getLogger(name).__dict__.update(state)
