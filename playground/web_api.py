"""The door of Slack's Web API: token, faults, rate limits, scopes, arguments, then the method."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from playground import chat, conversations, files, oauth, users, view_methods
from playground.call import Call, read_call, typed
from playground.coverage import BY_NAME, Method
from playground.faults import Fault
from playground.parts import Parts
from playground.refusal import SlackRefusal

METHODS: dict[str, Callable[[Call], Awaitable[dict[str, Any]]]] = {
    "auth.test": users.auth_test,
    "blocks.validate": view_methods.validate,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.join": conversations.join,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_conversation,
    "conversations.replies": conversations.replies,
    "dnd.info": users.dnd_info,
    "dnd.teamInfo": users.dnd_team_info,
    "files.completeUploadExternal": files.complete,
    "files.delete": files.delete,
    "files.getUploadURLExternal": files.upload_url,
    "oauth.v2.access": oauth.access,
    "team.info": users.team_info,
    "users.info": users.user_info,
    "users.list": users.user_list,
    "views.open": view_methods.open_view,
    "views.publish": view_methods.publish_view,
    "views.push": view_methods.push_view,
    "views.update": view_methods.update_view,
}


class WebApi:
    """Answers Slack's methods; misbehaves when it was asked to."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._handlers = {**METHODS, "apps.connections.open": self._open_connection}

    def routes(self) -> list[web.RouteDef]:
        """One address for each method, and one for all that Slack has and we do not."""
        known = [
            route
            for name in self._handlers
            for route in (
                web.post(f"/api/{name}", self._answer),
                web.get(f"/api/{name}", self._answer, allow_head=False),
            )
        ]
        return [*known, web.route("*", "/api/{unknown}", self._unknown)]

    async def _unknown(self, request: web.Request) -> web.Response:
        name = request.match_info["unknown"]
        entry = self._parts.traffic.begin("out", name, None)
        answer = SlackRefusal("unknown_method", req_method=name).answer()
        self._parts.traffic.end(entry, answer)
        return web.json_response(answer)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.path.removeprefix("/api/")
        entry = self._parts.traffic.begin("out", name, None)
        fault = None
        status, headers = 200, {}
        try:
            given, token = await read_call(request)
            entry.body = given
            if name == "oauth.v2.access":
                given |= oauth.basic_credentials(request.headers.get("Authorization", ""))
                entry.body = {"grant_type": given.get("grant_type", "authorization_code")}
            fault = self._parts.faults.take(name, given)
            if fault is not None:
                self._parts.traffic.end(entry, {"ok": False, "error": fault.kind})
                await self._misbehave(fault)
            method = BY_NAME[name]
            self._admit(method, token)
            answer = {"ok": True, **await self._call(method, given)}
            headers["X-OAuth-Scopes"] = ",".join(sorted(self._parts.installation.scopes))
            headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
        except SlackRefusal as refusal:
            answer = refusal.answer()
            if refusal.error == "ratelimited":
                status = 429
                headers["Retry-After"] = str(answer.pop("retry_after"))
        except Broken:
            status, answer = 500, {"ok": False, "error": "http_500"}
        self._parts.traffic.end(entry, answer)
        if fault is not None and fault.kind == "held_reply":
            await self._parts.faults.until_cleared()
        if fault is not None and fault.kind in {"lost_reply", "held_reply", "hang"}:
            if request.transport is not None:
                request.transport.abort()
        elif status == 500:  # noqa: PLR2004 - HTTP's own number
            return web.Response(status=500, text="Internal Server Error")
        return web.json_response(answer, status=status, headers=headers)

    async def _misbehave(self, fault: Fault) -> None:
        match fault.kind:
            case "ratelimited":
                raise SlackRefusal("ratelimited", retry_after=fault.retry_after)
            case "error":
                raise SlackRefusal(fault.error)
            case "http_500":
                raise Broken
            case "slow":
                await asyncio.sleep(fault.seconds)
            case "hang":
                await self._parts.faults.until_cleared()
                raise Broken
            case "lost_reply" | "held_reply":
                return

    def _admit(self, method: Method, token: str) -> None:
        parts = self._parts
        if method.token == "none":  # noqa: S105 - a kind of token, not one
            return
        own = parts.credentials
        wanted = own.app_token if method.token == "app" else own.bot_token  # noqa: S105 - as above
        if not token:
            raise SlackRefusal("not_authed")
        if token != wanted:
            known = token in {own.app_token, own.bot_token}
            raise SlackRefusal("not_allowed_token_type" if known else "invalid_auth")
        if method.token == "bot" and not parts.installation.installed:  # noqa: S105 - as above
            raise SlackRefusal("token_revoked")
        if method.tier is not None:
            wait = parts.limits.method(method.name, method.tier)
            if wait:
                raise SlackRefusal("ratelimited", retry_after=wait)

    async def _call(self, method: Method, given: dict[str, Any]) -> dict[str, Any]:
        call = Call(self._parts, method, typed(method, given))
        if method.token == "bot":  # noqa: S105 - a kind of token, not one
            call.need_scope(*method.scopes)
        return await self._handlers[method.name](call)

    async def _open_connection(self, call: Call) -> dict[str, Any]:
        ticket = call.parts.sockets.ticket()
        address = call.parts.url.replace("http", "ws", 1)
        return {"url": f"{address}/link/?ticket={ticket}"}


class Broken(Exception):
    """The server fails as servers do."""
