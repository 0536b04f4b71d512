"""What the page calls on behalf of nobody: the clock, the bot's process, mishaps, the traffic."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from playground.call import json_body
from playground.child import Child
from playground.faults import KINDS, Fault
from playground.moving import BotBusy, Movement, NothingPlanned
from playground.parts import Parts
from playground.refusal import SlackRefusal
from playground.workspace import TEAM_TZ

MORNING = 8


class Controls:
    """The routes that no Slack has."""

    def __init__(self, parts: Parts, movement: Movement, child: Child | None) -> None:
        self._parts = parts
        self._movement = movement
        self._child = child

    def routes(self) -> list[web.RouteDef]:
        """One address for each control."""
        return [
            web.post("/playground/clock", self._clock),
            web.post("/playground/bot", self._bot),
            web.post("/playground/faults", self._faults),
            web.get("/playground/traffic", self._traffic),
        ]

    async def _clock(self, request: web.Request) -> web.Response:
        given = await json_body(request)
        clock = self._parts.clock
        try:
            match given:
                case {"to": str(moment)}:
                    steps = await self._movement.move_to(_aware(moment).timestamp())
                case {"by": int() | float() as seconds}:
                    steps = await self._movement.move_to(clock.now() + seconds)
                case {"next": True}:
                    steps = await self._movement.move_to_next()
                case {"morning": True}:
                    steps = await self._movement.move_to(next_morning(clock.moment()).timestamp())
                case _:
                    raise SlackRefusal("invalid_arguments")
        except NothingPlanned:
            raise SlackRefusal("nothing_planned") from None
        except BotBusy:
            raise SlackRefusal("bot_busy") from None
        return web.json_response({"ok": True, "now": clock.moment().isoformat(), "steps": steps})

    async def _bot(self, request: web.Request) -> web.Response:
        given = await json_body(request)
        if self._child is None:
            raise SlackRefusal("not_managed")
        match given.get("do"):
            case "kill":
                await self._child.kill()
            case "start":
                await self._child.start()
            case _:
                raise SlackRefusal("invalid_arguments")
        return web.json_response({"ok": True})

    async def _faults(self, request: web.Request) -> web.Response:
        given = await json_body(request)
        parts = self._parts
        if given.get("clear"):
            parts.faults.clear()
            parts.delivery.release_events()
        if given.get("drop_sockets"):
            parts.sockets.drop()
        if given.get("refresh_sockets"):
            await parts.sockets.refresh()
        if "deliver_twice" in given:
            parts.faults.deliver_twice = int(given["deliver_twice"])
        if "hold_events" in given:
            if given["hold_events"]:
                parts.delivery.hold_events()
            else:
                parts.delivery.release_events()
        if "pace" in given:
            parts.limits.set_pace(float(given["pace"]))
        if "method" in given:
            fields = Fault.__dataclass_fields__.keys()
            if given.get("kind") not in KINDS or not given.keys() <= fields:
                raise SlackRefusal("invalid_arguments")
            parts.faults.add(Fault(**given))
        return web.json_response({"ok": True})

    async def _traffic(self, request: web.Request) -> web.Response:
        since = request.query.get("since", "0")
        traffic = self._parts.traffic
        entries = traffic.since(int(since) if since.isdecimal() else 0)
        return web.json_response(
            {"last": traffic.last, "entries": [vars(each) for each in entries]}
        )


def next_morning(now: datetime) -> datetime:
    """Eight o'clock of the next morning in the workspace's zone."""
    local = now.astimezone(ZoneInfo(TEAM_TZ))
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)


def _aware(moment: str) -> datetime:
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        raise SlackRefusal("invalid_arguments", "[ERROR] must be a moment: to") from None
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(TEAM_TZ))
