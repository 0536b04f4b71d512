"""Signed HTTP: what Slack posts to an app's request URL, and how it signs it."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from playground.delivery import ACK_WAIT, Envelope, Reply

FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: str) -> str:
    """Slack's v0 signature of a request body."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(envelope: Envelope) -> tuple[str, str]:
    """The content type and the body of an envelope."""
    if envelope.kind == "events_api":
        return "application/json", json.dumps(envelope.payload)
    if envelope.kind == "interactive":
        return FORM, urlencode({"payload": json.dumps(envelope.payload)})
    return FORM, urlencode(envelope.payload)


class HttpMode:
    """Posts to the bot's request URL with the real time's signature."""

    def __init__(
        self, url: str, secret: str, real: Callable[[], float], ack_wait: float = ACK_WAIT
    ) -> None:
        self.url = url
        self._secret = secret
        self._real = real
        self._timeout = ClientTimeout(total=ack_wait)
        self._session: ClientSession | None = None
        self.reached = False

    async def send(self, envelope: Envelope) -> Reply:
        """The response of the bot, or why there was none."""
        kind, body = encode(envelope)
        timestamp = str(int(self._real()))
        headers = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if envelope.retry_attempt:
            headers["X-Slack-Retry-Num"] = str(envelope.retry_attempt)
            headers["X-Slack-Retry-Reason"] = envelope.retry_reason
        if self._session is None:
            self._session = ClientSession(timeout=self._timeout)
        reply = await self._post(self._session, body, headers)
        self.reached = reply.outcome in {"acked", "refused"}
        return reply

    async def close(self) -> None:
        """The client's connections end."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, session: ClientSession, body: str, headers: dict[str, str]) -> Reply:
        try:
            async with session.post(
                self.url, data=body.encode(), headers=headers, allow_redirects=False
            ) as response:
                text = await response.text()
                status = response.status
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                is_json = response.content_type == "application/json"
        except TimeoutError:
            return Reply("timeout")
        except (ClientError, asyncio.IncompleteReadError, OSError):
            return Reply("unreachable")
        if status != 200:  # noqa: PLR2004 - HTTP's own number
            return Reply("refused", status=status, no_retry=no_retry)
        if not text:
            return Reply("acked", status=status)
        if not is_json:
            return Reply("acked", {"text": text}, status)
        answer = json.loads(text)
        return Reply("acked", answer or None if isinstance(answer, dict) else None, status)
