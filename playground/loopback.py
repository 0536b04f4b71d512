"""Who may talk to the playground: this machine, and pages that the playground itself served."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@web.middleware
async def loopback_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuses other hosts' names (DNS rebinding) and other origins' pages."""
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return web.Response(status=403, text="Only names of this machine are answered here.")
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    site = request.headers.get("Sec-Fetch-Site", "none")
    navigates = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if foreign or (site in {"cross-site", "same-site"} and not navigates):
        return web.Response(status=403, text="Only the playground's own page is answered here.")
    return await handler(request)
