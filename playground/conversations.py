"""`conversations.*`: opening DMs and group DMs, looking at conversations, reading the bot's own."""

from typing import Any

from playground import payloads
from playground.call import Call
from playground.pages import page
from playground.refusal import SlackRefusal
from playground.workspace import BOT_USER, Conversation, ConversationKind, Message

MOST_PEOPLE = 8
HISTORY_LIMIT = 100
SCOPE_PREFIX = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


async def open_conversation(call: Call) -> dict[str, Any]:
    """The DM with one person or the group DM with up to eight; the same set is the same one."""
    people = list(dict.fromkeys(call.arguments.get("users", [])))
    if not people:
        return _reopened(call)
    call.need_scope("im:write" if len(people) == 1 else "mpim:write")
    if len(people) > MOST_PEOPLE:
        raise SlackRefusal("too_many_users")
    for user in people:
        member = call.member(user)
        if member.is_bot:
            raise SlackRefusal("cannot_dm_bot" if len(people) == 1 else "invalid_user_combination")
        if member.deleted:
            raise SlackRefusal("user_disabled")
    workspace = call.parts.workspace
    if call.arguments.get("prevent_creation"):
        kind: ConversationKind = "im" if len(people) == 1 else "mpim"
        if workspace.find(kind, [*people, BOT_USER]) is None:
            raise SlackRefusal("channel_not_found")
    if len(people) == 1:
        conversation, was_there = workspace.open_direct(people[0])
    else:
        conversation, was_there = workspace.open_group(people)
    return _opened(call, conversation, was_there=was_there)


async def info(call: Call) -> dict[str, Any]:
    """One conversation."""
    return {"channel": conversation_json(call, _readable(call, "read"))}


async def members(call: Call) -> dict[str, Any]:
    """Who is in a conversation."""
    shown, cursor = page(_readable(call, "read").members, call.arguments, default=HISTORY_LIMIT)
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


async def join(call: Call) -> dict[str, Any]:
    """The bot is in a public channel."""
    conversation = call.conversation()
    if conversation.kind != "channel":
        raise SlackRefusal("method_not_supported_for_channel_type")
    if conversation.archived:
        raise SlackRefusal("is_archived")
    if BOT_USER not in conversation.members:
        conversation.members.append(BOT_USER)
        call.parts.workspace.keep_conversation(conversation)
    return {"channel": conversation_json(call, conversation)}


async def history(call: Call) -> dict[str, Any]:
    """The newest messages first, threads' replies left out."""
    conversation = _readable(call, "history")
    found = [
        each
        for each in _window(call, conversation)
        if each.thread_ts is None or each.thread_ts == each.ts
    ]
    found.reverse()
    return _messages(call, found)


async def replies(call: Call) -> dict[str, Any]:
    """One thread, the oldest first."""
    conversation = _readable(call, "history")
    root = call.parts.workspace.message(conversation.id, call.arguments["ts"])
    if root is None or root.only_for is not None:
        raise SlackRefusal("thread_not_found")
    return _messages(
        call,
        [
            root,
            *(
                each
                for each in _window(call, conversation)
                if each.thread_ts == root.ts and each is not root
            ),
        ],
    )


def conversation_json(call: Call, conversation: Conversation) -> dict[str, Any]:
    """The conversation object."""
    body: dict[str, Any] = {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": conversation.archived,
        "is_im": conversation.kind == "im",
        "is_mpim": conversation.kind == "mpim",
        "is_org_shared": False,
    }
    if conversation.kind == "im":
        user = conversation.members[0]
        deleted = call.parts.workspace.members[user].deleted
        return {**body, "user": user, "is_user_deleted": deleted}
    return {
        **body,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": conversation.kind == "channel",
        "is_group": conversation.kind == "private",
        "is_private": conversation.kind != "channel",
        "is_general": False,
        "is_shared": False,
        "is_member": BOT_USER in conversation.members,
        "creator": conversation.creator,
        "topic": {"value": conversation.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(conversation.members),
    }


def _reopened(call: Call) -> dict[str, Any]:
    if not call.arguments.get("channel"):
        raise SlackRefusal("users_list_not_supplied")
    conversation = call.conversation()
    if conversation.kind not in {"im", "mpim"}:
        raise SlackRefusal("method_not_supported_for_channel_type")
    return _opened(call, conversation, was_there=True)


def _opened(call: Call, conversation: Conversation, *, was_there: bool) -> dict[str, Any]:
    shown = (
        conversation_json(call, conversation)
        if call.arguments.get("return_im")
        else {"id": conversation.id}
    )
    return {"no_op": was_there, "already_open": was_there, "channel": shown}


def _readable(call: Call, what: str) -> Conversation:
    conversation = call.conversation()
    scope = f"{SCOPE_PREFIX[conversation.kind]}:{what}"
    call.need_scope(scope)
    if what == "history" and BOT_USER not in conversation.members:
        raise SlackRefusal("not_in_channel")
    return conversation


def _window(call: Call, conversation: Conversation) -> list[Message]:
    oldest = call.arguments.get("oldest", "0")
    latest = call.arguments.get("latest", "")
    inclusive = call.arguments.get("inclusive", False)

    def inside(ts: str) -> bool:
        if inclusive and ts in {oldest, latest}:
            return True
        return float(ts) > float(oldest) and (not latest or float(ts) < float(latest))

    return [
        each
        for each in call.parts.workspace.messages[conversation.id].values()
        if each.only_for is None and inside(each.ts)
    ]


def _messages(call: Call, found: list[Message]) -> dict[str, Any]:
    everything = call.arguments.get("include_all_metadata", False)
    shown, cursor = page(found, call.arguments, default=HISTORY_LIMIT)
    answer: dict[str, Any] = {
        "messages": [payloads.message(each, all_metadata=everything) for each in shown],
        "has_more": bool(cursor),
    }
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer
