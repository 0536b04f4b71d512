"""The playground as a server: its parts put together, started on a loopback port, stopped."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

from playground import answering, files, oauth, page_files
from playground.acting import Person
from playground.app_config import AppConfig, read_manifest
from playground.browser_api import BrowserApi
from playground.changes import Changes, Found
from playground.child import Child
from playground.clock import Clock, real_time
from playground.controls import Controls
from playground.delivery import ACK_WAIT, RETRY_WAITS, Delivery
from playground.events import Events
from playground.faults import Faults
from playground.guide import Guide
from playground.http_mode import HttpMode
from playground.limits import DEFAULT_PACE, RateLimits
from playground.loopback import loopback_only
from playground.moving import Movement
from playground.parts import Credentials, Installation, Parts
from playground.refusal import SlackRefusal
from playground.response_urls import ResponseUrls
from playground.seed import seed
from playground.socket_mode import SocketMode
from playground.store import Store
from playground.tour import Tour
from playground.traffic import Traffic
from playground.triggers import Triggers
from playground.web_api import WebApi
from playground.workspace import APP, BOT_USER, Workspace

MANIFEST = Path("manifest.yml")


class Playground:
    """`async with Playground() as slack:` is a Slack workspace on a free port of this machine."""

    def __init__(
        self,
        *,
        begin: datetime | None = None,
        data: Path | None = None,
        port: int = 0,
        delivery: Literal["socket", "http"] = "socket",
        request_url: str = "",
        manifest: Path | AppConfig | None = MANIFEST,
        scopes: Sequence[str] | None = None,
        command: Sequence[str] = (),
        tour: Sequence[str] = (),
        still: bool = False,
        pace: float = DEFAULT_PACE,
        ack_wait: float = ACK_WAIT,
        retry_waits: tuple[float, ...] = RETRY_WAITS,
        real: Callable[[], float] = real_time,
    ) -> None:
        config = manifest if isinstance(manifest, AppConfig) else read_manifest(manifest)
        self.credentials = Credentials()
        self._port = port
        store = Store(data)
        clock = Clock(real, still=still)
        changes = Changes()
        offset = store.get("meta", "offset")
        if offset is not None:
            clock.go_on(offset)
        elif begin is not None:
            clock.begin(begin)
        workspace = Workspace(store, clock, changes)
        seed(workspace, config.name, int(clock.now()))
        traffic, faults = Traffic(clock, changes), Faults()
        sockets = SocketMode(APP, workspace.fresh, ack_wait)
        self._http = (
            HttpMode(request_url, self.credentials.signing_secret, clock.real, ack_wait)
            if delivery == "http"
            else None
        )
        self.parts = Parts(
            config=config,
            credentials=self.credentials,
            installation=Installation(
                set(config.scopes if scopes is None else scopes),
                installed=not store.get("meta", "uninstalled"),
            ),
            store=store,
            clock=clock,
            changes=changes,
            workspace=workspace,
            traffic=traffic,
            faults=faults,
            limits=RateLimits(clock.real, pace),
            sockets=sockets,
            delivery=Delivery(self._http or sockets, store, traffic, faults, retry_waits),
            triggers=Triggers(clock),
            response_urls=ResponseUrls(clock),
            events=Events(workspace, clock),
        )
        self.movement = Movement(clock, store, changes, self.parts.delivery.quiet)
        self.movement.keep()
        self._web_api = WebApi(self.parts)
        self._command = command
        self._log = None if data is None else data / "bot.log"
        self.child: Child | None = None
        self.guide = Guide(changes)
        self.tour = Tour(tour)
        self._runner: web.AppRunner | None = None

    # Addresses --------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """The page's address, without a slash at its end."""
        return self.parts.url

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is to say."""
        return f"{self.url}/api/"

    @property
    def clock_url(self) -> str:
        """What TANDEM_CLOCK_URL is to say."""
        return f"{self.url.replace('http', 'ws', 1)}/clock"

    def environment(self) -> dict[str, str]:
        """The settings with which a bot finds this workspace."""
        return {
            "SLACK_BOT_TOKEN": self.credentials.bot_token,
            "SLACK_APP_TOKEN": self.credentials.app_token,
            "SLACK_SIGNING_SECRET": self.credentials.signing_secret,
            "SLACK_API_URL": self.api_url,
            "TANDEM_CLOCK_URL": self.clock_url,
        }

    def person(self, user: str) -> Person:
        """Someone of the workspace, to act as."""
        return Person(self.parts, user)

    async def until(self, look: Callable[[], Found | None], seconds: float = 10.0) -> Found:
        """The first true thing that `look` finds, now or after some change; for tests."""
        return await self.parts.changes.until(look, seconds)

    async def settled(self) -> None:
        """Every delivery is acknowledged, and every bot that follows the clock is at rest."""
        await self.movement.settled()

    async def move_to(self, moment: datetime) -> int:
        """The workspace's now is this moment, every planned one before it visited in turn."""
        return await self.movement.move_to(moment.timestamp())

    async def move_by(self, wait: timedelta) -> int:
        """The workspace's now is this much later, every planned moment visited in turn."""
        return await self.movement.move_to(self.parts.clock.now() + wait.total_seconds())

    def grant(self, *scopes: str) -> None:
        """The app may do this too from now on."""
        self.parts.installation.scopes.update(scopes)

    def withhold(self, *scopes: str) -> None:
        """The app may not do this any more, as when an optional scope is declined."""
        self.parts.installation.scopes.difference_update(scopes)

    def uninstall(self) -> None:
        """The app is removed: it hears of it once, and its token opens nothing."""
        parts = self.parts
        tokens = {"oauth": [], "bot": [BOT_USER]}
        parts.announce("tokens_revoked", parts.events.plain("tokens_revoked", tokens=tokens))
        parts.announce("app_uninstalled", parts.events.plain("app_uninstalled"))
        parts.installation.installed = False
        parts.store.put("meta", "uninstalled", body=True)

    # Life ---------------------------------------------------------------------------------------

    async def start(self) -> None:
        """The server listens; the bot, where it is ours to start, is starting."""
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def _start(self) -> None:
        app = web.Application(middlewares=[loopback_only, _refusals], client_max_size=4 * 2**20)
        app.add_routes(self._web_api.routes())
        app.router.add_get("/link/", self.parts.sockets.connect)
        app.router.add_get("/clock", self.movement.connect)
        app.router.add_post("/response/{key}", self._respond)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_post("/upload/v1/{file}", self._receive)
        if self._command:
            self.child = Child(self._command, self._log, self._bot_changed)
        app.add_routes(BrowserApi(self.parts, self.movement, self.child).routes())
        app.add_routes(Controls(self.parts, self.movement, self.child).routes())
        app.add_routes(self.guide.routes())
        app.add_routes(self.tour.routes())
        app.router.add_get("/", page_files.first)
        app.router.add_get("/page/{path:.+}", page_files.file)
        self._runner = web.AppRunner(app, shutdown_timeout=1.0, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        _, port = self._runner.addresses[0][:2]
        self.parts.url = f"http://127.0.0.1:{port}"
        self.parts.sockets.came = self._bot_came
        self.parts.sockets.went = self._bot_changed
        self.movement.came = self._bot_followed
        self.parts.delivery.resume()
        if self.child is not None:
            self.child.set_environment(self.environment())
            await self.child.start()

    async def stop(self) -> None:
        """Nothing of the playground runs any more; its state is kept."""
        await self.tour.stop()
        await self.guide.close()
        if self.child is not None:
            await self.child.stop()
        self.parts.faults.clear()
        await self.parts.delivery.close()
        await self.movement.close()
        await self.parts.sockets.close()
        if self._http is not None:
            await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self.parts.store.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _respond(self, request: web.Request) -> web.Response:
        return await answering.answer(self.parts, request)

    async def _authorize(self, request: web.Request) -> web.Response:
        return oauth.authorize(self.parts, request)

    async def _receive(self, request: web.Request) -> web.Response:
        return await files.receive(self.parts, request)

    def _bot_came(self) -> None:
        if self.child is not None:
            self.child.connected = True
        self.parts.delivery.bot_came()
        self._bot_changed()

    def _bot_followed(self) -> None:
        if self.child is not None and self._http is not None:
            self.child.connected = True
            self.parts.delivery.bot_came()
        self._bot_changed()

    def _bot_changed(self) -> None:
        self.parts.changes.tell("bot")


@web.middleware
async def _refusals(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except SlackRefusal as refusal:
        return web.json_response(refusal.answer(), status=400)
