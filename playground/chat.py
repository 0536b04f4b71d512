"""`chat.*`: what the bot says, changes and takes back."""

from typing import Any

from playground import payloads, posting
from playground.call import Call
from playground.refusal import SlackRefusal
from playground.workspace import BOT_USER, Conversation, Message


async def post_message(call: Call) -> dict[str, Any]:
    """The message stands in its conversation; posted to a person, in their DM with the bot."""
    conversation = _writable(call)
    wait = call.parts.limits.message(conversation.id)
    if wait:
        raise SlackRefusal("ratelimited", retry_after=wait)
    message = posting.post(call.parts, posting.draft(call.parts, conversation, call.arguments))
    return {"channel": conversation.id, "ts": message.ts, "message": payloads.message(message)}


async def post_ephemeral(call: Call) -> dict[str, Any]:
    """One person of the conversation sees the message until they reload."""
    conversation = _writable(call)
    user = call.member(call.arguments["user"])
    if BOT_USER not in conversation.members:
        raise SlackRefusal("not_in_channel")
    if user.id not in conversation.members:
        raise SlackRefusal("user_not_in_channel")
    message = posting.draft(call.parts, conversation, call.arguments, only_for=user.id)
    return {"message_ts": posting.post(call.parts, message).ts}


async def update(call: Call) -> dict[str, Any]:
    """The bot's own message says something else."""
    message = _own(call, "cant_update_message")
    posting.edit(call.parts, message, call.arguments)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": payloads.message(message),
    }


async def delete(call: Call) -> dict[str, Any]:
    """The bot's own message is gone."""
    message = _own(call, "cant_delete_message")
    posting.remove(call.parts, message)
    return {"channel": message.channel, "ts": message.ts}


def _own(call: Call, refusal: str) -> Message:
    conversation = call.conversation()
    message = call.parts.workspace.message(conversation.id, call.arguments["ts"])
    if message is None or message.only_for is not None:
        raise SlackRefusal("message_not_found")
    if message.user != BOT_USER:
        raise SlackRefusal(refusal)
    return message


def _writable(call: Call) -> Conversation:
    channel = call.arguments["channel"]
    if channel in call.parts.workspace.members:
        member = call.parts.workspace.members[channel]
        if member.is_bot:
            raise SlackRefusal("cannot_dm_bot")
        if member.deleted:
            raise SlackRefusal("user_disabled")
        conversation, _ = call.parts.workspace.open_direct(channel)
    else:
        conversation = call.conversation()
    if conversation.kind == "im" and not call.parts.config.messages_tab:
        raise SlackRefusal("messages_tab_disabled")
    if conversation.archived or _left(call, conversation):
        raise SlackRefusal("is_archived")
    if (
        BOT_USER not in conversation.members
        and "chat:write.public" not in call.parts.installation.scopes
    ):
        raise SlackRefusal("not_in_channel")
    return conversation


def _left(call: Call, conversation: Conversation) -> bool:
    members = call.parts.workspace.members
    return conversation.kind == "im" and members[conversation.members[0]].deleted
