"""Logging, set up once: ids and counts, one JSON line each; never a word that anybody wrote.

Slack's libraries put whole payloads into their messages, at any level (a forged signature logs its
body at INFO). So of every library's records only the place in its code and the level are kept. What
ends the process, or a thread of it, is told in the same way: a traceback would quote its error.
"""

import logging
import sys
import threading
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

THEIRS = ("slack_bolt", "slack_sdk", "aiohttp", "apscheduler", "asyncio", "sqlalchemy", "alembic")
"""Libraries that may say something at any level; nothing of theirs goes on to the root logger."""

SLACK = logging.getLogger("slack_sdk.tandem")
"""The logger for Slack's clients; its level is set, since they format for DEBUG where none is."""

_MOST_PLACES = 8

_log = structlog.get_logger("tandem")


class Withheld(logging.LogRecord):
    """A record of a library: where in its code it had something to say, not what."""

    def __init__(self, *facts: Any, **more: Any) -> None:
        super().__init__(*facts, **more)
        raised = self.exc_info[0] if self.exc_info else None
        self.error = raised.__name__ if raised is not None else None
        self.msg, self.args = f"{self.module}:{self.lineno}", None
        self.exc_info = self.exc_text = self.stack_info = None


class _Told(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        facts = {"library": record.name, "at": record.getMessage()}
        error = getattr(record, "error", None)
        if error is not None:
            facts["error"] = error
        _log.log(record.levelno, "library", **facts)


def set_up(level: str, stream: TextIO | None = None) -> None:
    """From now on everything is logged as one line of JSON each, to standard error by default."""
    lowest = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _bare_errors,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(lowest),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.setLogRecordFactory(Withheld)
    logging.getLogger().handlers = [_Told()]
    quiet = max(logging.WARNING, lowest)  # SQLAlchemy tells every statement at INFO.
    for name in THEIRS:
        logger = logging.getLogger(name)
        logger.handlers = [_Told()]
        logger.propagate = False
        logger.setLevel(quiet)
    SLACK.setLevel(quiet)


def crash_without_words() -> None:
    """From now on what nobody caught is one such line too, for as long as the process lives."""
    sys.excepthook = _ended
    threading.excepthook = lambda ended: _ended(
        ended.exc_type, ended.exc_value, ended.exc_traceback
    )
    sys.unraisablehook = lambda lost: _ended(lost.exc_type, lost.exc_value, lost.exc_traceback)


def _ended(
    kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
) -> None:
    """What nobody caught, without its words."""
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    _log.critical("crashed", exc_info=error if error is not None else kind())


def _bare_errors(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An exception is logged as its type and where it was raised: its text may quote words."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        places = []
        trace = error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            places.append(f"{file.rpartition('/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["at"] = " ".join(places[-_MOST_PLACES:])
    return event
