"""A message of the bot, from its arguments to its place: limits, blocks, metadata, event."""

import json
from typing import Any

from playground.block_rules import check_message_blocks
from playground.parts import MESSAGE_EVENTS, Parts
from playground.payloads import message as message_json
from playground.refusal import SlackRefusal
from playground.stored_form import fallback_text, stored_blocks
from playground.workspace import BOT_USER, Conversation, Message

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100
LARGEST_METADATA = 8_000


def draft(
    parts: Parts, conversation: Conversation, given: dict[str, Any], only_for: str | None = None
) -> Message:
    """The message of these arguments, checked and not yet posted."""
    text, blocks = content(parts, given)
    return Message(
        channel=conversation.id,
        ts=parts.clock.ts(),
        user=BOT_USER,
        text=text,
        blocks=blocks,
        bot=True,
        username=given.get("username"),
        thread_ts=_thread(parts, conversation, given.get("thread_ts")),
        only_for=only_for,
        metadata=metadata(given.get("metadata")),
        unfurl_links=given.get("unfurl_links", True),
        unfurl_media=given.get("unfurl_media", True),
    )


def content(parts: Parts, given: dict[str, Any]) -> tuple[str, list[dict[str, Any]] | None]:
    """Text and stored blocks of these arguments; refused in Slack's words."""
    text = given.get("text") or ""
    markdown = given.get("markdown_text")
    blocks = given.get("blocks")
    if markdown is not None:
        if text or blocks:
            raise SlackRefusal("markdown_text_conflict")
        if len(markdown) > LONGEST_MARKDOWN:
            raise SlackRefusal("msg_too_long")
        text = markdown
    if len(text) > LONGEST_TEXT:
        raise SlackRefusal("msg_too_long")
    if len(given.get("attachments") or []) > MOST_ATTACHMENTS:
        raise SlackRefusal("too_many_attachments")
    if not blocks:
        if not text.strip():
            raise SlackRefusal("no_text")
        return text, None
    check_message_blocks(blocks)
    stored = stored_blocks(blocks, parts.workspace.fresh)
    return text or fallback_text(stored), stored


def metadata(given: Any) -> dict[str, Any] | None:
    """Checked metadata: an event type and a flat payload of bounded size."""
    if given is None or given == {}:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise SlackRefusal("invalid_metadata_format")
    payload = given.get("event_payload", {})
    if not isinstance(payload, dict) or any(
        isinstance(value, dict | list) for value in payload.values()
    ):
        raise SlackRefusal("invalid_metadata_schema")
    if len(json.dumps(given)) > LARGEST_METADATA:
        raise SlackRefusal("metadata_too_large")
    return {"event_type": given["event_type"], "event_payload": payload}


def post(parts: Parts, message: Message) -> Message:
    """The message is in its conversation, and whoever subscribed hears of it."""
    parts.workspace.post(message)
    if message.only_for is None:
        _announce(parts, message, parts.events.message)
    return message


def edit(parts: Parts, message: Message, given: dict[str, Any]) -> None:
    """The message says something else from now on; what was not given stays."""
    before = message_json(message)
    if given.get("blocks") is None and message.blocks is not None and given.get("text"):
        message.text = content(parts, {"text": given["text"]})[0]
    else:
        message.text, message.blocks = content(parts, given)
    if "metadata" in given:
        message.metadata = metadata(given["metadata"])
    message.edited = parts.clock.ts()
    parts.workspace.keep_message(message)
    if message.only_for is None:
        _announce(
            parts, message, lambda each, kind: parts.events.message_changed(before, each, kind)
        )


def remove(parts: Parts, message: Message) -> None:
    """The message is gone."""
    before = message_json(message)
    parts.workspace.remove(message)
    if message.only_for is None:
        _announce(
            parts, message, lambda each, kind: parts.events.message_deleted(before, each, kind)
        )


def _announce(parts: Parts, message: Message, event: Any) -> None:
    conversation = parts.workspace.conversations[message.channel]
    if BOT_USER in conversation.members:
        subscription, channel_type = MESSAGE_EVENTS[conversation.kind]
        parts.announce(subscription, event(message, channel_type))


def _thread(parts: Parts, conversation: Conversation, thread_ts: str | None) -> str | None:
    if not thread_ts:
        return None
    if parts.workspace.message(conversation.id, thread_ts) is None:
        raise SlackRefusal("invalid_thread_ts")
    return thread_ts
