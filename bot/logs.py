"""Logging, set up once: ids and counts, one JSON line each; never a word that anybody wrote.

Slack's libraries put whole payloads into their messages, at any level (a forged signature logs its
body at INFO). So of their records only the place in their code and the level are kept.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

THEIRS = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "asyncio", "sqlalchemy", "alembic")
"""Libraries whose messages may quote what passes through them."""

SLACK = logging.getLogger("slack_sdk.tandem")
"""The logger for Slack's clients; its level is set, since they format for DEBUG where none is."""

_log = structlog.get_logger("tandem")


class Withheld(logging.Handler):
    """Tells that a library had something to say and where in its code, not what."""

    def emit(self, record: logging.LogRecord) -> None:
        facts: dict[str, Any] = {"library": record.name, "at": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[0] is not None:
            facts["error"] = record.exc_info[0].__name__
        _log.log(record.levelno, "library", **facts)


def set_up(level: str, stream: TextIO | None = None) -> None:
    """From now on everything is logged as one line of JSON each, to standard error by default."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _bare_errors,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    withhold(level)


def withhold(level: str = "INFO") -> None:
    """What libraries log goes to `Withheld` alone, whoever listens at the root."""
    quiet = max(logging.INFO, logging.getLevelNamesMapping()[level])
    for name in THEIRS:
        logger = logging.getLogger(name)
        logger.handlers = [Withheld()]
        logger.propagate = False
        logger.setLevel(quiet)
    SLACK.setLevel(quiet)


def _bare_errors(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An exception is logged as its type and where it was raised: its text may quote words."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        trace = error.__traceback__
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["at"] = " ".join(places[-8:])
    return event
