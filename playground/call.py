"""One call of the Web API: its arguments read from form, query or JSON, in their own types."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.coverage import Argument, Method
from playground.parts import Parts
from playground.refusal import SlackRefusal
from playground.workspace import BOT_USER, Conversation, Member

_TRUE = {1, "1", "true", "True"}
_FALSE = {0, "0", "false", "False", ""}
_BEARER = "Bearer "


@dataclass(frozen=True)
class Call:
    """A call that was let in, and what it may ask of the workspace."""

    parts: Parts
    method: Method
    arguments: dict[str, Any]

    def need_scope(self, *scopes: str) -> None:
        """Refused unless one of these scopes is granted."""
        granted = self.parts.installation.scopes
        if scopes and not granted.intersection(scopes):
            raise SlackRefusal(
                "missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted))
            )

    def member(self, user: str) -> Member:
        """The member of that id; refused when there is none."""
        member = self.parts.workspace.members.get(user)
        if member is None:
            raise SlackRefusal("user_not_found")
        return member

    def conversation(self) -> Conversation:
        """The conversation of the `channel` argument, where the bot can know of it."""
        found = self.parts.workspace.conversations.get(self.arguments["channel"])
        if found is None or (found.kind != "channel" and BOT_USER not in found.members):
            raise SlackRefusal("channel_not_found")
        return found


async def read_call(request: web.Request) -> tuple[dict[str, Any], str]:
    """The raw arguments of a request, and the token that it shows."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        given |= await json_body(request)
    elif request.method == "POST":
        given.update(await request.post())
    header = request.headers.get("Authorization", "")
    token = given.pop("token", "") or ""
    if header.startswith(_BEARER):
        token = header.removeprefix(_BEARER)
    return given, token


async def json_body(request: web.Request) -> dict[str, Any]:
    """The JSON object that a request carries."""
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise SlackRefusal("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackRefusal("json_not_object")
    return body


def typed(method: Method, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments that the method knows, in their types; refused when one is missing."""
    missing = [
        each.name
        for each in method.arguments
        if each.required and (given.get(each.name) is None or given[each.name] == "")
    ]
    if missing:
        raise SlackRefusal(
            "invalid_arguments", *(f"[ERROR] missing required field: {name}" for name in missing)
        )
    return {
        each.name: _value(each, given[each.name])
        for each in method.arguments
        if given.get(each.name) is not None
    }


def _hashable(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _value(argument: Argument, given: Any) -> Any:
    wrong = SlackRefusal(
        "invalid_arguments", f"[ERROR] must be a valid {argument.kind}: {argument.name}"
    )
    match argument.kind:
        case "text":
            if isinstance(given, dict | list):
                raise wrong
            return str(given)
        case "flag":
            if not _hashable(given) or given not in _TRUE | _FALSE:
                raise wrong
            return given in _TRUE
        case "number":
            try:
                return int(given)
            except (TypeError, ValueError):
                raise wrong from None
        case "list":
            parts = given if isinstance(given, list) else str(given).split(",")
            return [str(part).strip() for part in parts if str(part).strip()]
        case "json":
            if not isinstance(given, str):
                return given
            try:
                return json.loads(given)
            except ValueError:
                raise wrong from None
