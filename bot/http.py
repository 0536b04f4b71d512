"""What listens for HTTP: deliveries where Slack delivers so, health and figures always."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request

from bot.app import TandemApp
from bot.metrics import exposition

Health = Callable[[], Awaitable[Mapping[str, bool]]]
"""Each part by name, and whether it is well."""

_STAMP = "X-Slack-Request-Timestamp"
_LARGEST_DELIVERY = 2 * 1024 * 1024


class Listener:
    """One open port."""

    def __init__(self, health: Health, app: TandemApp | None) -> None:
        self._health = health
        self._app = app
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """The port it listens on now; with `port` 0 the system chooses a free one."""
        routes = [
            web.get("/healthz", self._alive),
            web.get("/readyz", self._ready),
            web.get("/metrics", self._figures),
        ]
        if self._app is not None:
            routes.append(web.post("/slack/events", self._delivered))
        served = web.Application(client_max_size=_LARGEST_DELIVERY)
        served.add_routes(routes)
        self._runner = web.AppRunner(served, access_log=None, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        address: tuple[str, int] = self._runner.addresses[0]
        return address[1]

    async def close(self) -> None:
        """Stops listening; what is being answered is answered first."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _delivered(self, request: web.Request) -> web.Response:
        if self._app is None:
            raise web.HTTPNotFound
        if not request.headers.get(_STAMP, "").isdecimal():
            return web.Response(status=401)  # The SDK's verifier takes it for a number unseen.
        try:
            delivery = await to_bolt_request(request)
        except (AttributeError, TypeError, ValueError, RecursionError):
            return web.Response(status=400)  # The SDK takes every body for a JSON object.
        return await to_aiohttp_response(await self._app.async_dispatch(delivery))

    async def _alive(self, _: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _ready(self, _: web.Request) -> web.Response:
        parts = dict(await self._health())
        return web.json_response(parts, status=200 if all(parts.values()) else 503)

    async def _figures(self, _: web.Request) -> web.Response:
        return web.Response(
            body=exposition(), headers={"Content-Type": "text/plain; version=0.0.4"}
        )
