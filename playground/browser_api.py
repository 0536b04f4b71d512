"""What the page calls on behalf of a person: who is there, what they see, what they do."""

import asyncio
from typing import Any

from aiohttp import WSMsgType, web

from playground import files, payloads
from playground.acting import Person
from playground.call import json_body
from playground.child import BotState, Child
from playground.interaction import Outcome, refused
from playground.moving import Movement
from playground.parts import Parts
from playground.refusal import SlackRefusal
from playground.workspace import APP, BOT_USER, TEAM, TEAM_NAME, Message, View


class BrowserApi:
    """The routes that show people their workspace and let them act in it."""

    def __init__(self, parts: Parts, movement: Movement, child: Child | None) -> None:
        self._parts = parts
        self._movement = movement
        self._child = child

    def routes(self) -> list[web.RouteDef]:
        """One address for each question, one for every act, one that tells of changes."""
        return [
            web.get("/playground/people", self._people),
            web.get("/playground/view", self._view),
            web.get("/playground/messages", self._messages),
            web.post("/playground/do", self._do),
            web.get("/playground/live", self._live),
            web.get("/playground/files/{file}", self._file),
        ]

    def bot_state(self) -> BotState:
        """Whether the bot is there."""
        reachable = bool(self._parts.sockets.connected or self._movement.followers)
        if self._child is not None:
            return self._child.state
        return "up" if reachable else "down"

    async def _people(self, _: web.Request) -> web.Response:
        config = self._parts.config
        return web.json_response(
            {
                "workspace": {"id": TEAM, "name": TEAM_NAME},
                "app": {
                    "id": APP,
                    "user_id": BOT_USER,
                    "name": config.name,
                    "commands": [
                        {
                            "command": command.name,
                            "description": command.description,
                            "usage_hint": command.usage_hint,
                        }
                        for command in config.commands or ()
                    ],
                },
                "people": [
                    {
                        "id": member.id,
                        "name": member.name,
                        "real_name": member.real_name,
                        "title": member.title,
                        "tz": member.tz,
                        "is_admin": member.is_admin,
                        "is_guest": member.is_restricted,
                        "is_bot": member.is_bot,
                        "deleted": member.deleted,
                    }
                    for member in self._parts.workspace.members.values()
                ],
            }
        )

    async def _view(self, request: web.Request) -> web.Response:
        person = self._person(request.query.get("as", ""))
        workspace, clock = self._parts.workspace, self._parts.clock
        now = clock.moment().isoformat()
        modal = person.modal()
        home = person.home()
        return web.json_response(
            {
                "now": now,
                "clock": {
                    "now": now,
                    "offset": clock.offset,
                    "moving": self._movement.moving,
                    "still": clock.still,
                },
                "bot": {"state": self.bot_state(), "managed": self._child is not None},
                "conversations": [
                    {
                        "id": each.id,
                        "kind": each.kind,
                        "name": each.name,
                        "members": each.members,
                        "unread": workspace.unread(person.id, each),
                        "last_ts": _last_ts(workspace.seen_by(person.id, each.id)),
                    }
                    for each in person.conversations()
                ],
                "home": None if home is None else payloads.view(home),
                "modal": None if modal is None else self._modal(person.id, modal),
            }
        )

    async def _messages(self, request: web.Request) -> web.Response:
        person = self._person(request.query.get("as", ""))
        channel = request.query.get("channel", "")
        conversation = next((each for each in person.conversations() if each.id == channel), None)
        if conversation is None:
            raise SlackRefusal("channel_not_found")
        self._parts.workspace.mark_read(person.id, conversation)
        return web.json_response(
            {"messages": [_message(each) for each in person.messages(channel)]}
        )

    async def _file(self, request: web.Request) -> web.Response:
        person = self._person(request.query.get("as", ""))
        return files.download(self._parts, request.match_info["file"], person.id)

    async def _do(self, request: web.Request) -> web.Response:
        given = await json_body(request)
        person = self._person(_text(given, "as"))
        return web.json_response((await self._act(person, given)).answer())

    async def _act(self, person: Person, given: dict[str, Any]) -> Outcome:
        match given.get("do"):
            case "message":
                return await person.write(
                    _text(given, "channel"), _text(given, "text"), given.get("thread_ts")
                )
            case "command":
                return await person.command(_text(given, "channel"), _text(given, "text"))
            case "action":
                return await self._press(person, given)
            case "submit":
                return await person.submit(_text(given, "view_id"), given.get("state") or {})
            case "close":
                return await person.close(
                    _text(given, "view_id"), everything=bool(given.get("everything"))
                )
            case "home":
                return await person.open_home(given.get("tab", "home"))
            case "join":
                return await person.join(_text(given, "channel"))
            case "leave":
                return await person.leave(_text(given, "channel"))
            case "invite_bot":
                return await person.invite_bot(_text(given, "channel"))
            case "remove_bot":
                return await person.remove_bot(_text(given, "channel"))
            case "archive":
                return await person.archive(_text(given, "channel"))
            case "change":
                return await person.change(**given.get("fields", {}))
            case _:
                return refused("unknown_act")

    async def _press(self, person: Person, given: dict[str, Any]) -> Outcome:
        container = given.get("container") or {}
        chosen = {key: each for key, each in (given.get("action") or {}).items() if key != "type"}
        common: dict[str, Any] = {
            "block_id": given.get("block_id"),
            "state": given.get("state"),
            "forge": bool(given.get("forge")),
            **chosen,
        }
        action_id = _text(given, "action_id")
        match container.get("type"):
            case "message":
                return await person.press(
                    action_id, channel=container.get("channel"), ts=container.get("ts"), **common
                )
            case "view":
                return await person.press(action_id, view_id=container.get("view_id"), **common)
            case "home":
                home = person.home()
                if home is None:
                    return refused("view_not_found")
                return await person.press(action_id, view_id=home.id, **common)
            case _:
                return refused("unknown_container")

    async def _live(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request.query.get("as", ""))
        socket = web.WebSocketResponse(heartbeat=30.0)
        await socket.prepare(request)
        queue = self._parts.changes.listen(person.id)
        pushing = asyncio.create_task(_push(socket, queue))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            self._parts.changes.forget(queue)
            pushing.cancel()
        return socket

    def _person(self, person: str) -> Person:
        if person not in self._parts.workspace.members:
            raise SlackRefusal("user_not_found")
        return Person(self._parts, person)

    def _modal(self, person: str, modal: View) -> dict[str, Any]:
        return {
            "id": modal.id,
            "view": payloads.view(modal),
            "depth": len(self._parts.workspace.stack(person)),
            "errors": modal.errors,
        }


async def _push(socket: web.WebSocketResponse, queue: asyncio.Queue[str]) -> None:
    while True:
        changed = {await queue.get()}
        while not queue.empty():
            changed.add(queue.get_nowait())
        await socket.send_json({"changed": sorted(changed)})


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise SlackRefusal("invalid_arguments", f"[ERROR] missing required field: {name}")
    return value


def _last_ts(messages: list[Message]) -> str | None:
    return messages[-1].ts if messages else None


def _message(each: Message) -> dict[str, Any]:
    return {
        "ts": each.ts,
        "user": each.user,
        "username": each.username,
        "bot": each.bot,
        "text": each.text,
        "blocks": each.blocks,
        "ephemeral": each.only_for is not None,
        "thread_ts": each.thread_ts,
        "edited": each.edited is not None,
        "metadata": each.metadata,
        "files": each.files,
    }
