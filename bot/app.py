"""The Bolt application: every delivery is counted, timed, of our workspace, and answered from disk.

Bolt runs with `process_before_response`: what is not committed is not acknowledged, events
included. An answer other than 200 is no acknowledgement, so Slack delivers an event again and tells
a person that their click did not work.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.clock import Clock
from bot.deliveries import Deliveries
from bot.logs import SLACK
from bot.metrics import DELIVERIES
from bot.whispers import Whispers
from flows.ids import MemberId, WorkspaceId
from flows.ports import Busy, SeenBefore, Store, Unsure
from handlers import answers
from handlers.payloads import Body, origin
from handlers.seams import Calendars, Desk, Directory

ALTOGETHER = 2.0
"""Seconds that a delivery may take in all; Slack waits for three."""

BEGUN_WITHIN = 1.5
"""Seconds within which a transaction has begun, or is withdrawn."""

_KINDS = frozenset(
    {
        "event_callback",
        "block_actions",
        "block_suggestion",
        "view_submission",
        "view_closed",
        "shortcut",
        "message_action",
        "url_verification",
    }
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Installation:
    """The workspace that Tandem is installed in, as Slack named it at start."""

    workspace: WorkspaceId
    bot_user: MemberId
    bot_id: str
    token: str
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lent:
    """What every listener's desk is made from."""

    store: Store
    directory: Directory
    calendars: Calendars
    clock: Clock
    whispers: Whispers
    founders: frozenset[MemberId]


class TandemApp(AsyncApp):
    """A Bolt app whose deliveries are counted, and take two seconds at most."""

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        signing_secret: str,
        authorize: Callable[..., Awaitable[AuthorizeResult]],
        before_authorize: Callable[..., Awaitable[BoltResponse | None]],
        deliveries: Deliveries,
        clock: Clock,
    ) -> None:
        level = SLACK.level
        SLACK.setLevel(logging.ERROR)  # Bolt warns of the very choices that are made here.
        super().__init__(
            name="slack_bolt.tandem",  # Its loggers are named for it, and lie under `slack_bolt`.
            logger=SLACK,
            client=client,
            signing_secret=signing_secret,
            authorize=authorize,
            before_authorize=before_authorize,
            process_before_response=True,
        )
        SLACK.setLevel(level)
        self.deliveries = deliveries
        self._clock = clock

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """The answer to one delivery; 503 where we are stopping or time ran out."""
        if not self.deliveries.open:
            return BoltResponse(status=503)
        begun = self._clock.monotonic()
        with self.deliveries.one():
            try:
                async with asyncio.timeout(ALTOGETHER):
                    answer = await super().async_dispatch(req)
            except TimeoutError:
                log.warning("delivery_too_slow", **_named(req.body))
                answer = await _too_slow(req)
        DELIVERIES.labels(kind=_kind(req.body), status=answer.status).observe(
            self._clock.monotonic() - begun
        )
        return answer


def build(
    installation: Installation,
    lent: Lent,
    *,
    client: AsyncWebClient,
    signing_secret: str,
    deliveries: Deliveries,
) -> TandemApp:
    """The app with every listener registered, for this one workspace."""
    identity = AuthorizeResult(
        enterprise_id=None,
        team_id=installation.workspace,
        bot_id=installation.bot_id,
        bot_user_id=installation.bot_user,
        bot_token=installation.token,
    )

    async def authorize() -> AuthorizeResult:
        return identity

    async def welcome(
        req: AsyncBoltRequest,
        next: Callable[[], Awaitable[None]],  # noqa: A002 - Bolt's own name.
    ) -> BoltResponse | None:
        return await _let_in(req, next, installation, lent)

    app = TandemApp(
        client=client,
        signing_secret=signing_secret,
        authorize=authorize,
        before_authorize=welcome,
        deliveries=deliveries,
        clock=lent.clock,
    )
    app.error(_failed)
    handlers.register(app)
    return app


async def _let_in(
    req: AsyncBoltRequest,
    go_on: Callable[[], Awaitable[None]],
    installation: Installation,
    lent: Lent,
) -> BoltResponse | None:
    if req.body.get("type") == "url_verification":
        await go_on()
        return None
    came = origin(req.body)
    if came is None or came.workspace != installation.workspace:
        return _refused(req.body)
    who = came.who or MemberId("")
    req.context["desk"] = Desk(
        store=lent.store,
        directory=lent.directory,
        calendars=lent.calendars,
        workspace=came.workspace,
        who=who,
        delivery=came.identity,
        within=BEGUN_WITHIN,
        now=lent.clock.now,
        draw=lent.clock.new_id,
        whisper=lambda conversation, text: lent.whispers.whisper(conversation, who, text),
        founders=lent.founders,
        scopes=installation.scopes,
    )
    await go_on()
    return None


def _refused(body: Body) -> BoltResponse:
    log.warning("delivery_not_ours", kind=_kind(body))
    return BoltResponse(status=200)


async def _too_slow(req: AsyncBoltRequest) -> BoltResponse:
    ack, desk = req.context.ack, req.context.get("desk")
    if ack.response is None and desk is not None:
        await answers.tell(ack, req.body, desk, "unsure")
    return ack.response or BoltResponse(status=503)


async def _failed(
    error: Exception, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext
) -> BoltResponse:
    match error:
        case SeenBefore():
            return BoltResponse(status=200)
        case Busy() | Unsure() | TimeoutError():
            log.warning("delivery_put_off", error=type(error).__name__, **_named(body))
            return BoltResponse(status=503)
        case _:
            log.error("delivery_failed", exc_info=error, **_named(body))
            desk = context.get("desk")
            if ack.response is None and desk is not None:
                await answers.tell(ack, body, desk, "broken")
            return ack.response or BoltResponse(status=500)


def _kind(body: Mapping[str, Any]) -> str:
    if "command" in body:
        return "command"
    kind = str(body.get("type"))
    return kind if kind in _KINDS else "other"  # Unsigned bodies come this far: no label of theirs.


def _named(body: Mapping[str, Any]) -> dict[str, str | None]:
    came = origin(body)
    return {"kind": _kind(body), "delivery": came.identity if came else None}
