"""What Slack sends an app, in exactly Slack's shape."""

from typing import Any

from playground.workspace import (
    APP,
    BOT,
    TEAM,
    TEAM_DOMAIN,
    Conversation,
    Member,
    Message,
    View,
)

VERIFICATION_TOKEN = "playground-verification-token"  # noqa: S105 - deprecated, and public here


def _team() -> dict[str, str]:
    return {"id": TEAM, "domain": TEAM_DOMAIN}


def _user(member: Member) -> dict[str, str]:
    return {"id": member.id, "username": member.name, "name": member.name, "team_id": TEAM}


def channel_name(conversation: Conversation) -> str:
    """What commands and actions call a conversation."""
    match conversation.kind:
        case "im":
            return "directmessage"
        case "private":
            return "privategroup"
        case _:
            return conversation.name


def command(
    conversation: Conversation,
    member: Member,
    name: str,
    text: str,
    response_url: str,
    trigger_id: str,
) -> dict[str, Any]:
    """A slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": conversation.id,
        "channel_name": channel_name(conversation),
        "user_id": member.id,
        "user_name": member.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message(each: Message, *, all_metadata: bool = True) -> dict[str, Any]:
    """A message as history and payloads show it."""
    body: dict[str, Any] = {
        "type": "message",
        "user": each.user,
        "ts": each.ts,
        "text": each.text,
        "team": TEAM,
    }
    if each.bot:
        body |= {"bot_id": BOT, "app_id": APP}
    if each.username is not None:
        body |= {"username": each.username, "subtype": "bot_message"}
    if each.blocks is not None:
        body["blocks"] = each.blocks
    if each.thread_ts is not None:
        body["thread_ts"] = each.thread_ts
    if each.edited is not None:
        body["edited"] = {"user": each.user, "ts": each.edited}
    if each.files:
        body["files"] = each.files
    if each.metadata is not None:
        event_type = each.metadata["event_type"]
        body["metadata"] = each.metadata if all_metadata else {"event_type": event_type}
    return body


def view(each: View) -> dict[str, Any]:
    """A view as answers and payloads show it."""
    return {
        "id": each.id,
        "team_id": TEAM,
        "type": each.body["type"],
        "blocks": each.body["blocks"],
        "private_metadata": each.body.get("private_metadata", ""),
        "callback_id": each.body.get("callback_id", ""),
        "state": {"values": each.state},
        "hash": each.hash,
        "title": each.body.get("title") or {"type": "plain_text", "text": "View Title"},
        "clear_on_close": each.body.get("clear_on_close", False),
        "notify_on_close": each.body.get("notify_on_close", False),
        "close": each.body.get("close"),
        "submit": each.body.get("submit"),
        "previous_view_id": each.previous_id,
        "root_view_id": each.root_id,
        "app_id": APP,
        "external_id": each.body.get("external_id", ""),
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
    }


def _interaction(kind: str, member: Member) -> dict[str, Any]:
    return {
        "type": kind,
        "user": _user(member),
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "team": _team(),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_action(
    member: Member,
    conversation: Conversation,
    origin: Message,
    values: dict[str, Any],
    action: dict[str, Any],
    trigger_id: str,
    response_url: str,
) -> dict[str, Any]:
    """A press on an element of a message."""
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": origin.ts,
        "channel_id": conversation.id,
        "is_ephemeral": origin.only_for is not None,
    }
    if origin.thread_ts is not None:
        container["thread_ts"] = origin.thread_ts
    body = {
        **_interaction("block_actions", member),
        "container": container,
        "trigger_id": trigger_id,
        "channel": {"id": conversation.id, "name": channel_name(conversation)},
        "state": {"values": values},
        "response_url": response_url,
        "actions": [action],
    }
    if origin.only_for is None:
        body["message"] = message(origin)
    return body


def view_action(
    member: Member, each: View, action: dict[str, Any], trigger_id: str
) -> dict[str, Any]:
    """A press on an element of a modal or a Home."""
    return {
        **_interaction("block_actions", member),
        "container": {"type": "view", "view_id": each.id},
        "trigger_id": trigger_id,
        "view": view(each),
        "actions": [action],
    }


def submission(member: Member, each: View, trigger_id: str) -> dict[str, Any]:
    """A form that was sent."""
    return {
        **_interaction("view_submission", member),
        "trigger_id": trigger_id,
        "view": view(each),
        "response_urls": [],
    }


def closed(member: Member, each: View, *, is_cleared: bool) -> dict[str, Any]:
    """A form that was closed without sending."""
    return {
        **_interaction("view_closed", member),
        "view": view(each),
        "is_cleared": is_cleared,
    }
