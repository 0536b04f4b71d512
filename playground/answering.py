"""Response URLs at work: an answer to whoever acted, in place of a message or beside it."""

import json
from typing import Any

from aiohttp import web

from playground import posting
from playground.parts import Parts
from playground.refusal import SlackRefusal
from playground.response_urls import ResponseUrl
from playground.workspace import BOT_USER, Message


async def answer(parts: Parts, request: web.Request) -> web.Response:
    """What the app posted to a response URL is said, or refused in Slack's words."""
    entry = parts.traffic.begin("out", "response_url", None)
    try:
        given = json.loads(await request.read())
        entry.body = given
        address = parts.response_urls.use(request.match_info["key"])
        _carry_out(parts, address, given)
    except ValueError:
        refusal = SlackRefusal("invalid_payload")
    except SlackRefusal as told:
        refusal = told
    else:
        parts.traffic.end(entry, {"ok": True})
        return web.json_response({"ok": True})
    parts.traffic.end(entry, refusal.answer())
    gone = refusal.error in {"expired_url", "invalid_url", "used_url"}
    return web.json_response(refusal.answer(), status=404 if gone else 400)


def _carry_out(parts: Parts, address: ResponseUrl, given: dict[str, Any]) -> None:
    original = _original(parts, address)
    if given.get("delete_original"):
        if original is not None:
            posting.remove(parts, original)
        return
    if original is not None and given.get("replace_original"):
        posting.edit(parts, original, {**given, "blocks": given.get("blocks") or []})
        return
    in_channel = given.get("response_type") == "in_channel"
    conversation = parts.workspace.conversations[address.channel]
    only_for = None if in_channel else address.person
    posting.post(parts, posting.draft(parts, conversation, given, only_for))


def _original(parts: Parts, address: ResponseUrl) -> Message | None:
    if address.original_ts is None:
        return None
    message = parts.workspace.message(address.channel, address.original_ts)
    return message if message is not None and message.user == BOT_USER else None
