"""`files.*`: an upload in three steps, a file in a conversation, a download for who is in it.

As in Slack the bytes go to an address of their own, and nobody sees the file before the third step.
"""

import base64
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from playground.call import Call
from playground.parts import Parts
from playground.refusal import SlackRefusal
from playground.workspace import BOT_USER, Message

KIND = "file"
LARGEST = 4 * 2**20
TOMBSTONE = "tombstone"


@dataclass
class File:
    """An upload on its way, or a file that people see."""

    id: str
    name: str
    length: int
    title: str = ""
    body: str = ""
    shared: dict[str, list[str]] = field(default_factory=dict)
    """Where it stands: timestamps by conversation."""

    def shown(self) -> dict[str, Any]:
        """The file as a message carries it."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title,
            "size": self.length,
            "user": BOT_USER,
            "mode": "hosted",
        }


async def upload_url(call: Call) -> dict[str, Any]:
    """An address for so many bytes, and the id that the file will have."""
    length = call.arguments["length"]
    if not 0 < length <= LARGEST:
        raise SlackRefusal("invalid_arguments", "[ERROR] must be between 1 and 4 MB: length")
    made = File(call.parts.workspace.fresh("F"), call.arguments["filename"], length)
    _keep(call.parts, made)
    return {"upload_url": f"{call.parts.url}/upload/v1/{made.id}", "file_id": made.id}


async def receive(parts: Parts, request: web.Request) -> web.Response:
    """The bytes arrive; as many as were announced."""
    found = _found(parts, request.match_info["file"])
    body = await request.read()
    if found is None or found.shared:
        return web.Response(status=404, text="not found")
    if len(body) != found.length:
        return web.Response(status=400, text=f"expected {found.length} bytes")
    found.body = base64.b64encode(body).decode()
    _keep(parts, found)
    return web.Response(text=f"OK - {len(body)}")


async def complete(call: Call) -> dict[str, Any]:
    """The files stand in the conversation, below what is said about them."""
    wanted = call.arguments["files"]
    if not isinstance(wanted, list) or not wanted:
        raise SlackRefusal("invalid_arguments", "[ERROR] must be a list of files: files")
    files = [_uploaded(call.parts, each) for each in wanted]
    if call.arguments.get("channel_id"):
        _share(call, files)
    return {"files": [{"id": each.id, "title": each.title} for each in files]}


async def delete(call: Call) -> dict[str, Any]:
    """The file is gone; where it stood, it says so."""
    found = _found(call.parts, call.arguments["file"])
    if found is None:
        raise SlackRefusal("file_not_found")
    workspace = call.parts.workspace
    for channel, stamps in found.shared.items():
        for ts in stamps:
            message = workspace.message(channel, ts)
            if message is not None:
                message.files = [_without(each, found.id) for each in message.files]
                workspace.keep_message(message)
    call.parts.store.drop(KIND, found.id)
    return {}


def download(parts: Parts, file: str, person: str) -> web.Response:
    """The bytes, for somebody who is where the file stands."""
    found = _found(parts, file)
    conversations = parts.workspace.conversations
    there = found is not None and any(person in conversations[c].members for c in found.shared)
    if found is None or not there:
        return web.Response(status=404, text="There is no such file.")
    return web.Response(
        body=base64.b64decode(found.body),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )


def _uploaded(parts: Parts, given: Any) -> File:
    found = _found(parts, str(given.get("id"))) if isinstance(given, dict) else None
    if found is None or not found.body or found.shared:
        raise SlackRefusal("file_not_found")
    found.title = str(given.get("title") or found.name)
    return found


def _share(call: Call, files: list[File]) -> None:
    parts = call.parts
    call.arguments["channel"] = call.arguments["channel_id"]
    conversation = call.conversation()
    if BOT_USER not in conversation.members:
        raise SlackRefusal("not_in_channel")
    message = Message(
        channel=conversation.id,
        ts=parts.clock.ts(),
        user=BOT_USER,
        text=call.arguments.get("initial_comment") or "",
        bot=True,
        files=[each.shown() for each in files],
    )
    parts.workspace.post(message)
    for each in files:
        each.shared.setdefault(conversation.id, []).append(message.ts)
        _keep(parts, each)


def _without(shown: dict[str, Any], file: str) -> dict[str, Any]:
    return {"id": file, "mode": TOMBSTONE} if shown["id"] == file else shown


def _found(parts: Parts, file: str) -> File | None:
    body = parts.store.get(KIND, file)
    return None if body is None else File(**body)


def _keep(parts: Parts, file: File) -> None:
    parts.store.put(KIND, file.id, vars(file))
