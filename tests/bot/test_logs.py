"""No word of anybody reaches a log, at any level."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import SLACK, THEIRS, set_up

WORDS = "my students go quiet when I ask"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    before = {name: logging.getLogger(name).__dict__.copy() for name in THEIRS}
    factory = logging.getLogRecordFactory()
    stream = io.StringIO()
    set_up("DEBUG", stream)
    yield stream
    structlog.reset_defaults()
    logging.setLogRecordFactory(factory)
    for name, state in before.items():
        logging.getLogger(name).__dict__.update(state)


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
