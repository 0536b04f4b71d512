"""Installing the app: a page that hands out a code, and the code's exchange for a token."""

import base64
import binascii
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from playground.call import Call
from playground.parts import Parts
from playground.refusal import SlackRefusal
from playground.workspace import APP, BOT_USER, TEAM, TEAM_NAME

INSTALLER = "U0AOIFE"


def authorize(parts: Parts, request: web.Request) -> web.Response:
    """Back to the app with a code, as if the administrator had pressed Allow."""
    query = request.query
    if query.get("client_id") != parts.credentials.client_id:
        return web.Response(status=400, text="invalid_client_id")
    back = query.get("redirect_uri", "")
    if urlsplit(back).scheme not in {"http", "https"}:
        return web.Response(status=400, text="bad_redirect_uri")
    asked = tuple(scope for scope in query.get("scope", "").split(",") if scope)
    code = parts.workspace.fresh("code-")
    parts.installation.codes[code] = asked
    address = urlsplit(back)
    answer = [*parse_qsl(address.query), ("code", code), ("state", query.get("state", ""))]
    location = urlunsplit(address._replace(query=urlencode(answer)))
    return web.Response(status=302, headers={"Location": location})


async def access(call: Call) -> dict[str, Any]:
    """The bot token of a code, which is good for one exchange."""
    parts = call.parts
    given = call.arguments
    if given.get("client_id") != parts.credentials.client_id:
        raise SlackRefusal("invalid_client_id")
    if given.get("client_secret") != parts.credentials.client_secret:
        raise SlackRefusal("bad_client_secret")
    asked = parts.installation.codes.pop(given.get("code", ""), None)
    if asked is None:
        raise SlackRefusal("invalid_code")
    parts.installation.installed = True
    parts.store.drop("meta", "uninstalled")
    # Scopes are additive per token: a new consent never takes one away.
    parts.installation.scopes |= set(asked)
    return {
        "access_token": parts.credentials.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(parts.installation.scopes)),
        "bot_user_id": BOT_USER,
        "app_id": APP,
        "team": {"id": TEAM, "name": TEAM_NAME},
        "enterprise": None,
        "authed_user": {"id": INSTALLER},
        "is_enterprise_install": False,
    }


def basic_credentials(header: str) -> dict[str, str]:
    """Client id and secret of a Basic authorization header."""
    if not header.startswith("Basic "):
        return {}
    try:
        decoded = base64.b64decode(header.removeprefix("Basic ")).decode()
    except (binascii.Error, UnicodeDecodeError):
        return {}
    client_id, _, secret = decoded.partition(":")
    return {"client_id": client_id, "client_secret": secret}
