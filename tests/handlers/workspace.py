"""Slack as one person meets it: commands typed, buttons pressed, forms sent; every call recorded.

Payloads have the shape that Slack documents; the application, its client and the store are the real
ones. Only the wire is played: `Wire` answers what the client calls, and notes it down.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self, cast

from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Installation, Lent, build
from bot.calendars import HolidayCalendars
from bot.clock import Clock
from bot.deliveries import Deliveries
from bot.directory import SlackDirectory
from bot.whispers import Whispers
from flows import tongue
from flows.ids import MemberId, WorkspaceId
from flows.notices import Effect, InDoubt, Notice, Priority, lane
from flows.ports import Reader
from handlers.scenes import scene
from handlers.seams import HomeView, Message, Rendered, Scene, Telling
from handlers.words import in_pack
from tests.staffroom import ADMIN, AYA, CHANNEL, MAYA, OLE, TOMAS, WS, ZONE, Said, Staffroom

Json = dict[str, Any]

BOT = MemberId("U0BOT")
GUEST, GONE, ROBOT, STRANGER = (
    MemberId(f"U0{name}") for name in ("GUEST", "GONE", "ROBOT", "STRANGER")
)
OUTSIDER = MemberId("U0OUT")

NAMES = {
    MAYA: "Maya",
    TOMAS: "Tomás",
    AYA: "Aya",
    OLE: "Ole",
    ADMIN: "Admin",
    OUTSIDER: "Olga",
    GUEST: "Guest",
    GONE: "Gone",
    ROBOT: "Robot",
    STRANGER: "Stranger",
}
MORE: dict[MemberId, Json] = {
    ADMIN: {"is_admin": True},
    GUEST: {"is_restricted": True},
    GONE: {"deleted": True},
    ROBOT: {"is_bot": True},
    STRANGER: {"is_stranger": True},
}


class _Answer:
    """What the wire brings back; as aiohttp's response, as far as Slack's client looks."""

    content_type = "application/json"
    charset = "utf-8"

    def __init__(self, status: int, body: Json) -> None:
        self.status = status
        self.headers: dict[str, str] = {}
        self._body = body

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None

    async def json(self) -> Json:
        return self._body

    async def text(self) -> str:
        return json.dumps(self._body)


@dataclass
class Wire:
    """Plays the session of Slack's client: answers each method, and keeps what was called."""

    names: dict[MemberId, str] = field(default_factory=lambda: dict(NAMES))
    calls: list[tuple[str, Json]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    def request(self, verb: str, url: str, **sent: Any) -> _Answer:
        method = url.rsplit("/", maxsplit=1)[-1]
        given = {
            **(sent.get("params") or {}),
            **(sent.get("data") or {}),
            **(sent.get("json") or {}),
        }
        given = {
            k: json.loads(v) if k in {"view", "blocks"} and isinstance(v, str) else v
            for k, v in given.items()
        }
        if method != "users.info":
            self.calls.append((method, given))
        if method in self.refused:
            return _Answer(200, {"ok": False, "error": self.refused[method]})
        return _Answer(200, self._answer(method, given))

    def _answer(self, method: str, given: Json) -> Json:
        match method:
            case "users.info":
                return self._person(MemberId(given["user"]))
            case "views.open" | "views.update":
                return {"ok": True, "view": {**given["view"], "id": "V0NEW"}}
            case _:
                return {"ok": True, "channel": given.get("channel"), "ts": "1.0"}

    def _person(self, member: MemberId) -> Json:
        if member not in self.names:
            return {"ok": False, "error": "user_not_found"}
        user = {
            "id": member,
            "name": self.names[member].lower(),
            "profile": {"display_name": self.names[member]},
            "tz": ZONE,
            "locale": "en-GB",
            **MORE.get(member, {}),
        }
        return {"ok": True, "user": user}


class StillClock(Clock):
    """Time is the staffroom's; keys are counted."""

    def __init__(self, room: Staffroom) -> None:
        super().__init__()
        self._room = room
        self._keys = count(1)

    def now(self) -> Any:
        return self._room.now

    def new_id(self) -> str:
        return f"key-{next(self._keys)}"


@dataclass
class Reply:
    """What one delivery was answered with."""

    status: int
    body: Json
    calls: list[tuple[str, Json]]

    @property
    def text(self) -> str:
        """The private line below a command."""
        return str(self.body.get("text", ""))

    @property
    def errors(self) -> dict[str, str]:
        """What stands at the fields of a form that stays open."""
        return dict(self.body["errors"]) if self.body.get("response_action") == "errors" else {}

    @property
    def page(self) -> Json:
        """The view that takes the form's place, or lies above it."""
        assert self.body.get("response_action") in {"update", "push"}, self.body
        return cast(Json, self.body["view"])

    def called(self, method: str) -> list[Json]:
        return [given for name, given in self.calls if name == method]

    @property
    def opened(self) -> Json:
        """The one form that was opened."""
        (given,) = self.called("views.open")
        return cast(Json, given["view"])

    @property
    def whispered(self) -> list[str]:
        """What the person alone was told where they pressed."""
        return [
            str(given["text"])
            for given in [*self.called("chat.postEphemeral"), *self.called("chat.postMessage")]
        ]


class Workspace:
    """The running application of one workspace, and the ways into it."""

    def __init__(
        self,
        room: Staffroom,
        *,
        store: Any = None,
        founders: Sequence[str] = (),
        workspace: WorkspaceId = WS,
        scopes: frozenset[str] = frozenset(),
    ) -> None:
        self.room = room
        self._id = workspace
        self.store: Any = store or room.store
        self.wire = Wire()
        client = AsyncWebClient(
            token="xoxb-test",
            base_url="http://slack.test/api/",
            session=cast(Any, self.wire),
            retry_handlers=[],
        )
        self.deliveries = Deliveries()
        clock = StillClock(room)
        self.directory = SlackDirectory(lambda workspace: client, clock.monotonic)
        self._triggers = count(1)
        self.app = build(
            Installation(workspace, BOT, "B0BOT", "xoxb-test", scopes),
            Lent(
                store=self.store,
                directory=self.directory,
                calendars=HolidayCalendars(),
                clock=clock,
                whispers=Whispers(client, self.deliveries),
                founders=frozenset(MemberId(f) for f in founders),
            ),
            client=client,
            signing_secret="secret",
            deliveries=self.deliveries,
        )

    async def deliver(self, body: Json) -> Reply:
        """The answer to this payload, once everything that it set off is done."""
        before = len(self.wire.calls)
        if self._id != WS:
            body = json.loads(json.dumps(body).replace(WS, self._id))
        request = AsyncBoltRequest(body=cast(Any, body), mode="socket_mode")
        answer = await self.app.async_dispatch(request)
        while self.deliveries.in_flight or len(asyncio.all_tasks()) > 1:
            if not [t for t in asyncio.all_tasks() if t.get_name() in {"whisper", "users.info"}]:
                break
            await asyncio.sleep(0)
        text = answer.body or ""
        found = json.loads(text) if text.startswith("{") else {"text": text} if text else {}
        return Reply(answer.status, found, self.wire.calls[before:])

    async def command(self, who: MemberId, command: str, text: str = "") -> Reply:
        return await self.deliver(self.command_body(who, command, text))

    def command_body(self, who: MemberId, command: str, text: str = "") -> Json:
        return {
            "token": "t",
            "team_id": WS,
            "team_domain": "school",
            "channel_id": CHANNEL,
            "channel_name": "coaching",
            "user_id": who,
            "user_name": who.lower(),
            "command": command,
            "text": text,
            "api_app_id": "A0TANDEM",
            "is_enterprise_install": "false",
            "response_url": "http://slack.test/commands/1",
            "trigger_id": self.trigger(),
        }

    def trigger(self) -> str:
        return f"{next(self._triggers)}.trigger"

    async def press(
        self,
        who: MemberId,
        element: Json,
        *,
        view: Json | None = None,
        values: Json | None = None,
        dm: bool = False,
        chosen: int | None = None,
    ) -> Reply:
        """Pressing that element where it stands: in a message, or in this form or Home."""
        return await self.deliver(
            self.press_body(who, element, view=view, values=values, dm=dm, chosen=chosen)
        )

    def press_body(
        self,
        who: MemberId,
        element: Json,
        *,
        view: Json | None = None,
        values: Json | None = None,
        dm: bool = False,
        chosen: int | None = None,
    ) -> Json:
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": "b1",
            "action_ts": "1772520000.000100",
        }
        if chosen is not None:
            action["selected_option"] = element["options"][chosen]
        else:
            action["value"] = element.get("value")
        body: Json = {
            "type": "block_actions",
            **_from(who),
            "trigger_id": self.trigger(),
            "actions": [action],
        }
        if view is not None:
            shown = _shown(view, values or {})
            return {**body, "container": {"type": "view", "view_id": shown["id"]}, "view": shown}
        channel = "D0DM" if dm else CHANNEL
        return {
            **body,
            "container": {
                "type": "message",
                "message_ts": "1772520000.000100",
                "channel_id": channel,
                "is_ephemeral": False,
            },
            "channel": {"id": channel, "name": "directmessage" if dm else "coaching"},
            "message": {"type": "message", "ts": "1772520000.000100", "text": "", "blocks": []},
            "state": {"values": values or {}},
            "response_url": "http://slack.test/actions/1",
        }

    async def submit(self, who: MemberId, view: Json, **given: Any) -> Reply:
        """Sending that form with these answers, by the names of its inputs."""
        return await self.deliver(self.submit_body(who, view, **given))

    def submit_body(self, who: MemberId, view: Json, **given: Any) -> Json:
        return {
            "type": "view_submission",
            **_from(who),
            "trigger_id": self.trigger(),
            "view": _shown(view, filled(view["blocks"], **given)),
            "response_urls": [],
        }

    async def event(self, event: Json, event_id: str | None = None) -> Reply:
        return await self.deliver(
            {
                "token": "t",
                "team_id": WS,
                "api_app_id": "A0TANDEM",
                "type": "event_callback",
                "event_id": event_id or f"Ev{self.trigger()}",
                "event_time": 1772520000,
                "authorizations": [{"team_id": WS, "user_id": BOT, "is_bot": True}],
                "event": event,
            }
        )

    async def shown(self, said: Said) -> Rendered | None:
        """What a row of the outbox shows as things stand now."""
        found, pack = await self.room.read(
            lambda reader: (_scene(said, reader), tongue.of_lane(reader, lane(said.lane)))
        )
        telling = Telling(in_pack("en-GB", pack.value), self.wire.names)
        return None if found is None else found.draw(telling)

    async def message(self, kind: str, to: str | None = None) -> Message:
        """The latest message of that kind, to that lane if one is given."""
        said = await self.room.said(kind, sent=True)
        rows = [each for each in said if to is None or each.lane == to]
        found = await self.shown(rows[-1])
        assert isinstance(found, Message), kind
        return found

    async def home(self, who: MemberId) -> Json:
        """The person's Home as it would be published now."""
        rows = await self.room.said("home")
        notice = next((r for r in rows if r.lane == f"home:{who}"), None)
        if notice is None:
            await self.event({"type": "app_home_opened", "user": who, "tab": "home"})
            (notice,) = [r for r in await self.room.said("home") if r.lane == f"home:{who}"]
        found = await self.shown(notice)
        assert isinstance(found, HomeView)
        return found.view


def _scene(said: Said, reader: Reader) -> Scene | None:
    return scene(
        Notice(
            kind=said.kind,
            lane=lane(said.lane),
            effect=Effect(said.effect),
            priority=Priority(said.priority),
            key=said.key,
            why=said.why,
            due=said.due,
            refs=said.refs,
            anchor=said.anchor,
            expires=said.expires,
            in_doubt=InDoubt(said.in_doubt),
        ),
        reader,
    )


def _from(who: MemberId) -> Json:
    return {
        "user": {"id": who, "username": who.lower(), "name": who.lower(), "team_id": WS},
        "api_app_id": "A0TANDEM",
        "token": "t",
        "team": {"id": WS, "domain": "school"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _shown(view: Json, values: Json) -> Json:
    return {
        "id": "V0VIEW",
        "team_id": WS,
        "hash": "1772520000.hash",
        "app_id": "A0TANDEM",
        "bot_id": "B0BOT",
        "root_view_id": "V0VIEW",
        "previous_view_id": None,
        "external_id": "",
        **view,
        "state": {"values": values},
    }


def filled(blocks: Sequence[Json], **given: Any) -> Json:
    """The state of these inputs with what was entered, else with what they began with."""
    state: Json = {}
    inputs = {b["block_id"]: b["element"] for b in blocks if b["type"] == "input"}
    assert set(given) <= set(inputs), (set(given), set(inputs))
    for name, element in inputs.items():
        state[name] = {element["action_id"]: _entered(element, given.get(name, ...))}
    return state


def _entered(element: Json, entered: Any) -> Json:
    kind = element["type"]
    options = [
        *element.get("options", []),
        *(o for group in element.get("option_groups", []) for o in group["options"]),
    ]
    asked = entered is not ...
    match kind:
        case "plain_text_input":
            value = entered if asked else element.get("initial_value")
            return {"type": kind, "value": value or None}
        case "static_select" | "radio_buttons":
            chosen = (
                next(o for o in options if o["value"] == entered)
                if asked and entered is not None
                else None
                if asked
                else element.get("initial_option")
            )
            return {"type": kind, "selected_option": chosen}
        case "checkboxes":
            ticked = entered if asked else []
            return {"type": kind, "selected_options": [o for o in options if o["value"] in ticked]}
        case "users_select":
            return {
                "type": kind,
                "selected_user": entered if asked else element.get("initial_user"),
            }
        case "multi_users_select":
            picked = entered if asked else element.get("initial_users", [])
            return {"type": kind, "selected_users": picked}
        case "conversations_select":
            chosen = entered if asked else element.get("initial_conversation")
            return {"type": kind, "selected_conversation": chosen}
        case "datepicker":
            return {
                "type": kind,
                "selected_date": entered if asked else element.get("initial_date"),
            }
        case "timepicker":
            return {
                "type": kind,
                "selected_time": entered if asked else element.get("initial_time"),
            }
        case _:
            raise AssertionError(kind)


def elements(blocks: Sequence[Json]) -> list[Json]:
    """Every button and menu in these blocks."""
    return [
        e
        for block in blocks
        for e in [*block.get("elements", []), block.get("accessory")]
        if isinstance(e, dict) and "action_id" in e
    ]


def element(blocks: Sequence[Json], action: str, nth: int = 0) -> Json:
    """The element of that name in these blocks."""
    return [e for e in elements(blocks) if e["action_id"] == action][nth]


def button(action: str, value: Mapping[str, str] | str = "") -> Json:
    """A button with a value of one's own, forged or not."""
    text = value if isinstance(value, str) else json.dumps(value)
    return {"type": "button", "action_id": action, "value": text}


WORKSPACE = WorkspaceId(WS)
