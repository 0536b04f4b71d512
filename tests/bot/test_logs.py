"""No word of anybody reaches a log, at any level."""

import ast
import io
import json
import logging
import sys
import threading

import pytest
import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.logs import SLACK, crash_without_words
from storage.sqlite import memory_engine
from tests.house.reading import sources

WORDS = "my students go quiet when I ask"


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.ERROR, logging.CRITICAL])
@pytest.mark.parametrize("name", ["slack_bolt.AsyncApp", "slack_sdk.web", SLACK.name])
def test_what_slacks_libraries_say_is_kept_as_a_place_only(
    logged: io.StringIO, caplog: pytest.LogCaptureFixture, level: int, name: str
) -> None:
    try:
        int(WORDS)
    except ValueError:
        logging.getLogger(name).log(level, "body: %s", WORDS, exc_info=True)
    assert WORDS not in logged.getvalue()
    assert WORDS not in caplog.text
    if level >= logging.WARNING:
        (line,) = lines(logged)
        assert line["library"] == name
        assert str(line["at"]).startswith("test_logs:")


async def test_a_forged_request_does_not_log_its_body(logged: io.StringIO) -> None:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1")

    app = AsyncApp(
        name="slack_bolt.test",
        logger=SLACK,
        client=AsyncWebClient(logger=SLACK),
        signing_secret="right",
        authorize=authorize,
        process_before_response=True,
    )
    answer = await app.async_dispatch(
        AsyncBoltRequest(
            body=json.dumps({"event": {"text": WORDS}}),
            headers={
                "content-type": "application/json",
                "x-slack-signature": "v0=forged",
                "x-slack-request-timestamp": "1",
            },
        )
    )
    assert answer.status == 401
    assert WORDS not in logged.getvalue()


def test_an_error_is_its_type_and_its_place(logged: io.StringIO) -> None:
    try:
        int(WORDS)
    except ValueError:
        structlog.get_logger("x").exception("failed", delivery="event:1")
    (line,) = lines(logged)
    assert line["error"] == "ValueError"
    assert str(line["at"]).startswith("test_logs.py:")
    assert line["delivery"] == "event:1"
    assert WORDS not in logged.getvalue()


def test_whatever_library_speaks_its_words_are_withheld(logged: io.StringIO) -> None:
    logging.getLogger("a_library_of_tomorrow.parts").warning("got %s", WORDS)

    (line,) = lines(logged)
    assert line["library"] == "a_library_of_tomorrow.parts"
    assert WORDS not in logged.getvalue()


@pytest.mark.parametrize("raised", [ValueError(WORDS), KeyError(WORDS), None])
def test_what_ends_the_process_is_told_without_words(
    logged: io.StringIO, capsys: pytest.CaptureFixture[str], raised: Exception | None
) -> None:
    crash_without_words()
    sys.excepthook(type(raised or ValueError()), raised or ValueError(), None)
    thread = threading.Thread(target=lambda: int(WORDS))
    thread.start()
    thread.join()

    assert [line["event"] for line in lines(logged)] == ["crashed", "crashed"]
    assert [line["error"] for line in lines(logged)][1] == "ValueError"
    assert WORDS not in logged.getvalue() + "".join(capsys.readouterr())


def test_an_interruption_is_no_crash(logged: io.StringIO) -> None:
    crash_without_words()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert logged.getvalue() == ""


def test_a_statement_that_fails_does_not_quote_what_it_was_given() -> None:
    """SQLAlchemy: hide_parameters"""
    with memory_engine().connect() as connection, pytest.raises(DBAPIError) as failed:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": WORDS})

    assert WORDS not in str(failed.value)


def test_every_database_is_opened_so() -> None:
    opened = [
        node
        for each in sources("bot", "storage")
        for node in ast.walk(each.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "create_engine"
    ]

    assert len(opened) > 4
    for call in opened:
        assert "hide_parameters" in {keyword.arg for keyword in call.keywords}
