"""How the workspace reaches the bot: one delivery, its acknowledgement, and the retries of events.

The way there (Socket Mode or signed HTTP) is a `Transport`; waiting and retrying happen in real
time, as Slack documents them: at once, after one minute, after five.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from playground.faults import Faults
from playground.store import Store
from playground.traffic import Traffic

EnvelopeKind = Literal["slash_commands", "interactive", "events_api"]
RETRY_WAITS = (0.0, 60.0, 300.0)
ACK_WAIT = 3.0


@dataclass(frozen=True)
class Envelope:
    """One thing for the bot; only events are ever delivered again."""

    kind: EnvelopeKind
    what: str
    payload: dict[str, Any]
    accepts_response: bool = True
    retry_attempt: int = 0
    retry_reason: str = ""


@dataclass(frozen=True)
class Reply:
    """What came back within three seconds."""

    outcome: Literal["acked", "timeout", "unreachable", "refused"]
    body: dict[str, Any] | None = None
    status: int | None = None
    no_retry: bool = False

    @property
    def acked(self) -> bool:
        """Whether the bot took the delivery."""
        return self.outcome == "acked"

    @property
    def reason(self) -> str:
        """Slack's word for why it delivers again."""
        return {
            "timeout": "http_timeout",
            "unreachable": "connection_failed",
            "refused": "http_error",
        }.get(self.outcome, "unknown_error")


class Transport(Protocol):
    """A way to the bot; `send` answers within the time an acknowledgement may take."""

    async def send(self, envelope: Envelope) -> Reply: ...


class Delivery:
    """Delivers, waits for acknowledgements, retries events, remembers those not yet taken."""

    def __init__(
        self,
        transport: Transport,
        store: Store,
        traffic: Traffic,
        faults: Faults,
        retry_waits: tuple[float, ...] = RETRY_WAITS,
    ) -> None:
        self._transport = transport
        self._store = store
        self._traffic = traffic
        self._faults = faults
        self._retry_waits = retry_waits
        self._tasks: set[asyncio.Task[Any]] = set()
        self._in_flight = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._bot_came = asyncio.Event()
        self._released = asyncio.Event()
        self._released.set()

    def resume(self) -> None:
        """Events that were not taken before the last stop are on their way again."""
        for body in self._store.all("event"):
            self._begin(self._deliver_event(body["payload"], body["attempt"]))

    async def interaction(self, envelope: Envelope) -> Reply:
        """The bot's answer to something that a person waits for; never retried."""
        return await self._send(envelope)

    def event(self, payload: dict[str, Any]) -> None:
        """The event is on its way and will be retried until taken or given up."""
        self._remember(payload, 0)
        self._begin(self._deliver_event(payload, 0))

    def bot_came(self) -> None:
        """Waiting retries go out now: the bot is there again."""
        self._bot_came.set()
        self._bot_came = asyncio.Event()

    def hold_events(self) -> None:
        """Events wait here until released."""
        self._released.clear()

    def release_events(self) -> None:
        """Held events go out."""
        self._released.set()

    async def quiet(self) -> None:
        """Returns when no delivery is waiting for its acknowledgement."""
        await asyncio.sleep(0)  # An event that was just announced has not begun yet.
        await self._quiet.wait()

    async def close(self) -> None:
        """No delivery goes on."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _remember(self, payload: dict[str, Any], attempt: int) -> None:
        body = {"payload": payload, "attempt": attempt}
        self._store.put("event", payload["event_id"], body)

    async def _deliver_event(self, payload: dict[str, Any], attempt: int) -> None:
        envelope = Envelope(
            kind="events_api",
            what=payload["event"]["type"],
            payload=payload,
            accepts_response=False,
            retry_attempt=attempt,
            retry_reason="unknown_error" if attempt else "",
        )
        while True:
            await self._released.wait()
            reply = await self._send(envelope)
            attempt += 1
            if reply.acked or reply.no_retry or attempt > len(self._retry_waits):
                self._store.drop("event", payload["event_id"])
                return
            self._remember(payload, attempt)
            await self._wait_before(attempt)
            envelope = replace(envelope, retry_attempt=attempt, retry_reason=reply.reason)

    async def _wait_before(self, attempt: int) -> None:
        wait = self._retry_waits[attempt - 1]
        if wait <= 0:
            return
        try:
            async with asyncio.timeout(wait):
                await self._bot_came.wait()
        except TimeoutError:
            return

    async def _send(self, envelope: Envelope) -> Reply:
        if self._faults.take_twice():
            again = envelope
            if envelope.kind == "events_api":
                again = replace(
                    envelope,
                    retry_attempt=envelope.retry_attempt + 1,
                    retry_reason="http_timeout",
                )
            self._begin(self._send_once(again))
        return await self._send_once(envelope)

    async def _send_once(self, envelope: Envelope) -> Reply:
        entry = self._traffic.begin("in", envelope.what, envelope.payload)
        self._in_flight += 1
        self._quiet.clear()
        try:
            reply = await self._transport.send(envelope)
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._quiet.set()
        answer: dict[str, Any] = {"ok": reply.acked, "payload": reply.body}
        if not reply.acked:
            answer["error"] = reply.outcome
        if envelope.retry_attempt:
            answer["retry_attempt"] = envelope.retry_attempt
        self._traffic.end(entry, answer)
        return reply
