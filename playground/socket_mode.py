"""Socket Mode: single-use addresses, envelopes to one arbitrary connection, acknowledgements."""

import asyncio
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from playground.delivery import ACK_WAIT, Envelope, Reply

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 18060


class SocketMode:
    """The bot's open sockets, and a transport over them."""

    def __init__(
        self, app_id: str, fresh: Callable[[str], str], ack_wait: float = ACK_WAIT
    ) -> None:
        self._app_id = app_id
        self._fresh = fresh
        self._ack_wait = ack_wait
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._wires: dict[web.WebSocketResponse, asyncio.BaseTransport | None] = {}
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Reply]]] = {}
        self._turn = count()
        self.came: Callable[[], None] = lambda: None
        self.went: Callable[[], None] = lambda: None

    @property
    def connected(self) -> int:
        """How many connections the bot has open."""
        return len(self._sockets)

    def ticket(self) -> str:
        """What a new connection must show, once."""
        ticket = self._fresh("ticket-")
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One connection of the bot, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404, text="This address was used before or never given out.")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        if len(self._sockets) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._sockets.append(socket)
        self._wires[socket] = request.transport
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._sockets),
                "connection_info": {"app_id": self._app_id},
                "debug_info": {
                    "host": "playground",
                    "approximate_connection_time": CONNECTION_SECONDS,
                },
            }
        )
        self.came()
        try:
            await self._read(socket)
        finally:
            self._forget(socket)
            self.went()
        return socket

    async def send(self, envelope: Envelope) -> Reply:
        """The acknowledgement of one connection, or why there was none."""
        if not self._sockets:
            return Reply("unreachable")
        socket = self._sockets[next(self._turn) % len(self._sockets)]
        envelope_id = self._fresh("envelope-")
        frame: dict[str, Any] = {
            "envelope_id": envelope_id,
            "payload": envelope.payload,
            "type": envelope.kind,
            "accepts_response_payload": envelope.accepts_response,
        }
        if envelope.kind == "events_api":
            frame["retry_attempt"] = envelope.retry_attempt
            frame["retry_reason"] = envelope.retry_reason
        waiting: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (socket, waiting)
        try:
            async with asyncio.timeout(self._ack_wait):
                await socket.send_json(frame)
                return await waiting
        except TimeoutError:
            return Reply("timeout")
        except ConnectionError:
            return Reply("unreachable")
        finally:
            del self._waiting[envelope_id]

    def drop(self) -> None:
        """Every connection breaks off without a word."""
        for socket, wire in [*self._wires.items()]:
            self._forget(socket)
            if isinstance(wire, asyncio.Transport):
                wire.abort()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Every connection is told to come again; it gets nothing new, and the app ends it."""
        leaving, self._sockets = self._sockets, []
        for socket in leaving:
            await socket.send_json({"type": "disconnect", "reason": reason})

    async def close(self) -> None:
        """Every connection ends."""
        for socket in [*self._wires]:
            await socket.close(code=1001)

    async def _read(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            entry = self._waiting.get(frame.get("envelope_id", ""))
            if entry is not None and not entry[1].done():
                entry[1].set_result(Reply("acked", frame.get("payload") or None))

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
        self._wires.pop(socket, None)
        for owner, waiting in self._waiting.values():
            if owner is socket and not waiting.done():
                waiting.set_result(Reply("unreachable"))
