"""What a bot needs of Slack while it is measured: the shortest answers, at once, on loopback."""

from collections import Counter
from typing import Self

from aiohttp import web

from benchmarks.school import WORKSPACE, ZONE

BOT_TOKEN = "xoxb-benchmark"  # noqa: S105 - opens nothing but this loopback port
SIGNING_SECRET = "benchmark-signing-secret"  # noqa: S105 - as above


class AnsweringSlack:
    """`async with AnsweringSlack() as slack:` answers Web API calls and counts them."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.url = ""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port: int = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls[method] += 1
        given = {**request.query, **await request.post()}
        user = str(given.get("user", ""))
        return web.json_response(
            {
                "ok": True,
                "team_id": WORKSPACE,
                "user_id": "U0BOT",
                "bot_id": "B0BOT",
                "channel": "D0BENCH" if method.startswith("chat.") else {"id": "D0BENCH"},
                "ts": f"{self.calls[method]}.0",
                "user": {
                    "id": user,
                    "team_id": WORKSPACE,
                    "tz": ZONE,
                    "profile": {"real_name": user},
                },
            }
        )
